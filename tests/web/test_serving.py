"""The hub's process: it starts, stops at once, leaves nothing behind and goes on with the same day."""

import shutil
import signal
from pathlib import Path

import pytest

from config.centre import SAMPLE
from tests.hub_process import HubProcess

KIOSK = "kiosk:K1"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_hub_within_two_seconds(tmp_path: Path, number: signal.Signals) -> None:
    with HubProcess(tmp_path) as hub:
        assert hub.stop(number, within_s=2) == 0
        assert "Traceback" not in "".join(hub.log)
    assert not (tmp_path / "hub.sock").exists()


def test_started_again_it_goes_on_with_the_same_day(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        before = hub.health()
        hub.post(hub.token("counter:2"), "/counters/2/open")
        labels = [_issue(hub), _issue(hub)]
        wall = hub.view(hub.token("wall"), "wall")
    with HubProcess(tmp_path) as hub:
        again = hub.health()
        assert (again["epoch"], again["day"]) == (before["epoch"], before["day"])
        assert hub.view(hub.token("wall"), "wall")["data"] == wall["data"]
        assert hub.view(hub.token("counter:2"), "counter:2")["data"]["state"] == "open"
        labels.append(_issue(hub))
    assert labels == ["A001", "A002", "A003"]


def test_killed_it_has_lost_nothing_and_repeats_its_answer(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        first = hub.post(hub.token(KIOSK), "/tickets", {"field": "ho_tich"}, key="one")
        hub.kill()
    with HubProcess(tmp_path, port=hub.port) as hub:
        seq = hub.health()["seq"]
        again = hub.post(hub.token(KIOSK), "/tickets", {"field": "ho_tich"}, key="one")
        assert (again.status_code, again.content) == (201, first.content)
        assert hub.health()["seq"] == seq


def test_a_second_hub_on_the_same_data_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        with pytest.raises(AssertionError, match="Another hub is running"), HubProcess(tmp_path):
            pytest.fail("two hubs share their data")
        assert hub.health()["status"] == "ok"


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with (
        HubProcess(tmp_path / "a") as hub,
        pytest.raises(AssertionError, match=f"Port {hub.port} cannot be used"),
        HubProcess(tmp_path / "b", port=hub.port),
    ):
        pytest.fail("two hubs share a port")


@pytest.mark.parametrize("name", ["centre.toml", "procedures.csv", "devices.toml"])
def test_a_slip_in_any_file_of_the_installation_is_named_and_the_hub_does_not_start(tmp_path: Path, name: str) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(SAMPLE, centre)
    with (centre / name).open("a", encoding="utf-8") as file:
        file.write("\nslip;\n")
    with (
        pytest.raises(AssertionError, match=name),
        HubProcess(tmp_path / "data", "--centre", str(centre)),
    ):
        pytest.fail("a hub runs on a faulty configuration")
    assert not (tmp_path / "data" / "hub.db").exists()


def _issue(hub: HubProcess) -> str:
    response = hub.post(hub.token(KIOSK), "/tickets", {"field": "ho_tich"})
    assert response.status_code == 201
    label: str = response.json()["events"][0]["label"]
    return label
