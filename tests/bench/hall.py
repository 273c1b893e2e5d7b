"""A hall for the benches: a real centre with accounts and sessions, paired devices, open counters and people who wait.

    with hall_of(folder, counters=8) as hall, Senders() as senders:
        hall.let_wait(100)
        senders.run(hall.port, [Client(hall.kiosk(1), ISSUE, most=100)]).all_done()

Nothing of it is the demo's: every token stands for a live grant of its own, as after signing in and pairing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from config.centre import SAMPLE, load_centre
from hub.console.accounts import OnTheSpot
from hub.service.grants import Grants
from hub.service.ports import Account
from hub.store.journal import Journal
from hub.store.register import Register
from hub.web.screens import parse_screen
from tests.always_open import always_open
from tests.bench.senders import NO_END, Client, Load, Sender, Senders, Step
from tests.hub_process import HubProcess, InstalledHub

FIELDS = tuple(field.id for field in load_centre(SAMPLE).fields)
"""The fields of the sample centre; here every counter serves all of them, so that each call looks at all who wait."""

COUNTER_TABLE = re.compile(r"^\[\[counters\]\]\n(?:(?!\[).*\n)*", re.MULTILINE)
CALL, MISS = "/counters/{}/call-next", "/counters/{}/missed"
START, FINISH = "/counters/{}/start", "/counters/{}/finish"
PRESSES = 3
"""What a clerk presses for each person."""


class Listener(NamedTuple):
    """A screen: the name of its topic, and the token with which it connects."""

    topic: str
    token: str


@dataclass(frozen=True)
class Hall:
    """The hub, and the grant of every screen that may come, by the screen's name."""

    hub: HubProcess
    counters: int
    _grants: Mapping[str, int]

    @property
    def port(self) -> int:
        return self.hub.port

    def token(self, screen: str) -> str:
        """What a screen has in its hand, good for 15 minutes: ``kiosk:K1``, ``counter:3``, ``wall``."""
        return self.hub.keyring.sign(self._grants[screen], parse_screen(screen))

    def clerk(self, counter: int) -> str:
        """The token of a counter's page, under the session of its clerk."""
        return self.token(f"counter:{counter}")

    def kiosk(self, number: int) -> str:
        """The token of a kiosk's agent."""
        return self.token(f"kiosk:K{number}")

    def screens(self, count: int) -> list[Listener]:
        """So many screens in the proportions of a hall: of ten, three counters, two ratings, two kiosks, two walls, and
        in turn a supervisor, a reception, a hall's agent.
        """
        return [self._listener(place) for place in range(count)]

    def walls(self, count: int) -> list[Listener]:
        """So many walls that all show the same."""
        return [Listener("wall", self.token("wall"))] * count

    def open_counters(self, count: int | None = None) -> None:
        """Let the clerks open their counters, the first ``count`` or all."""
        for counter in range(1, (count or self.counters) + 1):
            with Sender(self.port, self.clerk(counter)) as clerk:
                clerk.post(f"/counters/{counter}/open")

    def let_wait(self, people: int) -> None:
        """Let so many more take a number."""
        with Sender(self.port, self.kiosk(1)) as kiosk:
            for number in range(people):
                kiosk.post("/tickets", {"field": FIELDS[number % len(FIELDS)]})

    def kiosks(self, count: int, each: int = NO_END) -> list[Client]:
        """So many kiosks; ``each`` draws so many numbers, of all fields in turn."""
        return [Client(self.kiosk(number), issues(number), most=each) for number in range(1, count + 1)]

    def clerks(self, count: int, each: int = NO_END) -> list[Client]:
        """So many clerks; each calls and serves ``each`` people: three commands of one row each."""
        return [serving(self.clerk(number), number, each) for number in range(1, count + 1)]

    def _listener(self, place: int) -> Listener:
        tens, which = divmod(place, 10)
        counter = place % self.counters + 1
        of_ten = (
            *(f"counter:{counter}",) * 3,
            *(f"rating:{counter}",) * 2,
            *("kiosk:K1",) * 2,
            *("wall",) * 2,
            ("supervisor", "reception", "hall:H1")[tens % 3],
        )
        screen = of_ten[which]
        topic = "kiosk" if screen == "kiosk:K1" else parse_screen(screen).topic
        return Listener(topic, self.token(screen))


def issues(first: int) -> tuple[Step, ...]:
    """What a kiosk posts: a number of each field in turn, beginning with one or the other."""
    return tuple(("/tickets", {"field": FIELDS[(first + place) % len(FIELDS)]}) for place in range(len(FIELDS)))


def serving(token: str, counter: int, people: int) -> Client:
    """A clerk who calls and serves so many people, without a pause."""
    return Client(token, calls(counter), most=PRESSES * people, is_whole=True)


def calls(counter: int) -> tuple[Step, ...]:
    """What a clerk posts for each person: the call, the start and the end of the service, each of them one row."""
    return tuple((path.format(counter), {}) for path in (CALL, START, FINISH))


def drained(hall: Hall, senders: Senders, waiting: int) -> Load:
    """Let all clerks call until so many fewer wait."""
    each, rest = divmod(waiting, hall.counters)
    clerks = [serving(hall.clerk(number), number, each + (number <= rest)) for number in range(1, hall.counters + 1)]
    return senders.run(hall.port, [clerk for clerk in clerks if clerk.most]).all_done()


@contextmanager
def hall_of(
    data: Path, *options: str, counters: int = 10, kiosks: int = 8, hub_type: type[HubProcess] = InstalledHub
) -> Iterator[Hall]:
    """A hub over ``data`` (which may have a journal of this centre already) with all counters open."""
    centre = centre_of(data, counters)
    grants = let_in(data, counters, kiosks)
    with hub_type(data, "--centre", str(centre), "--no-announce", *options, demo=False) as hub:
        hall = Hall(hub, counters, grants)
        hall.open_counters()
        yield hall


def centre_of(data: Path, counters: int) -> Path:
    """The folder of a centre that is open at any hour, with so many counters that each serve all fields.

    It is never backed up by itself: nothing else shall run beside what is measured.
    """
    folder = data / "bench-centre"
    if not folder.exists():
        file = always_open(folder) / "centre.toml"
        plan = COUNTER_TABLE.sub("", file.read_text(encoding="utf-8"))
        tables = "".join(_counter_table(number) for number in range(1, counters + 1))
        file.write_text(f"{plan}\n{tables}", encoding="utf-8")
        (folder / "backup.toml").write_text("at = []\n", encoding="utf-8")
    return folder


def _counter_table(number: int) -> str:
    name = f'{{ vi = "Quầy {number}", en = "Counter {number}" }}'
    return f"\n[[counters]]\nnumber = {number}\nname = {name}\nfields = {json.dumps(FIELDS)}\n"


def let_in(data: Path, counters: int, kiosks: int) -> dict[str, int]:
    """Give everybody a grant while no hub runs: an account and a session to each clerk, a pairing to each device."""
    here = OnTheSpot()
    journal = Journal.open(data / "hub.db", here.now_ms())
    try:
        register = Register(journal.connection)
        grants = Grants(register, here, here)
        known = {name: _session(register, grants, name) for name in _names_of_staff(counters)}
        devices = ("wall", "hall:H1", *(f"kiosk:K{n}" for n in range(1, kiosks + 1)))
        ratings = (f"rating:{n}" for n in range(1, counters + 1))
        return known | {name: grants.give_device(name, "hall", "127.0.0.1")[0].id for name in (*devices, *ratings)}
    finally:
        journal.close()


def _names_of_staff(counters: int) -> tuple[str, ...]:
    return ("supervisor", "reception", *(f"counter:{n}" for n in range(1, counters + 1)))


def _session(register: Register, grants: Grants, screen: str) -> int:
    """The session of somebody with an account of their own."""
    role = "supervisor" if screen == "supervisor" else "clerk"
    number = len(register.accounts())
    account = Account(id=0, login=f"staff{number}", name=f"Staff {number}", role=role, password_hash="", made_at=0)
    return grants.give_session(register.add_account(account).id, "127.0.0.1")[0].id
