"""What went wrong on a page is told as a page, whichever area of the texts has the sentence."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
import requests
from flask import Flask

from config.texts import languages, text
from hub.domain.errors import Refused
from hub.service.outcome import RequestReused
from hub.service.pairing import PairingRefused
from hub.service.ports import StorageError
from hub.web.credentials import Credentials
from hub.web.guard import guard
from hub.web.keyring import open_keyring
from hub.web.pairing import told
from tests.hub_process import ROOT, HubProcess
from tests.service.people import People

NOBODYS = {"claim": "nobody's"}
BOUND: dict[str, int | str] = {"label": "A001", "counter": 7}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.mark.parametrize(("accept", "kind"), [("text/html", "text/html"), ("application/json", "application/problem")])
def test_a_claim_that_is_over_is_told_to_people_and_programs(hub: HubProcess, accept: str, kind: str) -> None:
    told = requests.post(f"{hub.url}/pair/claim", json=NOBODYS, headers={"Accept": accept}, timeout=10)
    assert (told.status_code, told.headers["Content-Type"].startswith(kind)) == (410, True)
    assert not [line for line in hub.log if "Traceback" in line]


@pytest.mark.parametrize(
    ("error", "status", "code", "params"),
    [
        (Refused("number_bound_elsewhere", **BOUND), 409, "refusal.number_bound_elsewhere", BOUND),
        (told(PairingRefused("locked", minutes=7)), 429, "devices.locked", {"minutes": 7}),
        (RequestReused("one"), 422, "problem.request_reused", {}),
        (StorageError("full"), 503, "problem.storage", {}),
        (ZeroDivisionError(), 500, "problem.fault", {}),
    ],
    ids=["refusal", "devices", "request", "storage", "fault"],
)
def test_every_error_has_its_page(
    tmp_path: Path, error: Exception, status: int, code: str, params: dict[str, int | str]
) -> None:
    people = People(tmp_path)
    app = Flask("hub", template_folder=str(ROOT / "hub" / "web" / "templates"))
    guard(app, Credentials(open_keyring(tmp_path), people.grants, people.staff.account))

    def fail() -> str:
        raise error

    app.add_url_rule("/", "healthz", fail)  # the name of an endpoint that is open to all
    page = app.test_client().get("/")
    people.close()
    assert (page.status_code, page.mimetype) == (status, "text/html")
    for language in languages():
        assert escape(text(language, code, **params)) in page.get_data(as_text=True)
