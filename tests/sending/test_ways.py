"""Signed files on their way: by mail, by POST, into a folder. What arrives twice is there once."""

import json
from pathlib import Path

import pytest

from config.closing import FolderPlace, MailPlace, PostPlace
from hub.sending.ways import FileRefused, NotSent, send
from tests.sending.servers import HOST, MailServer, PostServer, make_certificate, running

WORDS = ("Chốt sổ ngày 22/11/2026 – Trung tâm", "", "Dãy A: 3 số")
CONTENT = json.dumps({"document": "…"}, ensure_ascii=False).encode()
NAME = "toi-luot-2026-11-22-closing-000000026-871ccf57.json"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(CONTENT)
    return file


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n", encoding="utf-8")
    return secret


def mail_to(server: MailServer, secret: Path) -> MailPlace:
    return MailPlace(
        name="thanh-tra",
        to=("thanhtra@example.vn", "so@example.vn"),
        sender="motcua@example.vn",
        server=HOST,
        port=server.port,
        user="motcua",
        password_file=str(secret),
    )


def test_a_letter_is_encrypted_signed_in_and_known_again(
    file: Path, secret: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = MailServer(certificate, ("motcua", "s3cret"))
    with running(server):
        for _ in range(2):
            send(mail_to(server, secret), file, WORDS)
    first, second = server.letters
    assert server.encrypted == [True, True]
    assert first["Subject"] == WORDS[0]
    assert first["To"] == "thanhtra@example.vn, so@example.vn"
    assert first["Message-ID"] == second["Message-ID"], "a mailbox may tell that it is the same"
    text, attached = first.iter_parts()
    assert "Dãy A: 3 số" in text.get_content()
    assert (attached.get_filename(), attached.get_content()) == (NAME, CONTENT)


@pytest.mark.parametrize("trouble", ["wrong password", "no room", "unknown certificate", "nobody there"])
def test_a_letter_that_is_not_taken_is_said(
    file: Path, secret: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    if trouble != "unknown certificate":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    if trouble == "wrong password":
        secret.write_text("other", encoding="utf-8")
    server = MailServer(certificate, ("motcua", "s3cret"))
    server.refuses = "452 the disk is full" if trouble == "no room" else ""
    place = mail_to(server, secret)
    if trouble == "nobody there":
        server.server_close()
        with pytest.raises(NotSent, match=f"{HOST}:{server.port}"):
            send(place, file, WORDS)
        return
    with running(server), pytest.raises(NotSent) as caught:
        send(place, file, WORDS)
    assert "s3cret" not in str(caught.value)
    assert server.letters == []


def test_a_post_is_kept_once_however_often_it_comes(
    file: Path, secret: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    server = PostServer(certificate)
    place = PostPlace(name="so", url=f"https://{HOST}:{server.port}/closings?to=7", token_file=str(secret))
    with running(server):
        for _ in range(2):
            send(place, file, WORDS)
        server.status = 507
        with pytest.raises(NotSent) as caught:
            send(place, file, WORDS)
    assert server.kept == {file.stem: CONTENT}
    assert [post["Authorization"] for post in server.posts] == ["Bearer s3cret"] * 3
    assert str(caught.value).startswith(f"{HOST}:{server.port} answered 507"), "an address may hold a secret"
    with pytest.raises(NotSent, match="cannot be reached: ConnectionError"):
        send(place, file, WORDS)


def test_a_folder_must_be_mounted_and_keeps_what_it_has(file: Path, tmp_path: Path) -> None:
    place = FolderPlace(name="usb", path=str(tmp_path / "usb"))
    with pytest.raises(NotSent, match="is its disk mounted"):
        send(place, file, WORDS)
    (tmp_path / "usb").mkdir()
    for _ in range(2):
        send(place, file, WORDS)
    assert [(each.name, each.read_bytes()) for each in (tmp_path / "usb").iterdir()] == [(NAME, CONTENT)]
    (tmp_path / "usb" / NAME).write_bytes(b"{}")
    with pytest.raises(NotSent, match="look into who has changed it"):
        send(place, file, WORDS)


def test_a_mailbox_that_is_refused_is_told_apart_from_those_that_are_served(
    file: Path, secret: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = MailServer(certificate, ("motcua", "s3cret"))
    server.unknown = "so@example.vn"
    with running(server), pytest.raises(FileRefused, match="not for all: so@example.vn") as caught:
        send(mail_to(server, secret), file, WORDS)
    assert caught.value.served == ("thanhtra@example.vn",)
    assert len(server.letters) == 1


def test_a_secret_that_is_not_there_is_named(
    file: Path, secret: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = MailServer(certificate, ("motcua", "s3cret"))
    secret.unlink()
    with running(server), pytest.raises(NotSent, match=str(secret)):
        send(mail_to(server, secret), file, WORDS)
