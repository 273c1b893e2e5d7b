"""Compares a parsed document with the struct it should fill, key by key: a slip is named and a guess offered.

msgspec alone would say that a key is unknown but not which one was meant, and only for structs declared strict.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msgspec import inspect

_OWN_NAMES = ("id", "name", "number", "date")
"""Keys by which an item of a list is called, the first that it has."""

_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


@dataclass(frozen=True)
class Flaw:
    """One slip: the dotted key it is at, a plain sentence, the word that was typed and those that are known there."""

    key: str
    problem: str
    word: str
    known: tuple[str, ...]


def first_flaw(document: object, type_: Any) -> Flaw | None:
    """The first unknown key or unknown word of a closed list in `document` read as `type_`, or None."""
    return next(_flaws(document, inspect.type_info(type_), ""), None)


def key_of(document: object, path: str) -> str:
    """A path of msgspec (`$.fields[2].name`) with list items by their own names: `fields[ho_tich].name`."""
    key = ""
    for name, position in _STEP.findall(path):
        if name:
            key = _under(key, name)
            document = document.get(name) if isinstance(document, dict) else None
        else:
            item = document[int(position)] if isinstance(document, list) and position.isdigit() else None
            key += _item_label(item, position)
            document = item
    return key


def _flaws(value: object, type_: inspect.Type, key: str) -> Iterator[Flaw]:
    if isinstance(type_, inspect.Metadata):
        yield from _form_flaws(value, type_, key)
        type_ = type_.type
    if isinstance(type_, inspect.UnionType):
        yield from _tag_flaws(value, type_, key)
        type_ = _member(value, type_)
    if isinstance(type_, inspect.StructType) and isinstance(value, dict):
        yield from _struct_flaws(value, type_, key)
    elif isinstance(type_, inspect.DictType) and isinstance(value, dict):
        for name, item in value.items():
            yield from _flaws(name, type_.key_type, _under(key, name))
            yield from _flaws(item, type_.value_type, _under(key, name))
    elif isinstance(type_, inspect.CollectionType) and isinstance(value, list):
        for position, item in enumerate(value):
            yield from _flaws(item, type_.item_type, key + _item_label(item, str(position)))
    else:
        yield from _word_flaws(value, type_, key)


def _struct_flaws(value: dict[str, object], struct: inspect.StructType, key: str) -> Iterator[Flaw]:
    types = {field.encode_name: field.type for field in struct.fields}
    known = (*types, *([struct.tag_field] if struct.tag_field else []))
    for name, item in value.items():
        if name not in known:
            yield Flaw(_under(key, name), "unknown key", name, known)
        elif name in types:
            yield from _flaws(item, types[name], _under(key, name))


def _tag_flaws(value: object, union: inspect.UnionType, key: str) -> Iterator[Flaw]:
    """What a table says it is must be one of the kinds that may stand there."""
    kinds = {member.tag: member.tag_field for member in union.types if isinstance(member, inspect.StructType)}
    known = tuple(str(tag) for tag in kinds if tag is not None)
    for field in {field for field in kinds.values() if field is not None}:
        if isinstance(value, dict) and isinstance(value.get(field), str) and value[field] not in known:
            problem = f"«{value[field]}» is not one of {', '.join(known)}"
            yield Flaw(_under(key, field), problem, value[field], known)


def _word_flaws(value: object, type_: inspect.Type, key: str) -> Iterator[Flaw]:
    known = _closed_list(type_)
    if isinstance(value, str) and known and value not in known:
        yield Flaw(key, f"«{value}» is not one of {', '.join(known)}", value, known)


def _form_flaws(value: object, type_: inspect.Metadata, key: str) -> Iterator[Flaw]:
    """A text of a given form that has an example is explained by it, not by its pattern."""
    examples = (type_.extra_json_schema or {}).get("examples", ())
    pattern = type_.type.pattern if isinstance(type_.type, inspect.StrType) else None
    if isinstance(value, str) and examples and pattern and not re.search(pattern, value):
        yield Flaw(key, f"«{value}» is not of the form {' or '.join(examples)}", value, ())


def _closed_list(type_: inspect.Type) -> tuple[str, ...]:
    if isinstance(type_, inspect.EnumType):
        return tuple(member.value for member in type_.cls if isinstance(member.value, str))
    if isinstance(type_, inspect.LiteralType):
        return tuple(value for value in type_.values if isinstance(value, str))
    return ()


def _member(value: object, union: inspect.UnionType) -> inspect.Type:
    """The member of a union that `value` was meant for: a struct by its tag, otherwise the only one of its kind."""
    structs = [member for member in union.types if isinstance(member, inspect.StructType)]
    if isinstance(value, dict) and structs:
        tagged = [struct for struct in structs if struct.tag_field and value.get(struct.tag_field) == struct.tag]
        return (tagged or structs)[0] if tagged or len(structs) == 1 else union
    rest = [member for member in union.types if not isinstance(member, inspect.NoneType | inspect.StructType)]
    return rest[0] if len(rest) == 1 else union


def _under(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _item_label(item: object, position: str) -> str:
    """`[ho_tich]`, `[3]` by the first of `_OWN_NAMES` it has, `[#2]` by its place (from 1), nothing without one."""
    names = [item.get(name) for name in _OWN_NAMES] if isinstance(item, dict) else []
    own = next((name for name in names if isinstance(name, str | int)), None)
    if own is not None:
        return f"[{own}]"
    return f"[#{int(position) + 1}]" if position.isdigit() else ""
