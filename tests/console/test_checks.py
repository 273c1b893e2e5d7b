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
