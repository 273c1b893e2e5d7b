"""A hub's office with the routes of its commands, a real journal and a clock to move; no network, no process."""

import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec

from hub.agent.hub_client import HubAnswer
from hub.domain.errors import Refused
from hub.domain.floor import Ticket
from hub.domain.transitions import State
from hub.domain.views.shared import SharedParts
from hub.messages import Topic
from hub.realtime.topics import build_view
from hub.service.outcome import ABANDONED
from hub.web.routes import ROUTES
from tests.kiosk_app.agent_kit import FakeClock
from tests.service.kit import Hall

PATHS = [(re.compile(re.sub(r"<(?:int:)?(\w+)>", r"(?P<\1>[^/]+)", route.path)), route.command) for route in ROUTES]


class SharedClock(FakeClock):
    """One time for hub and kiosks."""

    def now_ms(self) -> int:
        return self.ms


class HubAtHand:
    """What the hub does with a request that has arrived."""

    def __init__(self, path: Path, clock: SharedClock) -> None:
        self.clock = clock
        self._path = path
        self.hall = self._opened()
        self.hall.open_day(1, 2)

    def _opened(self) -> Hall:
        return Hall(self._path, self.clock)  # type: ignore[arg-type]

    def restart(self) -> None:
        """It is killed and folds its journal anew."""
        self.hall.close()
        self.hall = self._opened()

    def answer(self, actor: str, path: str, body: dict[str, Any], key: str) -> HubAnswer:
        """The office's own word."""
        found, command = next((match, command) for form, command in PATHS if (match := form.fullmatch(path)))
        try:
            asked = msgspec.convert({**body, **found.groupdict()}, command, strict=False)
            outcome = self.hall.office.submit(asked, actor, key)
        except Refused as refusal:
            return HubAnswer(HTTPStatus.CONFLICT, {"code": refusal.code})
        return HubAnswer(HTTPStatus.OK, outcome.answer)

    def view(self) -> dict[str, Any]:
        """The kiosks' view as they get it."""
        office = self.hall.office
        data = msgspec.json.decode(build_view(SharedParts(office.floor, office.day_texts), Topic("kiosk", None)))
        seq = office.floor.seq
        return {"topic": "kiosk", "epoch": office.epoch, "rev": seq, "at_ms": self.clock.now_ms(), "data": data}

    def drawn(self, actor: str, key: str) -> Ticket | None:
        """The ticket that a request has drawn."""
        decision = self.hall.journal.decision(actor, key)
        tickets = [stored.entry.event.ticket for stored in decision.stored] if decision else []  # type: ignore[union-attr]
        return self.hall.office.floor.tickets[tickets[0]] if tickets else None

    def gave_up(self, actor: str, key: str) -> bool:
        """Whether a key was given up before it came."""
        decision = self.hall.journal.decision(actor, key)
        return decision is not None and decision.refusal == ABANDONED

    def call_next(self) -> str:
        """A clerk calls and serves whoever comes next; returns the label."""
        for step in ("call-next", "start", "finish"):
            answer = self.answer("clerk-1", f"/counters/1/{step}", {}, f"{step}-{self.clock.now_ms()}")
            assert answer.is_good, answer
            if step == "call-next":
                called = answer.body["events"][-1]["ticket"]
        return str(self.hall.office.floor.tickets[called].label)

    def waiting(self) -> list[str]:
        """The labels of who waits, in the order of their arrival."""
        tickets = [ticket for ticket in self.hall.office.floor.tickets.values() if ticket.state is State.WAITING]
        return [ticket.label for ticket in sorted(tickets, key=lambda ticket: (ticket.arrived_ms, ticket.order))]
