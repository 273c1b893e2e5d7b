"""Layouts are data that an installation may write itself: what is wrong with one is said in one line."""

from pathlib import Path

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from config.loader import ConfigError
from drivers.printers import GENERIC, Raster
from drivers.printers.parts import KeepLogo, Picture, QrCode, StoredLogo, TextLine
from drivers.printers.profile import CodePage
from kiosk_app.ink import Ink
from kiosk_app.layout import BUILT_IN, layout_names, load_layout
from kiosk_app.logo import logo_picture
from kiosk_app.paper_parts import Composer, parts_of, preview
from kiosk_app.printed_facts import Facts, TicketPaper, ticket_facts
from tests.kiosk_app.paper_kit import LONG, PLAIN, as_image, printed

HEAD = "width = 576\n"
LETTERED = replace(GENERIC, code_page=CodePage("tcvn3", (30, 31)), has_qr=True, logo_keys=("L1",))


def written(folder: Path, content: str, name: str = "own") -> Path:
    """An installation's folder with one layout."""
    path = folder / "layouts" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + content, encoding="utf-8")
    return path


def block(kind: str, **entries: str) -> str:
    """One block, its values as TOML writes them."""
    return f'[[blocks]]\nkind = "{kind}"\n' + "".join(f"{key} = {value}\n" for key, value in entries.items())


def drawn(folder: Path, content: str, facts: Facts | TicketPaper = PLAIN) -> Raster:
    """The paper of a layout."""
    written(folder, content)
    given = ticket_facts(facts) if isinstance(facts, TicketPaper) else facts
    return preview(parts_of(given, load_layout("own", [folder]), GENERIC), 576)


def test_every_built_in_layout_can_be_read() -> None:
    assert layout_names() == ("closing-58", "closing-80", "slip-58", "slip-80", "ticket-58", "ticket-80")
    assert {load_layout(name).width for name in layout_names()} == {576, 384}


SLIPS = {
    block("txt", words='"a"', sizes="[24]"): "blocks[#1].kind: «txt» is not one of text, number,",
    block("text", words='"a"', size="[24]"): "blocks[#1].size: unknown key; did you mean «sizes»?",
    block("text", words='"{nmber}"', sizes="[24]"): "blocks[#1].words: nothing is called «{nmber}»; there are office,",
    block("text", words='"{wait}"', sizes="[24]"): "nothing is called «{wait}»",
    block("text", words='"{paper.hnt}"', sizes="[24]"): "did you mean «paper.hint»?",
    block("text", words='{vi = "{", en = "a"}', sizes="[24]"): "blocks[#1].words: has a brace without its other half",
    block("text", words='"a"', sizes="[9]"): "blocks[#1].sizes[#1]: expected a whole number >= 16",
    block("text", words='"a"', sizes="[24]", weight='"bald"'): "«bald» is not one of regular, semibold, bold",
    block("rule", when='["is_tst"]'): "blocks[#1].when: «is_tst» is no condition; there are has_priority,",
    block("rule", languages='["fr"]'): "blocks[#1].languages: there are no texts in «fr»",
    block("qr") + '[[blocks.beside]]\nkind = "text"\nwords = "{a}"\nsizes = [24]\n': "blocks[#1].beside[#1].words",
    block("logo", file='"none.png"'): "blocks[#1].file: ",
    block("logo", file='"../x.png"'): "blocks[#1].file: «../x.png» is not of the form logo.png",
    "blocks = []\n": "blocks: expected",
}


@pytest.mark.parametrize("content", SLIPS)
def test_a_slip_names_the_file_and_the_block(tmp_path: Path, content: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(ConfigError) as caught:
        load_layout("own", [tmp_path])
    assert str(caught.value).startswith(f"{path}: ")
    assert SLIPS[content] in str(caught.value)


def test_a_layout_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    written(tmp_path, block("rule"))
    with pytest.raises(
        ConfigError, match="no such layout, .* only closing-58, .*own, slip-58, .*did you mean «ticket-80»"
    ) as caught:
        load_layout("ticket-81", [tmp_path])
    assert str(caught.value).startswith(f"{tmp_path / 'layouts'}: ticket-81: "), "where an installation puts its own"


def test_an_installations_own_layout_goes_before_the_built_in_one(tmp_path: Path) -> None:
    written(tmp_path, block("number", sizes="[100]"), "ticket-80")
    own = Composer.of(GENERIC, "ticket-80", tmp_path, None, 1)
    assert own.layout == load_layout("ticket-80", [tmp_path]) != load_layout("ticket-80")


@pytest.mark.parametrize("condition", ["has_priority", "is_test", "is_reprint"])
def test_a_block_stands_where_its_conditions_hold(tmp_path: Path, condition: str) -> None:
    rule = block("rule", thickness="3")
    both = drawn(tmp_path, rule * 2, LONG).height
    assert drawn(tmp_path, rule + block("rule", thickness="3", when=f'["{condition}"]'), LONG).height == both
    assert drawn(tmp_path, rule + block("rule", thickness="3", when=f'["{condition}"]')).height < both
    assert drawn(tmp_path, rule + block("rule", thickness="3", when=f'["not {condition}"]')).height == both
    assert drawn(tmp_path, rule + block("rule", thickness="3", languages='["en"]')).height < both


def test_words_are_the_centres_own_or_the_locales_and_vanish_with_an_empty_fact(tmp_path: Path) -> None:
    own = block("text", words='{vi = "Số {number}", en = "Number {number}"}', sizes="[30]")
    assert drawn(tmp_path, own) == drawn(tmp_path, block("text", words='"Số A001"', sizes="[30]"))
    english = replace(PLAIN, language="en")
    assert drawn(tmp_path, own, english) == drawn(tmp_path, block("text", words='"Number A001"', sizes="[30]"))
    assert drawn(tmp_path, block("rule") + block("text", words='"Ưu tiên: {priority}"', sizes="[30]")) == drawn(
        tmp_path, block("rule")
    )


def test_blocks_look_different_and_keep_to_their_side(tmp_path: Path) -> None:
    looks = [f'"{look}"' for look in ("plain", "box", "frame", "pill")]
    pictures = [drawn(tmp_path, block("text", words='"Ưu tiên"', sizes="[30]", look=look)) for look in looks]
    aligns = [f'"{align}"' for align in ("left", "right")]
    pictures += [drawn(tmp_path, block("text", words='"Ưu tiên"', sizes="[30]", align=align)) for align in aligns]
    assert len({picture.bits for picture in pictures}) == 6
    assert drawn(tmp_path, block("space", rows="40") + block("rule", space="0", thickness="4")).height == 40 + 4 + 14


@pytest.mark.parametrize("is_photograph", [False, True])
def test_a_logo_is_printed_as_what_it_is(tmp_path: Path, is_photograph: bool) -> None:
    (tmp_path / "layouts").mkdir()
    logo = Image.linear_gradient("L").resize((900, 90)) if is_photograph else Image.new("L", (900, 90), 0)
    logo.save(tmp_path / "layouts" / f"logo{is_photograph}.png")
    picture = drawn(tmp_path, block("logo", file=f'"logo{is_photograph}.png"'))
    ink = sum(byte.bit_count() for byte in picture.bits)
    assert picture.height == round(90 * 544 / 900) + 14
    assert (ink == 544 * (picture.height - 14)) is not is_photograph
    assert ink > 544 * 54 // 3


def test_a_logo_in_the_printers_memory_is_printed_from_there_with_the_same_dots(tmp_path: Path) -> None:
    content = block("logo", file='"logo.png"', key='"L1"') + block("rule")
    (tmp_path / "layouts").mkdir()
    logo = Image.radial_gradient("L").resize((160, 48))
    logo.save(tmp_path / "layouts" / "logo.png")
    expected = drawn(tmp_path, content)
    parts = parts_of(ticket_facts(PLAIN), load_layout("own", [tmp_path]), LETTERED)
    assert StoredLogo("L1") in parts
    kept = KeepLogo("L1", Ink.of(logo_picture(tmp_path / "layouts" / "logo.png", 576), 160).raster())
    assert printed((kept, *parts), LETTERED, "text") == [expected]


def test_over_a_slow_line_the_printer_draws_what_it_can(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    Image.new("L", (64, 64), 0).save(tmp_path / "layouts" / "logo.png")
    content = (BUILT_IN / "ticket-80.toml").read_text(encoding="utf-8").replace(HEAD, "")
    written(tmp_path, block("logo", file='"logo.png"', key='"L1"') + content)
    for baud, is_text in ((9600, True), (19_200, True), (38_400, False), (None, False)):
        composer = Composer.of(LETTERED, "own", tmp_path, baud, 1)
        assert composer.is_slow is is_text
    parts = parts_of(ticket_facts(LONG), composer.layout, LETTERED, is_slow=True)
    assert {type(part) for part in parts} >= {TextLine, QrCode, StoredLogo}
    assert not any(isinstance(part, Picture) for part in parts)
    words = " ".join(part.text for part in parts if isinstance(part, TextLine))
    for said in (LONG.label, LONG.counters, "BẢN IN LẠI", "Khi lấy số, trước ông/bà có 1234 người"):
        assert said in words


def test_over_a_slow_line_texts_keep_to_their_side(tmp_path: Path) -> None:
    texts = [block("text", words='"a"', sizes="[24]", align=f'"{align}"') for align in ("left", "right")]
    written(tmp_path, "".join(texts))
    parts = parts_of(ticket_facts(PLAIN), load_layout("own", [tmp_path]), LETTERED, is_slow=True)
    assert [part.align for part in parts if isinstance(part, TextLine)] == ["left", "right"]


def test_over_a_slow_line_every_line_fits(tmp_path: Path) -> None:
    for profile in (replace(LETTERED, columns=32), replace(LETTERED, columns=48)):
        parts = parts_of(ticket_facts(LONG), load_layout("ticket-80"), profile, is_slow=True)
        lines = [part for part in parts if isinstance(part, TextLine)]
        assert all(len(line.text) * line.width_times <= profile.columns for line in lines)
    (paper,) = printed(parts, profile, "text")
    assert [code.text for code in zxingcpp.read_barcodes(as_image(paper))] == [LONG.qr]
