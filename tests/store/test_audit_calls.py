"""Every call and preparation is decided again with its own time and plan: what a row says otherwise is named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.plan import CounterRules, Policy
from hub.service import writer
from hub.store.audit import CLEAN, FINDINGS, AuditReport, audit
from tests.service.kit import DAY, PLAN, Hall

PREPARING = msgspec.structs.replace(PLAN, counter_rules=CounterRules(prepare_next="yes"))
A001, A002, A003 = (f"{DAY}-A00{number}" for number in (1, 2, 3))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.do(c.OpenDay(day=DAY, plan=PREPARING))
    for counter in (1, 2):
        hall.do(c.OpenCounter(counter=counter), actor=f"staff-{counter}")
    for field, name in (("civil", "ordinary"), ("civil", "priority"), ("civil", "ordinary"), ("land", "ordinary")):
        hall.do(c.IssueTicket(field=field, ticket_class=name))
    yield hall
    hall.close()


def audited(hall: Hall) -> AuditReport:
    copy = hall.path.with_name("copy.db")
    hall.journal.copy_to(copy)
    return audit(copy, DAY)


def forge(monkeypatch: pytest.MonkeyPatch, kind: type[e.Event], **changes: Any) -> None:
    """Let the rules say something else than they should, as a hub of another program would."""
    decide = writer.decide

    def forged(*values: Any) -> list[e.Event]:
        events = decide(*values)
        return [msgspec.structs.replace(one, **changes) if isinstance(one, kind) else one for one in events]

    monkeypatch.setattr(writer, "decide", forged)


def serve(hall: Hall, counter: int) -> None:
    hall.do(c.CallNext(counter=counter))
    hall.do(c.StartService(counter=counter))


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"rule": "earliest"}, "A002: rule earliest, decided again class_first: unexplained"),
        ({"candidates": 1}, "A002: candidates 1, decided again 4: unexplained"),
        ({"plan_version": 7}, "A002: plan_version 7, decided again 1: unexplained"),
        ({"as_class": "vip"}, "A002: as_class vip, decided again none: unexplained"),
        ({"ticket": A003}, "A003 instead of A002: unexplained"),
        ({"ticket": A003, "reason": "asked_for"}, "A003 instead of A002: unexplained"),
    ],
)
def test_what_a_call_says_otherwise_is_named(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], difference: str
) -> None:
    forge(monkeypatch, e.TicketCalled, **changes)
    hall.do(c.CallNext(counter=1))
    report = audited(hall)
    assert report.status == FINDINGS
    assert report.lines[-1].endswith(f"counter 1: {difference}")


def test_a_call_by_number_is_held_to_what_it_says_beside_the_ticket(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.do(c.CallNumber(counter=2, label="A003", reason="asked_for"))
    assert audited(hall).status == CLEAN
    hall.path.with_name("copy.db").unlink()
    forge(monkeypatch, e.TicketCalled, candidates=9)
    hall.do(c.CallNumber(counter=1, label="A001", reason="asked_for"))
    assert audited(hall).lines[-1].endswith("A001: candidates 9, decided again 3: unexplained")


def test_preparations_are_decided_again_and_their_calls_are_theirs(hall: Hall) -> None:
    serve(hall, 1)
    hall.do(c.PrepareNext(counter=1))
    serve(hall, 2)
    hall.do(c.FinishAndCallNext(counter=1))
    report = audited(hall)
    assert report.lines[-2:] == [
        "calls: 3, by the policy 3, otherwise 0",
        "preparations: 1, by the policy 1, otherwise 0",
    ]
    assert report.status == CLEAN


def test_a_preparation_of_somebody_else_is_unexplained(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(hall, 1)
    forge(monkeypatch, e.TicketPrepared, ticket=A003)
    hall.do(c.PrepareNext(counter=1))
    report = audited(hall)
    assert report.lines[-2] == "preparations: 1, by the policy 0, otherwise 1"
    assert report.lines[-1].endswith("counter 1: prepared A003 instead of A001: unexplained")
    assert report.status == FINDINGS


def test_a_call_that_says_it_was_prepared_needs_its_preparation(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    forge(monkeypatch, e.TicketCalled, rule="prepared")
    hall.do(c.CallNext(counter=1))
    assert audited(hall).lines[-1].endswith("A002: rule prepared, decided again class_first: unexplained")


def test_a_row_of_a_version_that_told_less_is_held_to_its_ticket_alone(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(monkeypatch, e.TicketCalled, plan_version=0, candidates=0)
    hall.do(c.CallNext(counter=1))
    assert audited(hall).status == CLEAN


def test_a_plan_that_is_adopted_in_mid_day_counts_from_then_on(hall: Hall) -> None:
    serve(hall, 1)
    by_arrival = msgspec.structs.replace(PREPARING, policy=Policy(classes="arrival"))
    hall.do(c.IssueTicket(field="civil", ticket_class="priority"))
    hall.do(c.AdoptPlan(plan=by_arrival, when="now", why="fair"))
    serve(hall, 2)
    called = [entry.event for entry in hall.heard.entries if isinstance(entry.event, e.TicketCalled)]
    assert [(event.ticket, event.plan_version) for event in called] == [(A002, 1), (A001, 2)]
    assert audited(hall).status == CLEAN
