"""The kiosk's own disk: whose it is, who may read it, what stays."""

import sqlite3
import stat
from pathlib import Path

import pytest

from hub.agent.own_file import PRAGMAS, OwnFileError
from kiosk_app.page_token import page_token
from kiosk_app.problems import hub_unreachable
from kiosk_app.records import Errand, Job, JobState, PageAnswer, Settlement
from kiosk_app.spool import Spool
from kiosk_app.spool_file import FORMATS

DONE = PageAnswer(201, {"label": "A001"})


def job(name: str, created_ms: int) -> Job:
    return Job(name, f"ticket-{name}", name, "{}", created_ms)


def errand(name: str) -> Errand:
    return Errand(name, "/path", {"n": name})


def test_a_second_agent_is_refused_in_a_sentence(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    with pytest.raises(OwnFileError, match="does another agent of this kiosk run"):
        Spool(tmp_path / "spool.db")
    spool.close()
    Spool(tmp_path / "spool.db").close()


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "spool.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(OwnFileError, match="has format 99"):
        Spool(tmp_path / "spool.db")


def test_a_file_of_the_first_format_keeps_its_jobs(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "spool.db") as connection:
        connection.executescript(f"{FORMATS[0]} PRAGMA user_version = 1;")
        names = "id, ticket, label, paper, created_ms, state, code, settled"
        connection.execute(f"INSERT INTO jobs ({names}) VALUES ('j', 't', 'A001', '', 7, 'failed', 'paper_out', '')")
    connection.close()
    spool = Spool(tmp_path / "spool.db")
    assert spool.newest_job() == Job("j", "t", "A001", "", 7, state=JobState.FAILED, code="paper_out")
    spool.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "spool.db").write_bytes(b"a letter to the mayor" * 100)
    with pytest.raises(OwnFileError, match=r"spool\.db cannot be used"):
        Spool(tmp_path / "spool.db")


def test_a_disk_that_takes_no_writes_is_told_from_a_second_agent(tmp_path: Path) -> None:
    (tmp_path / "spool.db").mkdir()
    with pytest.raises(OwnFileError, match="the disk takes no writes, or the file is not this user's"):
        Spool(tmp_path / "spool.db")
    (tmp_path / "kiosk").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OwnFileError, match="cannot be used"):
        Spool(tmp_path / "kiosk" / "spool.db")


def test_a_full_disk_is_told_when_the_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.agent.own_file.PRAGMAS", (*PRAGMAS, "page_size=512", "max_page_count=3"))
    with pytest.raises(OwnFileError, match="the disk is full, make room"):
        Spool(tmp_path / "spool.db")


def test_a_disk_that_fails_is_noticed_and_tried_until_it_takes_writes(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.file.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(sqlite3.OperationalError):
        spool.open_request("k1", "{}", 7)
    assert (spool.file.is_sound, spool.file.prove()) == (False, False)
    spool.file.connection.execute("PRAGMA query_only = 0")
    assert (spool.file.prove(), spool.file.is_sound) == (True, True)
    with pytest.raises(sqlite3.IntegrityError), spool.file.transaction() as db:
        db.execute("INSERT INTO memory (name, content) VALUES ('a', NULL)")
    assert spool.file.is_sound, "a rule that was broken says nothing of the disk"
    spool.close()


def test_only_the_agents_user_may_read_the_files(tmp_path: Path) -> None:
    Spool(tmp_path / "deep" / "spool.db").close()
    page_token(tmp_path)
    for file in (tmp_path / "deep" / "spool.db", tmp_path / "page.token"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_pages_token_stays_the_same(tmp_path: Path) -> None:
    first = page_token(tmp_path)
    assert page_token(tmp_path) == first
    assert len(first) >= 32


def test_an_empty_token_is_none(tmp_path: Path) -> None:
    (tmp_path / "page.token").touch()
    assert len(page_token(tmp_path)) >= 32
    assert [file.name for file in tmp_path.iterdir()] == ["page.token"]


def test_a_token_that_was_not_written_whole_never_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(_descriptor: int) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", power_cut)
        with pytest.raises(SystemExit):
            page_token(tmp_path)
    assert not (tmp_path / "page.token").exists()
    first = page_token(tmp_path)
    assert page_token(tmp_path) == first


def test_every_write_is_synced(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    assert spool.file.connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert spool.file.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    spool.close()


def test_answer_and_job_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    for key in ("k1", "k2"):
        spool.open_request(key, "{}", 1)
    spool.answer_request("k1", DONE, job("same", 1))
    with pytest.raises(sqlite3.IntegrityError):
        spool.answer_request("k2", DONE, job("same", 1))
    request = spool.request("k2")
    assert request is not None
    assert request.status == 0
    spool.close()


def test_an_answer_is_never_replaced(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.open_request("k", "{}", 1)
    spool.answer_request("k", DONE, None)
    assert not spool.abandon_request("k", hub_unreachable())
    request = spool.request("k")
    assert request is not None
    assert request.status == 201
    spool.close()


def test_what_is_over_is_forgotten_and_what_is_open_stays(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    asked = Job("asked", "asked", "asked", "", 1, requested_as="A001-2")
    assert [spool.add_requested(asked), spool.add_requested(asked)] == [True, False]
    gone = Job("asked", "asked", "asked", "", 1, state=JobState.FAILED, settled=Settlement.LEFT_TO_STAFF)
    spool.end_job(gone, errand("asked"), 1)
    for name in ("over", "failed", "noted", "young"):
        created_ms = 100 if name == "young" else 1
        spool.open_request(name, "{}", created_ms)
        spool.answer_request(name, DONE, job(name, created_ms))
    spool.open_request("given-up", "{}", 1)
    spool.abandon_request("given-up", hub_unreachable())
    for name, state in (("over", JobState.CONFIRMED), ("failed", JobState.FAILED), ("noted", JobState.FAILED)):
        spool.end_job(Job(name, name, name, "", 1, state=state), errand(name), 1)
    spool.settle_job("noted", Settlement.NOTED, None, 1)
    spool.finish_errand("over", "done")
    spool.forget_before(50)
    assert [name for name in ("asked", "over", "failed", "noted", "young") if spool.job(name)] == ["failed", "young"]
    assert [key for key in ("over", "young", "given-up") if spool.request(key)] == ["young", "given-up"]
    assert [open_errand.key for open_errand in spool.open_errands()] == ["asked", "failed", "noted"]
    spool.close()
