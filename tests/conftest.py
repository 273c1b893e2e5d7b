"""What all tests share.

Hypothesis searches the same examples on every machine, as many as a test run can afford; for a longer search with new
examples: `pytest --hypothesis-profile=search`.
"""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browser import launched

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("steady")

ROOT = Path(__file__).parent
LONG_FILES = (
    *("faults/test_kill9.py", "e2e/test_wall.py", "kiosk_app/test_kiosk_hours.py", "e2e/test_rush.py"),
    *("kiosk_app/test_kiosk_layout.py", "accessibility/test_screens.py", "display_app/test_two_walls.py"),
    *("faults/test_rating_day.py", "kiosk_app/test_replugging.py", "domain/test_machine.py", "models/test_models.py"),
    *("operations/test_newcomer.py", "web/test_pairing_page.py"),
    *("faults/test_kiosk_power_cuts.py", "e2e/test_touch_to_rating.py", "models/test_conformance.py"),
    *("display_app/test_wall_page.py", "domain/test_order_at_random.py", "kiosk_app/test_agent_process.py"),
    *("kiosk_app/test_kiosk_answers.py", "kiosk_app/test_kiosk_page.py", "counter_app/test_supervisor_page.py"),
    *("calendar/test_kiosk_by_itself.py", "calendar/test_real_clock.py", "faults/test_outage_drill.py"),
    *("kiosk_app/test_agent_reception.py", "demo/test_demo.py", "store/test_power_cuts.py"),
)
"""They begin first, those that compute beside those that wait: a long file that is left for the end keeps everybody."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, the others as they come."""
    begins = {ROOT / name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: begins.get(item.path, len(begins)))


def pytest_collection_finish() -> None:
    """What was imported stays: to look through it for circles again and again costs a tenth of the rules' tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Figures that a test measured (``record_property``) are told at the end, whatever they are."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.rpartition('/')[2]}: {name}: {value}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once; a test opens a context of its own in it and closes it."""
    with launched() as browser:
        yield browser
