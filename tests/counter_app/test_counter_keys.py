"""One key, one action, one request."""

from playwright.sync_api import Page, Request, Route, expect

from tests.screens import Screens


def in_state(page: Page, state: str, label: str | None = None) -> None:
    """The page shows the state (and the number) and is ready for the next press."""
    expect(page.locator(f"[data-state={state}]")).to_be_visible()
    if label is not None:
        expect(page.locator("#label")).to_have_text(label)
    # What is always possible is not only while an answer is awaited: a key pressed early may do nothing.
    expect(page.locator("[data-action=fields][aria-disabled=true]")).to_have_count(0)


def can_press(page: Page, action: str) -> None:
    """The answer to the press before has come: a key that comes more than half a second before it does nothing."""
    expect(page.locator(f"[data-action={action}]:not([aria-disabled=true])")).to_be_visible()


def commands_of(page: Page) -> list[str]:
    """What the page posts from now on, without the address of its counter."""
    posted: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and "/api/v1/" in request.url:
            posted.append(request.url.rsplit("/", 1)[1])

    page.on("request", note)
    return posted


def test_function_keys_lead_a_ticket_from_call_to_finish(screens: Screens) -> None:
    first, second, third = screens.opened_counter(2, tickets=3)
    page = screens.open("counter:2")
    posted = commands_of(page)
    in_state(page, "free")

    page.keyboard.press("F2")
    in_state(page, "called", first)
    page.keyboard.press("F3")
    expect(page.locator(".facts")).to_contain_text("2")
    page.keyboard.press("F4")
    in_state(page, "serving", first)
    page.keyboard.press("F9")
    in_state(page, "free")
    page.keyboard.press("F2")
    in_state(page, "called", second)
    page.keyboard.press("F7")
    in_state(page, "free")
    expect(page.locator(f"[data-list=missed] [data-row={second}]")).to_be_visible()
    page.keyboard.press("F9")
    in_state(page, "serving", first)
    page.keyboard.press("F2")
    in_state(page, "called", third)
    page.keyboard.press("F4")
    in_state(page, "serving", third)
    page.keyboard.press("F8")
    in_state(page, "free")

    expect(page.locator("#finished")).to_have_text("2")
    to_the_second = ["call-next", "recall", "start", "hold", "call-next", "missed"]
    assert posted == [*to_the_second, "resume", "finish-and-call-next", "start", "finish"]


def test_the_numeric_pad_does_the_same(screens: Screens) -> None:
    (label,) = screens.tickets("dat_dai")
    page = screens.open("counter:5")
    in_state(page, "closed")
    page.keyboard.press("Numpad0")
    in_state(page, "free")
    can_press(page, "next")
    for key, state in (("Numpad2", "called"), ("Numpad3", "called"), ("Numpad8", "called"), ("Numpad4", "serving")):
        page.keyboard.press(key)
        in_state(page, state, label)
        can_press(page, "hold")
        expect(page.locator("#refusal:has-text('bấm Bắt đầu')")).to_have_count(int(key == "Numpad8"))
    page.keyboard.press("Numpad8")
    in_state(page, "free")
    can_press(page, "pause")
    page.keyboard.press("Numpad0")
    expect(page.locator("[data-choice]").first).to_be_focused()
    page.keyboard.press("2")
    in_state(page, "paused")
    can_press(page, "close")
    page.keyboard.press("NumpadSubtract")
    in_state(page, "closed")


def test_letters_browser_keys_and_combinations_do_nothing(screens: Screens) -> None:
    screens.opened_counter(6, tickets=1)
    page = screens.open("counter:6")
    in_state(page, "free")
    posted = commands_of(page)
    for key in ("KeyG", "KeyF", "Digit2", "Enter", "Space", "Control+F2", "Shift+F4", "Alt+F9"):
        page.keyboard.press(key)
    in_state(page, "free")
    assert posted == []


def test_a_key_held_down_counts_once(screens: Screens) -> None:
    screens.opened_counter(7, tickets=2)
    page = screens.open("counter:7")
    in_state(page, "free")
    posted = commands_of(page)
    for _ in range(5):
        page.keyboard.down("F2")
    page.keyboard.up("F2")
    in_state(page, "called")
    page.keyboard.press("F4")
    in_state(page, "serving")
    assert posted == ["call-next", "start"]


def test_a_lost_answer_is_asked_for_again_with_the_same_key(screens: Screens) -> None:
    screens.opened_counter(8, tickets=2)
    page = screens.open("counter:8")
    in_state(page, "free")
    keys: list[str | None] = []

    def lose_the_first(route: Route, request: Request) -> None:
        keys.append(request.headers.get("idempotency-key"))
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/call-next", lose_the_first)
    page.keyboard.press("F2")
    in_state(page, "called")
    expect(page.locator("[data-action=start]")).to_be_enabled()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    expect(page.locator("[data-list=waiting] [data-row]")).to_have_count(1)


def test_what_the_state_forbids_cannot_be_pressed(screens: Screens) -> None:
    screens.opened_counter(9, tickets=1)
    page = screens.open("counter:9")
    in_state(page, "free")
    able = page.locator(".act:not([aria-disabled=true])")

    def ids() -> set[str]:
        return set(able.evaluate_all("buttons => buttons.map(button => button.dataset.action)"))

    assert ids() == {"next", "call_number", "fields", "pause", "close"}
    page.keyboard.press("F2")
    expect(page.locator("[data-action=start]")).to_be_enabled()
    at_call = {"start", "recall", "missed", "hold", "transfer", "return", "note", "cancel", "fields"}
    assert ids() == at_call
    page.keyboard.press("F4")
    expect(page.locator("[data-action=finish]")).to_be_enabled()
    assert ids() == {"next", "finish", "hold", "transfer", "return", "note", "fields", "add_errand"}


def test_a_double_press_does_not_undo_itself(screens: Screens) -> None:
    (label,) = screens.opened_counter(3, tickets=1)
    screens.command(3, "call-next", "start")
    page = screens.open("counter:3")
    in_state(page, "serving", label)
    posted = commands_of(page)
    page.keyboard.press("F9")
    page.keyboard.press("F9")
    in_state(page, "free")
    expect(page.locator(f"[data-list=held] [data-row={label}]")).to_be_visible()
    assert posted == ["hold"]
