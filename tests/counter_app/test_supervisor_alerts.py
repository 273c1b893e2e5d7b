"""Troubles of devices on the supervisor's page: one line for each change until it was seen, never a stream."""

from playwright.sync_api import Page, expect

from tests.screens import Screens

WELL = {"link": "online", "paper": "ok", "cover": "closed"}
OF_K1 = "[data-news^='K1-printer']"
BOOK = "/static/counter_app/supervisor/alert_book.js"


def tell(screens: Screens, kiosk: str = "K1", **changes: str) -> None:
    token = screens.hub.token(f"kiosk:{kiosk}")
    assert screens.hub.post(token, f"/devices/{kiosk}-printer/status", {**WELL, **changes}).status_code in (200, 409)


def in_list(page: Page, words: str) -> None:
    """The list of devices has heard it."""
    expect(page.locator("[data-device=K1-printer]")).to_contain_text(words)


def test_a_trouble_is_told_until_it_was_seen_and_a_change_anew(screens: Screens) -> None:
    page = screens.open("supervisor")
    tell(screens)
    in_list(page, "sẵn sàng")
    expect(page.locator("[data-news]")).to_have_count(0)
    tell(screens, paper="low")
    expect(page.locator(OF_K1)).to_contain_text("Máy in ki-ốt K1: sắp hết giấy")
    for paper in ("ok", "low", "ok", "low"):
        tell(screens, paper=paper)
    in_list(page, "sắp hết giấy")
    expect(page.locator(OF_K1)).to_have_count(1)
    page.locator(OF_K1).get_by_role("button", name="Đã thấy").click()
    expect(page.locator("[data-news]")).to_have_count(0)
    tell(screens)
    in_list(page, "sẵn sàng")
    tell(screens, paper="low")
    in_list(page, "sắp hết giấy")
    expect(page.locator("[data-news]")).to_have_count(0)
    page.reload()
    in_list(page, "sắp hết giấy")
    expect(page.locator("[data-news]")).to_have_count(0)
    tell(screens, trouble="paper_jam")
    expect(page.locator(OF_K1)).to_contain_text("kẹt giấy")
    tell(screens, paper="out")
    expect(page.locator(OF_K1)).to_contain_text("hết giấy")
    expect(page.locator(OF_K1)).to_have_count(1)
    tell(screens, link="unknown", paper="unknown", cover="unknown", trouble="printer_silent")
    expect(page.locator(OF_K1)).to_contain_text("Máy in ki-ốt K1: không trả lời")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_trouble_is_the_same_for_a_minute_after_it_was_gone(screens: Screens) -> None:
    page = screens.open("supervisor")
    shown = page.evaluate(
        """async (book_js) => {
          const { looked, seen, unseen } = await import(book_js);
          const low = new Set(["K1 low"]), none = new Set();
          const told = [];
          let book = looked({}, low, 0);
          told.push(unseen(book));
          book = seen(book, "K1 low");
          book = looked(looked(book, none, 1000), low, 60_999);
          told.push(unseen(book));
          book = looked(looked(book, none, 70_000), low, 130_000);
          told.push(unseen(book));
          told.push(unseen(looked(book, new Set(["K1 low", "K1 open"]), 140_000)));
          told.push(unseen(looked(book, none, 150_000)));
          return told;
        }""",
        BOOK,
    )
    assert shown == [["K1 low"], [], ["K1 low"], ["K1 open", "K1 low"], []]


def test_who_waits_where_no_counter_calls_is_pointed_out(screens: Screens) -> None:
    page, hub = screens.open("supervisor"), screens.hub
    assert hub.post(hub.token("supervisor"), "/counters/9/fields", {"fields": ["chung_thuc"]}).ok
    kiosk = hub.view(hub.token("kiosk:K1"), "kiosk")
    (series,) = [field["series"] for field in kiosk["data"]["fields"] if field["id"] == "quan_su"]
    number = {"field": "quan_su", "series": series, "tag": "K1", "number": 1, "drawn_ms": kiosk["at_ms"]}
    assert hub.post(hub.token("kiosk:K1"), "/tickets/join", {"day": kiosk["data"]["header"]["day"], **number}).ok
    expect(page.locator("[data-field=quan_su] [data-stranded]")).to_be_visible()
    expect(page.locator("[data-stranded]")).to_have_count(1)


def test_what_stands_at_the_counters_is_listed_when_somebody_should_look_at_it(screens: Screens) -> None:
    page, hub = screens.open("supervisor"), screens.hub
    well = {"link": "online", "paper": "none", "cover": "none"}
    for device in ("H1-panel3", "H1-board3"):
        assert hub.post(hub.token("hall:H1"), f"/devices/{device}/status", well).ok
    expect(page.locator("[data-at-counters='2']")).to_be_visible()
    lost = {**well, "link": "unknown", "trouble": "device_silent"}
    for change in (lost, well, lost, {**lost, "trouble": "levitating"}):
        assert hub.post(hub.token("hall:H1"), "/devices/H1-panel3/status", change).ok
    expect(page.locator("[data-device=H1-panel3]")).to_contain_text("panel3 (H1): cần xem lại")
    expect(page.locator("[data-news^='H1-panel3']")).to_have_count(1)
    expect(page.locator("[data-at-counters='1']")).to_be_visible()
    assert hub.post(hub.token("hall:H1"), "/devices/H1-panel3/status", lost).ok
    expect(page.locator("[data-news^='H1-panel3']")).to_contain_text("panel3 (H1): không trả lời")
    pulled = {**well, "link": "offline", "trouble": "line_lost"}
    for device in ("H1-panel3", "H1-board3", "H1-keypad5"):
        assert hub.post(hub.token("hall:H1"), f"/devices/{device}/status", pulled).ok
    together = page.locator("[data-news*=line_lost]")
    expect(together).to_contain_text("H1, 3 thiết bị (board3, keypad5, panel3): mất đường dây")
    expect(page.locator("[data-news^='H1-']")).to_have_count(1)
    named = {**pulled, "device_kind": "keypad", "at_counter": 5}
    assert hub.post(hub.token("hall:H1"), "/devices/H1-keypad5/status", named).ok
    expect(page.locator("[data-device=H1-keypad5]")).to_contain_text("Bàn gọi số quầy 5: mất đường dây")
    expect(together).to_contain_text("H1, 3 thiết bị (Bàn gọi số quầy 5, board3, panel3)")
    together.get_by_role("button", name="Đã thấy").click()
    expect(page.locator("[data-news^='H1-']")).to_have_count(0)
    for n in range(21):
        assert hub.post(hub.token("hall:H1"), f"/devices/H1-z{n}/status", pulled).ok
    expect(page.locator("[data-list=devices] .more")).to_have_text("và 5 thiết bị nữa")
    expect(page.locator("[data-device]")).to_have_count(20)
    expect(together).to_contain_text("(z0, z1, z10, z11, …): mất đường dây")


def test_a_kiosks_scanner_in_trouble_is_told_and_a_counter_opened_by_keys_has_no_name(screens: Screens) -> None:
    hub = screens.hub
    scanner = {"name": "scanner", "kind": "scanner", "counter": 0, "link": "offline", "trouble": "line_lost"}
    report = {"version": "1", "clock_offset_ms": 0, "started_ms": 0, "page": "alive", "devices": [scanner]}
    assert hub.post(hub.token("kiosk:K7"), "/devices/K7/report", report).ok
    assert hub.post(hub.token("desk:8"), "/counters/8/open").ok
    page = screens.open("supervisor")
    expect(page.locator("[data-news^='K7-scanner']")).to_contain_text("scanner (K7): mất đường dây")
    expect(page.locator("[data-counter='8'] [data-clerk]")).to_have_text("Phím gọi số ở quầy")
