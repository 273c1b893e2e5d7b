"""Tells the hub what it has yet to hear: ratings, each once and in order, and how the devices are."""

import logging
import threading
from collections.abc import Callable

from counter_app.desk.outbox import UNKNOWN, KeptRating, Outbox
from counter_app.desk.settings import DeskTiming
from counter_app.desk.standings import Change, Standings
from hub.agent.hub_client import Hub, HubAnswer, HubFault, HubNotPaired, NoAnswer, TokenRefused
from hub.agent.rounds import Rounds, Tries
from hub.agent.trouble import Trouble
from hub.messages import device_at

log = logging.getLogger(__name__)

ACCEPTED = "accepted"
OUTCOMES = {
    "already_rated": "double",
    "rating_window_closed": "late",
    "no_day_open": "late",
    "unknown_ticket": UNKNOWN,
    "unknown_service": UNKNOWN,
    "unknown_counter": UNKNOWN,
}
"""What the hub's refusals say of a rating; anything else is `refused`."""

REFUSED = "refused"

ELSEWHERE = "elsewhere"
"""The outcome of a rating of another counter than the one whose desk this agent has become."""

EXPECTED = frozenset({"nothing_changed"})
"""Refusals that only say that the hub knew already."""


class Courier:
    """One thread that repeats everything, with its own key, until the hub has answered.

    ``screen`` is this agent's name at the hub, empty while the hub does not know it; ``may_tell`` says whether there is
    a clock of the hub, without which no press has a time. ``on_told`` is called after each rating.
    """

    def __init__(self, outbox: Outbox, standings: Standings, hub: Hub, timing: DeskTiming) -> None:
        self.screen: Callable[[], str] = lambda: ""
        self.may_tell: Callable[[], bool] = lambda: True
        self.on_told: Callable[[], None] = lambda: None
        self._outbox = outbox
        self._standings = standings
        self._hub = hub
        self._timing = timing
        self._tries = Tries(timing.pauses_s)
        self._rounds = Rounds(self._try, timing.look_s, self._fault)
        self._trouble = Trouble(log)

    @property
    def turned_s(self) -> float:
        """When the thread last went on, by the steady clock."""
        return self._rounds.turned_s

    def wake(self) -> None:
        """There is something to tell, or to stop for."""
        self._rounds.wake()

    def hub_is_back(self) -> None:
        """Try again at once, and tell how all devices are: the hub may be another one."""
        self._standings.tell_anew()
        self._tries.again()
        self.wake()

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set and the courier was woken."""
        self._rounds.run(stop)

    def deliver(self) -> None:
        """Tell the hub all there is. Raises NoAnswer when something of it has yet to be told again.

        What the hub fails at, or does not let this agent do under its present name, is passed over, so that it keeps
        nothing else waiting; a hub that is away, or does not know this agent, keeps all.
        """
        faults: list[HubFault] = []
        for change in self._standings.untold():
            self._passing_over(faults, lambda told=change: self._tell_change(told))  # type: ignore[misc]
        for rating in self._outbox.waiting() if self.may_tell() else ():
            self._passing_over(faults, lambda told=rating: self._tell_rating(told))  # type: ignore[misc]
        if faults:
            raise faults[0]

    def _try(self) -> None:
        if not self.screen() or not self._tries.is_due():
            return
        try:
            self.deliver()
        except NoAnswer as error:
            self._trouble.absence(_absence(error), error)
            self._tries.failed()
        else:
            self._trouble.over()
            self._tries.again()

    def _fault(self, error: Exception) -> None:
        self._trouble.fault("the courier", error)
        self._tries.failed()

    def _passing_over(self, faults: list[HubFault], telling: Callable[[], None]) -> None:
        self._rounds.turn()
        try:
            telling()
        except TokenRefused:
            raise
        except HubFault as fault:
            faults.append(fault)

    def _tell_change(self, change: Change) -> None:
        path = f"/devices/{device_at(self.screen(), change.device)}/status"
        answer = self._hub.post(path, change.body, change.key, self._timing.attempt_s)
        if not answer.is_good and answer.body.get("code") not in EXPECTED:
            log.warning("the hub refused %s %s: %s", path, change.body, answer.body.get("code"))
        self._standings.told(change)

    def _tell_rating(self, rating: KeptRating) -> None:
        screen = self.screen()
        if screen.startswith("desk:") and screen != f"desk:{rating.counter}":
            what = "a rating of %s at counter %s is given up: this agent is %s now, which may tell none of that counter"
            log.warning(what, rating.ticket, rating.counter, screen)
            self._outbox.finish(rating, ELSEWHERE)
            self.on_told()
            return
        self._ask_to_rate(rating)

    def _ask_to_rate(self, rating: KeptRating) -> None:
        body = {
            "ticket": rating.ticket,
            "service": rating.service,
            "score": rating.score,
            "pressed_ms": rating.told_ms,
        }
        answer = self._hub.post(f"/counters/{rating.counter}/rate", body, rating.key, self._timing.attempt_s)
        outcome = _outcome(answer)
        if outcome != ACCEPTED:
            level = logging.WARNING if outcome == REFUSED else logging.INFO
            log.log(level, "a rating of %s does not count: %s", rating.ticket, answer.body.get("code"))
        self._outbox.finish(rating, outcome)
        self.on_told()


def _outcome(answer: HubAnswer) -> str:
    return ACCEPTED if answer.is_good else OUTCOMES.get(str(answer.body.get("code")), REFUSED)


def _absence(error: NoAnswer) -> str:
    if isinstance(error, HubNotPaired):
        return "the hub does not know this agent: pair it again; what the hub has to hear is kept"
    return "the hub does not answer; what it has to hear is kept"
