"""The paper as it leaves the (simulated) printer."""

import unicodedata

import msgspec
import pytest
import zxingcpp
from PIL import Image

from config.procedures import Procedure
from drivers.printers import GENERIC, Profile, load_profile
from drivers.printers.encoding import encode
from drivers.printers.parts import Cut, Picture
from kiosk_app.hall import Hall
from kiosk_app.issuing import issued_in
from kiosk_app.layout import load_layout
from kiosk_app.paper import page_ticket, ticket_paper
from kiosk_app.paper_parts import Composer, compose, parts_of, preview, usual_layout
from kiosk_app.printed_facts import PLACES, TicketPaper, slip_facts, ticket_facts
from kiosk_app.ticket_code import code_on
from tests.kiosk_app.agent_kit import DAY, HALL_VIEW, NOON_MS
from tests.kiosk_app.paper_kit import LONG, NARROW, PLAIN, as_image, dots, ink_box, printed, ticket

PROFILES = pytest.mark.parametrize(("profile", "model"), [(GENERIC, "generic"), (NARROW, "generic-58")])
PAPERS = pytest.mark.parametrize("paper", [PLAIN, LONG], ids=["plain", "long"])


@PROFILES
@PAPERS
def test_what_is_printed_is_the_preview_dot_by_dot(paper: TicketPaper, profile: Profile, model: str) -> None:
    parts = ticket(paper, profile)
    (picture,) = printed(parts, profile, model)
    assert picture == preview(parts, profile.width_dots)
    assert [code.text for code in zxingcpp.read_barcodes(as_image(picture))] == [paper.qr]


@pytest.mark.parametrize(
    ("name", "model"), [("xprinter-80", "clone"), ("custom-vkp80iii", "custom"), ("epson-tm-t20", "text")]
)
def test_models_with_ways_of_their_own_print_the_same_dots(name: str, model: str) -> None:
    profile = load_profile(name)
    assert printed(ticket(LONG, profile), profile, model) == [dots(LONG)]


@pytest.mark.parametrize(
    ("name", "model"), [("generic-80", "generic"), ("xprinter-80", "clone"), ("clone-58", "clone-58")]
)
def test_who_cannot_double_pictures_gets_more_bytes_and_prints_the_same_dots(name: str, model: str) -> None:
    doubling = msgspec.structs.replace(load_profile(name), cutter="partial")
    plain = msgspec.structs.replace(doubling, doubles_pictures=False)
    parts = ticket(PLAIN, doubling)
    jobs = [b"".join(encode(parts, profile)) for profile in (doubling, plain)]
    assert len(jobs[0]) < len(jobs[1])
    for profile in (doubling, plain):
        assert printed(parts, profile, model) == [dots(PLAIN, doubling)]


@pytest.mark.parametrize(("profile", "share"), [(GENERIC, 0.38), (NARROW, 0.42)])
def test_a_ticket_takes_two_fifths_of_its_pictures_bytes(profile: Profile, share: float) -> None:
    job = b"".join(encode(ticket(PLAIN, profile), profile))
    assert len(job) <= share * len(dots(PLAIN, profile).bits)


def test_only_large_numbers_are_drawn_at_half_their_size() -> None:
    large = [part for part in ticket(PLAIN) if isinstance(part, Picture) and part.scale == 2]
    assert [part.printed.width for part in large] == [GENERIC.width_dots]
    assert large[0].printed.height > 100
    small = msgspec.structs.replace(PLAIN, label="A-K12-0007")
    assert not any(isinstance(part, Picture) and part.scale == 2 for part in ticket(small))


@PROFILES
@PAPERS
def test_a_ticket_keeps_its_margins_and_a_sensible_length(paper: TicketPaper, profile: Profile, model: str) -> None:
    raster, layout = dots(paper, profile), usual_layout(profile.width_dots)
    left, _, right, _ = ink_box(dots(msgspec.structs.replace(paper, is_test=False), profile))
    assert raster.width == layout.width == profile.width_dots
    assert layout.margin <= left < right <= layout.width - layout.margin
    assert raster.height < (105 if paper is PLAIN else 220) * 8


def test_printed_code_survives_a_small_blurred_photograph() -> None:
    photo = as_image(dots(PLAIN)).resize((260, 360), Image.Resampling.BILINEAR).rotate(4, fillcolor=255)
    assert [code.text for code in zxingcpp.read_barcodes(photo)] == [PLAIN.qr]


PROCEDURE = Procedure(
    field="ho_tich",
    group="Hộ tịch",
    name="Đăng ký khai sinh",
    time_limit="Ngay trong ngày làm việc",
    fee="Miễn lệ phí nếu đúng hạn",
    level="xã",
    code="1.001193",
    papers=("Giấy chứng sinh", "Tờ khai đăng ký khai sinh theo mẫu"),
)

CHANGES = {
    "centre": ("Xã Khác",),
    "field": "Đất đai",
    "label": "A002",
    "people_ahead": 1,
    "counters": "",
    "class_mark": "ƯU TIÊN",
    "issued": "09:00",
    "qr": "TL1:2026-11-22-A002",
    "language": "en",
    "is_test": True,
    "is_reprint": True,
    "is_offline": True,
    "further": "Sau đó: Thu phí",
}


def test_every_fact_shows_on_the_paper() -> None:
    assert set(CHANGES) == set(TicketPaper.__struct_fields__)
    for profile in (GENERIC, NARROW):
        plain = dots(PLAIN, profile)
        for name, changed in CHANGES.items():
            assert dots(msgspec.structs.replace(PLAIN, **{name: changed}), profile) != plain, name


def test_a_number_that_nobody_counted_says_nothing_of_people() -> None:
    uncounted = msgspec.structs.replace(PLAIN, people_ahead=None)
    assert dots(uncounted).height < dots(PLAIN).height
    own = msgspec.structs.replace(uncounted, is_offline=True)
    later = ticket_facts(msgspec.structs.replace(own, is_reprint=True))
    assert ticket_facts(own).said("{paper.offline}") != later.said("{paper.offline}")
    assert later.ahead() == ("", "")
    assert "màn hình" not in ticket_facts(own).said("{paper.offline_hint}"), "no wall calls numbers without the hub"
    assert later.said("{paper.offline_hint}") == ticket_facts(PLAIN).said("{paper.hint}")


def test_the_hubs_link_is_the_code_on_paper_and_screen_and_its_use_is_told() -> None:
    link = "HTTPS://SO.EXAMPLE.VN/T/" + "A" * 26
    event = {"kind": "TicketIssued", "at_ms": NOON_MS, "ticket": f"{DAY}-A001", "label": "A001", "field": "ho_tich"}
    issued = issued_in({"seq": 1, "events": [{**event, "people_ahead": 0, "link": link}]})
    hall = msgspec.convert(HALL_VIEW, Hall)
    paper = ticket_paper(issued, hall)
    assert (page_ticket(issued, hall).link, paper.qr) == (link, link)
    assert code_on(msgspec.json.encode(paper).decode(), issued.ticket) == link
    assert code_on("", issued.ticket) == f"TL1:{issued.ticket}"
    for profile in (GENERIC, NARROW):
        assert dots(paper, profile).height > dots(msgspec.structs.replace(paper, qr="TL1:A001"), profile).height


def test_decomposed_letters_print_like_composed_ones() -> None:
    for name in ("field", "centre", "label"):
        value = getattr(LONG, name)
        parts = (value,) if isinstance(value, str) else value
        decomposed = tuple(unicodedata.normalize("NFD", part) for part in parts)
        changed = decomposed[0] if isinstance(value, str) else decomposed
        assert dots(msgspec.structs.replace(LONG, **{name: changed})) == dots(LONG)
    assert unicodedata.normalize("NFD", LONG.field) != LONG.field


@pytest.mark.parametrize("label", ["A001", "Đ-K2-07", "W" * 12, "Ậ-KHÔNG-CÓ-CHỖ-CHO-SỐ-NÀY-123456"])
def test_the_number_is_whole_whatever_it_is(label: str) -> None:
    for profile in (GENERIC, NARROW):
        paper = msgspec.structs.replace(PLAIN, label=label)
        left, _, right, _ = ink_box(dots(paper, profile))
        assert usual_layout(profile.width_dots).margin <= left
        assert right <= profile.width_dots - usual_layout(profile.width_dots).margin


def test_of_two_copies_the_second_is_marked_and_each_is_cut_off() -> None:
    parts = Composer(copies=2)(msgspec.json.encode(PLAIN).decode())
    first, second = printed(parts)
    assert first == dots(PLAIN)
    assert second != first
    assert second.bits.endswith(first.bits)
    assert sum(isinstance(part, Cut) for part in parts) == 2


def test_a_paper_that_an_earlier_version_stored_is_still_printed() -> None:
    stored = {name: value for name, value in msgspec.to_builtins(PLAIN).items() if name in list(CHANGES)[:8]}
    texts = {"your_number": "SỐ CỦA ÔNG/BÀ"}
    assert Composer()(msgspec.json.encode(stored | {"texts": texts}).decode()) == ticket(PLAIN)


def test_a_printer_that_prints_less_in_a_row_gets_a_narrower_paper() -> None:
    for width in (512, 432):
        profile = msgspec.structs.replace(GENERIC, width_dots=width)
        fitted = compose(LONG, load_layout("ticket-80"), profile)
        assert [code.text for code in zxingcpp.read_barcodes(as_image(preview(fitted, width)))] == [LONG.qr]


@PROFILES
def test_a_slip_says_what_is_known_of_a_procedure(profile: Profile, model: str) -> None:
    layout = load_layout("slip-80" if profile is GENERIC else "slip-58")
    places = ("Hộ tịch", "Quầy 2, 4")
    for language in ("vi", "en"):
        whole = slip_facts(PROCEDURE, PLAIN.centre, places, language)
        parts = parts_of(whole, layout, profile)
        (picture,) = printed(parts, profile, model)
        assert picture == preview(parts, profile.width_dots)
        assert [code.text for code in zxingcpp.read_barcodes(as_image(picture))] == ["1.001193 Đăng ký khai sinh"]
        unknown = slip_facts(msgspec.structs.replace(PROCEDURE, fee="", papers=()), PLAIN.centre, places, language)
        assert unknown.words["fee"] == unknown.words["papers"] == unknown.said("{paper.ask_at_counter}")
        known = set(whole.words) | set(ticket_facts(PLAIN).words)
        assert known == {place for place in PLACES if not place.startswith("closing_")}
