"""An import contract that denies by default: modules may import the standard library and what is listed."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class NothingBut(Contract):
    """`modules` (with their descendants, less those `except_modules` name) may directly import nothing but `allowed`.

    Names in `allowed` stand for themselves and everything below them, as do the modules themselves.
    """

    type_name = "nothing_but"
    modules = fields.ListField(subfield=fields.StringField())
    except_modules = fields.ListField(subfield=fields.StringField(), required=False)
    allowed = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare every direct import with the lists."""
        inside = set(filter(self._is_inside, graph.modules))
        wrong = [
            f"{importer} imports {imported}"
            for importer in sorted(inside)
            for imported in sorted(graph.find_modules_directly_imported_by(importer) - inside)
            if imported.split(".")[0] not in sys.stdlib_module_names and not _is_under(imported, self.allowed or [])
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that is not allowed."""
        for line in check.metadata["wrong"]:
            output.print_error(line)

    def _is_inside(self, module: str) -> bool:
        return _is_under(module, self.modules) and not _is_under(module, self.except_modules or [])


def _is_under(module: str, names: list[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)
