"""A bench that is ended from outside gives back what it has."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hub_nursery import ROOT

WAITS = """
import signal, sys, tempfile
from tests.bench.ending import end_as_by_hand
for number in (signal.SIGTERM, signal.SIGHUP):  # whoever began the tests may ignore them
    signal.signal(number, signal.SIG_DFL)
end_as_by_hand()
with tempfile.TemporaryDirectory(dir=sys.argv[1]):
    print("ready", flush=True)
    while True:
        pass
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_nothing_stays_behind_whoever_ends_it(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITS, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        try:
            _, said = process.communicate(timeout=10)
        finally:
            process.kill()
        assert process.returncode != 0
        assert "KeyboardInterrupt" in said
    assert list(tmp_path.iterdir()) == []
