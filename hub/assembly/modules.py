"""One module of many: a page's script with everything that it imports, as the browser would run them.

Each module becomes a function that runs once and gives its exports; they follow one another in the order in which a
browser evaluates them. What is imported is copied, which is the same as long as modules do not import one another in a
circle and no exported name is given another value later; both are refused. The forms understood are those of our own
sources and of the vendored files: named and default imports, exports of names and declarations.
"""

import re
from collections.abc import Callable, Iterator

STATEMENT = re.compile(
    r"""(?:^|(?<=[;}]))                                 # a line's beginning, or behind another statement
    (?:
      (?P<does>import|export)\s*
        (?:(?P<names>\{[^}]*\})|(?P<default>[\w$]+))?\s*(?:from\s*)?"(?P<of>[^"\n]+)";?
    | export\s*(?P<listed>\{[^}]*\});?
    | export\s+(?P<declared>(?:const|class|function\*?|async\s+function\*?)\s+(?P<name>[\w$]+))
    | (?P<is_default>export\s+default\s)
    )""",
    re.MULTILINE | re.VERBOSE,
)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$|//# sourceMappingURL=.*\Z", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""What stands above declarations: a third of what would be sent."""

AS = re.compile(r"\s+as\s+")

Read = Callable[[str], str]
Resolve = Callable[[str, str], str]
Exports = dict[str, str]


class NotJoinedError(Exception):
    """A module cannot be joined with others; says which and why."""


class Joiner:
    """Joins modules: ``read`` gives the text at an address, ``resolve`` the address of a name that a module imports."""

    def __init__(self, read: Read, resolve: Resolve) -> None:
        self._read, self._resolve = read, resolve
        self._places: dict[str, int] = {}
        self._begun: list[str] = []
        self._pieces: list[str] = []

    def join(self, entry: str) -> str:
        """The script of a page whose module is at ``entry``. Raises NotJoinedError, OSError."""
        self._place(entry)
        return "".join(self._pieces)

    @property
    def addresses(self) -> list[str]:
        """What it is made of, in the order in which it runs."""
        return list(self._places)

    def _place(self, address: str) -> int:
        """The number under which a module's exports are known; it and what it needs stand in the script from now on."""
        if address in self._begun:
            circle = " → ".join((*self._begun[self._begun.index(address) :], address))
            raise NotJoinedError(f"modules import one another in a circle: {circle}")
        if address not in self._places:
            self._begun.append(address)
            piece = self._wrapped(address)
            self._begun.pop()
            self._places[address] = len(self._places)
            self._pieces.append(f"const $module_{self._places[address]}=(()=>{{ // {address}\n{piece}}})();\n")
        return self._places[address]

    def _wrapped(self, address: str) -> str:
        exports: Exports = {}

        def changed(found: re.Match[str]) -> str:
            return self._changed(address, found, exports)

        body = STATEMENT.sub(changed, COMMENT.sub("", SOURCE_MAP.sub("", self._read(address))))
        if left := LEFT_OVER.search(body):
            raise NotJoinedError(f"{address}: not understood: {left[0]}")
        return f"{body}\nreturn{{{','.join(f'{name}:{value}' for name, value in exports.items())}}};"

    def _changed(self, address: str, found: re.Match[str], exports: Exports) -> str:
        """What stands in the place of an import or export."""
        if found["of"]:
            return self._of_another(found, self._place(self._resolve(found["of"], address)), exports)
        if found["is_default"]:
            exports["default"] = "$default"
            return "const $default="
        if found["listed"]:
            exports.update((shown, name) for name, shown in _pairs(found["listed"]))
            return ""
        exports[found["name"]] = found["name"]
        return found["declared"]

    def _of_another(self, found: re.Match[str], place: int, exports: Exports) -> str:
        if found["does"] == "export":
            exports.update((shown, f"$module_{place}.{name}") for name, shown in _pairs(found["names"]))
            return ""
        if found["default"]:
            return f"const {found['default']}=$module_{place}.default;"
        if found["names"]:
            names = ",".join(f"{name}:{local}" for name, local in _pairs(found["names"]))
            return f"const{{{names}}}=$module_{place};"
        return ""


def _pairs(listed: str) -> Iterator[tuple[str, str]]:
    """The names of ``{a, b as c}``, each with the one behind ``as``."""
    for part in filter(None, (one.strip() for one in listed.strip("{}").split(","))):
        first, *renamed = AS.split(part)
        yield first, (renamed or [first])[0]
