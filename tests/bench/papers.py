"""Ticket to bytes: how long it takes and how many they are, against python-escpos for the very same picture."""

import io
import logging
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from itertools import islice

import qrcode
from escpos.printer import Dummy
from msgspec.structs import replace
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from drivers.printers import GENERIC, Profile
from drivers.printers.encoding import encode
from drivers.printers.known_profiles import load_profile
from kiosk_app.paper_parts import compose, preview, usual_layout
from kiosk_app.printed_facts import TicketPaper, ticket_facts
from kiosk_app.strips import Weight, face
from tests.bench.figures import Aim, Figure, Table, parts_apart, share_below
from tests.kiosk_app.paper_kit import NARROW, PLAIN

TICKETS = 400
BATCH = 40
WIDE = 576
LEAST_TIMES_FASTER, MOST_OF_THE_BYTES = 20, 0.4
BAUDS = (9600, 19_200, 115_200)
BITS_OF_A_BYTE = 10
"""On a serial line: start, eight, stop."""


def a_morning() -> Iterator[TicketPaper]:
    """The tickets of a busy morning: numbers go up, a minute has two tickets, the queue grows and shrinks."""
    for number in range(1, TICKETS + 1):
        label, minute = f"A{number:03}", number // 2
        yield replace(
            PLAIN,
            label=label,
            people_ahead=number % 37,
            issued=f"Lấy số lúc {7 + minute // 60:02}:{minute % 60:02} ngày 22/11/2026",
            qr=f"TL1:2026-11-22-{label}",
        )


def taken(work: Callable[[], object]) -> float:
    """Seconds of the processor that it takes: both sides do nothing but compute, and others may use the machine."""
    begin = time.thread_time()
    work()
    return time.thread_time() - begin


def job(paper: TicketPaper, profile: Profile, is_slow: bool = False) -> bytes:
    """The bytes of a ticket."""
    return b"".join(encode(compose(paper, usual_layout(profile.width_dots), profile, is_slow), profile))


def library_job(paper: TicketPaper, profile: Profile) -> Callable[[], bytes]:
    """What python-escpos makes of the same picture, which is drawn beforehand."""
    picture = preview(compose(paper, usual_layout(profile.width_dots), profile), profile.width_dots)
    image = Image.frombytes("1", (picture.width, picture.height), picture.bits, "raw", "1;I")

    def build() -> bytes:
        printer = Dummy()
        with redirect_stdout(io.StringIO()):
            printer.image(image, impl="bitImageRaster")
        return printer.output

    return build


def run() -> Iterator[Table]:
    """A table for each width of paper, and one for the other ways."""
    logging.getLogger("escpos").setLevel(logging.ERROR)
    first = taken(lambda: job(PLAIN, GENERIC))
    for name, profile in (("80 mm", GENERIC), ("58 mm", NARROW)):
        job(PLAIN, profile)
        yield Table(f"Ticket to bytes, {name} paper, {TICKETS} tickets of a morning", tuple(_rasters(profile)))
    yield Table("Other ways", (Figure("the first ticket of a process, 80 mm", first * 1000, "ms"), *_letters()))


def _rasters(profile: Profile) -> Iterator[Figure]:
    """Both take turns, batch by batch, so that whatever else the machine does hits both."""
    ours, theirs, our_bytes, their_bytes = [], [], [], []
    for batch in batched(a_morning(), BATCH):
        ours += [taken(lambda paper=paper: our_bytes.append(len(job(paper, profile)))) for paper in batch]
        builds = [library_job(paper, profile) for paper in batch]
        theirs += [taken(lambda build=build: their_bytes.append(len(build()))) for build in builds]
    pages = [taken(lambda paper=paper: naive_page(paper, profile.width_dots)) for paper in islice(a_morning(), BATCH)]
    page_ms, ours_ms, theirs_ms = (statistics.median(seconds) * 1000 for seconds in (pages, ours, theirs))
    for limit_is, limit_ms in (("image() alone", theirs_ms), ("page and image()", page_ms + theirs_ms)):
        faster = Aim(most=1 / LEAST_TIMES_FASTER)
        yield Figure(f"time, against {limit_is}", ours_ms, "ms", limit_ms, limit_is, faster, parts_apart(ours, 50))
    worst, their_worst = share_below(ours, 99), share_below(theirs, 99)
    yield Figure("time, p99", worst * 1000, "ms", their_worst * 1000, "image() alone")
    mean, their_mean = (statistics.mean(counts) / 1000 for counts in (our_bytes, their_bytes))
    yield Figure("bytes, mean", mean, "kB", their_mean, "image()", Aim(most=MOST_OF_THE_BYTES))


def naive_page(paper: TicketPaper, width: int) -> Image.Image:
    """A page of the same words as one draws it without thinking of speed: text by text, then the code."""
    page = Image.new("1", (width, 800), 1)
    pen, top = ImageDraw.Draw(page), 0
    lines = [(*line, size * width // WIDE) for *line, size in _lines_of(paper)]
    for words, weight, size in lines:
        left, above, right, below = pen.textbbox((0, 0), words, font=face(weight, size))
        pen.text(((width - right + left) // 2, top - above), words, font=face(weight, size), fill=0)
        top += below - above + 14
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=6)
    code.add_data(paper.qr)
    page.paste(code.make_image().get_image(), (0, top))
    return page


def _lines_of(paper: TicketPaper) -> Iterator[tuple[str, Weight, int]]:
    said = ticket_facts(paper).said
    yield from ((words, Weight.BOLD, 30) for words in paper.centre)
    yield said("{paper.your_number}"), Weight.SEMIBOLD, 26
    yield paper.label, Weight.BOLD, 204
    yield paper.field, Weight.BOLD, 42
    yield said("{paper.people_ahead}").replace("{n}", str(paper.people_ahead)), Weight.REGULAR, 34
    for words in (paper.counters, paper.issued, said("{paper.valid_today}"), said("{paper.hint}")):
        yield words, Weight.SEMIBOLD, 26


def batched(papers: Iterator[TicketPaper], size: int) -> Iterator[list[TicketPaper]]:
    """So many at a time."""
    while batch := list(islice(papers, size)):
        yield batch


def _letters() -> Iterator[Figure]:
    """The printer's own letters over slow lines, against the picture over the same line."""
    profile = load_profile("epson-tm-t20")
    job(PLAIN, profile, is_slow=True)
    seconds = [taken(lambda paper=paper: job(paper, profile, is_slow=True)) for paper in a_morning()]
    letters, picture = len(job(PLAIN, profile, is_slow=True)), len(job(PLAIN, profile))
    median_ms = statistics.median(seconds) * 1000
    yield Figure("the printer's own letters: time, p50", median_ms, "ms", spread=parts_apart(seconds, 50))
    yield Figure(
        "the printer's own letters: bytes", letters / 1000, "kB", picture / 1000, "as a picture", limit_is_ours=True
    )
    for baud in BAUDS:
        on_line = [count * BITS_OF_A_BYTE / baud for count in (letters, picture)]
        yield Figure(
            f"the same on the line at {baud} baud", on_line[0], "s", on_line[1], "as a picture", limit_is_ours=True
        )
