"""How long the agent waits for what."""

from msgspec import Struct


class KioskTiming(Struct, frozen=True):
    """All times in seconds.

    ``patience_s``: how long the page waits for the hub's answer; ``attempt_s``: for one attempt of it;
    ``pauses_s``: the first and the longest pause between attempts;
    ``status_every_s``: between two looks at an idle printer;
    ``reopen_s``: the shortest and the longest pause before a printer that is away is looked for again;
    ``noting_s``: how long a number without paper waits for somebody to note it;
    ``tick_s``: between two looks at the clock for that;
    ``queue_s``: how old a job may be to be printed after a restart;
    ``request_s``: how old, by the hub's clock, a paper that staff asked for may be to be printed;
    ``kept_s``: how long what is over stays on the disk;
    ``hang_s``: how long a thread may be busy with one thing before it counts as hanging;
    ``report_s``: between two reports to the hub of how this agent is, ``report_least_s``: when something has changed;
    ``page_s``: how long this machine's own page may be silent before the agent starts anew, its browser having been
    started anew several times by then.
    """

    patience_s: float = 10.0
    attempt_s: float = 4.0
    pauses_s: tuple[float, float] = (0.3, 3.0)
    status_every_s: float = 2.0
    reopen_s: tuple[float, float] = (0.2, 0.6)
    noting_s: float = 20.0
    tick_s: float = 0.25
    queue_s: float = 10.0
    request_s: float = 60.0
    kept_s: float = 7 * 86_400.0
    hang_s: float = 60.0
    page_s: float = 180.0
    report_s: float = 5.0
    report_least_s: float = 0.5
