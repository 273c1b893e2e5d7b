"""The control socket: copies while the hub writes, and plain answers to nonsense."""

import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.store.chain import StoreFault, verify
from hub.store.control import SOCKET_NAME, ControlServer, HubNotRunning, ask, consistent_copy
from hub.store.database import StoreBusy
from tests.service.kit import Hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    yield hall
    hall.close()


@pytest.fixture
def server(hall: Hall, tmp_path: Path) -> Iterator[ControlServer]:
    server = ControlServer(tmp_path, hall.journal.copy_to, lambda: {"seq": hall.office.floor.seq})
    server.start()
    yield server
    server.stop()


def test_status(server: ControlServer, hall: Hall, tmp_path: Path) -> None:
    assert ask(tmp_path, do="status") == {"ok": 1, "seq": hall.office.floor.seq}


def test_only_its_own_user_may_ask(server: ControlServer, tmp_path: Path) -> None:
    assert (tmp_path / SOCKET_NAME).stat().st_mode & 0o777 == 0o600


def test_a_copy_of_a_running_hub_is_whole(server: ControlServer, hall: Hall, tmp_path: Path) -> None:
    hall.do(c.IssueTicket(field="civil"))
    consistent_copy(tmp_path, tmp_path / "copy.db")
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert verify(copy)[0] == hall.office.floor.seq
    copy.close()
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_the_hub_writes_on_while_it_is_copied(hall: Hall, tmp_path: Path) -> None:
    text = "x" * 500
    for _ in range(400):
        hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    hall.do(c.Hold(counter=1, note=text))
    started = threading.Event()
    steps: list[int] = []

    def between() -> None:
        if len(steps) < 3:
            hall.do(c.IssueTicket(field="land"))
        steps.append(1)
        started.set()

    hall.journal.copy_to(tmp_path / "copy.db", between)
    assert started.is_set()
    hall.do(c.IssueTicket(field="land"))
    copy = sqlite3.connect(tmp_path / "copy.db")
    rows, _ = verify(copy)
    assert 400 < rows <= hall.office.floor.seq
    copy.close()


def test_a_copy_never_overwrites(server: ControlServer, hall: Hall, tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="exists"):
        ask(tmp_path, do="copy", to=str(tmp_path / "hub.db"))
    with pytest.raises(StoreFault):
        ask(tmp_path, do="copy", to=str(tmp_path / "no" / "folder.db"))
    assert hall.do(c.IssueTicket(field="civil")).seq_to


@pytest.mark.parametrize(
    "line", [b"", b"{\n", b"[]\n", b"7\n", b"{}\n", b'{"do":"copy"}\n', b'{"do":"eat"}\n', b"\xff\n"]
)
def test_nonsense_is_answered_and_harms_nobody(server: ControlServer, tmp_path: Path, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(str(tmp_path / SOCKET_NAME))
        client.sendall(line)
        client.shutdown(socket.SHUT_WR)
        answer = json.loads(client.makefile().readline())
    assert set(answer) == {"error"}
    assert ask(tmp_path, do="status")["ok"] == 1


def test_a_hub_does_what_else_it_was_given(hall: Hall, tmp_path: Path) -> None:
    actions = {"greet": lambda request: {"said": f"Chào {request['name']}"}}
    server = ControlServer(tmp_path, hall.journal.copy_to, dict, actions)
    server.start()
    assert ask(tmp_path, do="greet", name="Lan") == {"ok": 1, "said": "Chào Lan"}
    with pytest.raises(StoreFault, match="cannot be understood"):
        ask(tmp_path, do="greet")
    with pytest.raises(StoreFault, match="does not do that"):
        ask(tmp_path, do="eat")
    server.stop()


def test_a_fault_of_the_hub_is_an_answer_too(hall: Hall, tmp_path: Path) -> None:
    def broken() -> dict[str, int]:
        raise RuntimeError("a fault")

    server = ControlServer(tmp_path, hall.journal.copy_to, broken)
    server.start()
    with pytest.raises(StoreFault, match="its log says more"):
        ask(tmp_path, do="status")
    server.stop()


def test_a_socket_left_behind_is_replaced_and_a_stopped_hub_leaves_none(
    server: ControlServer, hall: Hall, tmp_path: Path
) -> None:
    server.stop()
    assert not (tmp_path / SOCKET_NAME).exists()
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(tmp_path / SOCKET_NAME))
    dead.close()
    with pytest.raises(HubNotRunning):
        ask(tmp_path, do="status")
    server.start()
    assert ask(tmp_path, do="status")["ok"] == 1


def test_a_long_path_is_no_obstacle(hall: Hall, tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120)
    folder.mkdir()
    server = ControlServer(folder, hall.journal.copy_to, dict)
    server.start()
    assert ask(folder, do="status") == {"ok": 1}
    server.stop()


def test_without_a_hub_the_file_itself_is_copied_and_left_as_it_was(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    seq = hall.office.floor.seq
    hall.close()
    consistent_copy(tmp_path, tmp_path / "copy.db")
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert verify(copy)[0] == seq
    copy.close()


def test_no_journal_no_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="There is no journal"):
        consistent_copy(tmp_path, tmp_path / "copy.db")
    with pytest.raises(StoreFault, match="There is no journal"):
        consistent_copy(tmp_path / "nowhere", tmp_path / "copy.db")


def test_a_hub_that_holds_the_file_but_does_not_answer_is_named(hall: Hall, tmp_path: Path) -> None:
    with pytest.raises(StoreBusy):
        consistent_copy(tmp_path, tmp_path / "copy.db")


def test_a_hub_that_dies_in_the_middle_is_not_taken_for_one_that_does_not_run(hall: Hall, tmp_path: Path) -> None:
    """Else its file would be held by the copy while it starts again."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / SOCKET_NAME))
        listener.listen()

        def hear_and_die() -> None:
            connection, _ = listener.accept()
            connection.close()

        dying = threading.Thread(target=hear_and_die)
        dying.start()
        with pytest.raises(StoreFault, match="The hub stopped, or took too long"):
            consistent_copy(tmp_path, tmp_path / "copy.db")
        dying.join()
    assert not (tmp_path / "copy.db").exists()
