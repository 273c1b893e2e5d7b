"""What a hub signs: the closing of a day, and checkpoints while it runs. One JSON file each, in one form only.

A file is ``{"document": …, "signature": "…"}`` and perhaps a line's end: keys sorted, no spaces, UTF-8, integers and
texts. The signature is Ed25519 over the bytes of the document as they stand there. Any other writing of the same is
refused, so there is no byte that could be changed unnoticed. ``docs/closing.md`` tells outsiders how to check one.
"""

import base64
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hub.store.chain import StoreFault
from hub.store.signing_key import SigningKey, is_signed

FORMAT = 1
END_OF_LINE = b"\n"
MARK_BYTES = 3
"""So many bytes of each row's hash are in a closing: enough to say which row is not what it was."""

Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
RowNumber = Annotated[int, Meta(ge=1, le=2**62)]
Day = Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")]

_ENCODER = msgspec.json.Encoder(order="sorted")


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """The common form. ``key`` is the public key (64 hex digits) with which it is signed."""

    format: int = FORMAT
    hub: Hex
    incarnation: Hex
    key: Hash


class RowMark(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the journal and its hash."""

    row: RowNumber
    hash: Hash


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """The row with which a day opened, closed or was reopened, and when (UTC, as the journal writes it)."""

    event: Literal["DayOpened", "DayClosed", "DayReopened"]
    row: int
    at: str


class SeriesCount(Struct, frozen=True, forbid_unknown_fields=True):
    """What came of a series' numbers: how many were drawn, the first and the last of them, how many by fate."""

    series: str
    mode: str
    drawn: int
    first: str
    last: str
    fates: dict[str, int]


class LeftOut(Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers that nobody drew, from the first to the last, and why: ``restore`` or ``kiosk_disk``."""

    series: str
    first: str
    last: str
    why: str


class AuditWord(Struct, frozen=True, forbid_unknown_fields=True):
    """What the hub's own audit of the day said: its exit status and its lines (English)."""

    status: int
    lines: tuple[str, ...]


class Former(Struct, frozen=True, forbid_unknown_fields=True):
    """The closing before: its day, its last row, and the SHA-256 (hex) of its whole file."""

    day: str
    row: int
    digest: str


class Closing(Form, frozen=True, tag="closing"):
    """A day that is over, up to the row of its ``DayClosed``.

    ``office`` and ``centre`` are its names in Vietnamese, ``zone`` is that of its clocks. Rows are covered from
    ``first_row`` to ``last``; ``before`` is the hash before the first of them (zeros before row 1), ``marks`` the first
    three bytes of each one's hash, one after the other, in base64. The day's own rows begin at ``turns[0]``;
    ``events`` counts them by kind. ``former`` is None for the first closing of a journal.
    """

    office: str
    centre: str
    zone: str
    day: Day
    plan_versions: tuple[int, ...]
    turns: Annotated[tuple[Turn, ...], Meta(min_length=1)]
    first_row: RowNumber
    before: Hash
    last: RowMark
    marks: str
    events: dict[str, int]
    series: tuple[SeriesCount, ...]
    left_out: tuple[LeftOut, ...]
    audit: AuditWord
    former: Former | None

    @property
    def name(self) -> str:
        """The name of its file; no other closing has it."""
        return _name(self.day, "closing", self.last.row, self.incarnation)

    @property
    def mark_bytes(self) -> bytes:
        """The marks as they are, :data:`MARK_BYTES` a row, one row's after the other's."""
        return base64.b64decode(self.marks)


class Checkpoint(Form, frozen=True, tag="checkpoint"):
    """How far the journal was at a moment: its last row, when that was written, on which day ("" before the first)."""

    day: Day
    at: str
    last: RowMark

    @property
    def name(self) -> str:
        """The name of its file; no other checkpoint has it."""
        return _name(self.day, "checkpoint", self.last.row, self.incarnation)


Document = Closing | Checkpoint


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """A document and its signature, as a file holds them."""

    document: Document
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class NotSigned(StoreFault):
    """A file is not what a hub has signed; its sentence says why."""


def seal(document: Document, key: SigningKey) -> bytes:
    """The file of a document. The same document has the same bytes."""
    return _file(Signed(document, key.sign(_ENCODER.encode(document))))


def unseal(content: bytes) -> Document:
    """The document in a file. Raises NotSigned: not in that very form, or not signed by the key that it names."""
    try:
        signed = msgspec.json.decode(content, type=Signed)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotSigned(f"it is no closing and no checkpoint ({error})") from error
    document = signed.document
    if document.format != FORMAT:
        raise NotSigned(f"it has format {document.format}, this program reads {FORMAT}")
    if _file(signed) not in (content, content + END_OF_LINE):
        if _file(signed) == content.replace(b"\r\n", END_OF_LINE):
            raise NotSigned("its line's end was changed on the way (CRLF), nothing else: get the file itself again")
        raise NotSigned("it is not written as a hub writes it, so it was changed")
    if not is_signed(document.key, _ENCODER.encode(document), signed.signature):
        raise NotSigned("its signature does not fit: it was changed after it was signed, or signed by somebody else")
    if isinstance(document, Closing) and not _has_all_marks(document):
        raise NotSigned("its marks are not those of the rows that it covers")
    return document


def _has_all_marks(closing: Closing) -> bool:
    """Whether there is a mark for each row, as an honest hub makes them."""
    try:
        known = base64.b64decode(closing.marks, validate=True)
    except ValueError:
        return False
    return len(known) == MARK_BYTES * (closing.last.row - closing.first_row + 1)


def _file(signed: Signed) -> bytes:
    return _ENCODER.encode(signed) + END_OF_LINE


def _name(day: str, kind: str, row: int, incarnation: str) -> str:
    return f"toi-luot-{day or 'no-day'}-{kind}-{row:09d}-{incarnation[:8]}.json"
