"""Each look of the doctor: what it says to what it sees."""

import os
import socket
import sqlite3
from pathlib import Path

import pytest

from drivers.printers import PrinterStatus
from drivers.printers.status import Cover, Paper
from drivers.simulators import Fault, PrinterSimulator, TcpCable
from hub.agent.badge import Badge, BadgeFile
from hub.doctor.agents import agents
from hub.doctor.attached import attached
from hub.doctor.clock import clock, clock_of_hub, hardware_clock
from hub.doctor.disk import GIGABYTE, disk, filesystem_of, kind, room, speed
from hub.doctor.finding import Finding, Mark, fine, wrong
from hub.doctor.folder import DAY_MS, backup, is_half_written, journal, kept, permissions
from hub.doctor.network import distant_hub, running_hub, stopped_hub
from hub.doctor.printers import printer
from hub.doctor.software import packages, software
from hub.doctor.start import STARTED, start
from hub.service.ports import BackupStatus, FailedBackup, GoodBackup
from hub.store.journal import Journal
from tests.hub_process import ROOT, free_port

MORNING_MS = 1_795_312_800_000
"""2026-11-22, 09:00 in Vietnam."""

ZONE = "Asia/Ho_Chi_Minh"


def marks(findings: list[Finding]) -> list[Mark]:
    return [finding.mark for finding in findings]


def test_a_finding_is_a_line_and_what_to_do_below_it() -> None:
    assert str(fine("disk", "20 GB free")) == "✓ disk: 20 GB free"
    assert str(wrong("disk", "full", "Make room.")) == "✗ disk: full\n    → Make room."


@pytest.mark.parametrize(
    ("last_day", "is_synchronised", "mark", "said"),
    [
        ("2026-11-21", True, Mark.OK, "2026-11-22 09:00"),
        ("", True, Mark.OK, "kept in step"),
        ("2026-11-22", False, Mark.WARN, "not kept in step"),
        ("2026-11-01", True, Mark.OK, "kept in step"),
        ("2026-11-01", False, Mark.WARN, "will ask a person"),
        ("2026-11-23", True, Mark.BAD, "no day can be opened"),
    ],
)
def test_a_clock_is_looked_at_beside_the_journals_last_day(
    last_day: str, is_synchronised: bool, mark: Mark, said: str
) -> None:
    (finding,) = clock(MORNING_MS, ZONE, last_day, is_synchronised)
    assert finding.mark is mark
    assert said in finding.seen


def test_a_clock_that_lost_its_time_is_wrong() -> None:
    (finding,) = clock(0, ZONE, "", is_synchronised=True)
    assert (finding.mark, finding.seen[:16]) == (Mark.BAD, "1970-01-01 08:00")


def test_a_machine_without_a_clock_of_its_own_is_told(tmp_path: Path) -> None:
    assert marks(list(hardware_clock(tmp_path / "rtc0"))) == [Mark.WARN]
    assert list(hardware_clock(tmp_path)) == []


@pytest.mark.parametrize(("difference_s", "mark"), [(-2, Mark.OK), (40, Mark.WARN), (-3600, Mark.WARN)])
def test_a_clock_beside_the_hubs(difference_s: float, mark: Mark) -> None:
    assert clock_of_hub(difference_s).mark is mark


@pytest.mark.parametrize(
    ("finding", "mark"),
    [
        (room(20 * GIGABYTE), Mark.OK),
        (room(2 * GIGABYTE), Mark.WARN),
        (room(1000), Mark.BAD),
        (kind("ext4"), Mark.OK),
        (kind("tmpfs"), Mark.WARN),
        (kind("nfs4"), Mark.BAD),
        (speed(2), Mark.OK),
        (speed(90), Mark.WARN),
        (speed(900), Mark.BAD),
    ],
)
def test_a_disk_is_judged_by_room_kind_and_speed(finding: Finding, mark: Mark) -> None:
    assert finding.mark is mark
    assert bool(finding.to_do) is (mark is not Mark.OK)


def test_a_real_folder_is_measured_and_left_as_it_was(tmp_path: Path) -> None:
    assert [finding.about for finding in disk(tmp_path)] == ["disk"] * 3
    assert list(tmp_path.iterdir()) == []


def test_the_file_system_is_the_innermost_mount() -> None:
    mounts = (
        "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
        "30 22 0:30 / /srv rw - xfs /dev/sdb1 rw\n"
        r"31 30 0:31 / /srv/my\040data rw shared:1 - nfs4 server:/x rw"
    )
    paths = ["/var/lib", "/srv/data", "/srv/my data/hub", "/srvother"]
    assert [filesystem_of(Path(path), mounts) for path in paths] == ["ext4", "xfs", "nfs4", "ext4"]


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    for name in ("hub.db", "hub.key"):
        (tmp_path / name).touch(mode=0o600)
    assert marks(list(permissions(tmp_path, os.geteuid()))) == [Mark.OK]
    (tmp_path / "hub.key").chmod(0o640)
    (finding,) = permissions(tmp_path, os.geteuid())
    assert (finding.mark, finding.seen) == (Mark.BAD, "readable by others: hub.key")
    (finding,) = permissions(tmp_path, os.geteuid() + 1)
    assert "another user" in finding.seen


def test_a_stopped_hubs_file_is_read_and_left_as_it_was(tmp_path: Path) -> None:
    Journal.open(tmp_path / "hub.db", MORNING_MS).close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    found = kept(tmp_path)
    assert (found.last_day, found.pending) == ("", ())
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert marks(list(journal(found, is_half_written(tmp_path)))) == [Mark.OK]


def test_a_file_of_an_earlier_version_and_one_that_ended_without_a_word_are_told(tmp_path: Path) -> None:
    Journal.open(tmp_path / "hub.db", MORNING_MS).close()
    with sqlite3.connect(tmp_path / "hub.db") as file:
        file.execute("DELETE FROM _sqlite_migrations WHERE name = 'texts'")
    file.close()
    (tmp_path / "hub.db-wal").write_bytes(b"something")
    told = list(journal(kept(tmp_path), is_half_written(tmp_path)))
    assert marks(told) == [Mark.WARN, Mark.WARN]
    assert "texts" in told[1].seen


def test_what_is_no_database_cannot_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("something else entirely, and long enough to be read as a page of one" * 20)
    with pytest.raises(OSError, match="cannot be read"):
        kept(tmp_path)


@pytest.mark.parametrize(
    ("began_days", "made_days", "mark"),
    [(0, None, Mark.WARN), (9, None, Mark.BAD), (9, 1, Mark.OK), (9, 3, Mark.WARN), (90, 8, Mark.BAD)],
)
def test_a_backup_grows_old(tmp_path: Path, began_days: int, made_days: int | None, mark: Mark) -> None:
    known = BackupStatus()
    if made_days is not None:
        file = tmp_path / "toi-luot-20261121T051500Z.tar.gz"
        file.touch()
        known = BackupStatus(GoodBackup(MORNING_MS - made_days * DAY_MS, str(file), 9, "2026-11-21"))
    (finding,) = backup(known, MORNING_MS - began_days * DAY_MS, MORNING_MS, tmp_path)
    assert finding.mark is mark
    assert (f"run.py backup --data {tmp_path}." in finding.to_do) == (mark is not Mark.OK)


def test_a_backup_that_failed_or_is_gone_is_told(tmp_path: Path) -> None:
    gone = GoodBackup(MORNING_MS, str(tmp_path / "unmounted" / "backup.tar.gz"), 9, "2026-11-21")
    known = BackupStatus(gone, FailedBackup(MORNING_MS, "the disk is full"))
    failed, lost = backup(known, MORNING_MS, MORNING_MS, tmp_path)
    assert (failed.mark, failed.seen) == (Mark.WARN, "the last one failed: the disk is full")
    assert (lost.mark, lost.seen) == (Mark.BAD, f"{gone.file} is gone")


def test_a_port_is_free_or_somebody_elses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        assert stopped_hub("127.0.0.1", somebody.getsockname()[1]).mark is Mark.BAD
    assert stopped_hub("127.0.0.1", free_port()).mark is Mark.WARN


def test_a_hub_that_does_not_answer_is_told_wherever_it_is() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert marks(list(running_hub({"trouble": ""}, url))) == [Mark.BAD]
    assert marks(list(running_hub({"trouble": "disk full"}, url))) == [Mark.BAD, Mark.BAD]
    assert marks(list(distant_hub(url, MORNING_MS / 1000))) == [Mark.BAD]
    assert marks(list(distant_hub("no address", MORNING_MS / 1000))) == [Mark.BAD]


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (PrinterStatus(is_online=True, paper=Paper.OK, cover=Cover.CLOSED), Mark.OK),
        (PrinterStatus(is_online=True, paper=Paper.LOW, cover=Cover.CLOSED), Mark.WARN),
        (PrinterStatus(is_online=True, trouble="paper_out"), Mark.BAD),
        (PrinterStatus(trouble="something_new"), Mark.BAD),
        (PrinterStatus(trouble="printer_silent"), Mark.WARN),
    ],
)
def test_a_printer_is_judged_by_what_it_says(status: PrinterStatus, mark: Mark) -> None:
    finding = printer("K1", "socket://192.168.1.50:9100", lambda _: (status, ""))
    assert finding.mark is mark
    assert bool(finding.to_do) is (mark is not Mark.OK)


@pytest.mark.parametrize(
    ("url", "mark"),
    [
        ("socket://printer-2.local:9100", Mark.WARN),
        ("rfc2217://terminal:4001", Mark.WARN),
        ("rfc2217://192.168.1.60:4001", Mark.OK),
        ("socket://[fe80::1]:9100", Mark.OK),
        ("/dev/usb/lp0", Mark.OK),
    ],
)
def test_a_printers_name_has_to_be_looked_up(url: str, mark: Mark) -> None:
    """And that has no deadline: a name server that is away would stop a kiosk."""
    ready = PrinterStatus(is_online=True, paper=Paper.OK, cover=Cover.CLOSED)
    assert printer("K1", url, lambda _: (ready, "")).mark is mark


def test_a_printer_is_asked_and_prints_nothing() -> None:
    simulator = PrinterSimulator(lambda paper: pytest.fail(f"{paper.height} rows were printed"))
    cable = TcpCable(simulator, 0)
    cable.plug()
    url = f"socket://127.0.0.1:{cable.port}"
    assert printer("", url).mark is Mark.OK
    simulator.fault(Fault.PAPER_OUT)
    assert "paper_out" in printer("", url).seen
    cable.unplug()
    assert "link_refused" in printer("", url).seen
    assert "Connection refused" in printer("", url).seen


def test_an_agent_is_paired_or_shows_a_code(tmp_path: Path) -> None:
    assert "no agent" in next(agents(tmp_path)).seen
    for name in ("kiosk-K1", "desk"):
        (tmp_path / name).mkdir()
    BadgeFile(tmp_path / "kiosk-K1").write(Badge("http://192.168.1.10:8080", "kiosk:K1", "secret"))
    stranger, paired = agents(tmp_path)
    assert (paired.mark, stranger.mark) == (Mark.OK, Mark.WARN)
    assert "kiosk:K1" in paired.seen
    assert "secret" not in str(paired)


@pytest.mark.parametrize(("wish", "mark"), [("desk:3", Mark.WARN), ("desk:4", Mark.OK), ("desk", Mark.OK)])
def test_an_agent_that_is_another_desk_than_it_was_started_as_is_told(tmp_path: Path, wish: str, mark: Mark) -> None:
    badges = BadgeFile(tmp_path / "desk")
    badges.write(Badge("http://192.168.1.10:8080", "desk:4", "secret"))
    badges.note_wish(wish)
    (found,) = agents(tmp_path)
    assert found.mark is mark
    assert "desk:4" in found.seen


def test_the_plugs_of_a_desk_are_there_under_names_that_stay(tmp_path: Path) -> None:
    assert list(attached(tmp_path)) == []
    host, line = os.openpty()
    paths = (os.ttyname(line), "/dev/serial/by-path/gone", "/dev/ttyUSB0", "socket://192.168.1.61:4001")
    tables = (
        f'[[devices]]\nname = "s{n}"\nkind = "scanner"\naddress = "{path}?baud=9600"\n' for n, path in enumerate(paths)
    )
    (tmp_path / "devices.toml").write_text("".join(tables), encoding="utf-8")
    found = list(attached(tmp_path))
    os.close(host)
    os.close(line)
    assert marks(found) == [Mark.OK, Mark.BAD, Mark.BAD, Mark.OK]
    assert "/dev/serial/by-path" in found[2].to_do
    assert found[3].seen.startswith("socket://192.168.1.61:4001 is not asked")
    (tmp_path / "devices.toml").write_text("devices = 3", encoding="utf-8")
    assert marks(list(attached(tmp_path))) == [Mark.BAD]


def test_a_service_starts_with_the_machine_or_is_told(tmp_path: Path) -> None:
    names = ("toi-luot-hub", "toi-luot-wall", "toi-luot-kiosk")
    (tmp_path / STARTED).mkdir()
    for name in names[:2]:
        (tmp_path / f"{name}.service").touch()
    (tmp_path / STARTED / "toi-luot-hub.service").symlink_to(tmp_path / "toi-luot-hub.service")
    assert marks(list(start(names, tmp_path))) == [Mark.OK, Mark.WARN]


def test_packages_are_compared_with_the_lock_file() -> None:
    lock = "flask==3.1 \\\n    --hash=sha256:00\ntzdata==2026.1 \\\n    # via x\ncolorama==1 ; os_name == 'nt' \\\n"
    there = {"flask": "3.1", "tzdata": "2026.1"}
    assert packages(lock, there.get).mark is Mark.OK
    assert (
        packages(lock, {**there, "tzdata": "2020.1"}.get).seen == "not the tested ones: tzdata 2020.1 instead of 2026.1"
    )
    assert packages(lock, {"tzdata": "2026.1"}.get).seen == "not installed: flask"


def test_what_runs_here_is_what_is_locked() -> None:
    assert marks(list(software(ROOT / "requirements.lock"))) == [Mark.OK, Mark.OK]
