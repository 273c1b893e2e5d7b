"""How a program of ours hears that it shall stop, also where signals cannot be waited for."""

import signal
import subprocess
import sys

import pytest

from tests.hub_process import ROOT

AS_HERE = ""
AS_ON_WINDOWS = "import signal; del signal.sigwait, signal.pthread_sigmask;"
PROGRAM = (
    "from hub.console.base import stopped_by_signal; stop = stopped_by_signal();"
    "print('ready', flush=True); stop.wait(); print('stopped')"
)


@pytest.mark.parametrize(("machine", "number"), [(AS_HERE, signal.SIGTERM), (AS_ON_WINDOWS, signal.SIGINT)])
def test_a_signal_ends_a_program_in_order(machine: str, number: signal.Signals) -> None:
    command = [sys.executable, "-c", machine + PROGRAM]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.send_signal(number)
        assert program.stdout.read() == "stopped\n"
        assert program.wait(10) == 0
