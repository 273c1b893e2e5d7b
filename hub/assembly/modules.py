"""One module of many: a page's script with everything that it imports, as the browser would run them.

Each module becomes a function that runs once and gives its exports; they follow one another in the order in which a
browser evaluates them. What is imported is copied, which is the same as long as modules do not import one another in a
circle and no exported name is given another value later. The forms understood are those of our own sources and of the
vendored files: named and default imports, exports of names and declarations. ``FORBIDDEN`` and ``CHANGING`` are the
others, which are refused, as far as lines show them: this is no parser.
"""

import re
from collections.abc import Callable, Collection, Iterator

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
FORBIDDEN = [
    re.compile(form, re.MULTILINE)
    for form in (
        r"^[ \t]*(?:import|export)\b.*",  # what the statement above does not know
        r"\bimport\s*[.(].*",  # both go by the module's own address
        r"^(?!//)(?!.*\basync\b)\S.*\bawait\b.*",  # outside any function
        r"^const \$default=(?:async\s+)?(?:function|class)\b.*",  # its name would be lost
    )
]
CHANGING = r"^(?:let|var)\b[^;\n]*(?<![\w$]){name}(?![\w$])"
"""How the declaration of a name begins that may get another value."""

REMARK = re.compile(r"/\*(?:(?!\*/).)*\*/", re.DOTALL)
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
    """Joins modules: ``read`` gives the text at an address, ``resolve`` the address of a name that a module imports.

    ``proven`` are addresses whose text stays as it is and has been seen to join: others' files, written by their tools.
    """

    def __init__(self, read: Read, resolve: Resolve, proven: Collection[str] = ()) -> None:
        self._read, self._resolve, self._proven = read, resolve, proven
        self._places: dict[str, int] = {}
        self._exports: list[Exports] = []
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
            exports: Exports = {}
            piece = self._wrapped(address, exports)
            self._begun.pop()
            self._places[address] = len(self._places)
            self._exports.append(exports)
            self._pieces.append(f"const $module_{self._places[address]}=(()=>{{ // {address}\n{piece}}})();\n")
        return self._places[address]

    def _wrapped(self, address: str, exports: Exports) -> str:
        def changed(found: re.Match[str]) -> str:
            return self._changed(address, found, exports)

        body = STATEMENT.sub(changed, COMMENT.sub("", SOURCE_MAP.sub("", self._read(address))))
        if address not in self._proven:
            _check(address, body, exports)
        return f"{body}\nreturn{{{','.join(f'{name}:{value}' for name, value in exports.items())}}};"

    def _changed(self, address: str, found: re.Match[str], exports: Exports) -> str:
        """What stands in the place of an import or export."""
        if found["of"]:
            place = self._place(self._resolve(found["of"], address))
            self._expect(address, found, place)
            return self._of_another(found, place, exports)
        if found["is_default"]:
            exports["default"] = "$default"
            return "const $default="
        if found["listed"]:
            exports.update((shown, name) for name, shown in _pairs(found["listed"]))
            return ""
        exports[found["name"]] = found["name"]
        return found["declared"]

    def _expect(self, address: str, found: re.Match[str], place: int) -> None:
        """What is imported must be there: a browser would refuse it, a copy is only undefined."""
        wanted = {name for name, _ in _pairs(found["names"] or "")} | ({"default"} if found["default"] else set())
        if missing := sorted(wanted - self._exports[place].keys()):
            raise NotJoinedError(f"{address}: {found['of']} does not export {', '.join(missing)}")

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


def _check(address: str, body: str, exports: Exports) -> None:
    """Raises NotJoinedError: a module has something that would not be the same within a function."""
    code = REMARK.sub("", body)
    changing = (re.compile(CHANGING.format(name=re.escape(name)), re.MULTILINE) for name in exports.values())
    for form in (*FORBIDDEN, *changing):
        if found := form.search(code):
            raise NotJoinedError(f"{address}: not understood: {found[0].strip()}")


def _pairs(listed: str) -> Iterator[tuple[str, str]]:
    """The names of ``{a, b as c}``, each with the one behind ``as``."""
    for part in filter(None, (one.strip() for one in listed.strip("{}").split(","))):
        first, *renamed = AS.split(part)
        yield first, (renamed or [first])[0]
