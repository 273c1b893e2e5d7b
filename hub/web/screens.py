"""The screens that can be signed in: their names, their paths and who they are to the access table."""

from dataclasses import dataclass

from hub.service.access import Identity


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: ``counter:3``, ``wall``, ``rating:3``, ``kiosk:K1`` or ``supervisor``."""

    kind: str
    which: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.which}" if self.which else self.kind

    @property
    def counter(self) -> int | None:
        """The counter that the screen belongs to, or None."""
        return int(self.which) if self.kind in OF_A_COUNTER else None

    @property
    def path(self) -> str:
        """Where the hub serves its page, and the path of its cookie; empty where the hub has no page for it."""
        if self.kind in OF_A_COUNTER:
            return f"/{self.kind}/{self.which}/"
        return f"/{self.kind}/" if self.kind in WITH_PAGE else ""

    @property
    def identity(self) -> Identity:
        """Who this screen is to the office. Its actor stays the same when it is paired again."""
        return Identity(actor=str(self), role=self.kind, counter=self.counter, name=self.which or self.kind)


OF_A_COUNTER = frozenset({"counter", "rating"})
WITH_PAGE = frozenset({"counter", "rating", "wall"})
BY_TOKEN_FILE = frozenset({"kiosk", "supervisor"})
"""Screens that the hub serves no page for: their agent reads a token from a file."""


def parse_screen(name: str) -> Screen:
    """The screen of a name such as ``counter:3``. Raises ValueError: no screen is called so."""
    kind, _, which = name.partition(":")
    if kind in OF_A_COUNTER:
        is_good = which.isascii() and which.isdecimal() and len(which) <= 2 and which[0] != "0"
    elif kind == "kiosk":
        is_good = which.isascii() and which.isalnum() and len(which) <= 16
    else:
        is_good = kind in {"wall", "supervisor"} and name == kind
    if not is_good:
        raise ValueError(f"there is no screen «{name}»: counter 3, rating 3, wall, kiosk K1 and supervisor are screens")
    return Screen(kind, which)
