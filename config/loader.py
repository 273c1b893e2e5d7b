"""Reads one TOML file into a typed struct; whatever is wrong with it becomes one plain sentence."""

import difflib
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from config.shape import first_flaw, key_of

T = TypeVar("T")

_MSGSPEC_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_TOML_PLACE = re.compile(r"^(?P<problem>.*?) \(at (?P<place>line \d+, column \d+|end of document)\)$", re.DOTALL)
_TOML_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate", "Duplicate inline table key")
GIVEN_TWICE = "this key or table is given twice"
_TYPE_NAMES = {
    "object": "a table",
    "array": "a list",
    "str": "a text",
    "int": "a whole number",
    "bool": "true or false",
}


class ConfigError(Exception):
    """A configuration file cannot be used. Its text is one line: file, place, what is wrong, what was perhaps meant.

    `key` is the dotted key or the line the sentence is about, empty when it is about the whole file.
    """

    def __init__(self, file: Path, key: str, problem: str, guess: str | None = None) -> None:
        place = f"{file}: {key}" if key else str(file)
        hint = f"; did you mean «{guess}»?" if guess else ""
        super().__init__(f"{place}: {problem}{hint}")
        self.file = file
        self.key = key
        self.problem = problem
        self.guess = guess


def load_toml(path: Path, type_: type[T]) -> T:
    """Read a TOML file as `type_` (a msgspec struct), refusing every key the struct does not know.

    Raises ConfigError: file missing or unreadable, not UTF-8, bad syntax or a key given twice (with its line), an
    unknown or missing key, a wrong type or value (with the dotted key).
    """
    return typed(path, load_document(path), type_)


def load_document(path: Path) -> dict[str, object]:
    """A TOML file as it stands, whatever its keys are. Raises ConfigError: as `load_toml` for the file itself."""
    return _parse(path, read_text(path))


def typed(path: Path, document: object, type_: type[T], near: str = "") -> T:
    """What was read from a file as `type_`. Raises ConfigError, whose key begins with `near`: as `load_toml`."""
    flaw = first_flaw(document, type_)
    if flaw:
        raise ConfigError(path, near + flaw.key, flaw.problem, closest(flaw.word, flaw.known))
    try:
        return msgspec.convert(document, type_, strict=True)
    except msgspec.ValidationError as error:
        problem, where = _MSGSPEC_PATH.match(str(error)).group("problem", "path")  # type: ignore[union-attr]
        raise ConfigError(path, near + key_of(document, where or "$"), _plain(problem)) from None


def read_text(path: Path) -> str:
    """A configuration file as text, without a byte order mark. Raises ConfigError: missing, unreadable, not UTF-8."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(path, "", "there is no such file", _neighbour(path)) from None
    except OSError as error:
        raise ConfigError(path, "", f"cannot be read ({error.strerror})") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, f"line {line}", "is not UTF-8 text; save the file as UTF-8") from None


def closest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that a mistyped word was perhaps meant to be, or None."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        return {name: _unquoted_dates(value) for name, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        match = _TOML_PLACE.match(str(error))
        problem, place = match.group("problem", "place") if match else (str(error), "")
        if problem.startswith(_TOML_TWICE):
            problem = GIVEN_TWICE
        else:
            problem = f"is not valid TOML ({problem[:1].lower()}{problem[1:]})"
        raise ConfigError(path, place, problem) from None
    except RecursionError:
        raise ConfigError(path, "", "has too many brackets or tables within each other") from None
    except ValueError as error:
        raise ConfigError(path, "", f"is not valid TOML ({error})") from None


def _unquoted_dates(value: object) -> object:
    """TOML knows dates of its own; here they are texts, and a date without quotes is as good as one with them."""
    if isinstance(value, dict):
        return {name: _unquoted_dates(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_unquoted_dates(item) for item in value]
    return value.isoformat() if type(value) is date else value


def _plain(problem: str) -> str:
    """What msgspec says, in the words of somebody who edits a file."""
    plain = problem.replace("Object missing required field", "misses the key")
    plain = re.sub(r"`([^`]*)`", lambda name: _TYPE_NAMES.get(name[1], f"«{name[1]}»"), plain)
    if plain.lower().endswith("expected a text, got a whole number"):
        plain += '; write it in quotation marks, as in "4"'
    return plain[:1].lower() + plain[1:]


def _neighbour(path: Path) -> str | None:
    if not path.parent.is_dir():
        return None
    return closest(path.name, (other.name for other in path.parent.iterdir()))
