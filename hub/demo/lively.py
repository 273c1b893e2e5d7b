"""Simulated citizens and clerks who run the demo's hall, by the same HTTP as real screens."""

import math
import random
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import requests

from hub.domain.plan import Plan
from hub.messages import API, REQUEST_KEY_HEADER
from hub.service.grants import DEMO
from hub.web.keyring import Keyring
from hub.web.screens import parse_screen

SPEED = 15.0
"""How many simulated minutes pass in one."""

CITIZENS_A_MINUTE = 14.0
RUSH_A_MINUTE = 60.0
FEW_WAITING, MOST_WAITING = 12, 40
"""Below the one it is the rush of the morning; at the other nobody else comes in."""

SERVICE_MINUTES: dict[str, tuple[float, float]] = {"chung_thuc": (4, 8), "ho_tich": (8, 15), "dat_dai": (15, 25)}
OTHER_MINUTES = (5.0, 12.0)
"""Assumed ranges of a service's length: four services of five lie within."""

WITHIN_RANGE = 2 * 1.2816
"""Standard deviations from the 10th to the 90th percentile of a normal distribution."""

WALK_S = (2.0, 7.0)
IDLE_S = 3.0
SHARE_MISSED = 0.06
SHARE_RATED = 0.5
KIOSK = "kiosk:K2"
"""The citizens' own kiosk: it prints nothing, so that the visitor's printer stays the visitor's."""


class Move(NamedTuple):
    """What somebody does next: wait (s), then post a body to a path (None: only wait)."""

    wait_s: float
    path: str | None = None
    body: dict[str, Any] | None = None


class Wire(Protocol):
    """The hub as the simulated people reach it."""

    def view(self, screen: str) -> dict[str, Any]:
        """The newest view of a screen's own topic. Raises requests.RequestException."""

    def post(self, screen: str, path: str, body: dict[str, Any]) -> None:
        """Send a command; a refusal is taken as it is. Raises requests.RequestException."""


@dataclass
class Clerk:
    """One counter's clerk, who decides by the view alone and so gets along with a visitor at the same counter."""

    counter: int
    chance: random.Random

    def next_move(self, view: dict[str, Any]) -> Move:
        """What the clerk does, seeing this view."""
        ticket, at_counter = view.get("ticket"), f"/counters/{self.counter}"
        if "refused" in view or view["state"] == "paused":
            return Move(IDLE_S)
        if view["state"] == "closed":
            return Move(self.chance.uniform(0, IDLE_S), f"{at_counter}/open", {})
        if ticket is None:
            return Move(IDLE_S, f"{at_counter}/call-next", {}) if view["waiting"]["count"] else Move(IDLE_S)
        if ticket["state"] == "called":
            has_left = self.chance.random() < SHARE_MISSED
            return Move(self.chance.uniform(*WALK_S), f"{at_counter}/{'missed' if has_left else 'start'}", {})
        return Move(service_s(ticket["field_id"], self.chance), f"{at_counter}/finish", {})


@dataclass
class Rater:
    """Those who rate at one counter's panel: about half, each service once."""

    counter: int
    chance: random.Random
    _seen: tuple[str, int] | None = None

    def next_move(self, view: dict[str, Any]) -> Move:
        """Rate the service that has just ended, or not."""
        window = view.get("window")
        if window is None or self._seen == (window["ticket"], window["service"]):
            return Move(IDLE_S)
        self._seen = (window["ticket"], window["service"])
        if self.chance.random() > SHARE_RATED:
            return Move(IDLE_S)
        best = len(view["labels"])
        score = max(1, best - int(self.chance.expovariate(1.2)))
        body = {"ticket": window["ticket"], "service": window["service"], "score": score}
        return Move(self.chance.uniform(1, 4), f"/counters/{self.counter}/rate", body)


@dataclass
class Citizens:
    """Those who come in, evenly to all counters; ``counters`` holds the fields that each serves."""

    counters: Sequence[Sequence[str]]
    chance: random.Random

    def next_move(self, view: dict[str, Any]) -> Move:
        """The next one takes a number, unless the hall is full."""
        waiting = sum(entry["waiting"] for entry in view.get("fields", ()))
        wait_s = self.chance.expovariate((RUSH_A_MINUTE if waiting < FEW_WAITING else CITIZENS_A_MINUTE) / 60)
        if waiting >= MOST_WAITING:
            return Move(wait_s)
        field_id = self.chance.choice(self.chance.choice(self.counters))
        body = {"field": field_id, "language": self.chance.choices(("vi", "en"), (19, 1))[0]}
        return Move(wait_s, "/tickets", body)


def service_s(field_id: str, chance: random.Random) -> float:
    """How long a service takes, in s of the demo: log-normal."""
    low, high = SERVICE_MINUTES.get(field_id, OTHER_MINUTES)
    minutes = chance.lognormvariate(math.log(low * high) / 2, math.log(high / low) / WITHIN_RANGE)
    return minutes * 60 / SPEED


@dataclass
class HttpWire:
    """The hub over HTTP, with tokens signed by the demo's own key."""

    hub_url: str
    keyring: Keyring
    _http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._http.trust_env = False

    def view(self, screen: str) -> dict[str, Any]:
        """See the protocol."""
        topic = "kiosk" if screen == KIOSK else screen
        address = f"{self.hub_url.rstrip('/')}{API}/views/{topic}"
        response = self._http.get(address, headers=self._headers(screen), timeout=5)
        response.raise_for_status()
        data: dict[str, Any] = response.json()["data"]
        return data

    def post(self, screen: str, path: str, body: dict[str, Any]) -> None:
        """See the protocol."""
        headers = {**self._headers(screen), REQUEST_KEY_HEADER: uuid.uuid4().hex}
        self._http.post(f"{self.hub_url.rstrip('/')}{API}{path}", json=body, headers=headers, timeout=5)

    def _headers(self, screen: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keyring.sign(DEMO, parse_screen(screen))}"}


class Person(Protocol):
    """A clerk, those who rate, or those who come in."""

    def next_move(self, view: dict[str, Any]) -> Move:
        """What they do, seeing their screen."""


def people_of(plan: Plan, seed: int | None = None) -> dict[str, Person]:
    """Everybody of the hall, by the screen they stand at."""
    served = [counter.fields for counter in plan.counters]
    people: dict[str, Person] = {KIOSK: Citizens(served, random.Random(seed))}
    for number in (counter.number for counter in plan.counters):
        people[f"counter:{number}"] = Clerk(number, random.Random(seed and seed + number))
        people[f"rating:{number}"] = Rater(number, random.Random(seed and seed - number))
    return people


def live(person: Person, screen: str, wire: Wire, stop: threading.Event) -> None:
    """Let somebody look, wait and act until ``stop``; while the hub is away they wait."""
    while not stop.is_set():
        try:
            move = person.next_move(wire.view(screen))
            if not stop.wait(move.wait_s) and move.path is not None:
                wire.post(screen, move.path, move.body or {})
        except requests.RequestException:
            stop.wait(IDLE_S)


def start_lively(hub_url: str, keyring: Keyring, plan: Plan, stop: threading.Event) -> None:
    """Fill the hall, each person in a thread that ends with the process."""
    for screen, person in people_of(plan).items():
        arguments = (person, screen, HttpWire(hub_url, keyring), stop)
        threading.Thread(target=live, args=arguments, name=f"lively {screen}", daemon=True).start()
