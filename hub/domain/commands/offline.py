"""What is told of the time in which the hub was away: numbers that kiosks drew, people whom clerks served."""

from typing import Annotated

from msgspec import Meta

from hub.domain.commands.form import Code, CommandForm, CounterNumber, Day, Label, Language, RequestKey
from hub.domain.plan import ORDINARY, SeriesName

MOST_LABELS = 40
"""As many numbers as a clerk may record at once; a sheet of paper holds no more."""

Tag = Annotated[str, Meta(pattern=r"^[A-Z0-9]{1,6}\Z")]


class JoinTicket(CommandForm, frozen=True, tag=True):
    """Let a number that a kiosk drew by itself on ``day`` join the queue, behind those who were called already.

    ``series`` is the field's own, or that of tests; ``tag`` names the kiosk. ``drawn_ms`` is when, by the hub's clock
    as the kiosk measured it (ms since the epoch, UTC). ``abandoned`` is the key of the request that the kiosk gave up
    when it drew this number. ``left_out`` is how many numbers right before it the kiosk left out, its disk being new:
    they may be on paper that only the former disk knew of.
    """

    day: Day
    field: Code
    series: SeriesName
    tag: Tag
    number: Annotated[int, Meta(ge=1, le=99_999)]
    drawn_ms: Annotated[int, Meta(ge=0)]
    ticket_class: Code = ORDINARY
    language: Language = "vi"
    abandoned: RequestKey | None = None
    left_out: Annotated[int, Meta(ge=0, le=1000)] = 0


class RecordServedOffline(CommandForm, frozen=True, tag=True):
    """Say that these numbers were served at a counter while the hub was away, and until when, if that was noted."""

    counter: CounterNumber
    labels: Annotated[tuple[Label, ...], Meta(min_length=1, max_length=MOST_LABELS)]
    served_ms: Annotated[int, Meta(ge=0)] | None = None
