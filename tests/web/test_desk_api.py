"""What a desk agent asks of a real hub: presses with what was seen, numbers by digits, scans, word of its devices."""

from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest
import requests
import socketio

from hub.messages import API, SCAN_EVENT
from tests.hub_process import HubProcess

CLERK, DESK, HALL = "counter:3", "desk:3", "hall:H1"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("desk")) as running:
        yield running


def asked(hub: HubProcess, screen: str, path: str, **body: Any) -> Any:
    """The kinds of events that a press led to, or the code of its refusal."""
    told = hub.post(hub.token(screen), path, body).json()
    return [event["kind"] for event in told["events"]] if "events" in told else told.get("code", told)


def read(hub: HubProcess, screen: str, path: str) -> requests.Response:
    return requests.get(hub.url + API + path, headers={"Authorization": f"Bearer {hub.token(screen)}"}, timeout=10)


def counter_of(hub: HubProcess, screen: str, topic: str) -> dict[str, Any]:
    counters = hub.view(hub.token(screen), topic)["data"]["counters"]
    found: dict[str, Any] = next(counter for counter in counters if counter["number"] == 3)
    return found


def drawn(hub: HubProcess, field: str = "ho_tich") -> str:
    return str(hub.post(hub.token("kiosk:K1"), "/tickets", {"field": field}).json()["events"][0]["ticket"])


def serving_field(hub: HubProcess) -> str:
    return str(hub.view(hub.token(DESK), "desk:3")["data"]["counters"][0]["serves"][0])


def test_a_keypad_and_the_page_act_on_what_they_saw(hub: HubProcess) -> None:
    assert asked(hub, CLERK, "/counters/3/open") == ["CounterOpened"]
    first, second = (drawn(hub, serving_field(hub)) for _ in range(2))
    seen = counter_of(hub, DESK, "desk:3")
    assert (seen["waiting"], seen["next_label"], seen["ticket"]) == (2, first[-4:], "")

    assert asked(hub, DESK, "/counters/3/call-next") == ["TicketCalled"]
    assert counter_of(hub, DESK, "desk:3") == counter_of(hub, HALL, "hall")
    assert asked(hub, CLERK, "/counters/3/missed", seen=first) == ["TicketMissed"]
    assert asked(hub, DESK, "/counters/3/start", seen=first) == "ticket_changed"
    assert asked(hub, HALL, "/counters/3/call-next") == ["TicketCalled"]
    assert asked(hub, DESK, "/counters/3/recall", seen=first) == "ticket_changed"
    assert asked(hub, DESK, "/counters/3/start", seen=second) == ["ServiceStarted"]
    assert asked(hub, CLERK, "/counters/3/finish", seen=second) == ["ServiceFinished"]

    window = counter_of(hub, DESK, "desk:3")["rating"]
    rating = {"ticket": second, "service": 1, "score": 3, "pressed_ms": window["opened_ms"] - 1}
    assert asked(hub, "rating:3", "/counters/3/rate", **rating) == "forbidden"
    assert asked(hub, DESK, "/counters/3/rate", **rating) == "rating_window_closed"
    rating["pressed_ms"] += 2
    assert asked(hub, DESK, "/counters/3/rate", **rating) == ["TicketRated"]
    assert asked(hub, "rating:3", "/counters/3/rate", **{**rating, "pressed_ms": None}) == "already_rated"
    story = read(hub, CLERK, f"/tickets/{second[-4:]}").json()
    assert story["services"][0]["clerk"] == CLERK


def test_numbers_are_found_by_their_digits_the_own_fields_first(hub: HubProcess) -> None:
    own, fields = serving_field(hub), hub.view(hub.token(HALL), "hall")["data"]["transfer_fields"]
    other = next(field["id"] for field in fields if 3 not in field["counters"])
    (theirs, ours) = [drawn(hub, field) for field in (other, own)]
    ours, theirs = ours[-4:], theirs[-4:]
    digits = ours[1:]
    while theirs[1:] != digits:
        theirs, ours = (drawn(hub, other)[-4:], ours) if theirs[1:] < digits else (theirs, drawn(hub, own)[-4:])
        digits = ours[1:]

    found = read(hub, DESK, f"/numbers/{digits}?counter=3").json()["numbers"]
    assert [(one["label"], one["state"], one["field"]) for one in found] == [
        (ours, "waiting", own),
        (theirs, "waiting", other),
    ]
    assert read(hub, HALL, "/numbers/0999").json() == {"numbers": []}
    assert read(hub, DESK, "/numbers/x").status_code == 404
    assert read(hub, DESK, "/numbers/1?counter=77").json()["code"] == "unknown_counter"
    assert read(hub, DESK, "/numbers/1?counter=abc").json()["code"] == "malformed"
    assert read(hub, "kiosk:K1", "/numbers/1").status_code == 403


def test_a_scanned_ticket_is_told_to_the_pages_of_who_scanned_it(hub: HubProcess) -> None:
    heard: Queue[dict[str, Any]] = Queue()
    page = socketio.Client(reconnection=False)
    page.on(SCAN_EVENT, heard.put)
    page.connect(hub.url, transports=["websocket"], auth={"token": hub.token(CLERK), "topic": CLERK}, wait_timeout=5)
    ticket = drawn(hub)
    code = {"code": f"TL1:{ticket}"}

    assert asked(hub, DESK, "/counters/3/scan", **code) == {"label": ticket[-4:], "state": "waiting"}
    assert heard.get(timeout=5) == {"topic": CLERK, "label": ticket[-4:]}
    assert asked(hub, DESK, "/counters/4/scan", **code) == "forbidden"
    assert asked(hub, DESK, "/reception/scan", **code) == "forbidden"
    assert asked(hub, HALL, "/reception/scan", **code)["label"] == ticket[-4:]
    assert asked(hub, HALL, "/counters/3/scan", code="TL1:2020-01-01-A001") == "unknown_ticket"
    assert asked(hub, HALL, "/counters/3/scan", code="001088000123|Nguyễn Văn A") == "malformed"
    assert asked(hub, HALL, "/counters/3/scan", code="") == {"label": "", "state": ""}
    assert asked(hub, "kiosk:K1", "/kiosk/scan", code="") == "unknown_ticket"
    assert asked(hub, HALL, "/counters/77/scan", **code) == "unknown_counter"
    page.disconnect()
    page.shutdown()
    assert not [line for line in hub.log if "TL1:" in line or "001088000123" in line]


def test_a_kiosk_reads_where_a_ticket_stands(hub: HubProcess) -> None:
    ticket = drawn(hub)
    place = asked(hub, "kiosk:K1", "/kiosk/scan", code=f"TL1:{ticket}")
    assert place.pop("people_ahead") >= 0
    assert place == {"label": ticket[-4:], "state": "waiting", "counter": None, "passed": []}
    assert asked(hub, "kiosk:K1", "/kiosk/scan", code="TL1:2020-01-01-A001") == "unknown_ticket"
    asked(hub, CLERK, "/counters/3/open")
    (reason,) = hub.view(hub.token(CLERK), CLERK)["data"]["reasons"]["call_number"][:1]
    assert asked(hub, CLERK, "/counters/3/call-number", label=ticket[-4:], reason=reason["id"]) == ["TicketCalled"]
    called = {"label": ticket[-4:], "state": "called", "people_ahead": None, "counter": 3, "passed": []}
    assert asked(hub, "kiosk:K1", "/kiosk/scan", code=f"TL1:{ticket}") == called
    assert asked(hub, DESK, "/kiosk/scan", code=f"TL1:{ticket}") == "forbidden"


def test_the_number_of_an_identity_card_is_no_label(hub: HubProcess) -> None:
    """A scanner that types into the page must not write one into the journal, as the label that nobody found."""
    assert asked(hub, CLERK, "/counters/3/call-number", label="001088000123", reason="x") == "malformed"
    assert asked(hub, CLERK, "/counters/3/served-offline", labels=["001088000123"]) == "malformed"


def test_a_desk_agent_tells_of_its_own_devices_alone(hub: HubProcess) -> None:
    status = {"link": "online", "paper": "none", "cover": "none"}
    assert asked(hub, HALL, "/devices/H1-panel3/status", **status) == ["DeviceChanged"]
    assert asked(hub, DESK, "/devices/desk3-panel/status", **status) == ["DeviceChanged"]
    assert asked(hub, DESK, "/devices/H1-panel3/status", **status) == "forbidden"
    assert asked(hub, HALL, "/devices/H1-printer/status", **status) == "forbidden"
    assert [alert["device"] for alert in hub.view(hub.token(CLERK), CLERK)["data"]["alerts"]] == []
    assert hub.view(hub.token("reception"), "reception")["data"]["printers"] == []
    body = {"version": "1", "clock_offset_ms": 0, "started_ms": 0}
    assert asked(hub, HALL, "/devices/H1/report", **body) == {"orders": []}
    assert asked(hub, HALL, "/devices/K1/report", **body) == "forbidden"


def test_figures_are_for_who_leads_and_a_clerk_sees_their_own(hub: HubProcess) -> None:
    hub.post(hub.token(CLERK), "/counters/3/open", {})
    told = read(hub, "supervisor", "/figures").json()
    assert told["groups"][0]["by"] == "total"
    assert told["groups"][0]["counts"]["drawn"] >= 1
    of_clerks = [group for group in told["groups"] if group["by"] == "clerk"]
    own = read(hub, CLERK, "/figures").json()["groups"]
    assert [group["name"] for group in own] == [CLERK]
    assert own[0]["name"] in {group["name"] for group in of_clerks}
    assert read(hub, "supervisor", "/figures?mode=none").status_code == 400
    assert read(hub, "supervisor", "/figures.csv?language=en").text.startswith("\ufeffBy,Group,Visits called")
    assert read(hub, CLERK, "/figures.csv").status_code == 403


def test_whoever_leads_may_ask_why(hub: HubProcess) -> None:
    first, second = (drawn(hub).rpartition("-")[2] for _ in range(2))
    told = read(hub, "supervisor", f"/tickets/{first.lower()}/explained?other={second}").json()
    assert (told["label"], told["beside"]["code"]) == (first, "other_not_called")
    assert told["beside"]["text"]["vi"] == f"{second} chưa được gọi lần nào."
    assert told["lines"][0]["text"]["en"].startswith("Drawn for ")
    assert read(hub, "supervisor", "/tickets/A999/explained").json()["code"] == "unknown_number"
    assert read(hub, CLERK, f"/tickets/{first}/explained").status_code == 403
