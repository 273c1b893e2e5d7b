"""The machine's clock: is it kept in step, and can it be right?"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.doctor.finding import Finding, doubtful, fine, wrong

ABOUT = "clock"
HARDWARE_CLOCK = Path("/sys/class/rtc/rtc0")
FIRST_YEAR = 2026
"""An earlier date is that of a machine that has lost its time."""

MOST_DAYS_AHEAD = 15
"""The hub opens a day by itself when the clock is synchronised, or at most so far ahead of the last day."""

SET_IT = "Switch the time service on (timedatectl set-ntp true), or set the clock (timedatectl set-time)."


def clock(now_ms: int, zone: str, last_day: str, is_synchronised: bool) -> Iterator[Finding]:
    """Compare the clock with the journal's ``last_day`` ("" when there is none) in the centre's zone."""
    here = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone))
    told = f"{here:%Y-%m-%d %H:%M} in {zone}"
    if here.year < FIRST_YEAR:
        yield wrong(ABOUT, f"{told}: no day can be opened", SET_IT)
    elif last_day and here.date() < date.fromisoformat(last_day):
        yield wrong(ABOUT, f"{told}, but the journal's last day is {last_day}: no day can be opened", SET_IT)
    elif is_synchronised:
        yield fine(ABOUT, f"{told}, kept in step")
    elif last_day and here.date() > date.fromisoformat(last_day) + timedelta(days=MOST_DAYS_AHEAD):
        seen = f"{told}, not kept in step, and the journal's last day is {last_day}: the hub will ask a person first"
        yield doubtful(ABOUT, seen, SET_IT)
    else:
        yield doubtful(ABOUT, f"{told}, not kept in step", SET_IT)


def hardware_clock(folder: Path = HARDWARE_CLOCK) -> Iterator[Finding]:
    """Whether the machine has a clock that goes on while it is off."""
    if folder.exists():
        return
    yield doubtful(
        ABOUT,
        "this machine has no clock that goes on while it is switched off",
        "Keep the time service on, or look at the date each morning before the first number.",
    )


def clock_of_hub(difference_s: float) -> Finding:
    """How far this machine's clock is from the hub's; kiosk and wall go by the hub's all the same."""
    if abs(difference_s) < MOST_DIFFERENCE_S:
        return fine(ABOUT, f"within {MOST_DIFFERENCE_S} s of the hub's")
    return doubtful(ABOUT, f"{difference_s:+.0f} s beside the hub's", SET_IT)


MOST_DIFFERENCE_S = 30
