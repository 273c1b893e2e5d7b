"""The paper tray: what the simulated printer printed, and the troubles a visitor may cause."""

import io
import logging
import socket
import threading
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from drivers.errors import PortTakenError
from drivers.links import open_link
from drivers.links.memory import MemoryLink
from drivers.printers import Cover, Cut, EscposPrinter, JobEnd, Paper, Picture, Raster, load_profile
from kiosk_app.paper_pile import MOST_PIECES, PaperPile
from kiosk_app.paper_tray import ACTION_HEADER, create_tray_app, serve_simulators
from kiosk_app.tray_printer import SWITCHES, PaperTray, TraySettings

TICKET = Raster(576, b"\xf0" * 72 * 400)
TICKET_PARTS = (Picture(TICKET), Cut())
OURS = {ACTION_HEADER: "1"}
ZONE = "Asia/Ho_Chi_Minh"
SETTINGS = TraySettings(port=8082, zone=ZONE)


@pytest.fixture
def tray() -> Iterator[PaperTray]:
    tray = PaperTray(SETTINGS)
    tray.cable.plug()
    yield tray
    tray.cable.unplug()


@pytest.fixture
def client(tray: PaperTray) -> FlaskClient:
    return create_tray_app(tray, SETTINGS).test_client()


@pytest.fixture
def printer(tray: PaperTray) -> EscposPrinter:
    return EscposPrinter(lambda: MemoryLink(tray.simulator, lambda seconds: None))


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def throw(client: FlaskClient, name: str, is_on: bool) -> dict:
    answer = client.post("/api/tray/switches", json={"name": name, "is_on": is_on}, headers=OURS)
    assert answer.status_code == 200
    return answer.json


def test_page_has_every_word_in_both_languages_and_a_strict_policy(client: FlaskClient) -> None:
    answer = client.get("/")
    page = answer.get_data(as_text=True)
    for words in ("Khay giấy máy in", "Rút giấy ra", "Take out the paper", "Đóng nắp máy", "Tear off all"):
        assert words in page
    assert "<style" not in page
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("name", ["css/tokens.css", "kiosk_app/paper_tray.js", "kiosk_app/paper_tray.css"])
def test_files_are_served_and_nothing_above_them(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    answer.close()
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/kiosk_app/../paper_tray.py").status_code == 404


def test_printed_tickets_are_shown_newest_first_until_torn_off(client: FlaskClient, printer: EscposPrinter) -> None:
    assert client.get("/api/tray").json["pieces"] == []
    printer.print(TICKET_PARTS)
    printer.print((Picture(Raster(576, TICKET.bits[:7200])), Cut()))
    pieces = client.get("/api/tray").json["pieces"]
    assert [(piece["id"], piece["rows"]) for piece in pieces] == [(2, 100), (1, 400)]
    picture = Image.open(io.BytesIO(client.get("/api/tray/pieces/1.png").data))
    assert picture.size == (576, 400)
    assert picture.convert("L").getpixel((0, 0)) == 0

    assert client.post("/api/tray/tear-off", headers=OURS).json["pieces"] == []
    assert client.get("/api/tray/pieces/1.png").status_code == 404
    printer.print(TICKET_PARTS)
    assert client.get("/api/tray").json["pieces"][0]["id"] == 3


def test_pile_keeps_only_the_newest() -> None:
    pile = PaperPile(now_ms=lambda: 1_795_000_000_000)
    for _ in range(MOST_PIECES + 5):
        pile.add(Raster(8, b"\xff"))
    kept = pile.newest_first()
    assert (len(kept), kept[0].id, kept[0].at_ms) == (MOST_PIECES, MOST_PIECES + 5, 1_795_000_000_000)


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_goes_on_and_off(client: FlaskClient, name: str) -> None:
    assert throw(client, name, True)["switches"] == {other: other == name for other in SWITCHES}
    assert throw(client, name, True)["switches"][name]
    assert not any(throw(client, name, False)["switches"].values())


def test_switches_reach_the_driver(client: FlaskClient, printer: EscposPrinter) -> None:
    throw(client, "paper_out", True)
    report = printer.print(TICKET_PARTS)
    assert (report.end, report.status.paper) == (JobEnd.FAILED, Paper.OUT)
    throw(client, "paper_out", False)
    throw(client, "cover_open", True)
    assert printer.status().cover is Cover.OPEN
    throw(client, "cover_open", False)
    assert printer.print(TICKET_PARTS).end is JobEnd.CONFIRMED


def test_all_troubles_end_with_one_press(client: FlaskClient, printer: EscposPrinter) -> None:
    for name in SWITCHES:
        throw(client, name, True)
    switches = client.post("/api/tray/repair", headers=OURS).json["switches"]
    assert not any(switches.values())
    assert printer.print(TICKET_PARTS).end is JobEnd.CONFIRMED


def test_mishaps_wait_for_the_middle_of_a_ticket(client: FlaskClient, printer: EscposPrinter) -> None:
    throw(client, "jam_at_cut", True)
    assert printer.status().is_ready
    assert printer.print(TICKET_PARTS).code == "cutter_error"
    assert throw(client, "cutter_jam", False)["switches"] == dict.fromkeys(SWITCHES, False)
    throw(client, "disconnect", True)
    assert printer.print(TICKET_PARTS).code == "link_lost"
    assert client.get("/api/tray").json["hanging_rows"] > 0


def test_a_presenter_holds_the_ticket_until_somebody_takes_it() -> None:
    tray = PaperTray(replace(SETTINGS, model="custom", faults=["ticket_not_taken", "paper_low"]))
    client = create_tray_app(tray, SETTINGS).test_client()
    assert "Không ai cầm phiếu" in client.get("/").get_data(as_text=True)
    assert client.get("/api/tray/held.png").status_code == 404
    profile = load_profile("custom-vkp80iii", ())
    printer = EscposPrinter(lambda: MemoryLink(tray.simulator, lambda seconds: None), profile)
    assert printer.print(TICKET_PARTS).end is JobEnd.CONFIRMED
    view = client.get("/api/tray").json
    assert (view["held_rows"], view["pieces"], view["switches"]["paper_low"]) == (400, [], True)
    assert Image.open(io.BytesIO(client.get("/api/tray/held.png").data)).size == (576, 400)
    view = client.post("/api/tray/take", headers=OURS).json
    assert (view["held_rows"], view["pieces"][0]["rows"], view["width"]) == (0, 400, 576)


def test_half_a_ticket_is_shown_while_it_hangs(client: FlaskClient, tray: PaperTray, printer: EscposPrinter) -> None:
    assert client.get("/api/tray/hanging.png").status_code == 404
    tray.simulator.load_short_roll(150)
    tray.simulator.feed(b"\x1dv0\x00\x48\x00\x90\x01" + TICKET.bits)
    assert client.get("/api/tray").json["hanging_rows"] == 150
    assert Image.open(io.BytesIO(client.get("/api/tray/hanging.png").data)).size == (576, 150)
    assert client.post("/api/tray/tear-off", headers=OURS).json["hanging_rows"] == 0


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b'{"name":"paper_out","is_on":true}', {}, 403),
        (b'{"name":"on_fire","is_on":true}', OURS, 400),
        (b'{"name":"paper_out"}', OURS, 400),
        (b'{"name":"paper_out","is_on":"yes"}', OURS, 400),
        (b'{"name":"paper_out","is_on":true,"more":1}', OURS, 400),
        (b"\xff\x00", OURS, 400),
        (b"", OURS, 400),
        (b" " * 5000, OURS, 413),
        (b'{"name":"paper_out","is_on":true}', {**OURS, "Host": "evil.example"}, 400),
    ],
)
def test_bad_requests_change_nothing(
    client: FlaskClient, tray: PaperTray, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/api/tray/switches", data=body, headers=headers)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert not tray.simulator.faults


@pytest.mark.parametrize(
    ("listening", "asked", "status"),
    [
        ("127.0.0.1", "localhost:8082", 200),
        ("192.168.1.9", "127.0.0.1", 200),
        ("0.0.0.0", "kiosk-pc:8082", 200),
        ("127.0.0.1", "kiosk-pc:8082", 400),
    ],
)
def test_page_answers_to_the_names_it_knows(tray: PaperTray, listening: str, asked: str, status: int) -> None:
    client = create_tray_app(tray, replace(SETTINGS, host=listening)).test_client()
    assert client.get("/", headers={"Host": asked}).status_code == status


def test_plugging_in_where_another_program_listens_is_said(client: FlaskClient, tray: PaperTray) -> None:
    throw(client, "unplugged", True)
    with socket.create_server(("127.0.0.1", tray.cable.port)):
        answer = client.post("/api/tray/switches", json={"name": "unplugged", "is_on": False}, headers=OURS)
    assert answer.status_code == 409
    assert f"127.0.0.1:{tray.cable.port}" in answer.json["detail"]
    assert not any(throw(client, "unplugged", False)["switches"].values())


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


@pytest.mark.parametrize("taken", [0, 1])
def test_a_taken_port_is_an_error_for_people_and_leaves_nothing_behind(taken: int) -> None:
    ports = free_ports()
    before = set(threading.enumerate())
    with (
        socket.create_server(("127.0.0.1", ports[taken])),
        pytest.raises(PortTakenError, match=f"Cannot listen on 127.0.0.1:{ports[taken]}"),
    ):
        serve_simulators(TraySettings(printer_port=ports[0], port=ports[1], zone=ZONE), threading.Event())
    assert set(threading.enumerate()) <= before
    with socket.create_server(("127.0.0.1", ports[1 - taken])):
        pass


def test_from_bytes_to_the_page_in_a_browser(chromium: Browser, told: pytest.LogCaptureFixture) -> None:
    printer_port, tray_port = free_ports()
    stop = threading.Event()
    settings = replace(SETTINGS, printer_port=printer_port, port=tray_port)
    server = threading.Thread(target=serve_simulators, args=(settings, stop))
    server.start()
    context = chromium.new_context(reduced_motion="reduce", timezone_id="Asia/Tokyo")
    try:
        page, troubles = context.new_page(), list[str]()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        _when_up(tray_port)
        page.goto(f"http://127.0.0.1:{tray_port}/")
        _everything_is_in_sight(page)
        printer = EscposPrinter(lambda: open_link(f"socket://127.0.0.1:{printer_port}"))
        assert [printer.print(TICKET_PARTS).end for _ in range(3)] == [JobEnd.CONFIRMED] * 3
        expect(page.locator(".newest img")).to_have_attribute("height", "400")
        expect(page.locator(".pile li")).to_have_count(2)
        expect(page.locator(".pile time").first).to_have_text(_printed_at(page))

        page.get_by_role("button", name="Rút giấy ra").click()
        expect(page.get_by_role("status")).to_contain_text("Hết giấy")
        assert printer.print(TICKET_PARTS).code == "paper_out"
        page.get_by_role("button", name="Hết mọi sự cố").click()
        expect(page.get_by_role("status")).to_contain_text("Sẵn sàng in")
        page.get_by_role("button", name="Rút dây").click()
        expect(page.get_by_role("status")).to_contain_text("Đã rút dây")
        assert printer.print(TICKET_PARTS).code in ("link_refused", "link_lost")
        assert f"ready: the paper is at http://127.0.0.1:{tray_port}/" in told.text
        page.get_by_role("button", name="Cắm dây lại").click()
        expect(page.get_by_role("status")).to_contain_text("Sẵn sàng in")
        page.get_by_role("button", name="Xé hết phiếu").click()
        expect(page.get_by_text("Chưa có phiếu nào")).to_be_visible()
        assert not troubles
    finally:
        context.close()
        stop.set()
        server.join(0.5)
    assert not server.is_alive()


def _everything_is_in_sight(page: Page) -> None:
    """No paper yet, and every switch without scrolling at 1280 × 720."""
    expect(page.get_by_text("Chưa có phiếu nào")).to_be_visible()
    for switch in page.locator("[data-switch]").all():
        expect(switch).to_be_in_viewport(ratio=1)


def _printed_at(page: Page) -> str:
    """The centre's time of day when the newest ticket of the pile was printed."""
    source = page.locator(".pile img").first.get_attribute("src") or ""
    at_ms = int(source.partition("?at=")[2])
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(ZONE)).strftime("%H:%M:%S")


def _when_up(port: int) -> None:
    """The listening socket exists as soon as the page's server thread does; wait for that with a deadline."""
    waiting = threading.Event()
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        waiting.wait(0.02)
    raise AssertionError("the paper tray did not start")
