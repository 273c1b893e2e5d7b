"""Asks the hub for what a keypad wants, as long as somebody waits for it."""

from collections.abc import Callable
from uuid import uuid4

from counter_app.desk.desk import Desk
from counter_app.desk.keypad_lists import Find, Order
from counter_app.desk.keypad_orders import Said
from hub.agent.hub_client import HubAnswer, HubFault, HubNotPaired, NoAnswer

PATIENCE_S = 3.0
"""No answer for so long, and the clerk is told so."""

AGAIN_S = 0.2
"""Between two attempts with the same key."""

Rest = Callable[[float], object]


class Asker:
    """Asks for one counter. `rest` waits so many seconds; `now_s` is a steady clock."""

    def __init__(self, desk: Desk, counter: int, now_s: Callable[[], float], rest: Rest) -> None:
        self.rest = rest
        self._desk = desk
        self._counter = counter
        self._now_s = now_s

    def asked(self, what: Order | Find) -> HubAnswer | Said:
        """The hub's good answer, or why there is none. A fresh key, the same for every repetition of this one."""
        key = uuid4().hex
        until_s = self._now_s() + PATIENCE_S
        while True:
            try:
                answer = self._once(what, key)
            except HubNotPaired:
                return Said("not_paired")
            except NoAnswer as error:
                if self._now_s() + AGAIN_S >= until_s:
                    return Said("hub_fault" if isinstance(error, HubFault) else "no_hub")
                self.rest(AGAIN_S)
            else:
                return answer if answer.is_good else self._refusal(answer)

    def _once(self, what: Order | Find, key: str) -> HubAnswer:
        if isinstance(what, Find):
            return self._desk.read(f"/numbers/{what.digits}?counter={self._counter}")
        return self._desk.ask(f"/counters/{self._counter}/{what.action}", what.whole_body, key)

    def _refusal(self, answer: HubAnswer) -> Said:
        """The hub's word; that a counter is closed may be said of the one that a ticket should go to."""
        code, params = str(answer.body.get("code", "")), answer.body.get("params") or {}
        is_of_other = code == "counter_closed" and params.get("counter") != self._counter
        return Said(f"other_{code}" if is_of_other else code, params)
