"""Group commit: batches in order, a full disk, and a rule that breaks."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import fold
from hub.domain.errors import Refused
from hub.service import office as office_module
from hub.service import writer as writer_module
from hub.service.office import Office, Trouble
from hub.service.outcome import Outcome, RequestReused
from hub.service.ports import Decision, StorageError
from hub.service.requests import Asked
from hub.service.writer import Writer
from tests.service.kit import DAY, Hall, Inline, Threads

CIVIL = c.IssueTicket(field="civil")
LAND = c.IssueTicket(field="land")


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads()
    yield threads
    threads.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1, 2)
    yield hall
    hall.close()


def writer(hall: Hall) -> Writer:
    return Writer(hall.journal, hall.clock)


def asked(command: c.Command, key: str) -> Asked:
    return Asked(command, "test", key)


def labels(results: list[Outcome | Exception]) -> list[str]:
    return [r.answer["events"][0]["label"] for r in results if isinstance(r, Outcome)]


def test_a_batch_is_decided_in_its_order_and_each_command_sees_those_before(hall: Hall) -> None:
    commands = [
        asked(CIVIL, "a"),
        asked(c.CallNext(counter=1), "b"),
        asked(LAND, "c"),
        asked(c.CallNext(counter=1), "d"),
    ]
    results = writer(hall).write(commands).results
    assert isinstance(results[1], Outcome)
    assert results[1].answer["events"][0]["ticket"] == f"{DAY}-A001"
    assert isinstance(results[3], Refused)
    assert results[3].code == "counter_busy"
    seqs = [r.seq_from for r in results if isinstance(r, Outcome)]
    assert seqs == sorted(seqs)


def test_a_repeat_in_the_same_batch_is_a_repeat(hall: Hall) -> None:
    commands = [asked(CIVIL, "a"), asked(CIVIL, "a"), asked(LAND, "a"), asked(c.CallNext(counter=2), "r")]
    commands += [asked(c.Recall(counter=2), "x"), asked(c.Recall(counter=2), "x")]
    written = writer(hall).write(commands)
    first, again, other = written.results[:3]
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert (first.answer, again.is_repeat) == (again.answer, True)
    assert isinstance(other, RequestReused)
    assert [entry.event.label for entry in written.entries if isinstance(entry.event, e.TicketIssued)] == ["A001"]


def test_a_refusal_repeated_in_the_same_batch_is_the_same_refusal(hall: Hall) -> None:
    results = writer(hall).write(
        [asked(c.CallNext(counter=1), "a"), asked(CIVIL, "b"), asked(c.CallNext(counter=1), "a")]
    )
    first, _, again = results.results
    assert isinstance(first, Refused)
    assert isinstance(again, Refused)
    assert (first.code, again.code) == ("queue_empty", "queue_empty")


def test_many_senders_share_commits_and_get_different_numbers(tmp_path: Path, threads: Threads) -> None:
    hall = Hall(tmp_path / "hub.db", worker=threads)
    hall.open_day()
    before = hall.heard.batches
    threads.gate.clear()
    with ThreadPoolExecutor(20) as senders:
        answers = [senders.submit(hall.office.submit, CIVIL, f"k{n}", "key") for n in range(20)]
        threads.gate.set()
        got = [answer.result(20).answer["events"][0]["label"] for answer in answers]
    assert sorted(got) == [f"A{n:03d}" for n in range(1, 21)]
    assert hall.heard.batches - before < 20
    assert [entry.seq for entry in hall.heard.entries] == list(range(2, hall.office.floor.seq + 1))
    assert fold(hall.journal.since_opening()) == hall.office.floor
    hall.close()


def test_a_batch_is_bounded(tmp_path: Path, threads: Threads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_module, "MOST_IN_A_BATCH", 3)
    hall = Hall(tmp_path / "hub.db", worker=threads)
    hall.open_day()
    sizes: list[int] = []
    append = hall.journal.append
    monkeypatch.setattr(hall.journal, "append", lambda batch: (sizes.append(len(batch)), append(batch))[1])
    threads.gate.clear()
    with ThreadPoolExecutor(10) as senders:
        answers = [senders.submit(hall.office.submit, CIVIL, f"k{n}", "key") for n in range(10)]
        threads.gate.set()
        assert len({answer.result(20).seq_to for answer in answers}) == 10
    assert max(sizes) <= 3
    assert sum(sizes) == 10
    hall.close()


def test_nobody_sees_a_ticket_before_it_is_durable(tmp_path: Path, threads: Threads) -> None:
    hall = Hall(tmp_path / "hub.db", worker=threads)
    hall.open_day()
    threads.gate.clear()
    with ThreadPoolExecutor(1) as sender:
        answer: Future[Outcome] = sender.submit(hall.office.submit, CIVIL, "k", "key")
        assert not answer.done()
        assert not hall.office.floor.tickets
        threads.gate.set()
        answer.result(20)
    assert len(hall.office.floor.tickets) == 1
    hall.close()


def failing_commit(hall: Hall, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """Let the next commit report a failure: ``after`` or before its rows have reached the disk."""
    append = hall.journal.append

    def fail_once(decisions: list[Decision]) -> None:
        monkeypatch.setattr(hall.journal, "append", append)
        if after:
            append(decisions)
        raise StorageError("the disk is full")

    monkeypatch.setattr(hall.journal, "append", fail_once)


def test_a_failed_commit_changes_nothing_and_can_be_sent_again(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_commit(hall, monkeypatch, after=False)
    seq, heard = hall.office.floor.seq, len(hall.heard.entries)
    with pytest.raises(StorageError):
        hall.do(CIVIL, key="k")
    assert (hall.office.floor.seq, len(hall.heard.entries)) == (seq, heard)
    assert hall.office.trouble == Trouble("storage", "the disk is full")
    outcome = hall.do(CIVIL, key="k")
    assert outcome.answer["events"][0]["label"] == "A001"
    assert not outcome.is_repeat
    assert hall.office.trouble is None
    assert fold(hall.journal.since_opening()) == hall.office.floor


def test_rows_that_reached_the_disk_although_it_failed_are_told_late(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_commit(hall, monkeypatch, after=True)
    with pytest.raises(StorageError):
        hall.do(CIVIL, key="k")
    assert not hall.office.floor.tickets
    outcome = hall.do(CIVIL, key="k")
    assert outcome.is_repeat
    assert list(hall.office.floor.tickets) == [f"{DAY}-A001"]
    assert isinstance(hall.heard.entries[-1].event, e.TicketIssued)
    assert fold(hall.journal.since_opening()) == hall.office.floor


def test_an_error_of_the_database_is_a_storage_error(hall: Hall) -> None:
    connection: sqlite3.Connection = hall.journal._connection
    connection.execute("PRAGMA query_only=ON")
    with pytest.raises(StorageError):
        hall.do(CIVIL, key="k")
    connection.execute("PRAGMA query_only=OFF")
    assert hall.do(CIVIL, key="k").answer["events"][0]["label"] == "A001"


def test_a_value_that_cannot_be_stored_leaves_the_working_floor_true(hall: Hall) -> None:
    hall.do(CIVIL)
    hall.do(c.CallNext(counter=1))
    with pytest.raises(UnicodeEncodeError):
        hall.do(c.Hold(counter=1, note="\ud800"), key="k")
    assert hall.do(c.StartService(counter=1)).answer["events"][0]["ticket"] == f"{DAY}-A001"
    assert fold(hall.journal.since_opening()) == hall.office.floor


def breaking(name: str, at: str) -> Callable[..., Any]:
    """The named rule of the writer, but it meets a fault at a land ticket."""
    rule = getattr(writer_module, name)

    def broken(floor: Any, what: Any, *rest: Any) -> Any:
        subject = what.event if isinstance(what, e.Entry) else what
        if getattr(subject, "field", None) == at:
            rule(floor, what, *rest)
            raise RuntimeError("a fault in the rules")
        return rule(floor, what, *rest)

    return broken


@pytest.mark.parametrize("name", ["decide", "apply_event"])
def test_a_fault_takes_only_its_own_request_down(hall: Hall, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    subject = writer(hall)
    monkeypatch.setattr(writer_module, name, breaking(name, "land"))
    written = subject.write([asked(CIVIL, "a"), asked(LAND, "b"), asked(CIVIL, "c"), asked(CIVIL, "a")])
    assert labels(written.results) == ["A001", "A002", "A001"]
    assert isinstance(written.results[1], RuntimeError)
    assert len(written.entries) == 2
    monkeypatch.undo()
    assert labels(subject.write([asked(LAND, "b")]).results) == ["B001"]


def test_a_fault_reaches_its_sender_and_the_office_goes_on(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "decide", breaking("decide", "land"))
    with pytest.raises(RuntimeError):
        hall.do(LAND)
    assert hall.do(CIVIL).answer["events"][0]["label"] == "A001"


def test_a_floor_that_cannot_follow_is_folded_again(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault in the rules")

    with monkeypatch.context() as patch:
        patch.setattr(office_module, "apply_event", broken)
        hall.do(CIVIL)
    assert list(hall.office.floor.tickets) == [f"{DAY}-A001"]
    assert hall.heard.entries[-1].seq == hall.office.floor.seq


def test_a_publisher_that_fails_takes_nobody_down(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("a fault in the fan-out")

    monkeypatch.setattr(hall.heard, "announce", broken)
    assert hall.do(CIVIL).answer["events"][0]["label"] == "A001"
    assert hall.do(CIVIL).answer["events"][0]["label"] == "A002"


def test_a_worker_that_fails_leaves_nobody_waiting(hall: Hall) -> None:
    class Dead(Inline):
        def run(self, job: Callable[[], Any]) -> Any:
            raise RuntimeError("no threads left")

    office = Office(hall.journal, hall.clock, hall.heard, Dead())
    with pytest.raises(RuntimeError):
        office.submit(CIVIL, "test", "k")
    assert office.trouble == Trouble("fault", "no threads left")


def test_one_time_serves_a_whole_command(hall: Hall) -> None:
    hall.do(CIVIL)
    hall.do(c.CallNext(counter=1))
    hall.do(c.StartService(counter=1))
    hall.do(CIVIL)
    times = iter(range(hall.clock.at_ms + 1000, hall.clock.at_ms + 2000))
    hall.clock.now_ms = lambda: next(times)  # type: ignore[method-assign]
    outcome = hall.do(c.FinishAndCallNext(counter=1))
    assert [entry.at_ms for entry in outcome.entries] == [hall.clock.at_ms + 1000] * 2
