"""What a desk agent is told at its start, and how long it waits for what."""

from pathlib import Path

from msgspec import Struct

from config.attached import AttachedEntry
from hub.agent.scanning import ScanRules


class DeskSettings(Struct, frozen=True):
    """One desk agent: the hub's URL (None: it is found), its folder, and the devices that it runs.

    ``wish`` is what it asks to be when it is paired for the first time: ``desk:3``, ``hall:H1``, or ``desk``.
    ``notify_command`` shows a clerk what came of a key, None: the usual one.
    """

    hub_url: str | None
    folder: Path
    devices: tuple[AttachedEntry, ...]
    scanning: ScanRules = ScanRules()
    wish: str = "desk"
    notify_command: tuple[str, ...] | None = None


class DeskTiming(Struct, frozen=True):
    """All times in seconds.

    ``attempt_s``: for one attempt at the hub; ``pauses_s``: the first and the longest pause between attempts;
    ``look_s``: between two looks at what is due by time; ``waiting_s``: a rating that the hub has not heard for so long
    is told as a trouble of its panel; ``clock_s``: how often the hub's clock is kept for a start without the hub;
    ``kept_s``: how long what is over stays on the disk; ``hang_s``: how long a thread may be busy with one thing;
    ``report_s``: between two reports of how this agent is, ``report_least_s``: when something has changed.
    """

    attempt_s: float = 4.0
    pauses_s: tuple[float, float] = (0.3, 3.0)
    look_s: float = 0.25
    waiting_s: float = 30.0
    clock_s: float = 60.0
    kept_s: float = 7 * 86_400.0
    hang_s: float = 60.0
    report_s: float = 5.0
    report_least_s: float = 0.5
