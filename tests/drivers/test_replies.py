import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from drivers.printers.replies import Reply, ReplyKind, ReplyReader
from drivers.printers.status import Cover, Cutter, Paper, PrinterStatus, read_status

STREAM = [
    Reply(ReplyKind.AUTOMATIC, b"\x18\x00\x0f\x00"),
    Reply(ReplyKind.REAL_TIME, b"\x16"),
    Reply(ReplyKind.BLOCK, b"\x37\x22\x31\x32\x33\x34\x00"),
    Reply(ReplyKind.ORDERED, b"\x00"),
    Reply(ReplyKind.REAL_TIME, b"\x7e"),
    Reply(ReplyKind.ORDERED, b"\x03"),
    Reply(ReplyKind.BLOCK, b"_EPSON\x00"),
    Reply(ReplyKind.AUTOMATIC, b"\x10\x00\x03\x0f"),
    Reply(ReplyKind.ORDERED, b"\x0c"),
]


@given(st.lists(st.integers(min_value=0, max_value=40)))
def test_families_are_told_apart_in_any_chunks(cuts: list[int]) -> None:
    stream = b"".join(reply.body for reply in STREAM)
    reader = ReplyReader()
    edges = sorted({0, *cuts, len(stream)})
    replies = [reply for a, b in itertools.pairwise(edges) for reply in reader.feed(stream[a:b])]
    assert replies == STREAM


def test_flow_control_is_passed_over() -> None:
    assert ReplyReader().feed(b"\x11\x13\x12") == [Reply(ReplyKind.REAL_TIME, b"\x12")]


def test_a_block_without_end_does_not_make_deaf() -> None:
    reader = ReplyReader()
    reader.feed(b"\x37" + b"\x41" * 200)
    assert reader.feed(b"\x00\x00\x16")[-1] == Reply(ReplyKind.REAL_TIME, b"\x16")


@pytest.mark.parametrize("place", range(len(b"".join(reply.body for reply in STREAM)) + 1))
def test_a_stream_may_be_split_anywhere(place: int) -> None:
    stream, reader = b"".join(reply.body for reply in STREAM), ReplyReader()
    assert reader.feed(stream[:place]) + reader.feed(stream[place:]) == STREAM


@pytest.mark.parametrize("whole", STREAM, ids=lambda reply: reply.kind.value)
@pytest.mark.parametrize("broken", [b"\x10", b"\x14\x08", b"\x10\x00\x03", b"\x37", b"\x37\x22AB", b"_EP"])
def test_a_reply_that_was_cut_off_never_looks_like_an_answer_in_order(broken: bytes, whole: Reply) -> None:
    """The bytes behind it may be lost with it, but nothing that was never said may be heard."""
    heard = ReplyReader().feed(broken + whole.body + b"\x12")
    ordered = [reply for reply in heard if reply.kind is ReplyKind.ORDERED]
    assert ordered in ([], [whole])


@pytest.mark.parametrize("place", range(4))
def test_flow_control_in_the_middle_of_a_reply_is_passed_over(place: int) -> None:
    frame = b"\x10\x00\x03\x0f"
    assert ReplyReader().feed(frame[:place] + b"\x13\x11" + frame[place:]) == [Reply(ReplyKind.AUTOMATIC, frame)]


def test_letters_of_a_block_that_lost_its_head_are_no_answers() -> None:
    heard = ReplyReader().feed(b"EPSON TM-T20 abcdefghijklmno ABCDEFGHIJKLMNO 0123456789")
    assert ReplyKind.ORDERED not in [reply.kind for reply in heard]


@given(st.binary(max_size=500))
def test_noise_is_never_more_than_replies(noise: bytes) -> None:
    assert len(b"".join(reply.body for reply in ReplyReader().feed(noise))) <= len(noise)


READY = PrinterStatus(True, Paper.OK, Cover.CLOSED, Cutter.OK)
ALL_WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, PrinterStatus(trouble="printer_silent")),
        ({1: 0x12}, PrinterStatus(is_online=True, trouble="printer_silent")),
        (ALL_WELL, READY),
        ({**ALL_WELL, 4: 0x1E}, replace(READY, paper=Paper.LOW)),
        ({**ALL_WELL, 1: 0x1A, 2: 0x32, 4: 0x7E}, replace(READY, paper=Paper.OUT, trouble="paper_out")),
        ({**ALL_WELL, 1: 0x1A, 2: 0x16}, replace(READY, cover=Cover.OPEN, trouble="cover_open")),
        ({**ALL_WELL, 1: 0x1A, 2: 0x52, 3: 0x1A}, replace(READY, cutter=Cutter.ERROR, trouble="cutter_error")),
        ({**ALL_WELL, 1: 0x1A, 2: 0x52, 3: 0x32}, replace(READY, trouble="printer_error")),
        ({**ALL_WELL, 1: 0x1A}, replace(READY, trouble="printer_offline")),
    ],
)
def test_bits_become_words(answers: dict[int, int], status: PrinterStatus) -> None:
    assert read_status(answers) == status
    assert status.is_ready is (answers.get(4) is not None and not status.trouble)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (READY, "ready"),
        (replace(READY, paper=Paper.LOW), "ready, but paper is running low"),
        (replace(READY, paper=Paper.OUT, trouble="paper_out"), "no paper (paper_out)"),
        (PrinterStatus(trouble="link_refused"), "nobody answers at its address (link_refused)"),
        (PrinterStatus(trouble="something_new"), "does not print (something_new)"),
        (PrinterStatus(), "nothing is known of it yet"),
    ],
)
def test_a_log_tells_in_plain_words_how_a_printer_is(status: PrinterStatus, told: str) -> None:
    assert str(status) == told
