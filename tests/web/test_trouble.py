"""When the journal cannot be written, or we have a fault: neutral words, the right status, and a probe that tells."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.centre import SAMPLE, load_centre
from config.phone import PhonePlan
from hub.domain.floor import Floor
from hub.service.day_book import DayBook
from hub.service.fleet import Fleet
from hub.service.grants import DEMO
from hub.service.links import Links
from hub.service.office import Trouble
from hub.service.outcome import Outcome
from hub.service.pairing import Pairing
from hub.service.ports import StorageError
from hub.web.api import add_health, make_api
from hub.web.context import WebHub
from hub.web.credentials import Credentials
from hub.web.guard import guard
from hub.web.keyring import Keyring
from hub.web.screens import Screen
from tests.service.kit import Inline
from tests.service.people import People


class BrokenOffice:
    """An office where every command ends in ``error``."""

    epoch = "epoch"

    def __init__(self) -> None:
        self.floor = Floor()
        self.error: Exception = StorageError("disk full at /secret/place")

    @property
    def trouble(self) -> Trouble | None:
        return Trouble("storage" if isinstance(self.error, StorageError) else "fault", str(self.error))

    def submit(self, *_: Any) -> Outcome:
        raise self.error


@pytest.fixture
def office() -> BrokenOffice:
    return BrokenOffice()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(b"k" * 32)


@pytest.fixture
def client(office: BrokenOffice, keyring: Keyring, tmp_path: Path) -> Iterator[FlaskClient]:
    app = Flask("hub", template_folder=str(Path(__file__).parents[2] / "hub" / "web" / "templates"))
    people = People(tmp_path, is_demo=True)
    credentials = Credentials(keyring, people.grants, people.staff.account)
    hub = WebHub(
        office,
        load_centre(SAMPLE),
        credentials,
        envelope=lambda _: {},
        envelope_json=lambda _: b"{}",
        opening=lambda _: office.submit(),
        pairing=Pairing(people.grants),
        devices=list,
        fleet=Fleet(people.clock.now_ms),
        present=lambda _: [],
        tell=lambda *_: None,
        staff=people.staff,
        signing_in=people.signing_in,
        plans_desk=None,
        programs=None,
        told=None,
        speech=None,
        book=DayBook([], Inline()),
        now_ms=people.clock.now_ms,
        links=Links(b"key"),
        phone=PhonePlan(),
    )
    guard(app, credentials)
    app.register_blueprint(make_api(hub))
    add_health(app, hub)
    yield app.test_client()
    people.close()


def _issue(client: FlaskClient, keyring: Keyring) -> Any:
    headers = {"Authorization": f"Bearer {keyring.sign(DEMO, Screen('kiosk', 'K1'))}", "Idempotency-Key": "one"}
    return client.post("/api/v1/tickets", json={"field": "ho_tich"}, headers=headers)


def test_a_journal_that_cannot_be_written_is_503_with_the_time_to_repeat(client: FlaskClient, keyring: Keyring) -> None:
    response = _issue(client, keyring)
    assert (response.status_code, response.get_json()["code"]) == (503, "storage")
    assert int(response.headers["Retry-After"]) > 0
    assert b"secret" not in response.data


@pytest.mark.parametrize(
    ("error", "status"), [(StorageError("disk full at /secret/place"), "storage"), (RuntimeError("secret"), "fault")]
)
def test_the_probe_tells_it(client: FlaskClient, office: BrokenOffice, error: Exception, status: str) -> None:
    office.error = error
    response = client.get("/healthz")
    assert (response.status_code, response.get_json()["status"]) == (503, status)
    assert b"secret" not in response.data


def test_a_fault_is_one_neutral_sentence_and_a_traceback_in_the_log(
    client: FlaskClient, keyring: Keyring, office: BrokenOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.error = RuntimeError("the inside of it")
    with caplog.at_level(logging.ERROR):
        response = _issue(client, keyring)
    assert (response.status_code, response.get_json()["code"]) == (500, "fault")
    assert b"inside" not in response.data
    assert "the inside of it" in caplog.text


def test_an_endpoint_that_nobody_thought_of_is_denied(client: FlaskClient, keyring: Keyring) -> None:
    client.application.add_url_rule("/api/v1/forgotten", "forgotten", lambda: "open to all")
    assert client.get("/api/v1/forgotten").status_code == 403
    assert client.post("/api/v1/forgotten").status_code == 405
    headers = {"Authorization": f"Bearer {keyring.sign(DEMO, Screen('supervisor'))}"}
    assert client.get("/api/v1/forgotten", headers=headers).status_code == 403


def test_who_looks_at_a_form_is_told_in_words_and_a_program_in_json(client: FlaskClient) -> None:
    foreign = {"Origin": "https://evil.example"}
    looked_at = client.post("/nothing", headers={**foreign, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    read = client.post("/nothing", headers={**foreign, "Accept": "application/json"})
    assert (looked_at.status_code, read.status_code) == (403, 403)
    assert looked_at.content_type.startswith("text/html")
    assert read.get_json()["code"] == "foreign_page"
