"""How a signed file gets to a place: by mail, by POST, into a folder."""

import os
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import requests

from config.closing import FolderPlace, MailPlace, PostPlace

PATIENCE_S = 20
"""No place may hold the others up for longer at one step."""

SUBTYPE = "json"

FILES_OWN_FAULT = (400, 409, 413, 415, 422)
"""Answers of a web server that are about what was posted."""


class NotSent(Exception):
    """A file did not get to a place; its sentence says why and what to do."""


class FileRefused(NotSent):
    """The place is there and did not take this file, or not for everybody; others may be taken.

    ``served`` are the mailboxes that have it all the same.
    """

    def __init__(self, why: str, served: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.served = served


def send(place: MailPlace | PostPlace | FolderPlace, file: Path, words: tuple[str, ...]) -> None:
    """Send a file to a place; ``words`` are what people read with it, the first line as the subject.

    A file that comes twice does no harm: it has its own name, and its mail its own Message-ID. Raises NotSent.
    """
    try:
        match place:
            case MailPlace():
                _mail(place, file, words)
            case PostPlace():
                _post(place, file)
            case FolderPlace():
                _lay_down(place, file)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        raise FileRefused(f"the mail server {place_of(place)} did not take it: {error}") from error
    except smtplib.SMTPException as error:
        raise NotSent(f"the mail server {place_of(place)} did not take it: {error}") from error
    except requests.RequestException as error:
        raise NotSent(f"{place_of(place)} cannot be reached: {_reason(error)}") from error
    except OSError as error:
        raise NotSent(f"{place_of(place)}: {error.strerror or error}") from error
    except ValueError as error:
        raise NotSent(f"{place_of(place)} cannot be used as it stands in closing.toml: {error}") from error


def place_of(place: MailPlace | PostPlace | FolderPlace) -> str:
    """Where a place is, in words without a secret."""
    match place:
        case MailPlace(server=server, port=port):
            return f"{server}:{port}"
        case PostPlace(url=url):
            return urlsplit(url).netloc
        case FolderPlace(path=path):
            return path


def _mail(place: MailPlace, file: Path, words: tuple[str, ...]) -> None:
    letter = EmailMessage()
    letter["Subject"] = " ".join(words[0].split())
    letter["From"], letter["To"] = place.sender, ", ".join(place.to)
    letter["Message-ID"] = f"<{file.stem}@{place.sender.partition('@')[2]}>"
    letter.set_content("\n".join(words))
    letter.add_attachment(file.read_bytes(), maintype="application", subtype=SUBTYPE, filename=file.name)
    trusted = ssl.create_default_context()
    if place.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(place.server, place.port, timeout=PATIENCE_S, context=trusted)
    else:
        connection = smtplib.SMTP(place.server, place.port, timeout=PATIENCE_S)
    with connection:
        if place.security == "starttls":
            connection.starttls(context=trusted)
        if place.user:
            connection.login(place.user, _secret(place.password_file))
        refused = connection.send_message(letter)
    if refused:
        served = tuple(mailbox for mailbox in place.to if mailbox not in refused)
        why = f"the mail server {place_of(place)} took it not for all: {', '.join(sorted(refused))}"
        raise FileRefused(why, served)


def _post(place: PostPlace, file: Path) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": file.stem, "X-File-Name": file.name}
    if place.token_file:
        headers["Authorization"] = f"Bearer {_secret(place.token_file)}"
    answer = requests.post(
        place.url, data=file.read_bytes(), headers=headers, timeout=PATIENCE_S, allow_redirects=False
    )
    if not 200 <= answer.status_code < 300:
        kind = FileRefused if answer.status_code in FILES_OWN_FAULT else NotSent
        raise kind(f"{place_of(place)} answered {answer.status_code} {answer.reason}")


def _lay_down(place: FolderPlace, file: Path) -> None:
    """A missing folder is a disk that is not mounted, so it is not made."""
    folder, content = Path(place.path), file.read_bytes()
    if not folder.is_dir():
        raise NotSent(f"there is no folder {folder}: is its disk mounted?")
    target, part = folder / file.name, folder / f".{file.name}.{os.getpid()}"
    if target.exists():
        if target.read_bytes() != content:
            raise FileRefused(f"{target} is another file than the one that was signed; look into who has changed it")
        return
    try:
        with part.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _secret(file: str) -> str:
    """The first line of a file. Raises NotSent."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise NotSent(f"the secret in {file} cannot be read: {error.strerror or error}") from error
    return lines[0].strip() if lines else ""


def _reason(error: requests.RequestException) -> str:
    """What the network says, without the address of the request, which may hold a secret."""
    return type(error).__name__
