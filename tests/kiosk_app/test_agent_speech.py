"""The kiosk reads its page aloud by itself: with its own voice, for its own page, without the hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config.voice import VoicePlan
from hub.messages import PROBLEM_TYPE
from hub.voice.sound import is_whole
from kiosk_app.board import Board
from kiosk_app.issuing import IssueDesk
from kiosk_app.page import Page
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.read_aloud import ReadAloud
from kiosk_app.spool import Spool
from tests.kiosk_app.agent_kit import QUICK, FakeClock, FakeHub

TOKEN = "the-page's-own"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    clock, spool = FakeClock(), Spool(tmp_path / "spool.db")
    board = Board(clock)
    desk = IssueDesk(spool, FakeHub(), lambda: board.hall, clock, QUICK)
    yield Page(board, desk, PrintJobs(spool, clock, QUICK), TOKEN)
    spool.close()


@pytest.fixture
def client(page: Page) -> FlaskClient:
    return page.make_app().test_client()


def asked(client: FlaskClient, text: str, language: str = "vi", token: str = TOKEN) -> tuple[int, bytes, str]:
    query, bearer = {"text": text, "language": language}, {"Authorization": f"Bearer {token}"}
    with client.get("/api/speech", query_string=query, headers=bearer) as answer:
        return answer.status_code, answer.data, answer.content_type


def test_texts_of_the_page_are_read_by_espeak_ng(page: Page, client: FlaskClient, tmp_path: Path) -> None:
    page.read_aloud = ReadAloud(VoicePlan().settings(tmp_path), tmp_path)
    assert page.read_aloud.languages() == {"vi": True, "en": True}
    status, sound, kind = asked(client, "Mời chọn lĩnh vực. Trước bạn còn 15 người.")
    assert (status, kind, is_whole(sound)) == (200, "audio/wav", True)
    assert asked(client, "Please choose a field.", "en")[0] == 200
    assert asked(client, "Mời chọn", "xx")[0] == 404
    assert asked(client, "")[0] == 404
    assert asked(client, "a" * 401)[0] == 404


def test_without_it_the_own_words_say_a_number(page: Page, client: FlaskClient, tmp_path: Path) -> None:
    page.read_aloud = ReadAloud(VoicePlan(espeak=False).settings(tmp_path), tmp_path)
    assert page.read_aloud.languages() == {"vi": False, "en": False}
    assert asked(client, "Số A105")[0] == 200
    assert asked(client, "Mời chọn lĩnh vực")[0] == 404


def test_only_the_page_is_read_to_and_only_by_a_voice(client: FlaskClient) -> None:
    status, _, kind = asked(client, "Số A105", token="another")
    assert (status, kind) == (401, PROBLEM_TYPE)
    assert asked(client, "Số A105")[0] == 404
