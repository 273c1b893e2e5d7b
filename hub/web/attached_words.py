"""What a desk agent runs, in codes of texts: each device's kind and place, how it is, and what was counted of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hub.messages import AttachedDevice
from hub.web.words import BAD, GOOD, PLAIN, Words, known_or

COUNTED_WELL = frozenset({"keys", "read", "accepted"})
"""What is counted as it should be; it is folded with what is seldom asked for."""

TOLD_ALONE = frozenset({"not_ours"})
"""Words in the place of a trouble that ask nobody to look at anything."""


class AttachedRow(NamedTuple):
    """One device of an agent: its own name, what it is and where, how it is, and what was counted since its start."""

    name: str
    kind: Words
    counter: Words | None
    state: Words
    counts: tuple[Words, ...]

    @property
    def is_troubled(self) -> bool:
        """Whether somebody should look at it."""
        return self.state.tone == BAD


def attached_rows(devices: Iterable[AttachedDevice], past: Mapping[str, str]) -> tuple[AttachedRow, ...]:
    """The devices of an agent; ``past`` says when that was true, of an agent that is gone."""
    return tuple(_row(device, past) for device in devices)


def _row(device: AttachedDevice, past: Mapping[str, str]) -> AttachedRow:
    state = _state(device)
    is_long_ago = bool(past) and state.tone == GOOD
    kind = known_or(f"attached_{device.kind.replace('-', '_')}", "attached_other")
    return AttachedRow(
        name=device.name,
        kind=Words(kind, {"kind": device.kind}),
        counter=Words("at_counter", {"n": device.counter}) if device.counter else None,
        state=Words("attached_silent", past, PLAIN, "clock") if is_long_ago else state,
        counts=tuple(_counts(device)),
    )


def _state(device: AttachedDevice) -> Words:
    """Its trouble in words; one that a driver of somebody else has invented goes by its code."""
    if device.trouble:
        code = known_or(f"trouble_{device.trouble}", "trouble_other")
        if device.trouble in TOLD_ALONE:
            return Words(code, {}, PLAIN, "info")
        return Words(code, {"code": device.trouble}, BAD, "triangle-alert")
    if device.link == "offline":
        return Words("trouble_offline", {}, BAD, "unplug")
    if device.link == "unknown":
        return Words("attached_unheard", {}, PLAIN, "clock")
    return Words("online", {}, GOOD, "circle-check")


def _counts(device: AttachedDevice) -> Iterator[Words]:
    """What happened at least once, what went well last."""
    for name, n in sorted(device.counts.items(), key=lambda counted: counted[0] in COUNTED_WELL):
        if n:
            yield Words(known_or(f"count_{name}", "count_other"), {"n": n, "name": name})
