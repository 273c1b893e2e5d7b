"""closing.toml: where signed closings go, and what would give a secret away."""

from pathlib import Path

import pytest

from config.centre import SAMPLE, load_installation
from config.closing import ClosingPlan, load_closing_plan
from config.loader import ConfigError

MAIL = """
[[mail]]
name = "thanh-tra"
to = ["thanhtra@example.vn"]
from = "motcua@example.vn"
server = "smtp.example.vn"
"""


def loaded(folder: Path, content: str) -> ClosingPlan:
    file = folder / "closing.toml"
    file.write_text(content, encoding="utf-8")
    return load_closing_plan(file)


def test_without_a_file_nothing_leaves(tmp_path: Path) -> None:
    plan = load_closing_plan(tmp_path / "closing.toml")
    assert (plan.places, plan.has_checkpoints) == ((), False)


def test_the_sample_can_be_read_with_and_without_its_places(tmp_path: Path) -> None:
    assert load_installation(SAMPLE, {"printer_port": 9100}).closing.places == ()
    lines = (SAMPLE / "closing.toml").read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("# [["))
    plan = loaded(tmp_path, "\n".join([*lines[:begin], *(line.removeprefix("# ") for line in lines[begin:])]))
    assert [place.name for place in plan.places] == ["thanh-tra", "so-noi-vu", "usb", "in-cuoi-ngay"]
    assert plan.has_checkpoints


def test_paper_alone_gets_no_checkpoints(tmp_path: Path) -> None:
    plan = loaded(tmp_path, 'checkpoint_every_min = 5\n[[paper]]\nname = "in"\nprinter = "socket://a:9100"\n')
    assert plan.places
    assert not plan.has_checkpoints


SLIPS = {
    MAIL + 'user = "a"\npassword_file = "/a"\nsecurity = "none"\n': "must not cross the network in the clear",
    MAIL + 'user = "a"\n': "user and password_file belong together",
    MAIL + 'pasword_file = "/a"\n': "did you mean «password_file»?",
    MAIL + MAIL: "«thanh-tra» is used twice",
    MAIL.replace('"smtp.example.vn"', '""'): "mail",
    '[[post]]\nname = "so"\nurl = "http://example.vn/"\n': "only https:// leaves this machine",
    '[[post]]\nname = "so"\nurl = "https://a:b@example.vn/"\n': "secrets belong into token_file",
    '[[folder]]\nname = "../usb"\npath = "/a"\n': "name",
    "checkpoint_every_min = -1\n": "checkpoint_every_min",
}


@pytest.mark.parametrize("content", SLIPS)
def test_a_slip_is_said_in_a_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, content)
    assert SLIPS[content] in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "closing.toml"))


def test_the_own_machine_may_be_spoken_to_plainly(tmp_path: Path) -> None:
    plan = loaded(tmp_path, '[[post]]\nname = "so"\nurl = "http://127.0.0.1:8000/"\n')
    assert plan.post[0].url.startswith("http://")
