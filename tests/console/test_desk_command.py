"""`run.py desk` says in a sentence what keeps it from starting."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from config.devices import HOW_TO_ADD
from hub.console.desk import desk


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), f"devices.toml: there is no such file; make it and {HOW_TO_ADD}"),
        (
            ("--counter", "3", "--name", "H1"),
            "Give --counter for the devices of one counter, or --name for those of many",
        ),
        (("--name", "sảnh"), "«sảnh» is no name for this agent: a capital letter"),
        (("press", "next"), "No desk agent runs on"),
    ],
)
def test_what_is_missing_is_one_sentence(tmp_path: Path, options: tuple[str, ...], sentence: str) -> None:
    data = ("--data", str(tmp_path))
    command = (*options, *data) if "press" in options else (*data, *options)
    done = CliRunner().invoke(desk, command)
    assert done.exit_code == 2
    assert sentence in done.output
    assert "Traceback" not in done.output


def test_a_slip_in_the_device_list_is_named_before_anything_is_made(tmp_path: Path) -> None:
    slip = '[[devices]]\nname = "panel3"\nkind = "panel"\ncounter = 3\naddress = "{buss}"\nnumber = 3\n'
    (tmp_path / "devices.toml").write_text(slip, encoding="utf-8")
    done = CliRunner().invoke(desk, ("--data", str(tmp_path)))
    assert (done.exit_code, "devices[panel3].address: no line or port is called «buss»" in done.output) == (2, True)
    assert not (tmp_path / "desk").exists()
