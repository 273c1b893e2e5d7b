"""Grants: what lets somebody in, until it ends, at once and for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.service.grants import DEMO, IDLE_MS, NOTE_MS, SESSION_MS, Grants
from hub.service.ports import Grant, StorageError
from hub.store.database import open_database
from hub.store.register import Register, end_restored_sessions
from tests.service.kit import HOUR_MS, FakeClock, Inline

LAN = 1


class FullDisk(Register):
    """A register that can be made to take nothing."""

    is_full = False

    def note_grants(self, *what: object) -> None:
        if self.is_full:
            raise StorageError("disk full")
        super().note_grants(*what)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[FullDisk]:
    connection = open_database(tmp_path / "hub.db")
    yield FullDisk(connection)
    connection.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def grants(register: FullDisk, clock: FakeClock) -> Grants:
    return Grants(register, Inline(), clock)


def _started_again(register: FullDisk, clock: FakeClock) -> Grants:
    return Grants(register, Inline(), clock)


def test_a_secret_leads_to_its_grant_also_after_a_restart(grants: Grants, register: FullDisk, clock: FakeClock) -> None:
    session, secret = grants.give_session(LAN, "10.0.0.7")
    wall, of_wall = grants.give_device("wall", "Sảnh tầng 1", "10.0.0.9")
    for after in (grants, _started_again(register, clock)):
        assert after.by_secret(secret) == after.live(session.id) == session
        assert after.by_secret(of_wall) == wall
        assert (wall.screen, wall.place, session.account, session.address) == ("wall", "Sảnh tầng 1", LAN, "10.0.0.7")
        assert after.all_live() == [session, wall]


def test_no_secret_is_stored(grants: Grants, tmp_path: Path) -> None:
    _, secret = grants.give_session(LAN, "")
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(secret) >= 43
    assert secret.encode() not in stored


@pytest.mark.parametrize("secret", ["", "x", "é", "\x00", "\ud800"])
def test_other_secrets_lead_nowhere(register: FullDisk, clock: FakeClock, secret: str) -> None:
    assert Grants(register, Inline(), clock, is_demo=True).by_secret(secret) is None


def test_the_demos_grant_is_live_in_a_demo_alone_and_cannot_be_ended(grants: Grants, register: FullDisk) -> None:
    assert grants.live(DEMO) is None
    demo = Grants(register, Inline(), FakeClock(), is_demo=True)
    demo.end([DEMO])
    assert demo.live(DEMO)
    assert demo.all_live() == []


def test_an_ended_grant_is_gone_at_once_and_for_good(grants: Grants, register: FullDisk, clock: FakeClock) -> None:
    told: list[int] = []
    grants.on_end.append(told.append)
    session, secret = grants.give_session(LAN, "")
    other, _ = grants.give_session(LAN, "")
    grants.end([session.id, 12345])
    for after in (grants, _started_again(register, clock)):
        assert after.by_secret(secret) is None
        assert after.live(session.id) is None
        assert after.live(other.id)
    assert told == [session.id]


def test_whoever_is_told_of_an_end_cannot_hold_it_up(grants: Grants, caplog: pytest.LogCaptureFixture) -> None:
    told: list[int] = []
    grants.on_end += [lambda _: 1 / 0, told.append]
    session, _ = grants.give_session(LAN, "")
    grants.end([session.id])
    assert (grants.live(session.id), told) == (None, [session.id])
    assert "fault while ending" in caplog.text


def test_an_end_that_cannot_be_stored_holds_and_is_stored_later(
    grants: Grants, register: FullDisk, clock: FakeClock
) -> None:
    session, _ = grants.give_session(LAN, "")
    register.is_full = True
    with pytest.raises(StorageError):
        grants.end([session.id])
    assert grants.live(session.id) is None
    grants.tick()
    assert _started_again(register, clock).live(session.id)
    register.is_full = False
    grants.tick()
    assert _started_again(register, clock).live(session.id) is None


def test_a_session_ends_when_nobody_uses_it(grants: Grants, clock: FakeClock) -> None:
    told: list[int] = []
    grants.on_end.append(told.append)
    idle, secret = grants.give_session(LAN, "")
    used, _ = grants.give_session(LAN, "")
    clock.at_ms += IDLE_MS
    grants.tick(in_use=[used.id])
    assert grants.live(idle.id)
    clock.at_ms += 1
    assert grants.by_secret(secret) is None
    assert grants.live(used.id)
    grants.tick(in_use=[used.id])
    assert told == [idle.id]


def test_a_session_ends_after_a_shift_however_much_it_is_used(grants: Grants, clock: FakeClock) -> None:
    session, _ = grants.give_session(LAN, "")
    for _ in range(SESSION_MS // HOUR_MS):
        clock.at_ms += HOUR_MS
        grants.tick(in_use=[session.id])
    assert grants.live(session.id)
    clock.at_ms += 1
    grants.tick(in_use=[session.id])
    assert grants.live(session.id) is None


@pytest.mark.parametrize("jump_ms", [-400 * 24 * HOUR_MS, 400 * 24 * HOUR_MS])
def test_a_clock_that_is_set_ends_sessions_but_no_device(grants: Grants, clock: FakeClock, jump_ms: int) -> None:
    session, _ = grants.give_session(LAN, "")
    wall, _ = grants.give_device("wall", "", "")
    clock.at_ms += jump_ms
    grants.tick()
    assert (grants.live(session.id), grants.live(wall.id)) == (None, wall)


def test_last_seen_is_known_at_once_and_written_once_a_minute(
    grants: Grants, register: FullDisk, clock: FakeClock
) -> None:
    wall, _ = grants.give_device("wall", "", "10.0.0.9")

    def on_disk() -> Grant:
        return register.live_grants()[0]

    clock.at_ms += NOTE_MS - 1
    grants.seen(wall.id, "10.0.0.10")
    grants.tick()
    assert grants.all_live()[0].seen_at == clock.at_ms
    assert on_disk() == wall
    clock.at_ms += 1
    grants.tick()
    assert (on_disk().seen_at, on_disk().address) == (clock.at_ms - 1, "10.0.0.10")
    grants.seen(12345, "10.0.0.11")
    grants.tick(in_use=[12345])


def test_after_a_restore_sessions_are_over_and_no_id_comes_again(
    grants: Grants, register: FullDisk, clock: FakeClock
) -> None:
    session, _ = grants.give_session(LAN, "")
    wall, _ = grants.give_device("wall", "", "")
    end_restored_sessions(register._connection, clock.at_ms)
    restored = _started_again(register, clock)
    assert restored.all_live() == [wall]
    assert restored.give_session(LAN, "")[0].id > wall.id + 1000 > session.id


def test_a_device_can_be_given_another_place(grants: Grants, register: FullDisk, clock: FakeClock) -> None:
    wall, secret = grants.give_device("wall", "Sảnh tầng 1", "10.0.0.9")
    session, _ = grants.give_session(LAN, "")
    for each in (wall.id, session.id, DEMO, 999):
        grants.place(each, "Cổng sau")
    for after in (grants, _started_again(register, clock)):
        found = after.by_secret(secret)
        assert found is not None
        assert (found.id, found.place) == (wall.id, "Cổng sau")
        assert after.live(session.id) == session
