"""A plan written as TOML, so that reading it again gives the same plan."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from hub.domain.plan import Plan, PlanPart

LINE = 120
"""Longer lists are written one entry a line."""


def plan_as_toml(plan: Plan, leave_out: frozenset[str] = frozenset()) -> str:
    """The text of a ``centre.toml``; without the parts named by dotted keys in ``leave_out``, which stand in tables."""
    document = _filled(plan.document, leave_out)
    return "\n".join(_table((), document)).lstrip("\n") + "\n"


def _filled(part: PlanPart, leave_out: frozenset[str], path: str = "") -> dict[str, Any]:
    """The keys and values of a part as TOML names them; entries of lists without what is the default anyway."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(type(part)):
        value, key = getattr(part, field.name), f"{path}{field.encode_name}"
        if value is None or key in leave_out:
            continue
        if isinstance(value, PlanPart):
            found[field.encode_name] = _filled(value, leave_out, f"{key}.")
        elif value != () or field.default is msgspec.NODEFAULT:
            found[field.encode_name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    """A value as TOML has it."""
    if isinstance(value, PlanPart):
        fields = msgspec.structs.fields(type(value))
        told = {f.encode_name: getattr(value, f.name) for f in fields if getattr(value, f.name) != f.default}
        return {name: _plain(entry) for name, entry in told.items()}
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, tuple) else value


def _table(path: tuple[str, ...], values: dict[str, Any]) -> Iterator[str]:
    """The lines of a table: first what stands on a line, then the tables in it."""
    is_list = {name: not path and _is_list_of_tables(value) for name, value in values.items()}
    is_table = {name: isinstance(value, dict) and not _is_wording(value) for name, value in values.items()}
    inline = [name for name in values if not is_list[name] and not is_table[name]]
    if path and (inline or not values):
        yield f"\n[{'.'.join(path)}]"
    for name in inline:
        yield _line(name, values[name])
    for name, value in values.items():
        if is_table[name]:
            yield from _table((*path, name), value)
        for entry in value if is_list[name] else ():
            yield f"\n[[{name}]]"
            yield from (_line(key, content) for key, content in entry.items())


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _is_wording(value: dict[str, Any]) -> bool:
    return value.keys() == {"vi", "en"}


def _line(name: str, value: Any) -> str:
    line = f"{name} = {_written(value)}"
    if len(line) <= LINE or not isinstance(value, list):
        return line
    return "\n".join([f"{name} = [", *(f"    {_written(entry)}," for entry in value), "]"])


def _written(value: Any) -> str:
    """A value on one line. JSON's escapes are TOML's, but JSON leaves one control character as it is."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(_written(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_written(entry)}' for name, entry in value.items())} }}" if value else "{}"
    return str(value)
