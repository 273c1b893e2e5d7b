"""A signed closing and an exported journal prove each other: whatever was changed is found, and the row is named."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.domain import commands as c
from hub.store.audit import CLEAN, UNUSABLE, AuditReport
from hub.store.chain import StoreFault
from hub.store.closing import Checkpoint, Closing, NotSigned, RowMark, seal, unseal
from hub.store.closing_check import check_files
from hub.store.closing_counts import CARRIED_OVER
from hub.store.closing_head import head_of_copy
from hub.store.closing_making import make_closing
from hub.store.export import Row, write_export
from hub.store.signing_key import KEY_FILE, fingerprint, is_meant, known_key, open_signing_key
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall
from tests.store.closed_day import NEXT_DAY, ClosedDay, live_a_day

SEED = 20261122


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> ClosedDay:
    return ClosedDay(tmp_path_factory.mktemp("closed"))


def checked(closed: ClosedDay, export: Path | None = None, *more: Path, key: str = "") -> AuditReport:
    return check_files([closed.closing, *more], export or closed.export, [key] if key else [])


def named(report: AuditReport) -> set[int]:
    """The rows that a check names as not what they were."""
    told = "\n".join(line for line in report.lines if line.startswith("  "))
    return {int(number) for number in re.findall(r"\brows? (\d+)", told)}


def document(closed: ClosedDay) -> Closing:
    found = unseal(closed.closing.read_bytes())
    assert isinstance(found, Closing)
    return found


def test_what_nobody_touched_is_proved_and_audited(closed: ClosedDay) -> None:
    assert any("compared with no fingerprint" in line for line in checked(closed).lines)
    report = checked(closed, key=fingerprint(closed.key.public))
    assert report.status == CLEAN, report.lines
    told = "\n".join(report.lines)
    assert "compared with no fingerprint" not in told
    assert "chain: intact" in told
    assert "counted again from its rows" in told
    assert "calls: 3" in told


def test_a_closing_says_what_came_of_the_day(closed: ClosedDay) -> None:
    found = document(closed)
    assert (found.day, found.first_row, found.before, found.former) == (DAY, 1, "0" * 64, None)
    rows = closed.rows()
    assert found.last == RowMark(rows[-1].seq, rows[-1].hash)
    assert [(one.series, one.drawn, one.first, one.last, one.fates) for one in found.series] == [
        ("A", 3, "A001", "A003", {"expired": 1, "finished": 2}),
        ("B", 3, "B001", "B003", {"cancelled": 1, "expired": 2}),
    ]
    of_day = [row.kind for row in rows if row.seq >= found.turns[0].row]
    assert found.events == {kind: of_day.count(kind) for kind in set(of_day)}
    assert make_closing(closed.copy, DAY, [], closed.key) == closed.closing.read_bytes()


def test_outsiders_need_no_program_of_ours_to_check_the_signature(closed: ClosedDay) -> None:
    """The very recipe of docs/closing.md: any JSON library that sorts keys, any Ed25519."""
    content = json.loads(closed.closing.read_text(encoding="utf-8"))
    signed = json.dumps(content["document"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert signed in closed.closing.read_bytes()
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(content["document"]["key"]))
    public.verify(bytes.fromhex(content["signature"]), signed)


def test_any_changed_byte_of_any_row_is_found_and_the_row_named(closed: ClosedDay) -> None:
    """Every byte of one row, and in each other row some."""
    chance, lines = random.Random(SEED), closed.lines()
    for place in range(1, len(lines)):
        wanted = range(len(lines[place])) if place == 10 else chance.sample(range(len(lines[place])), 8)
        for at in wanted:
            line = bytearray(lines[place])
            line[at] = chance.choice([byte for byte in range(256) if byte != line[at]])
            report = checked(closed, closed.written([*lines[:place], bytes(line), *lines[place + 1 :]]))
            assert report.status == UNUSABLE, (place, at)
            assert place in named(report), (place, at, report.lines)


def test_any_changed_byte_of_a_closing_is_refused(closed: ClosedDay) -> None:
    chance, content = random.Random(SEED), closed.closing.read_bytes()
    for at in [*range(40), *chance.sample(range(len(content)), 300), *range(len(content) - 150, len(content))]:
        changed = bytearray(content)
        changed[at] = chance.choice([byte for byte in range(256) if byte != changed[at]])
        with pytest.raises(NotSigned):
            unseal(bytes(changed))
    other = closed.folder / "changed.json"
    other.write_bytes(content.replace(b'"finished":2', b'"finished":3'))
    report = check_files([other], closed.export)
    assert (report.status, len(report.lines)) == (UNUSABLE, 1), "nothing else is said of it"
    assert "signature does not fit" in report.lines[0]


def swapped(rows: list[Row], place: int) -> list[Row]:
    return [*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]]


def changed(rows: list[Row], place: int) -> list[Row]:
    other = msgspec.structs.replace(rows[place], at="2026-11-22T01:00:00.000Z", actor="staff-9")
    return [*rows[:place], other, *rows[place + 1 :]]


FORGERIES: dict[str, Callable[[list[Row], int], list[Row]]] = {
    "changed": changed,
    "removed": lambda rows, place: [*rows[:place], *rows[place + 1 :]],
    "inserted": lambda rows, place: [*rows[:place], rows[3], *rows[place:]],
    "swapped": swapped,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_who_makes_all_later_hashes_fit_is_found_out_all_the_same(closed: ClosedDay, forgery: str) -> None:
    for place in range(5, len(closed.rows()) - 1, 4):
        export = closed.forged(lambda rows, place=place: FORGERIES[forgery](rows, place))  # type: ignore[misc]
        report = checked(closed, export)
        assert report.status == UNUSABLE
        assert place + 1 in named(report), report.lines
        assert "made to fit" in "\n".join(report.lines)


def test_rows_taken_out_moved_or_put_in_are_named(closed: ClosedDay) -> None:
    lines = closed.lines()
    taken_out = named(checked(closed, closed.written([*lines[:7], *lines[8:]])))
    moved = named(checked(closed, closed.written([*lines[:7], lines[8], lines[7], *lines[9:]])))
    put_in = named(checked(closed, closed.written([*lines[:9], lines[5], *lines[9:]])))
    assert (taken_out, 7 in moved, 5 in put_in) == ({7}, True, True)


def test_a_truncated_export_is_no_proof(closed: ClosedDay) -> None:
    lines = closed.lines()
    for kept in (lines[:-3], [*lines[:-1], lines[-1][:20]], lines[:1]):
        report = checked(closed, closed.written(kept))
        assert report.status == UNUSABLE
        assert any("cut off" in line or "cannot be read" in line for line in report.lines)
    assert checked(closed, closed.written([])).status == UNUSABLE
    late = closed.folder / "late.jsonl"
    if not late.exists():
        write_export(closed.copy, ["2026-11-23"], late)
    assert "is not in this export" in "\n".join(checked(closed, late).lines)


def test_a_key_is_known_by_its_fingerprint(closed: ClosedDay, tmp_path: Path) -> None:
    public = closed.key.public
    assert is_meant(fingerprint(public).upper(), public)
    assert is_meant(public, public)
    foreign = open_signing_key(tmp_path)
    assert not is_meant(fingerprint(foreign.public), public)
    assert checked(closed, key=fingerprint(public).replace(" ", "")).status == CLEAN
    report = checked(closed, key=fingerprint(foreign.public))
    assert report.status == UNUSABLE
    assert "FOREIGN KEY" in report.lines[0]


def test_a_closing_that_somebody_else_signed_names_their_key(closed: ClosedDay, tmp_path: Path) -> None:
    """All of it fits, but the fingerprint: it is what a reader must know from elsewhere."""
    foreign = open_signing_key(tmp_path)
    forged = tmp_path / "closing.json"
    forged.write_bytes(make_closing(closed.copy, DAY, [], foreign))
    assert check_files([forged], closed.export).status == CLEAN
    assert check_files([forged], closed.export, [fingerprint(closed.key.public)]).status == UNUSABLE
    together = check_files([closed.closing, forged], closed.export)
    assert "FOREIGN KEY" in together.lines[1]
    both = [fingerprint(one.public) for one in (closed.key, foreign)]
    assert check_files([closed.closing, forged], closed.export, both).status == CLEAN, "a hub that got another key"


def test_checkpoints_are_held_against_the_same_export(closed: ClosedDay) -> None:
    found, rows = document(closed), closed.rows()
    row = rows[len(rows) // 2]

    def told(mark: RowMark, name: str) -> Path:
        file = closed.folder / name
        checkpoint = Checkpoint(
            hub=found.hub, incarnation=found.incarnation, key=closed.key.public, day=DAY, at=row.at, last=mark
        )
        file.write_bytes(seal(checkpoint, closed.key))
        return file

    right = told(RowMark(row.seq, row.hash), "right.json")
    assert checked(closed, None, right).status == CLEAN
    assert check_files([right], closed.export).status == CLEAN
    wrong = told(RowMark(row.seq, rows[3].hash), "wrong.json")
    assert check_files([wrong], closed.export).status == UNUSABLE


def test_each_closing_goes_on_after_the_one_before(tmp_path: Path) -> None:
    """A reopened day is closed again: the second covers what the first does not, and counts the day anew."""
    hall = Hall(tmp_path / "hub.db")
    live_a_day(hall)
    key, closings = open_signing_key(tmp_path), []
    for turn in ("first", "second"):
        hall.do(c.CloseDay())
        hall.journal.copy_to(tmp_path / turn)
        assert head_of_copy(tmp_path / turn, 0).closed == (DAY,)
        before = [file.read_bytes() for file in reversed(closings)]
        closings.append(tmp_path / f"{turn}.json")
        closings[-1].write_bytes(make_closing(tmp_path / turn, DAY, before, key))
        hall.do(c.ReopenDay())
        hall.do(c.IssueTicket(field="civil"))
    hall.close()
    first, second = (unseal(file.read_bytes()) for file in closings)
    assert isinstance(first, Closing)
    assert isinstance(second, Closing)
    assert second.first_row == first.last.row + 1
    assert second.former is not None
    assert (second.former.day, second.former.row) == (DAY, first.last.row)
    assert [turn.event for turn in second.turns] == ["DayOpened", "DayClosed", "DayReopened", "DayClosed"]
    write_export(tmp_path / "second", [DAY], tmp_path / "export")
    assert check_files(closings, tmp_path / "export").status == CLEAN
    other = tmp_path / "other.json"
    other.write_bytes(seal(msgspec.structs.replace(first, centre="Other"), key))
    assert "ANOTHER closing" in "\n".join(check_files([other, closings[1]], tmp_path / "export").lines)


def test_who_was_carried_over_is_counted_apart_and_a_day_is_proved_by_its_own_rows(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    live_a_day(hall)
    hall.do(c.CloseDay())
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    hall.do(c.OpenCounter(counter=1))
    hall.do(c.CarryOver())
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CloseDay())
    hall.journal.copy_to(tmp_path / "copy")
    hall.close()
    key, files = open_signing_key(tmp_path), []
    for day in (DAY, NEXT_DAY):
        files.append(tmp_path / f"{day}.json")
        before = [file.read_bytes() for file in reversed(files[:-1])]
        files[-1].write_bytes(make_closing(tmp_path / "copy", day, before, key))
    found = unseal(files[1].read_bytes())
    assert isinstance(found, Closing)
    assert {one.series: one.drawn for one in found.series} == {"A": 1, CARRIED_OVER: 2}
    write_export(tmp_path / "copy", [NEXT_DAY], tmp_path / "next")
    report = check_files([files[1]], tmp_path / "next")
    assert report.status == CLEAN, report.lines


def test_a_day_that_is_open_is_not_closed(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    live_a_day(hall)
    hall.journal.copy_to(tmp_path / "copy")
    hall.close()
    assert head_of_copy(tmp_path / "copy", 0).closed == ()
    with pytest.raises(StoreFault, match="is not closed"):
        make_closing(tmp_path / "copy", DAY, [], open_signing_key(tmp_path))


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    assert known_key(tmp_path) is None
    made = open_signing_key(tmp_path)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert open_signing_key(tmp_path).public == made.public == known_key(tmp_path)
    (tmp_path / KEY_FILE).write_bytes(b"nonsense")
    with pytest.raises(StoreFault, match="is no key"):
        open_signing_key(tmp_path)


def test_a_disk_that_fails_keeps_no_half_of_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        open_signing_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
