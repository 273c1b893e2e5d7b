"""The commands beside the demo: pair, audit, check, and agents that lack something."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.hub_process import ROOT, HubProcess


def run(*options: str) -> tuple[int, str, str]:
    """Exit status, output and errors of a command."""
    command = [sys.executable, str(ROOT / "run.py"), *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def test_pairing_signs_a_browser_in_for_that_screen_alone(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub, requests.Session() as browser:
        status, link, _ = run("pair", "rating", "3", "--data", str(tmp_path), "--hub", hub.url)
        assert status == 0
        page = browser.get(link.strip(), timeout=5)
        assert (page.status_code, page.url) == (200, f"{hub.url}/rating/3/")
        cookie = next(iter(browser.cookies))
        assert (cookie.path, cookie.has_nonstandard_attr("HttpOnly")) == ("/rating/3/", True)
        assert browser.get(f"{hub.url}/rating/4/", timeout=5).status_code == 401


def test_pairing_a_kiosk_writes_its_token_file(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        assert run("pair", "kiosk", "K1", "--data", str(tmp_path))[0] == 0
        token = (tmp_path / "kiosk-K1.token").read_text(encoding="ascii").strip()
        issued = hub.post(token, "/tickets", {"field": "ho_tich"})
        assert issued.status_code == 201


def test_pairing_needs_a_hubs_folder_and_a_screen_that_exists(tmp_path: Path) -> None:
    status, _, said = run("pair", "wall", "--data", str(tmp_path / "nowhere"))
    assert (status, "No hub has run" in said) == (2, True)
    assert not (tmp_path / "nowhere").exists()
    with HubProcess(tmp_path):
        status, _, said = run("pair", "counter", "x", "--data", str(tmp_path))
        assert (status, "there is no screen" in said) == (2, True)
        status, _, said = run("pair", "counter", "33", "--data", str(tmp_path))
        assert (status, "no counter «33»" in said) == (2, True)


@pytest.mark.parametrize("is_running", [True, False])
def test_an_audit_works_beside_a_running_hub_and_without_one(tmp_path: Path, is_running: bool) -> None:
    with HubProcess(tmp_path) as hub:
        hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"})
        day = hub.health()["day"]
        if not is_running:
            hub.stop()
        status, said, _ = run("audit", day, "--data", str(tmp_path))
        assert status == 0
        assert "chain: intact" in said


def test_the_sample_centre_is_well() -> None:
    status, said, _ = run("check")
    assert (status, "all is well" in said) == (0, True)


def test_an_agent_without_its_token_says_how_to_get_one(tmp_path: Path) -> None:
    status, _, said = run("devices", "--data", str(tmp_path), "--port", "18595")
    assert (status, "run.py pair kiosk K1" in said) == (2, True)
    status, _, said = run("devices", "--data", str(tmp_path), "--kiosk", "K9")
    assert (status, "no kiosk «K9»" in said) == (2, True)


def test_the_control_socket_tells_how_the_hub_is(tmp_path: Path) -> None:
    from hub.store.control import ask

    with HubProcess(tmp_path) as hub:
        told = ask(tmp_path, do="status")
        assert told["seq"] == hub.health()["seq"]
        assert json.dumps(told)
