"""A keypad on a table: the rules of the real hub in this process, a clock that is moved by hand, keys and two lines."""

from typing import Any

from msgspec import convert, json, to_builtins

from config.centre import load_centre
from counter_app.desk.hall_view import DeskCounter, DeskView
from counter_app.desk.keypad import Keypad
from counter_app.desk.keypad_faces import Shown
from drivers.devices import DeviceSettings, Key, KeypadFace, Pressed
from hub.agent.hub_client import HubAnswer, NoAnswer
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.views.desk import hall_view
from hub.web.routes import ROUTES
from tests.domain.hall import CLERK, DAY, MORNING_MS, day_opened
from tests.hub_process import ROOT

AT_COUNTER = "/counters/<int:counter>/"
COMMANDS = {route.path.removeprefix(AT_COUNTER): route.command for route in ROUTES if AT_COUNTER in route.path}
PLAN = load_centre(ROOT / "config" / "sample")
SERIES = {"chung_thuc": "E", "ho_tich": "A"}


class RulesDesk:
    """The hub's own decisions, asked in this process; `absent` are the faults that the next attempts meet."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.is_up = True
        self.absent: list[NoAnswer] = []
        self.keys: list[str] = []
        self.orders: list[tuple[str, dict[str, Any]]] = []
        self.journal: list[e.Event] = []
        self.do([day_opened(plan=PLAN), e.CounterOpened(counter=3)])

    def do(self, events: list[e.Event]) -> None:
        for event in events:
            seq = len(self.journal) + 1
            apply_event(self.floor, e.Entry(seq, MORNING_MS + seq * 1000, DAY, CLERK, event))
            self.journal.append(event)

    def draw(self, *labels: str) -> None:
        """Numbers are drawn: E for the counters 3 and 4, A for 2 and 4."""
        fields = {series: field for field, series in SERIES.items()}
        for label in labels:
            at_ms = MORNING_MS + (len(self.journal) + 1) * 1000
            self.do(
                [
                    e.TicketIssued(
                        ticket=f"{DAY}-{label}",
                        service=1,
                        label=label,
                        series=label[0],
                        number=int(label[1:]),
                        field=fields[label[0]],
                        arrived_ms=at_ms,
                        people_ahead=0,
                        ticket_class="ordinary",
                    )
                ]
            )

    def act(self, action: str, **body: Any) -> None:
        """Somebody at another screen of counter 3 asks for something that is granted."""
        self.do(decide(self.floor, convert({"counter": 3, **body}, COMMANDS[action]), MORNING_MS))

    def view(self) -> DeskView:
        return convert(to_builtins(hall_view(self.floor)), DeskView)

    def counter(self, number: int) -> DeskCounter | None:
        return self.view().counter(number)

    def rev(self) -> int:
        return len(self.journal)

    def is_reachable(self) -> bool:
        return self.is_up

    def on_view(self, listener: Any) -> None:
        """Its tests tell the keypad themselves."""

    def ask(self, path: str, body: dict[str, Any], key: str) -> HubAnswer:
        self.keys.append(key)
        if self.absent:
            raise self.absent.pop(0)
        _, _, counter, action = path.split("/")
        self.orders.append((action, body))
        try:
            command = convert({**json.decode(json.encode(body)), "counter": int(counter)}, COMMANDS[action])
            self.do(decide(self.floor, command, MORNING_MS))
        except Refused as refused:
            return HubAnswer(409, {"code": refused.code, "params": refused.params})
        return HubAnswer(200, {"seq": len(self.journal), "events": []})

    def read(self, path: str) -> HubAnswer:
        digits = path.removeprefix("/numbers/").removesuffix("?counter=3")
        found = [
            {"ticket": ticket.id, "label": ticket.label, "state": ticket.state.value, "field": ticket.field}
            for ticket in self.floor.tickets.values()
            if int(ticket.label[1:]) == int(digits) and ticket.state in ("waiting", "missed")
        ]
        return HubAnswer(200, {"numbers": found})


class Table:
    """A keypad of counter 3; what it asks is answered before a press returns, unless it is `held_up`."""

    def __init__(self, language: str = "vi") -> None:
        self.desk = RulesDesk()
        self.now_s = 100.0
        self.faces: list[KeypadFace] = []
        self.shown: list[Shown] = []
        self.held_up: list[Any] | None = None
        settings = DeviceSettings("keypad3", "keypad", "", counter=3, options={"language": language})
        self.keypad = Keypad(settings, self.desk, self.faces.append, self._tick)
        self.keypad.begin = self._begin
        self.keypad.asker.rest = self.later
        self.keypad.notify = lambda shown, _language: self.shown.append(shown)
        self.keypad.look()

    def _tick(self) -> float:
        self.now_s += 0.001
        return self.now_s

    def _begin(self, task: Any) -> None:
        if self.held_up is None:
            task()
        else:
            self.held_up.append(task)

    def later(self, seconds: float = 1.0) -> None:
        self.now_s += seconds
        self.keypad.look()

    def press(self, *keys: Key | str, ago_s: float = 0.0) -> tuple[str, str]:
        """Press keys one after the other, each as somebody who has read the display; returns what it shows then."""
        for key in keys:
            self.later()
            self.keypad.pressed(Pressed(Key(key), ago_s))
        return self.lines

    def at_once(self, *keys: Key | str) -> tuple[str, str]:
        """Press keys quicker than anybody reads."""
        for key in keys:
            self.keypad.pressed(Pressed(Key(key)))
        return self.lines

    def go_on(self) -> tuple[str, str]:
        """Let what was held up be answered."""
        tasks, self.held_up = self.held_up or [], None
        for task in tasks:
            task()
        return self.lines

    @property
    def lines(self) -> tuple[str, str]:
        return self.faces[-1].lines

    @property
    def asked(self) -> list[str]:
        return [action for action, _ in self.desk.orders]
