"""Tokens: each kind for itself, each for its time, none without the key."""

import stat
from pathlib import Path

import pytest

from hub.service.grants import DEMO
from hub.web.keyring import Keyring, open_keyring
from hub.web.screens import Screen, parse_screen

SCREEN = Screen("counter", "3")


class Clock:
    now_s = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyring(clock: Clock) -> Keyring:
    return Keyring(b"k" * 32, clock)


def test_a_pages_token_lives_for_a_quarter_of_an_hour(keyring: Keyring, clock: Clock) -> None:
    token = keyring.sign(7, SCREEN)
    clock.now_s += 900
    assert keyring.read(token) == (7, SCREEN)
    clock.now_s += 1
    assert keyring.read(token) is None
    clock.now_s -= 902
    assert keyring.read(token) is None, "it is signed in the future"


def test_a_keyring_forgets_what_it_remembers_of_tokens_and_reads_them_all_the_same(
    keyring: Keyring, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.web.keyring.MOST_REMEMBERED", 2)
    tokens = [keyring.sign(grant, SCREEN) for grant in range(5)]
    for _ in range(2):
        assert [keyring.read(token) for token in tokens] == [(grant, SCREEN) for grant in range(5)]


def test_the_token_of_the_demos_agent_survives_a_clock_that_jumps(keyring: Keyring, clock: Clock) -> None:
    token = keyring.sign_for_demo(SCREEN)
    clock.now_s += 10 * 365 * 86_400
    assert keyring.read(token) == (DEMO, SCREEN)
    clock.now_s -= 20 * 365 * 86_400
    assert keyring.read(token) == (DEMO, SCREEN)


def test_another_key_or_a_changed_token_is_worth_nothing(keyring: Keyring, clock: Clock) -> None:
    token = keyring.sign(7, SCREEN)
    assert Keyring(b"x" * 32, clock).read(token) is None
    assert keyring.read(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    for forged in ("", "a.b.c", "é", "\x00", None, 7, ["x"], {"a": 1}):
        assert keyring.read(forged) is None


def test_the_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    token = open_keyring(tmp_path / "data").sign(7, SCREEN)
    assert open_keyring(tmp_path / "data").read(token) == (7, SCREEN)
    assert stat.S_IMODE((tmp_path / "data" / "hub.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["hub.key"]


def test_a_damaged_key_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "hub.key").write_bytes(b"short")
    with pytest.raises(OSError, match="damaged"):
        open_keyring(tmp_path)


@pytest.mark.parametrize("name", ["counter:3", "rating:12", "wall", "kiosk:K1", "reception", "supervisor", "monitor"])
def test_screens_have_one_name(name: str) -> None:
    assert str(parse_screen(name)) == name


@pytest.mark.parametrize(
    "name",
    ["", "counter", "counter:", "counter:0", "counter:x", "wall:1", "kiosk:", "kiosk:a/b", "clerk", "public", "x"],
)
def test_other_names_are_no_screens(name: str) -> None:
    with pytest.raises(ValueError, match="there is no screen"):
        parse_screen(name)


def test_a_screens_cookie_reaches_no_other_screen() -> None:
    paths = [parse_screen(name).path for name in ("counter:1", "counter:10", "rating:1", "wall")]
    assert not any(one != other and other.startswith(one) for one in paths for other in paths)
