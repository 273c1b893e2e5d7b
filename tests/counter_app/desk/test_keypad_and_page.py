"""Keys with a real hub: a keypad and a clerk's page used at once never disagree; a desktop's own keys call."""

import random
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert, json

from config.attached import AttachedEntry
from counter_app.desk.agent import DeskAgent
from counter_app.desk.hall_view import DeskView
from counter_app.desk.keypad import Keypad
from counter_app.desk.keypad_faces import Shown, lines_of
from counter_app.desk.live_desk import LiveDesk
from counter_app.desk.press_socket import SOCKET_NAME, press_key
from counter_app.desk.settings import DeskSettings
from drivers.devices import DeviceSettings, Key, KeypadFace, Pressed
from hub.agent.badge import Badge, BadgeFile
from hub.agent.hub_client import HubAnswer, HubHttp, HubSocket, alone
from hub.agent.hub_clock import HubClock
from tests.counter_app.desk.live_kit import TIMING
from tests.hub_process import HubProcess
from tests.waiting import until

PRESSES = 180
CLICKS = 120
TICKETS = 60
FASTER = 20.0
"""The keypad's clock runs so much faster, or its rules for a hand's speed would make this test a minute long."""

WITHIN_S = 15.0
ON_TICKET = ("recall", "start", "missed", "finish", "finish-and-call-next", "hold", "transfer")
ENDS_A_STAY = {"TicketMissed", "ServiceFinished", "TicketHeld", "TicketTransferred", "TicketReturned"}
BEGINS_A_STAY = {"TicketCalled", "ServiceResumed"}
WRITE_DOWN = "import sys; open(sys.argv[1], 'a', encoding='utf-8').write(sys.argv[2] + chr(10))"


class Paired:
    """A desk agent that the hub knows; see the agent's Standing."""

    def __init__(self, hub: HubProcess) -> None:
        self.badge = Badge(hub.url, "desk:3", hub.agent_token("desk:3"))

    def hub_answered(self, token: str, is_taken: bool) -> None:
        assert is_taken


class RecordingDesk(LiveDesk):
    """Remembers what was granted: the answer and the ticket that was seen."""

    granted: list[tuple[str, dict[str, Any]]]

    def ask(self, path: str, body: dict[str, Any], key: str) -> HubAnswer:
        answer = super().ask(path, body, key)
        if answer.is_good:
            self.granted.append((body.get("seen", ""), answer.body))
        return answer


class KeypadAtHub:
    """The keypad of counter 3 over a socket and requests of its own."""

    def __init__(self, hub: HubProcess) -> None:
        standing = Paired(hub)
        self.desk = RecordingDesk(HubHttp(standing), HubClock(lambda: int(time.time() * 1000), time.monotonic))
        self.desk.granted = []
        self.faces: list[KeypadFace] = []
        self.begun: list[Any] = []
        self.done: list[Any] = []
        settings = DeviceSettings("keypad3", "keypad", "", counter=3)
        self.keypad = Keypad(settings, self.desk, self.faces.append, lambda: time.monotonic() * FASTER)
        self.keypad.begin = self._begin
        self.desk.on_view(self.keypad.view_changed)
        self.socket = HubSocket(standing, lambda: "desk:3", self.desk, (0.05, 0.5))

    def _begin(self, task: Any) -> None:
        self.begun.append(task)
        alone(lambda: self._do(task), "keypad-test")

    def _do(self, task: Any) -> None:
        task()
        self.done.append(task)

    def is_idle(self) -> bool:
        return len(self.begun) == len(self.done)

    def press(self, chance: random.Random, never: threading.Event) -> None:
        """Presses of somebody who now and then waits until the last one was answered, and looks."""
        keys = [key for key in Key if not key.isdecimal()] + [Key.NEXT, Key.START, Key.CLEAR] * 6
        for _ in range(PRESSES):
            some = [Key(digit) for digit in "0012"] if chance.random() < 0.05 else []
            for key in (*some, chance.choice(keys)):
                self.keypad.pressed(Pressed(key))
            if chance.random() < 0.7:
                until(self.is_idle, WITHIN_S)
                self.keypad.pressed(Pressed(Key.CLEAR))
                never.wait(0.25 / FASTER)
            never.wait(chance.uniform(0.0, 0.02))
            self.keypad.look()


@contextmanager
def keypad_at(hub: HubProcess) -> Iterator[KeypadAtHub]:
    end, stop = KeypadAtHub(hub), threading.Event()
    thread = alone(lambda: end.socket.run(stop), "keypad-socket")
    try:
        assert until(lambda: end.desk.rev() >= 0, WITHIN_S)
        yield end
    finally:
        stop.set()
        end.socket.leave()
        thread.join(WITHIN_S)


def click(hub: HubProcess, chance: random.Random, never: threading.Event) -> list[tuple[str, dict[str, Any]]]:
    """What a clerk at the page is granted, who acts on what the page shows."""
    token, granted = hub.token("counter:3"), []
    for _ in range(CLICKS):
        at_hand = hub.view(token, "counter:3")["data"]["ticket"]
        action = chance.choice(ON_TICKET) if at_hand else chance.choice(("call-next", "call-next", "open"))
        seen = {"seen": at_hand["ticket"]} if at_hand else {}
        target = {"to_field": "ho_tich"} if action == "transfer" else {}
        response = hub.post(token, f"/counters/3/{action}", {**seen, **target})
        if response.ok:
            granted.append((seen.get("seen", ""), response.json()))
        never.wait(chance.uniform(0.0, 0.02))
    return granted


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("keys")) as running:
        yield running


def test_keys_of_the_desktop_call_and_a_notification_says_whom(hub: HubProcess, tmp_path: Path) -> None:
    BadgeFile(tmp_path).write(Badge(hub.url, "desk:5", hub.agent_token("desk:5")))
    log = tmp_path / "shown"
    command = (sys.executable, "-c", WRITE_DOWN, str(log), "{title}")
    keys = (AttachedEntry("keys5", "shortcuts", "desktop", 5),)
    agent = DeskAgent(DeskSettings(hub.url, tmp_path, keys, wish="desk:5", notify_command=command), TIMING)

    def is_shown(title: str) -> bool:
        return until(lambda: log.exists() and log.read_text(encoding="utf-8").endswith(f"{title}\n"), WITHIN_S)

    try:
        assert is_shown("Quầy 5 đang đóng")
        assert press_key(tmp_path, Key.START) == ""
        assert is_shown("Quầy 5 đang mở")
        hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "dat_dai"})
        assert until(
            lambda: hub.view(hub.agent_token("desk:5"), "desk:5")["data"]["counters"][0]["waiting"] == 1, WITHIN_S
        )
        assert press_key(tmp_path, Key.NEXT, 5) == ""
        assert is_shown("Đang gọi số L001")
        assert press_key(tmp_path, Key.NEXT, 3) == "no_counter"
    finally:
        agent.close()
    assert not (tmp_path / SOCKET_NAME).exists()


def test_keypad_and_page_used_at_once_never_disagree(hub: HubProcess) -> None:
    never = threading.Event()
    with keypad_at(hub) as end, ThreadPoolExecutor(2) as people:
        kiosk = hub.token("kiosk:K1")
        for _ in range(TICKETS):
            hub.post(kiosk, "/tickets", {"field": "chung_thuc"})
        hub.post(hub.token("counter:3"), "/counters/3/open")
        at_keypad = people.submit(end.press, random.Random(5), never)
        at_page = people.submit(click, hub, random.Random(7), never)
        at_keypad.result()
        by_page = at_page.result()
        assert until(end.is_idle, WITHIN_S)
        shows_the_view(hub, end, never)
    by_keypad = end.desk.granted
    assert min(len(by_keypad), len(by_page)) > 10
    hub.stop()
    rows = journal_of(hub.data)
    every_grant_is_in_the_journal_once(by_keypad, [row for row in rows if row["actor"] == "desk:3"])
    nobody_was_passed_over(rows)
    for seen, answer in [*by_keypad, *by_page]:
        assert not seen or {event["ticket"] for event in answer["events"][:1]} == {seen}


def shows_the_view(hub: HubProcess, end: KeypadAtHub, never: threading.Event) -> None:
    """Once nobody presses any more, the display is what the hub's view says."""
    end.keypad.pressed(Pressed(Key.CLEAR))
    envelope = hub.view(hub.agent_token("desk:3"), "desk:3")
    assert until(lambda: end.desk.rev() == envelope["rev"], WITHIN_S)
    never.wait(3.5 / FASTER)
    end.keypad.look()
    counter = convert(envelope["data"], DeskView).counter(3)
    assert end.faces[-1].lines == lines_of(Shown(3, counter), "vi")


def journal_of(data: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(data / "hub.db")) as file:
        rows = file.execute("SELECT kind, actor, request_id, data FROM journal ORDER BY seq").fetchall()
    return [
        {"kind": kind, "actor": actor, "request": request, **json.decode(text)} for kind, actor, request, text in rows
    ]


def every_grant_is_in_the_journal_once(granted: list[tuple[str, dict[str, Any]]], rows: list[dict[str, Any]]) -> None:
    told = [(event["kind"], event.get("ticket")) for _, answer in granted for event in answer["events"]]
    assert [(row["kind"], row.get("ticket")) for row in rows] == told
    assert len({row["request"] for row in rows}) == len(granted)


def nobody_was_passed_over(rows: list[dict[str, Any]]) -> None:
    """Each ticket stays at the counter until something ends its stay; the policy calls nobody twice for one wait."""
    at_hand, called = "", []
    for row in (row for row in rows if row.get("counter") == 3):
        if row["kind"] in BEGINS_A_STAY:
            assert at_hand == ""
            at_hand = row["ticket"]
            called += [at_hand] if row.get("rule", "by_number") != "by_number" else []
        elif row["kind"] in ENDS_A_STAY:
            assert row["ticket"] == at_hand
            at_hand = ""
        elif row["kind"] in ("TicketRecalled", "ServiceStarted"):
            assert row["ticket"] == at_hand
    assert len(called) == len(set(called)) > 10
    assert called == sorted(called)
