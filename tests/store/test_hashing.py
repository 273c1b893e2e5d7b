"""Passwords on disk: Argon2id as OWASP asks for it, a few at a time."""

import threading

import pytest

from hub.service.ports import HasherBusy
from hub.store.hashing import Argon2
from tests.service.kit import Inline, Threads


@pytest.fixture
def argon2() -> Argon2:
    return Argon2(Inline())


def test_a_password_is_kept_by_argon2id_with_19_mib(argon2: Argon2) -> None:
    kept = argon2.hash("trúc xanh bên hồ")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != argon2.hash("trúc xanh bên hồ")
    assert argon2.verify(kept, "trúc xanh bên hồ")
    assert not argon2.verify(kept, "trúc xanh bên ho")
    assert not argon2.verify(kept, "\ud800")


@pytest.mark.parametrize("kept", ["", "plain", "$argon2id$v=19$m=19456,t=2,p=1$damaged"])
def test_what_is_no_hash_fits_no_password(argon2: Argon2, kept: str) -> None:
    assert not argon2.verify(kept, "")


def test_when_enough_wait_the_next_is_sent_away_and_later_not() -> None:
    worker = Threads()
    argon2 = Argon2(worker, most_asked=2)
    worker.gate.clear()
    waiting = [threading.Thread(target=argon2.hash, args=("trúc xanh",)) for _ in range(2)]
    for thread in waiting:
        thread.start()
    deadline = threading.Event()
    while argon2._places._value and not deadline.wait(0.01):
        continue
    with pytest.raises(HasherBusy):
        argon2.hash("trúc xanh")
    worker.gate.set()
    for thread in waiting:
        thread.join(20)
    assert argon2.hash("trúc xanh")
    worker.close()
