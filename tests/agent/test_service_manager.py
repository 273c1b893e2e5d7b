"""systemd is told by real datagrams; a watchdog is fed only by what is alive."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.agent.service_manager import ServiceManager, feed_watchdog
from hub.domain import commands as c
from hub.service.office import Office
from tests.hub_process import ROOT, HubProcess
from tests.operations.service_kit import Manager
from tests.service.kit import FakeClock, Hall, Heard, Threads

WATCHDOG_S = 0.3
SOME_FEEDS_S = 1.0

HANGING_LOOP = """
import sys, gevent
from hub.agent.service_manager import ServiceManager, feed_watchdog
gevent.spawn(feed_watchdog, ServiceManager(), lambda: True, gevent.sleep)
gevent.wait(timeout=0.3)
print("hangs", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    with Manager(tmp_path, WATCHDOG_S) as manager:
        yield manager


def test_each_word_is_a_datagram(manager: Manager) -> None:
    service = ServiceManager(manager.environment)
    service.ready()
    service.alive()
    service.stopping()
    assert [manager.hear() for _ in range(3)] == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_name_without_a_file_is_understood() -> None:
    with Manager(None, WATCHDOG_S) as manager:
        assert manager.environment["NOTIFY_SOCKET"].startswith("@")
        ServiceManager(manager.environment).ready()
        assert manager.hear() == "READY=1"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify", "WATCHDOG_USEC": "300000"}])
def test_who_was_started_by_nobody_works_all_the_same(environment: dict[str, str]) -> None:
    service = ServiceManager(environment)
    service.ready()
    feed_watchdog(service, lambda: True, lambda _: True)


def test_a_watchdog_is_heeded_only_by_the_process_that_it_watches(manager: Manager) -> None:
    environment = manager.environment
    assert ServiceManager({**environment, "WATCHDOG_PID": str(os.getpid())}).watchdog_s == WATCHDOG_S
    assert ServiceManager({**environment, "WATCHDOG_PID": str(os.getpid() + 1)}).watchdog_s is None
    assert ServiceManager({"NOTIFY_SOCKET": environment["NOTIFY_SOCKET"]}).watchdog_s is None


def test_what_is_not_alive_feeds_no_watchdog(manager: Manager) -> None:
    answers = iter([True, False, False, True])
    ends = iter([False, False, False, True])
    feed_watchdog(ServiceManager(manager.environment), lambda: next(answers), lambda _: next(ends))
    assert manager.hear_all() == ["WATCHDOG=1", "WATCHDOG=1"]


def test_a_loop_that_hangs_feeds_no_watchdog(manager: Manager) -> None:
    environment = {**os.environ, **manager.environment, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", HANGING_LOOP]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "hangs\n"
        assert manager.hear_all() != []
        assert manager.hear(SOME_FEEDS_S) is None
        program.kill()


def test_a_writer_that_hangs_feeds_no_watchdog(tmp_path: Path, manager: Manager) -> None:
    worker, stop = Threads(), threading.Event()
    hall = Hall(tmp_path / "hub.db")
    office = Office(hall.journal, FakeClock(), Heard(), worker)
    feeding = threading.Thread(
        target=feed_watchdog, args=(ServiceManager(manager.environment), office.is_turning, stop.wait)
    )
    feeding.start()
    assert manager.hear() == "WATCHDOG=1"
    worker.gate.clear()
    manager.hear_all()
    while manager.hear(SOME_FEEDS_S) is not None:  # the one that was under way
        pass
    worker.gate.set()
    assert manager.hear() == "WATCHDOG=1"
    stop.set()
    feeding.join(5)
    worker.close()
    hall.close()


class Stuck(Heard):
    """A publisher that never comes back until a test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_in = threading.Event()
        self.let_go = threading.Event()

    def announce(self, entries: object) -> None:
        self.is_in.set()
        assert self.let_go.wait(10)


def test_an_office_in_which_the_same_one_stays_first_is_stuck(tmp_path: Path) -> None:
    worker, publisher = Threads(), Stuck()
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1, 2)
    office = Office(hall.journal, hall.clock, publisher, worker)
    office.submit(c.IssueTicket(field="civil"), "test", "first")
    assert publisher.is_in.wait(10)
    second = threading.Thread(target=office.submit, args=(c.IssueTicket(field="civil"), "test", "second"))
    second.start()
    deadline_s = time.monotonic() + 10
    while office.is_turning():
        assert time.monotonic() < deadline_s
    publisher.let_go.set()
    second.join(10)
    assert [office.is_turning(), office.is_turning()] == [True, True]
    worker.close()
    hall.close()


def test_a_hub_says_that_it_is_ready_that_it_lives_and_that_it_ends(
    tmp_path: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in manager.environment.items():
        monkeypatch.setenv(name, value)
    with HubProcess(tmp_path / "data") as hub:
        assert manager.hear() == "READY=1"
        assert hub.health()["status"] == "ok"
        assert [manager.hear(), manager.hear()] == ["WATCHDOG=1", "WATCHDOG=1"]
        assert hub.stop() == 0
    assert manager.hear_all()[-1] == "STOPPING=1"
