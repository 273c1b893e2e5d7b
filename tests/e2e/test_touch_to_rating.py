"""The main job end to end, as a visitor of the demo does it: touch, paper, call, wall, service, rating."""

import io
import json
import re
import sqlite3
from contextlib import closing

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.demo_process import DemoProcess
from tests.e2e.conftest import Visitor


def _printed_code(tray: Page) -> str:
    """What the QR code on the newest paper in the tray says, read by another library than the one that drew it."""
    picture = tray.locator(".newest img")
    expect(picture).to_be_visible()
    response = tray.request.get(tray.url.rstrip("/") + (picture.get_attribute("src") or ""))
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(response.body())))
    return code.text


def test_a_ticket_from_touch_to_rating(visitor: Visitor) -> None:
    kiosk, tray, counter = visitor.kiosk(), visitor.tray(), visitor.counter(2)
    wall, rating = visitor.wall(), visitor.rating(2)
    counter.get_by_role("button", name="Mở quầy").click()
    expect(counter.locator("[data-state=free]")).to_be_visible()
    expect(rating.locator(".panel")).to_have_attribute("data-stage", "resting")

    kiosk.locator("[data-field=ho_tich]").click()
    expect(kiosk.locator(".slip-number")).to_have_text("A001")
    expect(kiosk.locator("[data-print=confirmed]").first).to_be_visible()
    assert re.fullmatch(r"HTTP://127\.0\.0\.1:\d+/T/[A-Z2-7]{26}", _printed_code(tray))

    counter.bring_to_front()
    counter.keyboard.press("F2")
    expect(counter.locator("#label")).to_have_text("A001")
    expect(wall.locator("[data-call=A001]")).to_have_attribute("data-counter", "2")
    expect(wall.locator("#announced [data-label=A001]")).to_have_count(1)

    counter.keyboard.press("F4")
    expect(counter.locator("[data-state=serving]")).to_be_visible()
    expect(rating.locator(".panel")).to_have_attribute("data-stage", "resting")
    counter.keyboard.press("F8")
    expect(counter.locator("[data-state=free]")).to_be_visible()

    expect(rating.locator(".panel")).to_have_attribute("data-stage", "asking")
    expect(rating.locator("body:not([data-deaf])")).to_have_count(1)
    rating.locator("[data-score='4']").dblclick()
    expect(rating.locator(".panel")).to_have_attribute("data-stage", "given")
    expect(counter.locator(".rating-given")).to_contain_text("Rất hài lòng")


def _rows(demo: DemoProcess, kind: str) -> list[dict[str, str]]:
    """What the journal of a demo that was stopped holds of a kind of event."""
    with closing(sqlite3.connect(demo.data / "hub.db")) as journal:
        rows = journal.execute("SELECT data FROM journal WHERE kind = ? ORDER BY seq", (kind,))
        return [json.loads(row[0]) for row in rows]


def test_paper_out_is_seen_by_kiosk_clerk_and_journal(visitor: Visitor) -> None:
    kiosk, tray, counter = visitor.kiosk(), visitor.tray(), visitor.counter(2)
    waiting = counter.locator("[data-list=waiting] [data-row]")
    expect(kiosk.locator("[data-field=ho_tich]")).to_be_visible()

    tray.locator("[data-switch=paper_out]").click()
    expect(kiosk.locator(".hero-notice")).to_contain_text("hết giấy", ignore_case=True)
    expect(counter.locator("[data-alert]").first).to_contain_text("giấy")

    kiosk.locator("[data-field=ho_tich]").click()
    expect(kiosk.locator(".slip-number")).to_have_text("A001")
    expect(kiosk.locator("[data-print=failed]").first).to_be_visible()
    expect(waiting).to_have_count(1)
    kiosk.locator("#cancel").click()
    expect(waiting).to_have_count(0)

    tray.locator("[data-switch=paper_out]").click()
    expect(kiosk.locator("[data-stage=home]")).to_be_visible(timeout=20_000)
    expect(kiosk.locator(".hero-notice")).to_have_count(0)

    visitor.demo.close()
    assert [row["result"] for row in _rows(visitor.demo, "PrintEnded")] == ["failed"]
    assert [row["reason"] for row in _rows(visitor.demo, "TicketCancelled")] == ["kiosk_cancelled"]
    papers = [row["paper"] for row in _rows(visitor.demo, "DeviceChanged")]
    assert papers.index("out") < len(papers) - 1 - papers[::-1].index("ok")
