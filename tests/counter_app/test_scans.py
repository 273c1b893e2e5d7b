"""Tickets under a scanner: counter and reception open what was scanned, whatever way the scanner is attached."""

from playwright.sync_api import Page, expect

from config.texts import text
from tests.counter_app.test_counter_keys import can_press
from tests.screens import FIELD_OF, Screens

CARD = "001085012345|123456789|Nguyen Thi Anh|02031985|Nu|Ha Noi|19042021"


def code_of(screens: Screens, label: str, day: str = "") -> str:
    day = day or screens.hub.view(screens.hub.token("reception"), "reception")["data"]["header"]["day"]
    return f"TL1:{day}-{label}"


def scanned(screens: Screens, place: str, label: str) -> None:
    """A desk agent's scanner, which the hub tells the pages of."""
    screen = "hall:H1" if place == "reception" else "desk:" + place.rpartition("/")[2]
    answer = screens.hub.post(screens.hub.token(screen), f"/{place}/scan", {"code": code_of(screens, label)})
    assert answer.json()["label"] == label


SCANNED = """(reading) => [...reading, "Enter"].map((key) => {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^[0-9]$/.test(key) ? `Digit${key}` : key;
  const place = { "-": "Minus", ":": "Semicolon", " ": "Space", "/": "Slash", ".": "Period" }[key] ?? code;
  const event = new KeyboardEvent("keydown", { key, code: place, bubbles: true, cancelable: true });
  return document.activeElement.dispatchEvent(event);
})"""
"""Types as quickly as a scanner, however busy the machine is; tells of each key whether it still does something."""


def typed(page: Page, reading: str) -> list[bool]:
    """A scanner that types like a keyboard, line end included, wherever the focus is."""
    pressing: list[bool] = page.evaluate(SCANNED, reading)
    return pressing


def typed_into_field(page: Page, reading: str) -> None:
    page.keyboard.press("F3")
    page.keyboard.insert_text(reading)
    page.keyboard.press("Enter")


def say(code: str, **params: object) -> str:
    return text("vi", code).format(**params)


def story(page: Page, label: str) -> None:
    expect(page.locator(f"[data-found='{label}']")).to_be_visible()


def test_the_reception_opens_the_story_of_a_scanned_ticket(screens: Screens) -> None:
    screens.command(3, "open")
    first, second, third = screens.tickets(FIELD_OF[3], 3)
    page = screens.open("reception")
    field = page.locator(f"[data-field={FIELD_OF[3]}]")
    field.click()
    expect(page.locator("[data-action=issue]")).to_be_enabled()  # the hub is there: only then a page hears of scans
    scanned(screens, "reception", first)
    story(page, first)

    page.locator("[data-action=issue]").focus()
    typed(page, code_of(screens, second))
    story(page, second)
    expect(page.locator("#drawn")).to_have_count(0)
    expect(page.locator("[data-field] input:checked")).to_have_count(1)
    expect(field.locator("input")).to_be_checked()

    for reading in (CARD, "2" + CARD, "8934563 138165", code_of(screens, second)[:9]):
        assert not any(typed(page, reading)), "no figure chooses, a name's space and the end press no button"
    expect(field.locator("input")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#drawn")).to_be_visible()

    typed_into_field(page, code_of(screens, third).lower())
    story(page, third)
    expect(page.locator("#find")).to_have_value("")
    typed_into_field(page, code_of(screens, third, "2020-01-02"))
    expect(page.locator("#not-found")).to_have_text(say("desk.other_day", label=third))


def test_the_reception_opens_the_story_of_a_scanned_link(screens: Screens) -> None:
    issue = {"field": FIELD_OF[3]}
    first, second = (screens.hub.post(screens.hub.token("kiosk:K1"), "/tickets", issue).json() for _ in range(2))
    page = screens.open("reception")
    assert typed(page, first["events"][0]["link"])[-1] is False
    story(page, first["events"][0]["label"])
    typed_into_field(page, second["events"][0]["link"].lower())
    story(page, second["events"][0]["label"])
    typed_into_field(page, f"http://so.example.vn/t/{'a' * 26}")
    expect(page.locator("#not-found")).to_have_text(say("desk.scan_no_ticket"))


def test_an_identity_card_in_the_field_reaches_nobody(screens: Screens) -> None:
    page = screens.open("reception")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for reading in (CARD, CARD[:12], CARD[:20]):
        typed_into_field(page, reading)
        expect(page.locator("#not-found")).to_have_text(say("desk.no_number"))
        expect(page.locator("#find")).to_have_value("")
        page.keyboard.press("Escape")
        expect(page.locator("#not-found")).to_have_count(0)
    assert [url for url in asked if "00108" in url] == []


def test_a_counter_calls_a_scanned_ticket_or_says_where_it_is(screens: Screens) -> None:
    page, refusal = screens.open("counter:6"), "#refusal"
    (closed,) = screens.tickets(FIELD_OF[6], 1)
    can_press(page, "open")
    scanned(screens, "counters/6", closed)
    expect(page.locator(refusal)).to_contain_text(say("counter.scan_not_open", label=closed))

    (label, other) = screens.opened_counter(6, 2)
    expect(page.locator(refusal)).to_have_count(0)
    typed(page, code_of(screens, label))
    expect(page.locator("dialog input[name=label]")).to_have_value(label)
    scanned(screens, "counters/6", other)
    page.locator("dialog [data-choice]").first.click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-ticket]").first).to_contain_text(label)

    scanned(screens, "counters/6", label)
    expect(page.locator(refusal)).to_contain_text(say("counter.scan_here", label=label))
    assert screens.hub.post(screens.hub.token("desk:6"), "/counters/6/scan", {"code": ""}).ok
    expect(page.locator(refusal)).to_contain_text(say("desk.scan_no_ticket"))
    typed(page, code_of(screens, other))
    expect(page.locator(refusal)).to_contain_text(say("counter.scan_busy", label=other))
    typed(page, code_of(screens, other, "2020-01-02"))
    expect(page.locator(refusal)).to_contain_text(say("desk.other_day", label=other))
    keys = screens.hub.token("desk:6")
    for command in ("start", "finish"):
        assert screens.hub.post(keys, f"/counters/6/{command}").ok
    expect(page.locator("[data-ticket]")).to_have_count(0)
    expect(page.locator(refusal)).to_have_count(0)
    typed(page, code_of(screens, label))
    expect(page.locator(refusal)).to_contain_text(say("counter.scan_over", label=label, state=say("state.finished")))
    expect(page.locator(f"{refusal}.strip-alert .icon-info")).to_be_visible()


def nothing_acts_in(page: Page, readings: tuple[str, ...], *actions: str) -> None:
    for action in actions:
        page.locator(f"[data-action={action}]").click()
        expect(page.locator("dialog :focus")).to_have_count(1)
        for reading in readings:
            assert not any(typed(page, reading)), f"{reading} at {action}"
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)


def test_what_a_scanner_types_into_a_dialog_does_nothing(screens: Screens) -> None:
    label, other = screens.opened_counter(7, 2)
    readings = ("079203001234", CARD, "112233", code_of(screens, other))
    page = screens.open("counter:7")
    expect(page.locator("[data-action=pause][aria-disabled=false]")).to_have_count(1)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/counters/" in request.url else None)
    nothing_acts_in(page, readings, "pause", "fields")

    typed(page, code_of(screens, label))
    expect(page.locator("dialog input[name=label]")).to_have_value(label)
    for reading in readings:
        assert not any(typed(page, reading)), reading
    assert asked == []
    page.keyboard.press("1")
    expect(page.locator("[data-ticket]").first).to_contain_text(label)
    nothing_acts_in(page, readings, "cancel")

    page.keyboard.press("F4")
    expect(page.locator("[data-ticket][data-state=serving]")).to_have_count(1)
    asked.clear()
    nothing_acts_in(page, readings, "transfer", "return")
    page.keyboard.press("Numpad5")
    page.keyboard.press("Alt+Numpad1")
    expect(page.locator("dialog :focus")).to_have_count(1)
    assert asked == []
    page.keyboard.press("Numpad1")
    expect(page.locator("[data-ticket]")).to_have_count(0)


def test_keys_of_a_hand_in_quick_succession_all_count(screens: Screens) -> None:
    page = screens.open("reception")
    page.locator("[data-field]").nth(1).click()
    page.locator("[name=field]").nth(2).focus()
    assert typed(page, "2 ")[1] is False, "a figure and a space bar at once are a scanner's"
    page.locator("[name=field]").nth(2).focus()
    pressing: list[bool] = page.evaluate("(keys) => (" + SCANNED + ")(keys)", ["3", "F4", " "])
    assert pressing[2], "but not where a function key lies between them"


def test_an_identity_card_in_the_field_for_a_number_goes_nowhere(screens: Screens) -> None:
    (label,) = screens.opened_counter(5, 1)
    page = screens.open("counter:5")
    page.locator("[data-action=call_number][aria-disabled=false]").click()
    field, refusal = page.locator("dialog input[name=label]"), page.locator("dialog [role=alert]")
    for reading, said in (
        ("079203001234", say("desk.no_number")),
        (code_of(screens, label, "2020-01-02"), say("desk.other_day", label=label)),
    ):
        field.focus()
        page.keyboard.insert_text(reading)
        page.keyboard.press("Enter")
        expect(refusal).to_have_text(said)
        expect(field).to_have_value("")
        expect(field).to_be_focused()
    page.keyboard.insert_text(label)
    page.keyboard.press("Enter")
    expect(refusal).to_have_count(0)
    expect(page.locator("dialog [data-choice]").first).to_be_focused()
