"""A key of the desk agent's keypads from the command line, for a desktop's own shortcuts."""

import os
import time
from pathlib import Path

import click

from hub.console.base import options, plain_errors

DESK_FOLDER = "desk"
"""The agent's own folder below that of all data."""

NOT_DONE = {
    "no_counter": "No keypad, pad, hot-keys or shortcuts of that counter are in devices.toml of this machine.",
    "several_counters": "Keys of several counters are on this machine: say which one, as in --counter 3.",
    "stale": "This command took more than three seconds to start, so the key did nothing; press once more.",
    "malformed": "The agent does not know this key: it is of another version. Start it anew after the upgrade.",
    "forbidden": "The agent was started anew just now; press once more.",
    "not_paired": "The hub does not know this machine yet: enter the code of the agent's log on the page of devices.",
    "no_hub": "The hub does not answer, so the key did nothing. The agent goes on looking for it; press again later.",
}


STATUS = Path("/proc/self/stat")
_STARTED = 19
"""Which word behind the program's name tells when it was started, in ticks since the machine was; see proc(5)."""


def process_age_s() -> float:
    """How long ago this process was started, in seconds: so old is the key that started it.

    Where there is no /proc, how long it has computed: nearly all of its short life.
    """
    try:
        words = STATUS.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - int(words[_STARTED]) / os.sysconf("SC_CLK_TCK"))
    except (OSError, AttributeError, ValueError, IndexError):
        return time.process_time()


@click.command("press")
@options("data")
@click.argument("key")
@click.option("--counter", type=click.IntRange(0, 99), default=0, help="At which counter, if there are several here.")
def press(key: str, counter: int, data: Path) -> None:
    """Press KEY of the keypad of this machine's counter.

    A key is next, recall, start, finish, missed, hold, transfer, call, pause, clear, or a figure from 0 to 9.

    For the shortcuts of a desktop: calling works while another program is in front. What came of it is shown by the
    keypad, or by a small notification.
    """
    from counter_app.desk.press_socket import AgentAbsent, press_key
    from drivers.devices import Key

    with plain_errors():
        if key not in set(Key):
            raise ValueError(f"There is no key «{key}», only {', '.join(Key)}.")
        try:
            refused = press_key(data / DESK_FOLDER, Key(key), counter, process_age_s())
        except AgentAbsent:
            raise ValueError(
                f"No desk agent runs on «{data}»; start run.py desk first, or choose its folder with --data."
            ) from None
        if refused:
            raise ValueError(NOT_DONE.get(refused, f"The agent could not do it: {refused}."))
