"""A package of somebody else brings a driver: it is installed beside this program, and nothing here is changed."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.tree import ROOT

PACKAGE = ROOT / "tests/example_driver"
GUIDE = ROOT / "docs/writing-a-driver.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pip put the package, without asking any network."""
    source, target = tmp_path_factory.mktemp("source") / "led_sign", tmp_path_factory.mktemp("site")
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--target", str(target)]
    subprocess.run([*pip, "--no-index", "--no-build-isolation", "--no-deps", str(source)], check=True)
    return target


def heard(sign: socket.socket, end: bytes) -> bytes:
    text = b""
    while not text.endswith(end):
        text += sign.recv(100)
    return text


def program_of_the_guide() -> str:
    """What the guide has somebody type to try the driver."""
    (program,) = re.findall(r"<<'END'\n(.*?)\nEND\n", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return program


def test_a_driver_that_was_installed_drives_its_device(site: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(site), str(ROOT)))}
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        address = f"socket://127.0.0.1:{server.getsockname()[1]}"
        program = [sys.executable, "-c", program_of_the_guide(), address]
        with subprocess.Popen(program, cwd=site, env=environment, stdout=subprocess.PIPE, text=True) as process:
            sign, _ = server.accept()
            with sign:
                sign.settimeout(20)
                assert heard(sign, b"A105>3\x03")[-8:] == b"\x02A105>3\x03"
                sign.sendall(b"\x06")
                said, _ = process.communicate(timeout=30)
    assert said == "Standing(link='online', trouble='', counts={}) [] []\n"
    assert process.returncode == 0


def test_the_guide_shows_the_example_as_it_is() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    blocks = [block.strip() for block in re.findall(r"```\w+\n(.*?)```", guide, re.DOTALL)]
    for name in ("led_sign.py", "pyproject.toml"):
        assert (PACKAGE / name).read_text(encoding="utf-8").strip() in blocks
    test = (
        (PACKAGE / "test_led_sign.py").read_text(encoding="utf-8").replace("tests.example_driver.led_sign", "led_sign")
    )
    assert test.strip() in blocks


def test_every_name_that_the_guide_gives_is_there() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    files = re.findall(r"`((?:drivers|tests|docs)/[\w/.-]+)`", guide)
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []
