"""What a day's ratings must be, worked out from what people did and saw. It shares nothing with the program.

The words: a service may be rated from its end until the next start at its counter, for 60 s at most, once. What a panel
took while it was lit counts by the instant of the press, however late it is told, unless somebody else was faster.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

WINDOW_S = 60.0
STEPS = 4
EDGE_S = 0.25
"""Panels tell tenths of a second, and lines take their time: so close to the end of a window both is right."""

LIGHTS_UP_S = 1.5
"""So soon a panel is lit, and dark again, when nothing is wrong."""

DARK_BEFORE_S = 0.8
"""So long before the end of a window a panel may be dark already."""


@dataclass
class Window:
    """When a service may be rated, by the true time."""

    counter: int
    opened_s: float
    ended_s: float


@dataclass
class Press:
    """A press that a panel took. What its panel forgot with its power may be missing, and nothing else."""

    at_s: float
    score: int
    may_be_lost: bool = False


@dataclass
class Tablet:
    """What the hub said to a tablet."""

    at_s: float
    score: int
    refusal: str


@dataclass
class Oracle:
    """Takes down what happened, by the labels of the tickets. `wrong` is what nobody should ever see."""

    windows: dict[str, Window] = field(default_factory=dict)
    taken: dict[str, list[Press]] = field(default_factory=lambda: defaultdict(list))
    tablets: dict[str, list[Tablet]] = field(default_factory=lambda: defaultdict(list))
    ignored: Counter[int] = field(default_factory=Counter)
    """Contacts that closed and were no rating, by panel since its start."""
    wrong: list[str] = field(default_factory=list)
    _last: dict[int, str] = field(default_factory=dict)
    _of_panel: dict[int, list[Press]] = field(default_factory=lambda: defaultdict(list))

    def finished(self, label: str, counter: int, at_s: float) -> None:
        """A service has ended: its window is open."""
        self.windows[label] = Window(counter, at_s, at_s + WINDOW_S)
        self._last[counter] = label

    def started(self, counter: int, at_s: float) -> None:
        """The next service begins: nobody may rate the former one any more."""
        if label := self._last.pop(counter, ""):
            window = self.windows[label]
            window.ended_s = min(window.ended_s, at_s)

    def pressed(self, counter: int, lit: str, button: int, closings: int, at_s: float, is_calm: bool) -> None:
        """Somebody pressed a button that was lit for a label or dark; its contact closed so many times."""
        self.saw(counter, lit, at_s, is_calm)
        if lit:
            press = Press(at_s, STEPS + 1 - button)
            self.taken[lit].append(press)
            self._of_panel[counter].append(press)
        self.ignored[counter] += closings - bool(lit)

    def saw(self, counter: int, lit: str, at_s: float, is_calm: bool) -> None:
        """What a panel showed: never too long, and, when nothing is wrong, exactly what may be rated."""
        if lit and at_s >= self.windows[lit].opened_s + WINDOW_S:
            self.wrong.append(f"{at_s:.2f} panel {counter} is lit for {lit} after a minute")
        if lit and is_calm and at_s > self.windows[lit].ended_s + LIGHTS_UP_S:
            self.wrong.append(f"{at_s:.2f} panel {counter} is lit for {lit} while another is served")
        if not lit and is_calm and (label := self._last.get(counter, "")) and not self.is_rated(label):
            window = self.windows[label]
            if window.opened_s + LIGHTS_UP_S < at_s < window.ended_s - DARK_BEFORE_S:
                self.wrong.append(f"{at_s:.2f} panel {counter} is dark while {label} may be rated")

    def is_rated(self, label: str) -> bool:
        """Whether somebody has tried."""
        return bool(self.taken[label] or self.tablets[label])

    def lost_power(self, counter: int, forgotten: int) -> None:
        """A panel counts from the beginning, and has forgotten so many ratings that it still kept, its newest."""
        self.ignored[counter] = 0
        for press in self._of_panel[counter][len(self._of_panel[counter]) - forgotten :]:
            press.may_be_lost = True

    def verdicts(self) -> dict[str, set[int | None]]:
        """Which scores each service may have in the end, None for no rating."""
        return {label: self._verdict(label) for label in self.windows}

    def _verdict(self, label: str) -> set[int | None]:
        for tablet in self.tablets[label]:
            if not tablet.refusal:
                return {tablet.score}
        return self._by_panel(label)

    def _by_panel(self, label: str) -> set[int | None]:
        possible: set[int | None] = set()
        ended_s = self.windows[label].ended_s
        for press in self.taken[label]:
            if press.at_s < ended_s + EDGE_S:
                possible.add(press.score)
            if press.at_s < ended_s - EDGE_S and not press.may_be_lost:
                return possible
        return possible | {None}

    def unfair_tablets(self) -> list[str]:
        """Answers to tablets that are not as the words have it."""
        told = [(label, tablet) for label, tablets in self.tablets.items() for tablet in tablets]
        return [f"{label}: {tablet}" for label, tablet in told if not self._is_fair(label, tablet)]

    def _is_fair(self, label: str, tablet: Tablet) -> bool:
        window = self.windows[label]
        is_open = tablet.at_s < window.ended_s
        others = [other for other in self.tablets[label] if other is not tablet and other.at_s <= tablet.at_s]
        before = [press for press in self.taken[label] if press.at_s <= tablet.at_s]
        if not tablet.refusal:
            return is_open
        if tablet.refusal == "already_rated":
            return bool(before or others)
        return tablet.refusal == "rating_window_closed" and not is_open

    def late(self) -> tuple[int, int]:
        """How many presses must be, and how many may be, told as too late: those of a panel that was not told yet."""
        presses = [(press, self.windows[label].ended_s) for label, presses in self.taken.items() for press in presses]
        surely = sum(press.at_s >= ended_s + EDGE_S and not press.may_be_lost for press, ended_s in presses)
        return surely, sum(press.at_s >= ended_s - EDGE_S for press, ended_s in presses)
