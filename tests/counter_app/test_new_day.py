"""A hub that was off for three weeks and cannot trust its clock asks a clerk, with one button."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from config.centre import SAMPLE, load_centre
from hub.service.housekeeping import Configured, opening
from hub.service.office import Office
from hub.store.control import DATABASE_NAME
from hub.store.journal import Journal
from tests.hub_process import HubProcess
from tests.screens import screens_of
from tests.service.kit import FakeClock, Heard, Inline

PROGRAM = Path(__file__).parent / "clock_without_battery.py"
THREE_WEEKS = timedelta(days=21)


def _work_one_day(data: Path, at_ms: int) -> None:
    """Leave the journal of a hub that opened a day at ``at_ms`` and was switched off."""
    with closing(Journal.open(data / DATABASE_NAME, at_ms)) as journal:
        office, plan = Office(journal, FakeClock(at_ms), Heard(), Inline()), load_centre(SAMPLE)
        office.submit(
            opening(office.floor, Configured(plan, lambda same, _: same), at_ms, "person"), "hub", "first-day"
        )


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    _work_one_day(tmp_path, int((time.time() - THREE_WEEKS.total_seconds()) * 1000))
    with HubProcess(tmp_path, program=PROGRAM) as running:
        yield running


def test_a_doubtful_day_is_opened_by_a_clerk_with_one_button(hub: HubProcess, chromium: Browser) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    assert hub.health()["day"] == (today - THREE_WEEKS).isoformat()
    with screens_of(chromium, hub) as screens:
        counter = screens.open("counter:2")
        expect(counter.locator("#new-day")).to_contain_text(f"{today.day}/{today.month}/{today.year}")

        counter.get_by_role("button", name="Đúng, mở ngày này").click()

        expect(counter.locator("#new-day")).to_have_count(0)
        assert hub.health()["day"] == today.isoformat()
