"""Clerks with accounts in a real browser: two at one counter, one at two, one who leaves, and sessions that end."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.counter_app.test_counter_keys import in_state
from tests.hub_process import HubProcess
from tests.staff_kit import PASSWORD, at_console, centre, signed_in, token_of
from tests.waiting import until

PATIENCE_MS = 15_000
"""How long a test waits; what it took is printed at the end of a run, for a crowded machine decides that."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with centre(tmp_path_factory.mktemp("hub")) as running:
        yield running


@contextmanager
def desk(chromium: Browser, hub: HubProcess, login: str, path: str) -> Iterator[Page]:
    """Somebody's own computer, signed in by the page itself, and led to ``path``."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{hub.url}{path}")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.locator("main .button").click()
    expect(page).to_have_url(f"{hub.url}{path}")
    yield page
    context.close()
    assert faults == []


def lead(hub: HubProcess, path: str, body: Any = None) -> dict[str, Any]:
    """What the supervisor has the hub do."""
    with signed_in(hub, "truong") as browser:
        response = hub.post(token_of(hub, browser, "/reception/"), path, body)
    assert response.ok, response.text
    answer: dict[str, Any] = response.json()
    return answer


def draw(hub: HubProcess, field: str) -> str:
    events = lead(hub, "/tickets", {"field": field, "granted_by": "staff"})["events"]
    return str(events[0]["label"])


def reasons(hub: HubProcess) -> dict[str, Any]:
    with signed_in(hub, "truong") as browser:
        found: dict[str, Any] = browser.get(f"{hub.url}/api/v1/views/floor", timeout=10).json()["data"]["reasons"]
    return found


def story(hub: HubProcess, label: str) -> dict[str, Any]:
    with signed_in(hub, "truong") as browser:
        found: dict[str, Any] = browser.get(f"{hub.url}/api/v1/tickets/{label}", timeout=10).json()
    return found


def has_pressed(hub: HubProcess, command: str, actor: str) -> bool:
    """Whether the hub's log says who did it; its journal has the same actor."""
    return until(lambda: any(f"command={command} actor={actor}" in line for line in hub.log), within_s=5)


def serves(page: Page, field: str, *labels: str) -> None:
    """Open the counter for which these wait."""
    in_state(page, "closed")
    page.keyboard.press("Numpad0")
    in_state(page, "free")
    expect(page.locator(f"[data-field={field}]")).to_contain_text(str(len(labels)))


def test_two_clerks_at_one_counter(chromium: Browser, hub: HubProcess) -> None:
    first, second = draw(hub, "dat_dai"), draw(hub, "dat_dai")
    with desk(chromium, hub, "lan", "/counter/5/") as lan, desk(chromium, hub, "minh", "/counter/5/") as minh:
        expect(lan.locator("[data-company]")).to_contain_text("Phạm Văn Minh")
        expect(minh.locator("[data-company]")).to_contain_text("Nguyễn Thị Lan")
        expect(minh.locator("[data-name]")).to_have_text("Phạm Văn Minh")
        serves(lan, "dat_dai", first, second)
        in_state(minh, "free")
        lan.keyboard.press("F2")
        minh.keyboard.press("F2")
        for page in (lan, minh):
            in_state(page, "called", first)
        assert story(hub, first)["services"][0]["clerk"] in {"staff-3", "staff-4"}
        assert story(hub, second)["state"] == "waiting"
        minh.keyboard.press("F4")
        in_state(lan, "serving", first)
        assert story(hub, first)["services"][0]["clerk"] == "staff-4"
        lan.keyboard.press("F8")
        for page in (lan, minh):
            in_state(page, "free")
            expect(page.locator("#finished")).to_have_text("1")
        assert has_pressed(hub, "StartService", "staff-4")
        assert has_pressed(hub, "FinishService", "staff-3")
        minh.keyboard.press("F2")
        in_state(lan, "called", second)


def test_one_clerk_at_two_counters(chromium: Browser, hub: HubProcess) -> None:
    label = draw(hub, "bao_tro")
    with desk(chromium, hub, "lan", "/counter/7/") as seven:
        six = seven.context.new_page()
        six.goto(f"{hub.url}/counter/6/")
        serves(seven, "bao_tro", label)
        in_state(six, "closed")
        six.keyboard.press("Numpad0")
        in_state(six, "free")
        seven.keyboard.press("F2")
        in_state(seven, "called", label)
        in_state(six, "free")
        service = story(hub, label)["services"][0]
        assert (service["counter"], service["clerk"]) == (7, "staff-3")
        expect(six.locator("[data-company]")).to_have_count(0)


def test_a_clerk_who_leaves_in_the_middle_leaves_the_ticket_to_whoever_comes(
    chromium: Browser, hub: HubProcess
) -> None:
    label = draw(hub, "chung_thuc")
    with desk(chromium, hub, "lan", "/counter/3/") as lan:
        serves(lan, "chung_thuc", label)
        lan.keyboard.press("F2")
        in_state(lan, "called", label)
        lan.keyboard.press("F4")
        in_state(lan, "serving", label)
        lan.locator("form[action='/sign-out'] button").click()
        expect(lan).to_have_url(re.compile("/sign-in$"))
    assert (story(hub, label)["state"], story(hub, label)["services"][0]["clerk"]) == ("serving", "staff-3")
    with desk(chromium, hub, "minh", "/counter/3/") as minh:
        in_state(minh, "serving", label)
        minh.keyboard.press("F8")
        in_state(minh, "free")
    assert story(hub, label)["state"] == "finished"


def test_the_supervisor_frees_the_ticket_of_a_clerk_whose_computer_is_off(chromium: Browser, hub: HubProcess) -> None:
    label = draw(hub, "quan_su")
    with desk(chromium, hub, "lan", "/counter/9/") as lan:
        serves(lan, "quan_su", label)
        lan.keyboard.press("F2")
        in_state(lan, "called", label)
    found = story(hub, label)
    assert (found["state"], found["counter"]) == ("called", 9)
    reason = reasons(hub)["return_to_queue"][0]["id"]
    lead(hub, f"/tickets/{found['ticket']}/release", {"reason": reason})
    assert story(hub, label)["state"] == "waiting"


@pytest.mark.parametrize("action", ["staff-password", "staff-role"])
def test_an_ended_session_takes_its_open_pages_to_the_sign_in_by_themselves(
    chromium: Browser, hub: HubProcess, action: str, record_property: Callable[[str, object], None]
) -> None:
    with desk(chromium, hub, "minh", "/counter/8/") as page:
        expect(page.locator("#counter-state")).to_be_visible()
        supervisor = page.context.new_page()
        supervisor.goto(f"{hub.url}/reception/")
        supervisor.locator("#screen > *").first.wait_for()
        role = "supervisor" if action == "staff-role" else None
        at_console(hub, action, login="minh", password=PASSWORD, role=role)
        since_s = time.perf_counter()
        page.wait_for_url(re.compile("/sign-in"), timeout=PATIENCE_MS, wait_until="commit")
        supervisor.wait_for_url(re.compile("/sign-in"), timeout=PATIENCE_MS, wait_until="commit")
        record_property("from the end of a session to the sign-in", f"{time.perf_counter() - since_s:.2f} s")
        page.fill("#login", "minh")
        page.fill("#password", PASSWORD)
        page.locator("main .button").click()
        expect(page).to_have_url(f"{hub.url}/counter/8/")
    at_console(hub, "staff-role", login="minh", role="clerk")


def test_whoever_signs_in_after_somebody_takes_over_what_is_open(chromium: Browser, hub: HubProcess) -> None:
    with desk(chromium, hub, "lan", "/counter/10/") as page:
        expect(page.locator("[data-name]")).to_have_text("Nguyễn Thị Lan")
        other = page.context.new_page()
        other.goto(f"{hub.url}/sign-in")
        other.fill("#login", "minh")
        other.fill("#password", PASSWORD)
        other.locator("main .button").click()
        expect(page.locator("[data-name]")).to_have_text("Phạm Văn Minh")
