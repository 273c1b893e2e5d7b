"""The screens of a hall: their names, their paths, their topics, and what they are to the access table."""

from dataclasses import dataclass

from hub.messages import is_hall_name
from hub.service import access


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of a person (``counter:3``, ``reception``) or of a device (``kiosk:K1``, ``wall:east``)."""

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
        if self.kind not in WITH_PAGE:
            return ""
        if self.kind == access.WALL and self.which:
            return f"/wall/hall/{self.which}/"
        return f"/{self.kind}/{self.which}/" if self.which else f"/{self.kind}/"

    @property
    def topic(self) -> str:
        """The name of the topic that its page listens to."""
        return TOPICS.get(self.kind, str(self))

    @property
    def role(self) -> str:
        """What it is to the access table where no account says it: for a device, and for everything in the demo."""
        return ROLES.get(self.kind, self.kind)


OF_A_COUNTER = frozenset({"counter", "rating", "desk"})
WITH_PAGE = frozenset({"counter", "rating", "reception", "supervisor", "wall"})
"""Screens that the hub serves a page for."""

OF_STAFF = frozenset({"counter", "reception", "supervisor"})
"""Screens that a session opens, with the role of its account."""

OF_DEVICES = frozenset(access.DEVICE_ROLES)
"""Screens that are paired, each with a grant of its own."""

TOPICS = {"supervisor": "floor", "hall": "hall"}
"""The topics of those screens whose topic is not called like them."""

ROLES = {"counter": access.CLERK, "reception": access.CLERK}
"""The roles of those screens whose role is not called like them."""

ALONE = frozenset({"reception", "wall", *access.STAFF_ROLES, access.MONITOR}) - {access.CLERK}
"""Screens of which there is one; administrator and inspector have no page of their own, only the demo's tokens."""


MOST_OF_A_NAME = 16
"""So many characters a kiosk's or a hall agent's name may have."""


def parse_screen(name: str) -> Screen:
    """The screen of a name such as ``counter:3``. Raises ValueError: no screen is called so."""
    kind, _, which = name.partition(":")
    if kind in OF_A_COUNTER:
        is_good = which.isascii() and which.isdecimal() and len(which) <= 2 and which[0] != "0"
    elif kind == access.WALL and which:
        is_good = is_hall_name(which)
    elif kind == "kiosk":
        is_good = which.isascii() and which.isalnum() and len(which) <= MOST_OF_A_NAME
    elif kind == "hall":
        # A capital first, because its devices are told by this name: `desk3-panel` is one of desk:3.
        is_good = which.isascii() and which.isalnum() and len(which) <= MOST_OF_A_NAME and which[0].isupper()
    else:
        is_good = kind in ALONE and name == kind
    if not is_good:
        names = "counter:3, rating:3, wall, wall:east, kiosk:K1, desk:3, hall:H1, reception"
        raise ValueError(f"there is no screen «{name}»: {names} are screens")
    return Screen(kind, which)
