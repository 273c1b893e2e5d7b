"""Reception and rescue over HTTP against a real hub: each press leads to its events, in the name of who pressed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from hub.messages import API
from tests.hub_process import HubProcess

PRINTER = "K1-printer"
WENT_BACK = "counter_interrupted"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path) as running:
        running.post(
            running.token("kiosk:K1"),
            f"/devices/{PRINTER}/status",
            {"link": "online", "paper": "ok", "cover": "closed"},
        ).raise_for_status()
        yield running


def asked(hub: HubProcess, screen: str, path: str, **body: Any) -> list[str]:
    """The kinds of events that a press led to, or the code of its refusal."""
    answer = hub.post(hub.token(screen), path, body)
    told = answer.json()
    return [event["kind"] for event in told["events"]] if answer.ok else [told["code"]]


def data(hub: HubProcess, screen: str, topic: str) -> dict[str, Any]:
    found: dict[str, Any] = hub.view(hub.token(screen), topic)["data"]
    return found


def found(hub: HubProcess, screen: str, label: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {hub.token(screen)}"}
    return requests.get(f"{hub.url}{API}/tickets/{label}", headers=headers, timeout=10)


def test_the_reception_desk_draws_a_priority_number_prints_and_finds_it(hub: HubProcess) -> None:
    drawn = {"field": "ho_tich", "ticket_class": "priority", "granted_by": "staff", "files": 3, "print_at": PRINTER}
    assert asked(hub, "reception", "/tickets", **drawn) == ["TicketIssued", "PrintRequested"]
    (wanted,) = data(hub, "kiosk:K1", "kiosk")["print_requests"]
    assert (wanted["job"], wanted["device"], wanted["is_reprint"]) == ("A001-1", PRINTER, False)

    end = {"job": wanted["job"], "result": "confirmed"}
    assert asked(hub, "kiosk:K1", f"/tickets/{wanted['ticket']}/print", **end) == ["PrintEnded"]
    assert data(hub, "kiosk:K1", "kiosk")["print_requests"] == []
    (recent,) = data(hub, "reception", "reception")["recent"]
    assert (recent["label"], recent["files"], recent["print"]["result"]) == ("A001", 3, "confirmed")

    assert asked(hub, "reception", f"/tickets/{wanted['ticket']}/request-print", device=PRINTER) == ["PrintRequested"]
    story = found(hub, "reception", "a 1").json()
    assert (story["label"], story["people_ahead_now"], [paper["is_reprint"] for paper in story["papers"]]) == (
        "A001",
        0,
        [False, True],
    )
    assert found(hub, "reception", "A002").json()["code"] == "unknown_ticket"
    assert asked(hub, "kiosk:K1", "/tickets", **drawn) == ["forbidden"]


def test_the_supervisor_frees_an_absent_clerks_counter_and_the_journal_says_who(hub: HubProcess) -> None:
    for path in ("open", "call-next"):
        hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "dat_dai"})
        hub.post(hub.token("counter:5"), f"/counters/5/{path}")
    floor = data(hub, "supervisor", "floor")
    five = next(counter for counter in floor["counters"] if counter["number"] == 5)
    assert (five["clerk"], five["ticket"]["label"], five["ticket"]["state"]) == ("counter:5", "L001", "called")
    assert asked(hub, "supervisor", "/counters/5/close") == ["counter_busy"]

    assert asked(hub, "supervisor", "/counters/5/close", return_reason=WENT_BACK) == ["people_wait_here"]
    closing = asked(hub, "supervisor", "/counters/5/close", return_reason=WENT_BACK, for_waiting="wait")
    moving = asked(hub, "supervisor", "/fields/dat_dai/move", from_counter=5, to_counter=6)
    stopping = asked(hub, "supervisor", "/fields/dat_dai/stop", reason="nobody_there")

    assert (closing, moving) == (["TicketReturned", "CounterClosed"], ["CounterFieldsSet", "CounterFieldsSet"])
    assert (stopping, asked(hub, "kiosk:K1", "/tickets", field="dat_dai")) == (["FieldStopped"], ["field_stopped"])
    floor = data(hub, "inspector", "floor")
    land = next(field for field in floor["fields"] if field["id"] == "dat_dai")
    assert (land["waiting"], land["counters"], land["stop_reason"]) == (2, [6], "nobody_there")
    assert asked(hub, "supervisor", "/fields/dat_dai/start") == ["FieldStarted"]
    assert floor["totals"] | {"issued": 2, "waiting": 2, "called": 1, "called_within_15_min": 1} == floor["totals"]
    hub.stop()
    with sqlite3.connect(hub.data / "hub.db") as journal:
        rows = journal.execute("SELECT actor FROM journal WHERE kind IN ('FieldStopped', 'TicketReturned')").fetchall()
    journal.close()
    assert rows == [("supervisor",)] * 2


def test_a_day_closed_by_mistake_goes_on_with_everybody_who_waited(hub: HubProcess) -> None:
    day = hub.health()["day"]
    hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"})
    assert asked(hub, "supervisor", "/day/close")[-1] == "DayClosed"
    floor = data(hub, "supervisor", "floor")
    assert (floor["header"]["is_open"], floor["last_day"], floor["totals"]["issued"]) == (False, day, 1)

    assert asked(hub, "supervisor", "/day/reopen") == ["DayReopened", "TicketReinstated"]
    assert asked(hub, "counter:2", "/counters/2/open") == ["CounterOpened"]
    assert asked(hub, "counter:2", "/counters/2/call-next") == ["TicketCalled"]
    ticket = found(hub, "supervisor", "A1").json()["ticket"]
    assert asked(hub, "supervisor", f"/tickets/{ticket}/release", reason="called_by_mistake") == ["TicketReturned"]


def test_only_who_leads_the_hall_may_rescue_and_an_inspector_only_looks(hub: HubProcess) -> None:
    for screen in ("counter:3", "reception", "inspector", "kiosk:K1"):
        assert asked(hub, screen, "/fields/ho_tich/stop", reason="nobody_there") == ["forbidden"]
        assert asked(hub, screen, "/day/reopen") == ["forbidden"]
    assert asked(hub, "inspector", "/tickets", field="ho_tich", granted_by="staff") == ["forbidden"]
    assert found(hub, "inspector", "A001").status_code == 404
    assert found(hub, "kiosk:K1", "A001").status_code == 403
    with pytest.raises(requests.HTTPError, match="403"):
        data(hub, "counter:3", "floor")
