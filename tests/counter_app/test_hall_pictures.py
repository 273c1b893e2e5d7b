"""The demo's page of the devices at the counters: their pictures show what the drivers say, and can be pressed."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from msgspec import structs
from playwright.sync_api import Browser, Page, expect

from config.attached import AttachedEntry
from config.devices import Devices, KioskDevice
from counter_app.hall_pictures.page import ACTION_HEADER, create_pictures_app, hall_served
from counter_app.hall_pictures.pictured_hall import HallSettings, PicturedHall
from drivers.devices import BoardFace, BoardRow, DeviceSettings, KeypadFace, PanelFace
from drivers.devices.doubles import RecordingHost
from drivers.devices.kinds import attach
from drivers.lines import Lines

UNREACHABLE = {f"Failed to load resource: net::ERR_CONNECTION_{end}" for end in ("REFUSED", "RESET")}
NEWEST = {3: "TL1:2026-11-22-A003", 0: ""}
"""The newest ticket that waits, by counter."""
OURS = {ACTION_HEADER: "1"}


def settings(ports: list[int], *faults: str) -> HallSettings:
    """Counter 3 with everything, and a kiosk with a scanner."""
    page, bus, scanner, kiosk_scanner = ports
    line = f"socket://127.0.0.1:{bus}"
    devices = (
        AttachedEntry("panel3", "panel", line, 3, 3),
        AttachedEntry("board3", "counter-board", line, 3, 23),
        AttachedEntry("keypad3", "keypad", line, 3, 43),
        AttachedEntry("hall-board", "hall-board", line, 0, 90, {"rows": "2"}),
        AttachedEntry("elsewhere", "panel", "/dev/ttyS0", 4, 4),
        AttachedEntry("scanner3", "scanner", f"socket://127.0.0.1:{scanner}", 3),
    )
    kiosk = KioskDevice("K1", "attached:", scanner=f"socket://127.0.0.1:{kiosk_scanner}")
    return HallSettings(port=page, bus_port=bus, devices=Devices((kiosk,), {}, devices), faults=faults)


def free_ports() -> list[int]:
    with ExitStack() as held:
        listeners = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(4)]
        return [listener.getsockname()[1] for listener in listeners]


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    wanted = structs.replace(settings(free_ports(), "panel3:bouncing"), newest=NEWEST.__getitem__)
    hall = PicturedHall(wanted)
    yield create_pictures_app(hall, "127.0.0.1").test_client()
    hall.unplug()


def post(client: FlaskClient, what: str, **body: object) -> int:
    return client.post(f"/api/hall/{what}", json=body, headers=OURS).status_code


def test_what_is_asked_for_is_there_or_refused(client: FlaskClient) -> None:
    view = client.get("/api/hall").json
    assert list(view["pictures"]) == ["panel3", "board3", "keypad3", "hall-board"]
    assert view["troubles"]["panel3"] == ["bouncing"]
    assert view["troubles"]["line"] == ["unplugged"]
    assert client.post("/api/hall/press", json={"device": "panel3", "button": "1"}).status_code == 403
    assert post(client, "press", device="panel3", button="1") == 200
    assert client.get("/api/hall").json["pictures"]["panel3"]["outside"] == 1
    for device, button in (("panel3", "5"), ("panel3", "x"), ("keypad3", "B"), ("board3", "1"), ("nobody", "1")):
        assert post(client, "press", device=device, button=button) == 400, (device, button)
    assert post(client, "scan", device="panel3", text="x") == 400
    assert client.get("/api/hall/ticket?device=scanner3").json == {"code": "TL1:2026-11-22-A003"}
    assert client.get("/api/hall/ticket?device=K1").json == {"code": ""}
    assert client.get("/api/hall/ticket?device=panel3").status_code == 400
    assert post(client, "troubles", device="panel3", word="paper_out", is_on=True) == 400
    assert post(client, "troubles", device="nobody", word="silent", is_on=True) == 400
    assert post(client, "press", device="panel3") == 400
    assert client.get("/static/hall_pictures/../page.py").status_code == 404


def test_each_trouble_of_each_device_begins_and_ends(client: FlaskClient) -> None:
    assert post(client, "repair") == 200
    for device, words in PicturedHall(settings([1, 2, 3, 4])).words().items():
        for word in words:
            assert post(client, "troubles", device=device, word=word, is_on=True) == 200, (device, word)
            on = client.get("/api/hall").json["troubles"][device]
            assert on == [word] or word in ("restart", "lost_bytes", "disconnect"), (device, word)
            assert post(client, "repair") == 200
            assert not any(client.get("/api/hall").json["troubles"].values())


SMALL = """(all) => all
  .filter((one) => one.checkVisibility() && Math.min(one.offsetWidth, one.offsetHeight) < 44)
  .map((one) => one.outerHTML)"""


class Drivers:
    """The real drivers on the simulated line."""

    def __init__(self, wanted: HallSettings) -> None:
        self.lines = Lines()
        self.hosts: dict[str, RecordingHost] = {}
        self.devices = {}
        for entry in wanted.devices.devices:
            if entry.address.startswith("socket://"):
                options = DeviceSettings(
                    entry.name, entry.kind, entry.address, entry.number, entry.counter, entry.options
                )
                self.hosts[entry.name] = RecordingHost()
                self.devices[entry.name] = attach(options, self.hosts[entry.name], self.lines)

    def close(self) -> None:
        for device in self.devices.values():
            device.close()
        self.lines.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield context.new_page()
    context.close()
    assert set(faults) <= UNREACHABLE


def test_the_pictures_show_what_drivers_say_and_tell_what_is_pressed(page: Page) -> None:
    wanted = settings(free_ports())
    threads = set(threading.enumerate())
    with hall_served(wanted):
        drivers = Drivers(wanted)
        try:
            page.goto(f"http://127.0.0.1:{wanted.port}/")
            _faces_are_shown(page, drivers)
            _presses_are_told(page, drivers)
            _codes_are_told(page, drivers)
            _troubles_are_felt(page, drivers)
        finally:
            drivers.close()
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    assert set(threading.enumerate()) <= threads


def _faces_are_shown(page: Page, drivers: Drivers) -> None:
    now_s = drivers.hosts["panel3"].now_s()
    drivers.devices["panel3"].show(PanelFace("T1", "A105", 4, now_s + 600))
    drivers.devices["board3"].show(BoardFace((BoardRow("A106", 3, now_s + 600),)))
    drivers.devices["hall-board"].show(BoardFace((BoardRow("A106", 3), BoardRow("B-K2-07", 12))))
    drivers.devices["keypad3"].show(KeypadFace(("A106 DANG GOI", "CHO 12"), 0))
    expect(page.locator("[data-device=panel3].is-lit [role=status]")).to_have_text(re.compile(r"^\s*A105\D+$"))
    expect(page.locator("[data-device=panel3] .panel-display")).to_contain_text("còn")
    expect(page.locator("[data-device=keypad3] .lcd")).to_contain_text("A106 DANG GOI")
    expect(page.get_by_role("img", name="A106 đến quầy 3")).to_have_count(2)
    expect(page.get_by_role("img", name="B-K2-07 đến quầy 12")).to_be_visible()
    dark = page.locator("[data-device=board3] .led.is-blinking:not(.is-lit)")
    dark.wait_for()
    page.locator("[data-device=board3] .led.is-blinking.is-lit").wait_for()


def _presses_are_told(page: Page, drivers: Drivers) -> None:
    page.get_by_role("button", name="Hài lòng", exact=True).click()
    assert drivers.hosts["panel3"].until(lambda host: bool(host.ratings))
    assert [(rated.token, rated.button) for rated in drivers.hosts["panel3"].ratings] == [("T1", 2)]
    expect(page.locator("[data-device=panel3] .panel-display")).to_contain_text("Xin cảm ơn")
    page.locator("[data-device=panel3]").focus()
    page.keyboard.press("1")
    expect(page.locator("[data-device=panel3]")).to_contain_text("không tính: 1")
    page.get_by_role("button", name="Gọi tiếp").click()
    page.locator("[data-device=keypad3]").focus()
    for key in ("Digit0", "Numpad7", "NumpadEnter"):
        page.keyboard.press(key)
    assert drivers.hosts["keypad3"].until(lambda host: len(host.presses) == 4)
    assert [pressed.key for pressed in drivers.hosts["keypad3"].presses] == ["next", "0", "7", "call"]


def _codes_are_told(page: Page, drivers: Drivers) -> None:
    page.get_by_role("button", name="Phiếu số").click()
    field = page.get_by_role("textbox", name="Mã để quét")
    expect(field).to_have_value(re.compile(r"^TL1:\d{4}-\d\d-\d\d-A106$"))
    expect(page.locator(".scanner .said")).to_have_text("Đã quét phiếu A106, số đang được gọi.")
    field.fill("000.00.00.H26-261122-0001")
    page.get_by_role("button", name="Quét", exact=True).click()
    assert drivers.hosts["scanner3"].until(lambda host: len(host.scans) == 2)
    ticket, receipt = drivers.hosts["scanner3"].scans
    assert (ticket[:4], receipt) == ("TL1:", "000.00.00.H26-261122-0001")


def _troubles_are_felt(page: Page, drivers: Drivers) -> None:
    page.locator("[data-device=line]").get_by_role("button", name="Rút dây").click()
    assert drivers.hosts["panel3"].until(lambda host: host.standing.link == "offline")
    page.get_by_role("button", name="Hết mọi sự cố").click()
    assert drivers.hosts["panel3"].until(lambda host: host.standing.link == "online")
    page.locator("[data-device=keypad3] summary").click()
    page.get_by_role("button", name="Không trả lời").click()
    expect(page.locator("[data-device=keypad3] .troubles b")).to_have_text("1")
    expect(page.locator("[data-device=keypad3] .switches")).to_be_hidden()
    panel = page.get_by_role("article", name="Bảng đánh giá, Quầy 3")
    for trouble in ("Nút kẹt khi bấm", "Rút dây"):
        panel.locator("summary").click()
        panel.get_by_role("button", name=trouble).click()
        panel.locator("[data-button='2']").click()
    expect(panel.locator("[data-button='2'].is-held")).to_be_visible()
    expect(page.locator("[data-device=panel3].is-unplugged .icon-unplug")).to_be_visible()
    panel.locator("summary").click()
    page.locator("header").click()
    expect(panel.locator(".switches")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("summary, .switches button").evaluate_all(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
