"""`run.py check` doubts what may be right and is probably a slip."""

import shutil
from pathlib import Path

from click.testing import CliRunner

from hub.console.checks import check

SAMPLE = Path(__file__).parents[2] / "config" / "sample"


def test_a_kind_that_is_nearly_one_of_ours_is_doubted(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(SAMPLE, centre)
    sign = '\n[[devices]]\nname = "{0}"\nkind = "{0}"\naddress = "acme:7"\n'
    with (centre / "devices.toml").open("a", encoding="utf-8") as file:
        file.write(sign.format("pannel") + sign.format("led-sign"))
    done = CliRunner().invoke(check, ("--centre", str(centre)))
    assert (done.exit_code, "all is well" in done.output) == (0, True)
    assert "devices[pannel].kind: no driver here is for a «pannel»; did you mean «panel»?" in done.output
    assert "led-sign" not in done.output


def test_what_keys_cannot_tell_and_what_nobody_is_asked_for_is_doubted(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(SAMPLE, centre)
    plan = (centre / "centre.toml").read_text(encoding="utf-8")
    choices = '[{ id = "done", name = { vi = "Xong", en = "Done" } }]'

    def doubts(rules: str) -> list[str]:
        (centre / "centre.toml").write_text(f"{plan}\n[outcomes]\nchoices = {choices}\n{rules}\n", encoding="utf-8")
        done = CliRunner().invoke(check, ("--centre", str(centre)))
        assert done.exit_code == 0, done.output
        return [line for line in done.output.splitlines() if line.startswith("! centre.toml: outcomes")]

    assert "outcomes.choices: nobody is asked" in doubts("")[0]
    assert doubts('ask = "offered"\nquantity = "offered"') == []
    assert "has keys, and keys cannot tell how many" in doubts('ask = "offered"\nquantity = "needed"')[0]


def test_series_that_sound_alike_are_doubted(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(SAMPLE, centre)
    said = CliRunner().invoke(check, ("--centre", str(centre))).output
    assert "sound alike" not in said
    with (centre / "voice.toml").open("a", encoding="utf-8") as file:
        file.write('\n[letters.vi]\nC = "ca"\nK = "ca"\n')
    done = CliRunner().invoke(check, ("--centre", str(centre)))
    assert done.exit_code == 0, done.output
    assert "voice.toml: letters.vi: numbers of C and K sound alike: «ca»" in done.output
    assert done.output.count("sound alike") == 1
