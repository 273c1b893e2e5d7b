"""Profiles are found by name, the installation's own first; a slip in a file is one sentence."""

from pathlib import Path

import pytest
from escpos.capabilities import get_profile

from drivers.printers import GENERIC, Profile, ProfileError, load_profile, profile_names
from drivers.printers.known_profiles import BUILT_IN
from drivers.printers.profile import CodePage, Reliability

OURS = sorted(path.stem for path in BUILT_IN.glob("*.toml"))


def test_ours_can_all_be_used_and_the_generic_one_is_the_default() -> None:
    assert {load_profile(name).name for name in OURS} == set(OURS)
    assert load_profile("generic-80") == GENERIC
    assert {load_profile(name).reliability.fence for name in OURS} == {"process_id", "status", "one_way"}
    assert load_profile("custom-vkp80iii").commands == "custom"


def test_every_name_that_is_offered_can_be_loaded_and_prints_pictures() -> None:
    names = profile_names()
    assert names[: len(OURS)] == OURS
    assert len(names) > 30
    for name in names:
        assert load_profile(name).width_dots % 8 == 0


@pytest.mark.parametrize("name", ["TM-T20II", "CT-S651", "POS-5890", "TH230"])
def test_capability_data_is_taken_as_the_library_gives_it(name: str) -> None:
    ours, theirs = load_profile(name.lower()), get_profile(name)
    assert ours.width_dots == theirs.profile_data["media"]["width"]["pixels"]
    assert ours.columns == theirs.get_columns("a")
    assert ours.has_qr is theirs.supports("qrCode")
    assert (ours.cutter == "none") is not theirs.supports("paperFullCut")
    vietnamese = {"TCVN-3-1", "TCVN-3-2"} <= set(theirs.get_code_pages())
    assert ours.code_page == (CodePage("tcvn3", (30, 31)) if vietnamese else None)


def test_the_installations_own_profile_comes_first(tmp_path: Path) -> None:
    (tmp_path / "generic-80.toml").write_text('width_dots = 512\n[reliability]\nfence = "one_way"\n', encoding="utf-8")
    own = load_profile("generic-80", [tmp_path / "nothing here", tmp_path])
    assert own == Profile(width_dots=512, reliability=Reliability(fence="one_way"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("epson-t20", "there is no printer profile «epson-t20»; did you mean «epson-tm-t20» or «epson-tm-t88»"),
        ("xyz", "there is no printer profile «xyz»"),
        ("TM-U220", "«TM-U220» cannot print pictures (GS v 0), so it cannot print our tickets"),
    ],
)
def test_a_name_nobody_knows_is_told_with_the_nearest(name: str, sentence: str) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile(name)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("width_dots = 100", "width_dots: expected a number >= 192"),
        ("width_dot = 576", "width_dot: there is no such key; did you mean «width_dots»?"),
        ("[reliability]\nslices = 3", "slices: there is no such key; did you mean «slice_rows»?"),
        ('[reliability]\nfence = "never"', "reliability.fence: invalid enum value 'never'"),
        ('name = "another"', "name: is «another», the file «mine»; leave the key out"),
        ("width_dots = ", "Invalid value (at end of document)"),
    ],
)
def test_a_slip_in_a_file_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile("mine", [tmp_path])
    assert str(caught.value) == f"{path}: {sentence}"
