"""The screens of a hall: their names, their paths, their topics, and what they are to the access table."""

from dataclasses import dataclass

from hub.service import access


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: ``counter:3``, ``reception``, ``supervisor``, ``wall``, ``rating:3``, ``kiosk:K1`` or ``monitor``."""

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
        """Where the hub serves its page, and the path of a device's cookie; empty where the hub has no page for it."""
        if self.kind in OF_A_COUNTER:
            return f"/{self.kind}/{self.which}/"
        return f"/{self.kind}/" if self.kind in WITH_PAGE else ""

    @property
    def topic(self) -> str:
        """The name of the topic that its page listens to."""
        return TOPICS.get(self.kind, str(self))

    @property
    def role(self) -> str:
        """What it is to the access table where no account says it: for a device, and for everything in the demo."""
        return ROLES.get(self.kind, self.kind)


OF_A_COUNTER = frozenset({"counter", "rating"})
WITH_PAGE = frozenset({"counter", "rating", "reception", "supervisor", "wall"})
"""Screens that the hub serves a page for."""

OF_STAFF = frozenset({"counter", "reception", "supervisor"})
"""Screens that a session opens, with the role of its account."""

OF_DEVICES = frozenset(access.DEVICE_ROLES)
"""Screens that are paired, each with a grant of its own."""

TOPICS = {"supervisor": "floor"}
"""The topics of those screens whose topic is not called like them."""

ROLES = {"counter": access.CLERK, "reception": access.CLERK}
"""The roles of those screens whose role is not called like them."""

ALONE = frozenset({"reception", "wall", *access.STAFF_ROLES, access.MONITOR}) - {access.CLERK}
"""Screens of which there is one; administrator and inspector have no page of their own, only the demo's tokens."""


def parse_screen(name: str) -> Screen:
    """The screen of a name such as ``counter:3``. Raises ValueError: no screen is called so."""
    kind, _, which = name.partition(":")
    if kind in OF_A_COUNTER:
        is_good = which.isascii() and which.isdecimal() and len(which) <= 2 and which[0] != "0"
    elif kind == "kiosk":
        is_good = which.isascii() and which.isalnum() and len(which) <= 16
    else:
        is_good = kind in ALONE and name == kind
    if not is_good:
        raise ValueError(f"there is no screen «{name}»: counter:3, rating:3, wall, kiosk:K1 and reception are screens")
    return Screen(kind, which)
