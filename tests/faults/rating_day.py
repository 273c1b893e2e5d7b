"""A day at ten counters with rating panels on one line: who comes, who is served, and who rates it how."""

from typing import Any

from hub.agent.hub_client import HubAnswer
from tests.faults.rating_agent import COUNTERS
from tests.faults.rating_oracle import STEPS, Tablet
from tests.faults.rating_world import CALM_S, RatingWorld
from tests.service.kit import DAY

MOST_KEPT = 10
AWAY_S = 0.15
"""What is pressed again sooner bounces, as far as the panel knows."""

LAST_ONES_S, EVENING_S = 10.0, 8.0
"""The last visitors rate, then nobody presses anything any more, and all that is kept gets told."""


class RatingDay(RatingWorld):
    """The people of the day."""

    def live(self) -> None:
        """Until all services are over, and whatever they left behind."""
        self.look()
        self.calm_from_s = self.now_s + CALM_S
        for number in COUNTERS:
            self.then(self.chance.uniform(1, 9), lambda number=number: self.call(number))
        self.then(self.chance.uniform(5, 20), self.go_wrong)
        self._go_on(lambda: self.services_left > 0 or self.troubles > 0 or self.now_s < self.calm_from_s)
        self._go_on_for(LAST_ONES_S)
        self.is_evening = True
        self._go_on_for(EVENING_S)

    def tell_hub(self, actor: str, path: str, **body: Any) -> HubAnswer:
        """Somebody asks the hub for something; all views change a moment later."""
        answer = self.hub_of_ten.answer(actor, path, body, f"{actor}-{next(self._order)}")
        self.then(self.chance.uniform(0.01, 0.06), self.hear)
        return answer

    def call(self, number: int) -> None:
        """The next visitor comes."""
        if self.services_left <= 0:
            return
        self.services_left -= 1
        assert self.tell_hub("kiosk:K1", "/tickets", field="civil").is_good
        called = self.tell_hub(f"clerk-{number}", f"/counters/{number}/call-next")
        ticket = str(called.body["events"][-1]["ticket"])
        self.then(self.chance.uniform(0.2, 1), lambda: self.start(number, ticket))

    def start(self, number: int, ticket: str) -> None:
        assert self.tell_hub(f"clerk-{number}", f"/counters/{number}/start").is_good
        self.oracle.started(number, self.now_s)
        self.then(self.chance.uniform(0.5, 2.5), lambda: self.finish(number, ticket))
        if self.chance.random() < 0.1:
            self.then(self.chance.uniform(0, 2), lambda: self.press(number))

    def finish(self, number: int, ticket: str) -> None:
        """The service may be rated until somebody else is served, or for a minute: now and then nobody comes."""
        assert self.tell_hub(f"clerk-{number}", f"/counters/{number}/finish").is_good
        self.oracle.finished(ticket.removeprefix(f"{DAY}-"), number, self.now_s)
        is_pause = self.chance.random() < self.pauses
        next_s = self.chance.uniform(61, 64) if is_pause else self.chance.uniform(0.5, 4.5)
        self.then(next_s, lambda: self.call(number))
        self.rate(number, ticket, min(next_s + 0.6, 60.0))

    def rate(self, number: int, ticket: str, about_s: float) -> None:
        """Some press at once, some late, some around the very end; some twice; some on the tablet."""
        if self.chance.random() < 0.75:
            at_s = self.chance.choice((self.chance.uniform(0.3, about_s), about_s + self.chance.uniform(-1.2, 0.6)))
            self.then(max(0.0, at_s), lambda: self.press(number))
            if self.chance.random() < 0.25:
                self.then(max(0.0, at_s) + self.chance.uniform(0.1, 1.5), lambda: self.press(number))
        if self.chance.random() < 0.15:
            self.then(self.chance.uniform(0.1, about_s + 0.5), lambda: self.touch(number, ticket))

    def press(self, number: int) -> None:
        """A person presses one of the buttons; its contact may bounce."""
        panel, button, bounces = self.panels[number], self.chance.randint(1, STEPS), self.chance.choice((0, 0, 1, 3))
        if self.is_evening or not panel.is_on or self.now_s < self._pressed_s[number] + AWAY_S:
            return
        self._pressed_s[number] = self.now_s
        picture = panel.picture(self.now_s)
        is_taken = picture.is_lit and picture.kept < MOST_KEPT
        self.oracle.pressed(number, picture.label if is_taken else "", button, 1 + bounces, self.now_s, self.is_calm)
        panel.press(button, self.now_s, bounces)
        self.seen["presses"] += 1
        self.seen["most kept"] = max(self.seen["most kept"], panel.picture(self.now_s).kept)

    def touch(self, number: int, ticket: str) -> None:
        """A person touches the tablet's page."""
        if self.is_evening:
            return
        score = self.chance.randint(1, STEPS)
        answer = self.tell_hub(f"rating:{number}", f"/counters/{number}/rate", ticket=ticket, service=1, score=score)
        refusal = "" if answer.is_good else str(answer.body["code"])
        self.oracle.tablets[ticket.removeprefix(f"{DAY}-")].append(Tablet(self.now_s, score, refusal))
