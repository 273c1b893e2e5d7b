"""The time without the hub, told to a real one over HTTP: handed in once whatever is lost, and accounted for."""

import time
from pathlib import Path
from typing import Any

from hub.messages import offline_label
from hub.store.audit import CLEAN, audit_folder
from tests.hub_process import HubProcess

FIELD, SERIES = "xay_dung", "X"


def _drawn(day: str, number: int, drawn_ms: int) -> dict[str, Any]:
    return {"day": day, "field": FIELD, "series": SERIES, "tag": "K2", "number": number, "drawn_ms": drawn_ms}


def test_what_a_kiosk_drew_and_a_clerk_served_alone_is_taken_once_over_a_crash(tmp_path: Path) -> None:
    first, second, third = (offline_label(SERIES, "K2", number) for number in (1, 2, 3))
    drawn_ms = time.time_ns() // 1_000_000
    with HubProcess(tmp_path) as hub:
        day, kiosk = hub.health()["day"], hub.token("kiosk:K2")
        hub.post(kiosk, "/tickets", {"field": FIELD}, key="touch").raise_for_status()
        own = [_drawn(day, number, drawn_ms + number) for number in (1, 2, 3)]
        own[0]["abandoned"] = "touch"
        told = [hub.post(kiosk, "/tickets/join", body, key=f"own-{body['number']}") for body in own]
        assert [[event["kind"] for event in answer.json()["events"]] for answer in told] == [
            ["TicketCancelled", "TicketJoined"],
            ["TicketJoined"],
            ["TicketJoined"],
        ]
        refused = hub.post(hub.token("kiosk:K1"), "/tickets/join", {**own[0], "number": 9})
        assert (refused.status_code, refused.json()["code"]) == (409, "ticket_of_another")
        hub.kill()

    with HubProcess(tmp_path) as hub:
        kiosk, counter = hub.token("kiosk:K2"), hub.token("counter:6")
        again = hub.post(kiosk, "/tickets/join", {**own[1], "drawn_ms": drawn_ms + 500}, key="own-2")
        assert again.content == told[1].content
        assert hub.view(kiosk, "kiosk")["data"]["offline"]["last_numbers"] == {"X-K2": 3}
        hub.post(counter, "/counters/6/open").raise_for_status()
        called = hub.post(counter, "/counters/6/call-next").json()["events"][0]
        assert called["ticket"] == f"{day}-{first}"

        wrong = hub.post(counter, "/counters/6/served-offline", {"labels": [second, "X-K2-77"]})
        assert (wrong.status_code, wrong.json()["params"]) == (404, {"label": "X-K2-77"})
        assert "X-K2-77" in wrong.json()["text"]["vi"]
        served = hub.post(counter, "/counters/6/served-offline", {"labels": [second, third, first]})
        assert [event["kind"] for event in served.json()["events"]] == ["TicketServedOffline"] * 3
        totals = hub.view(hub.token("supervisor"), "floor")["data"]["totals"]
        assert (totals["waiting"], totals["finished"], totals["served_offline"]) == (0, 3, 3)

        report = audit_folder(hub.data, day)
        assert report.status == CLEAN, report.lines
        assert f"  served while the hub was away, recorded afterwards: 3 ({first}, {second}, {third})" in report.lines
