"""Checks signed closings and checkpoints against an exported journal: these files, and nothing else, are needed."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing as closing_of
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import astuple

from hub.service.ports import StorageError
from hub.store.audit import FINDINGS, UNUSABLE, AuditReport, audit_day
from hub.store.chain import BEFORE_ALL, StoreFault
from hub.store.chain_walk import Mark, Walk, walk
from hub.store.closing import MARK_BYTES, Closing, Document, NotSigned, unseal
from hub.store.closing_counts import count_day
from hub.store.closing_tail import Tail
from hub.store.export import Head, read_head, read_rows
from hub.store.journal import Journal
from hub.store.signing_key import fingerprint, is_meant

TABLE = """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, at TEXT, day TEXT, kind TEXT, version INTEGER, ticket TEXT, actor TEXT,
        request_id TEXT, part INTEGER, data TEXT, hash TEXT
    ) STRICT
"""
INSERT = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class _Given:
    """A signed file that holds: its document and the SHA-256 (hex) of its bytes."""

    document: Document
    digest: str


def check_files(signed: Sequence[Path], export: Path, keys: Sequence[str] = ()) -> AuditReport:
    """Check signed files against an export; ``keys`` are the fingerprints that count, none for any one key.

    The exit status is the audit's: CLEAN, FINDINGS, or UNUSABLE when a signature, a row or a count is not what was
    signed. Raises OSError: a file cannot be read.
    """
    report = AuditReport()
    documents = _read_signed(report, signed, keys)
    if documents and not keys:
        report.say(
            "key: compared with no fingerprint that you know of (--key): anybody can make a key and sign with it"
        )
    if documents:
        try:
            with export.open("rb") as file:
                _check(report, documents, file)
        except (StoreFault, StorageError) as error:
            report.say(f"journal: UNUSABLE. {error}", UNUSABLE)
    report.lines = [_harmless(line) for line in report.lines]
    return report


def _harmless(line: str) -> str:
    """A line without anything that a terminal would obey: what is checked may come from anybody."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in line)


def _read_signed(report: AuditReport, files: Sequence[Path], keys: Sequence[str]) -> list[Document]:
    """The documents in files, told one by one; those that nobody signed, or somebody else, are left out."""
    found: list[_Given] = []
    for file in files:
        try:
            content = file.read_bytes()
            document = unseal(content)
        except NotSigned as error:
            report.say(f"{file.name}: NOT VALID: {error}", UNUSABLE)
            continue
        wanted = keys or [found[0].document.key if found else document.key]
        if not any(is_meant(key, document.key) for key in wanted):
            other = fingerprint(document.key)
            report.say(f"{file.name}: FOREIGN KEY: signed by {other}, not by the key that is asked for", UNUSABLE)
            continue
        of_day = f" of {document.day}" if document.day else ""
        report.say(f"{file.name}: {type(document).__name__.lower()}{of_day}, signed by {fingerprint(document.key)}")
        found.append(_Given(document, sha256(content).hexdigest()))
    _check_order(report, found)
    return [given.document for given in found]


def _check_order(report: AuditReport, given: Sequence[_Given]) -> None:
    """Whether a closing names the one before it as it was given, where both were."""
    closings = [(one.document, one.digest) for one in given if isinstance(one.document, Closing)]
    digests = {(document.day, document.last.row): digest for document, digest in closings}
    for document, _ in closings:
        former = document.former
        known = digests.get((former.day, former.row)) if former else None
        if former and known and known != former.digest:
            report.say(f"{document.name}: goes on after ANOTHER closing of {former.day} than the one given", UNUSABLE)


def _check(report: AuditReport, documents: Sequence[Document], file: BinaryIO) -> None:
    head = read_head(file)
    report.say(f"journal: of hub {head.hub}, rows {head.first} to {head.last}")
    foreign = [document for document in documents if document.hub != head.hub]
    if foreign:
        report.say(f"journal: of ANOTHER HUB than what is signed ({foreign[0].hub})", UNUSABLE)
        return
    ends = {row for one in documents for row in (one.last.row, getattr(one, "first_row", 0) - 1)}
    found = Walk(frozenset(ends | {head.last}))
    with closing_of(sqlite3.connect(":memory:")) as connection:
        connection.execute(TABLE)
        first_day = min((one.turns[0].row for one in documents if isinstance(one, Closing)), default=head.last + 1)
        tail = Tail(max(one.last.row for one in documents))
        rows = tail.watch(walk(head, read_rows(file), _marks(documents), found))
        connection.executemany(INSERT, (astuple(row) for row in rows if row.seq >= first_day))
        _tell_walk(report, found, head)
        for document in documents:
            _check_ends(report, document, head, found.hashes)
        tail.tell_lost(report, documents)
        for document in documents:
            if isinstance(document, Closing) and not found.found:
                _check_counts(report, document, Journal(connection))
        tail.tell(report)


def _marks(documents: Sequence[Document]) -> Mark:
    """What the signed files know of the rows' hashes."""
    whole = {one.last.row: one.last.hash for one in documents}
    covered = [(one.first_row, one.last.row, one.mark_bytes) for one in documents if isinstance(one, Closing)]

    def mark(row: int) -> str | None:
        if row in whole:
            return whole[row]
        for first, last, known in covered:
            if first <= row <= last:
                return known[(row - first) * MARK_BYTES :][:MARK_BYTES].hex()
        return None

    return mark


def _tell_walk(report: AuditReport, found: Walk, head: Head) -> None:
    if head.first == 1 and head.before != BEFORE_ALL:
        found.name("the head: there is no row before row 1, yet it names a hash before it")
    if found.hashes.get(head.last, head.last_hash) != head.last_hash:
        found.name("the head: its last hash is not that of the last row")
    for sentence in found.faults:
        report.say(f"  {sentence}", UNUSABLE)
    told = f"chain: BROKEN, {found.found} faults" if found.found else f"chain: intact, {found.rows} rows"
    report.say(told, UNUSABLE if found.found else 0)


def _check_ends(report: AuditReport, document: Document, head: Head, hashes: dict[int, str]) -> None:
    """Whether the last row that was signed, and the hash before the first, are those of the export."""
    name, last = document.name, document.last
    if last.row > head.last or last.row < head.first:
        report.say(f"{name}: row {last.row} is not in this export (rows {head.first} to {head.last})", UNUSABLE)
    elif hashes.get(last.row) != last.hash:
        report.say(f"{name}: NOT this journal: row {last.row} has another hash than was signed", UNUSABLE)
    else:
        report.say(f"{name}: row {last.row} is the one that was signed")
    if isinstance(document, Closing) and document.first_row < head.first:
        _tell_late_begin(report, document, head)
    elif isinstance(document, Closing):
        before = hashes.get(document.first_row - 1, head.before if document.first_row == head.first else BEFORE_ALL)
        if before != document.before:
            report.say(f"{name}: the row before {document.first_row} has another hash than was signed", UNUSABLE)


def _tell_late_begin(report: AuditReport, document: Closing, head: Head) -> None:
    """An export of the closing's day is enough for that day: the rows before are not looked at."""
    told = f"{document.name}: covers rows from {document.first_row}, the export begins with {head.first}"
    has_day = document.turns[0].row >= head.first
    what = "the day is all there" if has_day else "the day is not all there"
    report.say(f"{told}: {what}; for the rows before export the whole journal (no DAY)", 0 if has_day else UNUSABLE)


def _check_counts(report: AuditReport, document: Closing, journal: Journal) -> None:
    """Count a closing's day again, then audit it as its hub did."""
    entries = [entry for request in journal.day_requests(document.day) for entry in request]
    if not entries:
        report.say(f"day {document.day}: not in this export", UNUSABLE)
        return
    counted = count_day([entry for entry in entries if entry.seq <= document.last.row])
    for name in ("plan_versions", "turns", "events", "series", "left_out"):
        if getattr(counted, name) != getattr(document, name):
            report.say(f"day {document.day}: counted again, {name} is not what was signed", UNUSABLE)
            return
    report.say(f"day {document.day}: counted again from its rows, all is as it was signed")
    audit_day(report, journal, document.day, document.last.row)
    if document.audit.status and report.status < FINDINGS:
        report.say(f"day {document.day}: its hub found more: {'; '.join(document.audit.lines)}", FINDINGS)
