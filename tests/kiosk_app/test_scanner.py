"""The kiosk's own scanner: its readings reach the page as what they are, and nothing else comes of them."""

import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from drivers.devices import DeviceSettings, Pressed, Rated, Standing
from drivers.devices.keys import Key
from hub.agent.hub_client import HubAnswer, NoAnswer
from hub.agent.scanning import ScanRules
from kiosk_app.scanner import Scanner
from kiosk_app.settings import KioskSettings
from tests.agent.test_scanning import CARD, NUMBER, RECEIPT, RULES
from tests.kiosk_app.agent_kit import DAY, WITHIN_S

TICKET = f"TL1:{DAY}-A105"


class Hall:
    """A hub that is asked where tickets stand; ``answer`` None is silence, ``hold`` keeps the answer back."""

    def __init__(self) -> None:
        self.answer: HubAnswer | None = HubAnswer(200, {"label": "A105", "state": "waiting", "people_ahead": 3})
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.hold = threading.Event()
        self.hold.set()

    def post(self, path: str, body: dict[str, Any], _key: str, timeout_s: float) -> HubAnswer:
        assert timeout_s > 0
        self.asked.append((path, body))
        self.hold.wait(WITHIN_S)
        if self.answer is None:
            raise NoAnswer("silence")
        return self.answer


class Desk:
    """A scanner without a line: a test reads for it."""

    def __init__(self, folder: Path, rules: ScanRules = RULES) -> None:
        self.hall = Hall()
        self.changes = 0
        self._shown: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._now_s = 0.0
        settings = KioskSettings(None, "", folder, scanner=DeviceSettings("scanner", "scanner", ""), scan_rules=rules)
        self.scanner = Scanner(settings, self.hall, 1.0)
        self.scanner.now_s = self._next_s  # type: ignore[method-assign]
        self.scanner.show = self._show
        self.scanner.on_change = self._change

    def _next_s(self) -> float:
        self._now_s += 3.0
        return self._now_s

    def _show(self, scan: dict[str, Any]) -> None:
        with self._changed:
            self._shown.append(scan)
            self._changed.notify_all()

    def _change(self) -> None:
        self.changes += 1

    def shown(self, count: int) -> list[tuple[str, Any]]:
        """What the page was told, once it is so many: the kind, and what differs from a view that says no more."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._shown) >= count, WITHIN_S)
            told, self._shown = self._shown, []
        return [
            (
                scan.pop("kind"),
                {key: known for key, known in scan.items() if known is not False and known not in ("", None, ())},
            )
            for scan in told
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_each_reading_is_told_as_what_it_is(desk: Desk) -> None:
    for reading in (RECEIPT, CARD, NUMBER, "8934563138165"):
        desk.scanner.scanned(reading)
    assert desk.shown(4) == [
        ("receipt", {"field": "tra_ket_qua"}),
        ("identity", {}),
        ("identity", {}),
        ("unknown", {}),
    ]
    assert desk.hall.asked == [], "the hub hears of tickets alone"


def test_a_card_is_taken_on_days_on_which_numbers_need_one(tmp_path: Path) -> None:
    desk, cards = Desk(tmp_path, structs.replace(RULES, identity="hash")), list[str]()
    desk.scanner.on_card = cards.append
    desk.scanner.scanned(CARD)
    desk.scanner.card_day = lambda: DAY
    desk.scanner.scanned(NUMBER)
    assert desk.shown(2) == [("identity", {}), ("identity", {"is_taken": True})]
    assert [len(digest) for digest in cards] == [64]
    assert desk.hall.asked == []


def test_a_tickets_place_is_the_hubs_word(desk: Desk) -> None:
    desk.scanner.scanned(TICKET)
    assert desk.shown(1) == [("ticket", {"label": "A105", "state": "waiting", "people_ahead": 3})]
    assert desk.hall.asked == [("/kiosk/scan", {"code": TICKET})]
    passed = [{"why": "priority", "count": 2}]
    desk.hall.answer = HubAnswer(200, {"label": "A105", "state": "waiting", "people_ahead": 1, "passed": passed})
    desk.scanner.scanned(TICKET)
    assert list(desk.shown(1)[0][1]["passed"]) == passed
    desk.hall.answer = HubAnswer(404, {"code": "unknown_ticket"})
    desk.scanner.scanned(TICKET)
    assert desk.shown(1) == [("ticket", {"label": "A105", "state": "unknown"})]


def test_of_a_link_the_hub_alone_knows_the_number(desk: Desk) -> None:
    token = "abcdefghijklmnopqrstuvwxy7"
    link = f"HTTPS://SO.EXAMPLE.VN/T/{token.upper()}"
    desk.scanner.scanned(link)
    assert desk.shown(1) == [("ticket", {"label": "A105", "state": "waiting", "people_ahead": 3})]
    assert desk.hall.asked == [("/kiosk/scan", {"code": f"/t/{token}"})]
    desk.hall.answer = HubAnswer(404, {"code": "unknown_ticket"})
    desk.scanner.scanned(link)
    assert desk.shown(1) == [("ticket", {"state": "unknown"})]


@pytest.mark.parametrize("answer", [None, HubAnswer(200, {"state": 7})])
def test_without_the_hub_the_number_alone_is_shown(desk: Desk, answer: HubAnswer | None) -> None:
    desk.hall.answer = answer
    desk.scanner.scanned(TICKET)
    assert desk.shown(1) == [("ticket", {"label": "A105"})]


def test_a_slow_hub_keeps_no_reading_waiting(desk: Desk) -> None:
    desk.hall.hold.clear()
    desk.scanner.scanned(TICKET)
    desk.scanner.scanned(CARD)
    desk.scanner.scanned(f"TL1:{DAY}-A106")
    assert desk.shown(2) == [("identity", {}), ("ticket", {"label": "A106"})]
    desk.hall.hold.set()
    assert [kind for kind, _more in desk.shown(1)] == ["ticket"]


def test_a_fault_shows_nothing_of_the_reading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str, *_: object) -> None:
        raise ValueError(f"cannot read {text}")

    monkeypatch.setattr("hub.agent.scanning.classify", broken)
    desk.scanner.scanned(CARD)
    assert "ValueError" in caplog.text
    assert NUMBER not in caplog.text


def test_the_hub_hears_how_it_stands(desk: Desk) -> None:
    desk.scanner.stands(Standing("online", counts={"read": 1}))
    desk.scanner.stands(Standing("online", counts={"read": 2}))
    assert desk.changes == 1, "a count alone waits for the next report"
    (device,) = desk.scanner.attached()
    assert (device.name, device.kind, device.link, device.counts) == ("scanner", "scanner", "online", {"read": 2})
    assert desk.scanner.rated(Rated("e", "T", 1))
    desk.scanner.pressed(Pressed(Key.NEXT))


def test_a_scanner_that_cannot_be_attached_is_told(tmp_path: Path) -> None:
    settings = KioskSettings(None, "", tmp_path, scanner=DeviceSettings("scanner", "scaner", "/dev/none"))
    scanner = Scanner(settings, Hall(), 1.0)
    scanner.start()
    assert [(device.link, device.trouble) for device in scanner.attached()] == [("offline", "device_kind")]
    scanner.close()
    without = Scanner(structs.replace(settings, scanner=None), Hall(), 1.0)
    without.start()
    assert (without.attached(), without.turns()) == ((), [])
    without.close()
