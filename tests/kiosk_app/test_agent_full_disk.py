"""A disk that takes a write no more, and later does: the agent lives on, and nothing is forgotten meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.printers import JobEnd
from kiosk_app.records import JobState, RequestState
from tests.kiosk_app.agent_kit import FakeHub
from tests.kiosk_app.own_kit import Kiosk, come_back, labels, leave


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    kiosk = Kiosk(tmp_path, FakeHub())
    kiosk.hear()
    return kiosk


@contextmanager
def full_disk(kiosk: Kiosk, after: int = 0) -> Iterator[None]:
    """A disk that takes ``after`` more writes; every later one fails when it is to be made durable."""
    file, writes = kiosk.spool.file, iter(range(after))
    transaction = file.transaction

    @contextmanager
    def failing() -> Iterator[sqlite3.Connection]:
        with transaction() as db:
            yield db
            if next(writes, None) is None:
                raise sqlite3.OperationalError("database or disk is full")

    file.transaction = failing  # type: ignore[method-assign]
    with pytest.raises(sqlite3.OperationalError):
        yield
    file.transaction = transaction  # type: ignore[method-assign]


def test_a_number_whose_answer_the_disk_did_not_take_is_given_back(kiosk: Kiosk) -> None:
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    with full_disk(kiosk, after=1):
        kiosk.take("k1")
    assert len(hub.tickets) == 1
    kiosk.deliver()
    assert hub.said[-1] == ("/requests/abandon", {"key": "k1"})
    assert kiosk.take("k1").body["code"] == "hub_unreachable"
    assert kiosk.jobs_added == []


def test_what_somebody_asks_for_at_this_moment_is_not_given_up(kiosk: Kiosk) -> None:
    post, states = kiosk.hub.post, list[RequestState]()

    def looking(path: str, body: dict[str, object], key: str, timeout_s: float) -> object:
        kiosk.desk.look()
        request = kiosk.spool.request(key)
        assert request is not None
        states.append(request.state)
        return post(path, body, key, timeout_s)

    kiosk.hub.post = looking  # type: ignore[assignment, method-assign]
    assert kiosk.take("k1").status == 201
    assert states == [RequestState.ASKED]


@pytest.mark.parametrize("end", list(JobEnd))
def test_how_a_paper_ended_is_written_down_once_the_disk_takes_it(kiosk: Kiosk, end: JobEnd) -> None:
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    ticket = kiosk.take("k1").body["ticket"]
    with full_disk(kiosk, after=1):
        kiosk.end_print(end)
    job = kiosk.spool.job_of(ticket)
    assert job is not None
    assert job.state is JobState.SENT
    kiosk.clock.advance(60)
    kiosk.deliver()
    assert hub.said[-1] == (f"/tickets/{ticket}/print", {"job": job.id, "result": end.value})
    if end is JobEnd.FAILED:
        kiosk.jobs.note(ticket)
    told = hub.said[:]
    kiosk.clock.advance(60)
    kiosk.deliver()
    assert hub.said == told


def test_another_epoch_is_acted_upon_once_the_disk_takes_it(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    hub = come_back(kiosk)
    kiosk.deliver()
    with full_disk(kiosk):
        kiosk.hear(epoch="e2")
    kiosk.deliver()
    assert labels(hub) == ["A-K2-01"]
    assert len(hub.keys) == 2


def test_what_the_hall_looks_like_is_remembered_once_the_disk_takes_it(kiosk: Kiosk) -> None:
    with full_disk(kiosk):
        kiosk.hear(epoch="e2")
    kiosk.own.look()
    kiosk.restart()
    assert kiosk.memory.epoch == "e2"
