"""Frames: what has a form on the line comes out as it went in, whatever the pieces; everything else is refused."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.devices import Key
from drivers.wire import Frame, FrameError, Splitter, encode
from drivers.wire.crc import crc16
from drivers.wire.frame import MOST_BYTES, decoded
from drivers.wire.verbs import KEYS

NUMBERS = st.integers(0, 99_999).map(str)
AGES = st.integers(0, 9_999_999).map(str)
LABELS = st.from_regex("[A-Z0-9][A-Z0-9-]{0,15}", fullmatch=True)
TOKENS = st.from_regex("[A-Z0-9]{1,8}", fullmatch=True)
BOOTS = st.from_regex("[0-9A-F]{4}", fullmatch=True)
TEXTS = st.text([chr(code) for code in range(0x20, 0x7F) if chr(code) not in "$*,"], max_size=16)
REASONS = st.sampled_from(("VERB", "ARGS", "FULL", "LATER"))
SEQUENCES = st.integers(0, 99)
DEVICES = st.integers(1, 98)
OPTIONAL_LABELS = st.one_of(st.just(""), LABELS)


def small(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(str)


TO_DEVICE = {
    "OPEN": (TOKENS, LABELS, small(3, 5), NUMBERS),
    "SHUT": (),
    "DISP": (OPTIONAL_LABELS, NUMBERS),
    "LINE": (small(1, 8), OPTIONAL_LABELS, NUMBERS, NUMBERS),
    "TEXT": (small(1, 2), TEXTS),
    "BEEP": (small(1, 9),),
    "PING": (),
    "ACK": (st.just("00"),),
    "NAK": (st.just("00"), REASONS),
}
TO_HOST = {
    "HELO": (st.sampled_from(("PANEL", "BOARD", "HALL", "KEYS")), BOOTS, st.just("1.0-b")),
    "RATE": (st.builds("{}-{}".format, BOOTS, NUMBERS), TOKENS, small(1, 5), AGES),
    "KEY": (st.sampled_from([key.value.upper() for key in Key]), NUMBERS),
    "STAT": (NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    "ACK": (),
    "NAK": (REASONS,),
}


def frames() -> st.SearchStrategy[Frame]:
    own = DEVICES.map("{:02d}".format)
    to_devices = (st.builds(Frame, DEVICES, SEQUENCES, st.just(v), st.tuples(*a)) for v, a in TO_DEVICE.items())
    to_host = (st.builds(Frame, st.just(0), SEQUENCES, st.just(v), st.tuples(own, *a)) for v, a in TO_HOST.items())
    return st.one_of(*to_devices, *to_host)


def split(chunks: Iterable[bytes]) -> tuple[list[Frame], int]:
    splitter = Splitter()
    return [frame for chunk in chunks for frame in splitter.feed(chunk)], splitter.broken


@given(st.lists(frames(), max_size=4), st.integers(1, 90))
def test_what_is_encoded_comes_out_again_in_pieces_of_any_size(said: list[Frame], size: int) -> None:
    raw = b"".join(map(encode, said))
    assert split(raw[at : at + size] for at in range(0, len(raw), size)) == (said, 0)


@pytest.mark.parametrize(
    "frame",
    [
        Frame(3, 7, "SHOW"),
        Frame(0, 7, "SHUT"),
        Frame(99, 7, "PING"),
        Frame(100, 7, "SHUT"),
        Frame(3, 100, "SHUT"),
        Frame(3, -1, "SHUT"),
        Frame(3, 7, "SHUT", ("",)),
        Frame(3, 7, "ACK", ("03",)),
        Frame(0, 7, "ACK", ("00",)),
        Frame(3, 7, "DISP", ("a105", "5")),
        Frame(3, 7, "DISP", ("A105", "05")),
        Frame(3, 7, "DISP", ("-105", "5")),
        Frame(3, 7, "TEXT", ("1", "a,b")),
        Frame(3, 7, "TEXT", ("1", "Tên")),
        Frame(3, 7, "TEXT", ("1", "12345678901234567")),
        Frame(3, 7, "OPEN", ("K7", "A105", "6", "600")),
        Frame(3, 7, "DISP\r\n", ("A105", "5")),
    ],
    ids=repr,
)
def test_what_has_no_form_is_not_sent(frame: Frame) -> None:
    with pytest.raises(FrameError, match="nothing that can be said"):
        encode(frame)


def checked(content: bytes) -> bytes:
    return b"$%s*%04X\r\n" % (content, crc16(content))


@pytest.mark.parametrize(
    "raw",
    [
        checked(b"03,07,DISP,A105,5").lower(),
        checked(b"03,07,DISP,A105,5")[:-2] + b"\n",
        checked(b"03,07,DISP,A105,5")[:-2] + b"\n\r",
        checked(b"3,07,DISP,A105,5"),
        checked(b"03,07,DISP,A105"),
        checked(b"03,07,DISP,A105,5,6,7"),
        checked(b"03,07,disp,A105,5"),
        checked(b"03,07,TEXT,1,\xff"),
        checked(b"03,07,TEXT,1,a*b"),
        checked(b"03,07,TEXT,1,a\r\nb"),
        checked(b"03,07,NOTHING"),
        checked(b"03,07,KEY,03,NEXT,0"),
        checked(b"00,07,KEY,03,NEXT,100000"),
        checked(b"00,07,RATE,03,3FA2-7,K7,2,10000000"),
    ],
    ids=repr,
)
def test_what_differs_in_the_least_is_no_frame(raw: bytes) -> None:
    assert decoded(checked(b"03,07,DISP,A105,5")) is not None
    whole = checked(b"03,08,SHUT")
    assert split([raw, whole]) == ([Frame(3, 8, "SHUT")], 1)


def test_the_check_number_is_the_one_of_modbus() -> None:
    assert crc16(b"123456789") == 0x4B37
    assert encode(Frame(3, 7, "DISP", ("A105", "5"))) == b"$03,07,DISP,A105,5*A4D4\r\n"


def test_a_beginning_that_goes_on_for_too_long_is_dropped() -> None:
    for size in (1, 7, 500):
        noise = b"$" + b"7" * 400 + b"\r\n"
        pieces = [noise[at : at + size] for at in range(0, len(noise), size)]
        assert split([*pieces, b"rest\r\n", checked(b"03,08,SHUT")]) == ([Frame(3, 8, "SHUT")], 1)


def test_the_longest_of_each_verb_fits_into_a_frame() -> None:
    longest = Frame(0, 99, "RATE", ("98", "FFFF-99999", "ABCDEFGH", "5", "9999999"))
    assert len(encode(longest)) <= MOST_BYTES
    assert len(encode(Frame(98, 99, "OPEN", ("ABCDEFGH", "A" * 16, "5", "99999")))) <= MOST_BYTES


def test_a_keypad_has_the_keys_that_the_host_knows() -> None:
    assert sorted(KEYS) == sorted(key.value.upper() for key in Key)
