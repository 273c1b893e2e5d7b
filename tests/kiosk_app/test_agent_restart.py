"""An agent that takes over from one that was killed in the middle of a ticket."""

from pathlib import Path

import msgspec

from drivers.printers import GENERIC, JobEnd, Raster
from drivers.printers.parts import Part
from kiosk_app.agent import KioskAgent, KioskSettings
from kiosk_app.paper import Issued, ticket_paper
from kiosk_app.paper_parts import compose, preview, usual_layout
from kiosk_app.records import Job, PageAnswer
from kiosk_app.spool import Spool
from tests.kiosk_app.agent_kit import DAY, NOON_MS, STEADY, FakeClock, Tray, paired
from tests.kiosk_app.test_agent_issuing import HALL

NO_HUB = "http://127.0.0.1:9"


def queued(spool: Spool, label: str) -> tuple[Part, ...]:
    paper = ticket_paper(Issued(NOON_MS, f"{DAY}-{label}", label, "ho_tich", 0), HALL)
    job = Job(f"job-{label}", f"{DAY}-{label}", label, msgspec.json.encode(paper).decode(), NOON_MS)
    spool.open_request(label, "{}", NOON_MS)
    spool.answer_request(label, PageAnswer(201, {}), job)
    return compose(paper, usual_layout(GENERIC.width_dots), GENERIC)


def dots(parts: tuple[Part, ...]) -> Raster:
    return preview(parts, GENERIC.width_dots)


def test_the_next_visitor_gets_a_ticket_without_the_half_of_another(tmp_path: Path) -> None:
    tray = Tray()
    spool = Spool(tmp_path / "spool.db")
    broken_off, whole = queued(spool, "A001"), queued(spool, "A002")
    spool.mark_sent("job-A001")
    spool.close()
    tray.simulator.die_after(12_000)
    assert tray.printer.print(broken_off).end is JobEnd.UNKNOWN
    url = f"socket://127.0.0.1:{tray.cable.port}"
    settings = KioskSettings(paired(tmp_path, NO_HUB, "no-token"), url, tmp_path, port=0, copies=2)
    agent = KioskAgent(settings, FakeClock(), STEADY)
    try:
        half, own, copy = tray.wait_for(3)
        assert dots(broken_off).bits.startswith(half.bits)
        assert own == dots(whole)
        assert copy.bits.endswith(own.bits)
    finally:
        agent.close()
        tray.cable.unplug()
