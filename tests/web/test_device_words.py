"""What is said of a device: every code that can come up has its words in every language."""

import re
from itertools import product

import pytest

from config.texts import languages, own_texts
from hub.service.devices import DeviceState, PairedDevice
from hub.web.device_words import Words, kind_of, printer_words, row_of
from tests.checks.tree import ROOT

ZONE = "Asia/Ho_Chi_Minh"
NOON_MS = 1_795_323_600_000


def device(**changes: object) -> PairedDevice:
    known = {"grant": 1, "screen": "wall", "place": "Sảnh", "address": "192.168.1.20", "made_ms": NOON_MS}
    return PairedDevice(**{**known, "seen_ms": NOON_MS, "online": False, **changes})  # type: ignore[arg-type]


def said(words: Words) -> set[str]:
    """The sentence in every language, with its parameters."""
    return {own_texts(language)[f"devices.{words.code}"].format(**words.params) for language in languages()}


@pytest.mark.parametrize("screen", ["wall", "rating:3", "kiosk:K1", "monitor"])
def test_every_kind_has_words(screen: str) -> None:
    which = screen.partition(":")[2]
    assert all(which in sentence for sentence in said(kind_of(screen)))


def test_every_state_of_a_printer_has_words() -> None:
    states = product(("online", "offline", "unknown"), ("ok", "low", "out", "unknown"), ("closed", "open", "unknown"))
    for link, paper, cover in states:
        assert all(said(words) for words in printer_words(DeviceState(link, paper, cover, NOON_MS)))


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (("online", "ok", "closed"), ["printer_ready"]),
        (("online", "low", "open"), ["paper_low", "cover_open"]),
        (("offline", "out", "open"), ["printer_offline"]),
        (("unknown", "unknown", "unknown"), ["printer_unknown"]),
    ],
)
def test_a_printer_is_told_by_what_is_to_be_done(status: tuple[str, str, str], codes: list[str]) -> None:
    assert [words.code for words in printer_words(DeviceState(*status, NOON_MS))] == codes


def test_a_device_is_working_lost_or_has_never_come() -> None:
    rows = [row_of(device(online=True), ZONE), row_of(device(seen_ms=NOON_MS + 60_000), ZONE), row_of(device(), ZONE)]
    assert [(row.state.code, row.tone) for row in rows] == [("online", "good"), ("seen", "bad"), ("not_come", "plain")]
    assert rows[1].state.params == {"when": "12:01 22/11/2026"}
    assert all(said(row.state) for row in rows)


def test_every_refusal_has_words() -> None:
    files = [ROOT / "hub" / folder / name for folder, name in (("service", "pairing.py"), ("web", "pairing.py"))]
    files += [ROOT / "hub" / "web" / "device_pages.py", ROOT / "hub" / "service" / "device_actions.py"]
    codes = {
        code for file in files for code in re.findall(r'(?:PairingRefused\(|"refused": )"(\w+)"', file.read_text())
    }
    codes |= {"wrong_kind_page", "wrong_kind_program"}
    assert len(codes) >= 9
    for language in languages():
        assert {code for code in codes if f"devices.{code}" not in own_texts(language)} == set()
