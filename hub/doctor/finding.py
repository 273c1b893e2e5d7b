"""What one look found."""

from dataclasses import dataclass
from enum import IntEnum


class Mark(IntEnum):
    """How serious a finding is; the worst of all is the exit status."""

    OK = 0
    WARN = 1
    BAD = 2


SIGNS = {Mark.OK: "✓", Mark.WARN: "!", Mark.BAD: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for people: ``about`` what, what was seen, and ``to_do`` unless all is well."""

    mark: Mark
    about: str
    seen: str
    to_do: str = ""

    def __str__(self) -> str:
        advice = f"\n    → {self.to_do}" if self.to_do else ""
        return f"{SIGNS[self.mark]} {self.about}: {self.seen}{advice}"


def fine(about: str, seen: str) -> Finding:
    """All is well."""
    return Finding(Mark.OK, about, seen)


def doubtful(about: str, seen: str, to_do: str) -> Finding:
    """It works, but it should be mended."""
    return Finding(Mark.WARN, about, seen, to_do)


def wrong(about: str, seen: str, to_do: str) -> Finding:
    """It does not work, or will not for long."""
    return Finding(Mark.BAD, about, seen, to_do)
