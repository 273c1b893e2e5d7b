"""A rating panel made of bytes: buttons that light up for one service, and ratings kept until they are taken."""

import random
import re

from msgspec import Struct

from drivers.simulators.hall.contacts import LONG_AGO_S, ButtonStation
from drivers.simulators.hall.reports import Report
from drivers.simulators.hall.station import LABEL, NUMBER

MOST_KEPT = 10
THANKS_S = 1.5


class PanelPicture(Struct, frozen=True):
    """What a person sees: lit buttons with the ticket's number for `left_s` more, or darkness; `thanks` is the button
    that was just pressed, 0 none, `held` those that stay down. The counts are what it would tell.
    """

    is_on: bool
    is_lit: bool
    label: str
    buttons: int
    left_s: float
    thanks: int
    kept: int
    bounced: int
    outside: int
    noise: int
    held: tuple[str, ...]


class PanelSimulator(ButtonStation):
    """The panel of one counter with 3 to 5 buttons, the best first.

    With `keeps_over_restart` it has a memory and a clock that outlive the power: what it keeps, what was rated.
    """

    KIND = "PANEL"

    def __init__(
        self,
        address: int,
        buttons: int = 4,
        keeps_over_restart: bool = False,
        chance: random.Random | None = None,
    ) -> None:
        super().__init__(address, chance)
        self.buttons = buttons
        self.verbs = {
            "OPEN": (re.compile(rf"[A-Z0-9]{{1,8}},{LABEL},[3-5],{NUMBER}"), self._open),
            "SHUT": (re.compile(""), self._shut),
        }
        self._keeps = keeps_over_restart
        self._token = self._label = self._rated = ""
        self._until_s = self._thanked_s = LONG_AGO_S
        self._thanks = self._entries = 0
        self._saved: list[Report] = []

    def press(self, button: int, now_s: float, bounces: int = 0) -> None:
        """Press a button (1 is the best); its contact closes so many times more. Raises ValueError: no such button."""
        if not 1 <= button <= self.buttons:
            raise ValueError(f"This panel has no button {button}; it has 1 to {self.buttons}.")
        self._push(str(button), now_s, bounces)
        self.on_change()

    def picture(self, now_s: float) -> PanelPicture:
        """What a person sees at this moment."""
        with self.lock:
            is_lit = self._is_lit(now_s)
            is_thanking = self.is_on and not is_lit and 0 <= now_s - self._thanked_s < THANKS_S
            return PanelPicture(
                is_on=self.is_on,
                is_lit=is_lit,
                label=self._label if is_lit else "",
                buttons=self.buttons,
                left_s=round(self._until_s - now_s, 1) if is_lit else 0.0,
                thanks=self._thanks if is_thanking else 0,
                kept=self._kept(),
                bounced=self.bounced,
                outside=self.outside,
                noise=self.noise,
                held=self.held,
            )

    def _is_lit(self, now_s: float) -> bool:
        return self.is_on and self._is_open(now_s) and self._token != self._rated

    def _is_open(self, now_s: float) -> bool:
        return self._token != "" and now_s < self._until_s

    def _kept(self) -> int:
        return sum(report.verb == "RATE" for report in self.reports.waiting)

    def _open(self, args: tuple[str, ...], now_s: float) -> bool:
        token, label, buttons, tenths = args
        if int(buttons) != self.buttons:
            return False
        self._token, self._label, self._until_s = token, label, now_s + int(tenths) / 10
        return True

    def _shut(self, _args: tuple[str, ...], _now_s: float) -> bool:
        self._token = ""
        return True

    def _pressed(self, button: str, at_s: float) -> None:
        if self._is_open(at_s) and self._token == self._rated:
            self.bounced += 1
        elif not self._is_lit(at_s) or self._kept() >= MOST_KEPT:
            self.outside += 1
        else:
            self._rate(button, at_s)

    def _rate(self, button: str, at_s: float) -> None:
        self._entries += 1
        self._rated, self._thanks, self._thanked_s = self._token, int(button), at_s
        args = (self._own(), f"{self.boot}-{self._entries}", self._token, button)
        self.reports.add(Report("RATE", args, since_s=at_s), at_s)

    def switch_off(self) -> None:
        """See Station."""
        with self.lock:
            self._saved = [report for report in self.reports.waiting if report.verb == "RATE"] if self._keeps else []
            super().switch_off()

    def _forget(self) -> None:
        self._token = ""
        self._entries = 0
        if not self._keeps:
            self._rated = ""
        self.reports.waiting.extend(self._saved)
