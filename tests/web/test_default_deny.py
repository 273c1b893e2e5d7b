"""Nothing is reachable that the access table does not name, and the table names nothing that is not there."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from hub.domain.commands import OF_THE_HUB, Command
from hub.messages import TOPIC_KINDS
from hub.realtime.topics import TOPICS
from hub.service.access import ACCESS, PUBLIC, may_use
from hub.web.routes import ROUTES

LIST_ENDPOINTS = """
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
from config.centre import SAMPLE
from hub.app import Hub, HubSettings
hub = Hub(HubSettings(host="127.0.0.1", port=0, data=Path(sys.argv[1]), centre=SAMPLE))
print(*sorted({rule.endpoint for rule in hub.flask.url_map.iter_rules()}))
hub.close()
"""


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The endpoints of a real hub; in a process of its own, because a hub changes the standard library."""
    data: Path = tmp_path_factory.mktemp("hub")
    command = [sys.executable, "-c", LIST_ENDPOINTS, str(data)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    return set(listed.stdout.split())


def test_every_route_has_a_row(endpoints: set[str]) -> None:
    assert endpoints - ACCESS.keys() == set()


def test_every_row_of_a_route_has_its_route(endpoints: set[str]) -> None:
    assert {row for row in ACCESS if not row.startswith("topic:")} - endpoints == set()


def test_every_topic_has_a_row_and_a_view() -> None:
    assert TOPICS.keys() == TOPIC_KINDS
    assert {f"topic:{kind}" for kind in TOPICS} == {row for row in ACCESS if row.startswith("topic:")}


def test_every_command_has_one_place() -> None:
    places = [route.command.__name__ for route in ROUTES] + ["OpenDay"]
    assert sorted(places) == sorted(command.__name__ for command in set(get_args(Command)) - OF_THE_HUB)


def test_an_endpoint_without_a_row_is_denied() -> None:
    assert not may_use(PUBLIC, "pages.forgotten")
