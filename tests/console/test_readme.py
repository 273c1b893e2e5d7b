"""The commands that the readmes show are commands of this version, and a centre of one's own is not the demo's."""

import re
import shlex

import click
import pytest

from run import main
from tests.hub_process import ROOT

SHOWN = re.compile(r"^\.venv/bin/python run\.py (.*)$", re.MULTILINE)
DEMO_DATA = "data"


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_what_a_readme_shows_can_be_typed(name: str) -> None:
    shown = [shlex.split(line, comments=True) for line in SHOWN.findall((ROOT / name).read_text(encoding="utf-8"))]
    assert {"setup", "hub", "devices", "simulators", "doctor"} <= {command for command, *_ in shown}
    folders = {}
    for command, *arguments in shown:
        parser = main.commands[command].make_parser(click.Context(main.commands[command]))
        folders[command] = parser.parse_args(args=arguments)[0].get("data")
    own = folders["setup"]
    assert own not in {None, DEMO_DATA}, "setup refuses the folder of the demo, which the reader has just tried"
    assert {folders["hub"], folders["devices"], folders["doctor"]} == {own}
