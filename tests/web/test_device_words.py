"""What is said of a device: every code that can come up has its words in every language."""

import re
from itertools import product

import pytest
from msgspec.structs import replace

from config.texts import languages, own_texts
from drivers.devices.kinds import OURS
from hub.messages import AttachedDevice, DeviceReport, LastError, LastJob
from hub.service.devices import DeviceState, PairedDevice
from hub.service.fleet import SILENT_MS, Heard
from hub.service.pairing import WRONG_KINDS
from hub.version import VERSION
from hub.web.device_words import DeviceRow, kind_of, printer_words, row_of
from hub.web.words import Words
from tests.checks.tree import ROOT

ZONE = "Asia/Ho_Chi_Minh"
NOON_MS = 1_795_323_600_000


def device(**changes: object) -> PairedDevice:
    known = {"grant": 1, "screen": "wall", "place": "Sảnh", "address": "192.168.1.20", "made_ms": NOON_MS}
    return PairedDevice(**{**known, "seen_ms": NOON_MS, "online": False, **changes})  # type: ignore[arg-type]


WORDS = {language: own_texts(language) for language in languages()}


def said(words: Words) -> set[str]:
    """The sentence in every language, with its parameters."""
    return {texts[f"devices.{words.code}"].format(**words.params) for texts in WORDS.values()}


@pytest.mark.parametrize("screen", ["wall", "rating:3", "kiosk:K1", "desk:3", "hall:H1", "monitor"])
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
    devices = [device(online=True), device(seen_ms=NOON_MS + 60_000), device()]
    rows = [row_of(each, ZONE, NOON_MS) for each in devices]
    states = [(row.state.code, row.state.tone) for row in rows]
    assert states == [("online", "good"), ("seen", "bad"), ("not_come", "plain")]
    assert rows[1].state.params == {"when": "12:01 22/11/2026"}
    assert all(said(row.state) for row in rows)


REPORT = DeviceReport(version=VERSION, clock_offset_ms=0, started_ms=NOON_MS)


def told_of(report: DeviceReport, screen: str = "kiosk:K1", **changes: object) -> dict[str, str]:
    """What the line says of an agent: codes and their tones; every one has words in every language."""
    row = row_of(device(screen=screen, heard=Heard(report, NOON_MS), **changes), ZONE, NOON_MS)
    assert all(said(words) for words in (*row.told, *row.more))
    assert row.is_troubled == ("bad" in {words.tone for words in row.told})
    return {words.code: words.tone for words in (*row.told, *row.more) if words.code != "made"}


def test_an_agent_that_is_well_is_marked_nowhere() -> None:
    told = told_of(replace(REPORT, page="alive", profile="generic", address_kind="tcp"))
    assert "bad" not in told.values()
    assert {"page_alive", "clock_right", "version", "profile", "started"} == set(told)


def test_what_was_well_at_an_agent_that_is_gone_is_told_with_its_time_and_not_as_well() -> None:
    status = DeviceState("online", "ok", "closed", NOON_MS)
    gone = device(screen="kiosk:K1", heard=Heard(replace(REPORT, page="alive"), NOON_MS), status=status)
    row = row_of(gone, ZONE, NOON_MS + SILENT_MS)
    marks = {words.code: words for words in (*row.printer, *row.told, *row.more)}
    assert "good" not in {words.tone for words in marks.values()}
    for code in ("printer_ready", "page_alive", "clock_right"):
        assert said(Words(marks[code].then, marks[code].params)) == {"(lúc 12:00 22/11/2026)", "(at 12:00 22/11/2026)"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"page": "silent"}, "page_silent"),
        ({"clock_offset_ms": 2001}, "clock_ahead"),
        ({"clock_offset_ms": -60_000}, "clock_behind"),
        ({"version": "0.0.9"}, "other_version"),
        ({"offline_waiting": 12}, "offline_waiting"),
    ],
)
def test_what_somebody_should_know_is_marked(changes: dict[str, object], code: str) -> None:
    told = told_of(replace(REPORT, **changes))
    assert told[code] == "bad"
    assert list(told.values()).count("bad") == 1


def test_a_name_without_numbers_of_its_own_is_told() -> None:
    assert told_of(REPORT, screen="kiosk:HALL")["no_offline_tag"] == "bad"


def test_papers_errors_and_orders_have_words_also_those_of_a_later_version() -> None:
    for state in ("queued", "sent", "confirmed", "failed", "unknown", "levitating"):
        assert "job_" in "".join(told_of(replace(REPORT, last_job=LastJob("A-K2-07", state, NOON_MS))))
    for code in ("paper_out", "link_lost", "levitation_lost"):
        report = replace(REPORT, last_error=LastError(code, NOON_MS))
        row = row_of(device(screen="kiosk:K1", heard=Heard(report, NOON_MS)), ZONE, NOON_MS)
        error = next(words for words in row.told if words.code == "last_error")
        assert said(Words(error.then, error.params))
    assert {"ordered_restart", "ordered_test_print"} < told_of(REPORT, ordered=("restart", "test_print")).keys()


def test_numbers_to_hand_in_are_known_before_a_kiosk_is_shown_out() -> None:
    heard = Heard(replace(REPORT, offline_waiting=4), NOON_MS)
    rows = [row_of(device(screen="kiosk:K1", heard=each), ZONE, NOON_MS + SILENT_MS) for each in (heard, None)]
    assert [row.numbers for row in rows] == [4, 0]


def test_orders_are_for_agents_that_are_there() -> None:
    heard = Heard(REPORT, NOON_MS)
    rows = [row_of(device(heard=heard), ZONE, NOON_MS + late_ms) for late_ms in (0, SILENT_MS)]
    assert [row.takes_orders for row in rows] == [True, False]
    assert not row_of(device(online=True), ZONE, NOON_MS).takes_orders


TROUBLES = (
    *("line_lost", "device_silent", "buttons_differ", "driver_fault", "device_options", "device_kind"),
    *("cannot_grab", "ratings_waiting", "broker_refused"),
)
"""What drivers and desk agents tell of a device."""

PANEL = AttachedDevice(name="panel3", kind="panel", counter=3, link="online", counts={"outside": 12, "noise": 0})


def attached_of(*devices: AttachedDevice, late_ms: int = 0) -> DeviceRow:
    """The line of a desk agent that runs these; every word is there."""
    heard = Heard(replace(REPORT, devices=devices, last_error=LastError("disk_failed", NOON_MS)), NOON_MS)
    row = row_of(device(screen="hall:H1", online=not late_ms, heard=heard), ZONE, NOON_MS + late_ms)
    for one in row.attached:
        assert all(said(words) for words in (one.kind, one.state, *one.counts))
        assert one.counter is None or said(one.counter)
    assert all(said(words) for words in (*row.told, *row.more))
    return row


def test_what_a_desk_agent_runs_is_told_in_words() -> None:
    row = attached_of(PANEL, replace(PANEL, name="other", kind="levitator", counter=0, counts={"lifted": 3}))
    panel, other = row.attached
    assert said(panel.counts[0]) == {
        "12 lần bấm khi bảng chưa mời đánh giá (bỏ qua)",
        "presses while the panel asked for no rating: 12 (passed over)",
    }
    assert (panel.kind.code, panel.state.tone, len(panel.counts)) == ("attached_panel", "good", 1)
    assert (other.kind.code, other.counter, other.counts[0].code) == ("attached_other", None, "count_other")
    assert not row.is_troubled
    assert not {"page_none", "no_offline_tag"} & {words.code for words in (*row.told, *row.more)}
    assert (row.prints, row.takes_orders) == (False, True)
    assert "error_disk_failed_desk" in {words.then for words in row.told}
    silent = attached_of(PANEL, late_ms=SILENT_MS).attached[0].state
    assert (silent.code, silent.tone) == ("attached_silent", "plain")
    assert attached_of().is_troubled, "it runs nothing"


@pytest.mark.parametrize("kind", OURS)
def test_every_kind_of_device_of_ours_has_words(kind: str) -> None:
    assert attached_of(replace(PANEL, kind=kind)).attached[0].kind.code != "attached_other"


@pytest.mark.parametrize("trouble", [*TROUBLES, "levitating"])
def test_every_trouble_of_a_device_has_words(trouble: str) -> None:
    row = attached_of(replace(PANEL, link="offline", trouble=trouble))
    assert row.is_troubled
    assert (row.attached[0].state.code == "trouble_other") == (trouble == "levitating")


def test_a_device_of_another_agent_is_listed_and_troubles_nobody() -> None:
    row = attached_of(PANEL, replace(PANEL, link="unknown", trouble="not_ours"))
    assert not row.is_troubled
    assert (row.attached[1].state.code, row.attached[1].state.tone) == ("trouble_not_ours", "plain")


@pytest.mark.parametrize(("link", "tone"), [("online", "good"), ("offline", "bad"), ("unknown", "plain")])
def test_a_device_without_trouble_is_told_by_its_link(link: str, tone: str) -> None:
    assert attached_of(replace(PANEL, link=link)).attached[0].state.tone == tone


def test_every_refusal_has_words() -> None:
    files = [ROOT / "hub" / folder / name for folder, name in (("service", "pairing.py"), ("web", "pairing.py"))]
    files += [ROOT / "hub" / "web" / "device_pages.py", ROOT / "hub" / "service" / "device_actions.py"]
    codes = {
        code for file in files for code in re.findall(r'(?:PairingRefused\(|"refused": )"(\w+)"', file.read_text())
    }
    codes |= WRONG_KINDS.keys()
    assert len(codes) >= 9
    for language in languages():
        assert {code for code in codes if f"devices.{code}" not in own_texts(language)} == set()
