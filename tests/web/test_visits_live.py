"""A real hub under a plan with chains and calls of its own: a visit of two errands, and a counter that is idle."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import socketio

from tests.hub_process import ROOT, HubProcess
from tests.waiting import until

RULES = """
[counter_rules]
call_when_idle_s = 1
start_on_call = "yes"

[outcomes]
ask = "needed"
choices = [{ id = "taken_in", name = { vi = "Đã nhận", en = "Taken in" } }]
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("visits")
    shutil.copytree(ROOT / "config" / "sample", folder / "centre")
    plan = folder / "centre" / "centre.toml"
    chained = plan.read_text(encoding="utf-8").replace('icon = "baby"\n', 'icon = "baby"\nthen = ["tra_ket_qua"]\n', 1)
    plan.write_text(chained + RULES, encoding="utf-8")
    with HubProcess(Path(folder / "data"), "--centre", str(folder / "centre")) as hub:
        assert hub.post(hub.token("counter:2"), "/counters/2/open").ok
        yield hub


def test_an_idle_counter_where_somebody_is_gets_the_next_one_and_the_visit_goes_on(hub: HubProcess) -> None:
    clerk = hub.token("counter:2")
    drawn = hub.post(hub.token("reception"), "/tickets", {"field": "ho_tich", "granted_by": "staff"}).json()
    assert drawn["events"][0]["further"] == ["tra_ket_qua"]

    page = socketio.Client(reconnection=False, handle_sigint=False)
    told: list[dict[str, object]] = []
    page.on("idle", told.append)
    page.connect(hub.url, auth={"token": clerk, "topic": "counter:2"}, transports=["websocket"])
    try:
        assert until(lambda: hub.view(clerk, "counter:2")["data"]["ticket"] is not None, within_s=15)
    finally:
        page.disconnect()
    assert told[0]["topic"] == "counter:2"
    assert all(0 < int(str(one["left_ms"])) <= 1000 for one in told)
    called = next(line for line in hub.log if "command=CallNext" in line)
    assert "actor=hub" in called
    ticket = hub.view(clerk, "counter:2")["data"]["ticket"]
    assert ticket["state"] == "serving"

    assert hub.post(clerk, "/counters/2/finish").json()["code"] == "outcome_needed"
    finished = hub.post(clerk, "/counters/2/finish", {"outcome": "taken_in"}).json()["events"]
    assert [(event["kind"], event["to_field"]) for event in finished] == [("ErrandFinished", "tra_ket_qua")]
    (waiting,) = hub.view(hub.token("counter:10"), "counter:10")["data"]["waiting"]["tickets"]
    assert waiting["label"] == ticket["label"]


def test_a_call_for_help_is_on_the_pages_of_the_staff_alone_and_whoever_helps_ends_it(hub: HubProcess) -> None:
    clerk, colleague = hub.token("counter:2"), hub.token("counter:4")
    assert hub.post(clerk, "/counters/2/help").ok
    for token, topic in ((colleague, "counter:4"), (hub.token("reception"), "reception")):
        assert [call["counter"] for call in hub.view(token, topic)["data"]["help_calls"]] == [2]
    assert "help" not in str(hub.view(hub.token("wall"), "wall"))
    assert hub.post(colleague, "/counters/2/help-ended").ok
    assert hub.view(colleague, "counter:4")["data"]["help_calls"] == []
