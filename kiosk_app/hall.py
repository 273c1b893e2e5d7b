"""What the agent itself reads of the hub's view for kiosks: the centre, the day, and who serves a field."""

from msgspec import Struct


class Words(Struct, frozen=True):
    """A text of the centre's own."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in a language, Vietnamese where there is no other."""
        return self.en if language == "en" else self.vi


class HallCentre(Struct, frozen=True):
    """The office over the centre and the centre's own name."""

    office: Words
    name: Words


class HallHeader(Struct, frozen=True):
    """The centre with its time zone, and its day, empty while none is open; ``last_day`` is the newest ever opened."""

    centre: HallCentre | None
    zone: str
    day: str
    last_day: str = ""
    mode: str = "live"
    hours: str = "always"


class PrintRequest(Struct, frozen=True):
    """A paper that staff want printed by the printer ``device``; ``job`` is the hub's name for it, unique in a day.

    ``people_ahead`` was counted when the number was drawn, unless a kiosk drew it by itself. ``further`` are the fields
    to which the visit still goes; ``link`` is for phones. Times are ms since the epoch, the hub's clock.
    """

    job: str
    device: str
    ticket: str
    label: str
    field: Words
    people_ahead: int | None
    counters: tuple[int, ...]
    issued_ms: int
    requested_ms: int
    ticket_class: str
    language: str
    is_reprint: bool
    mode: str
    further: tuple[Words, ...] = ()
    link: str = ""


class Opening(Struct, frozen=True):
    """When numbers may be drawn (ms since the epoch, the hub's clock); the end does not belong to it."""

    from_ms: int
    to_ms: int


class QuotaLeft(Struct, frozen=True):
    """How many numbers may still be drawn until an instant (ms since the epoch, the hub's clock; 0: today)."""

    until_ms: int
    left: int


class ServedAt(Struct, frozen=True):
    """The numbers of the counters that call a class in a field."""

    counters: tuple[int, ...]
    open_counters: tuple[int, ...]


class HallField(Struct, frozen=True):
    """A field, the letters of its numbers, and the numbers of the counters that call ordinary tickets there.

    ``of_class`` names the classes that are called elsewhere.
    ``left`` says session by session how many numbers there still are; empty: nothing limits them.
    """

    id: str
    name: Words
    counters: tuple[int, ...]
    open_counters: tuple[int, ...]
    series: str = ""
    of_class: dict[str, ServedAt] = {}
    is_served: bool = True
    is_stopped: bool = False
    openings: tuple[Opening, ...] = ()
    left: tuple[QuotaLeft, ...] = ()

    def left_at(self, now_ms: int) -> int | None:
        """What was left, as the hub said last, of the session in which an instant counts."""
        if not self.left:
            return None
        return next((quota for quota in self.left if quota.until_ms > now_ms), self.left[-1]).left


class HallClass(Struct, frozen=True):
    """A class of tickets that kiosks may grant."""

    id: str


class OfflineTerms(Struct, frozen=True):
    """On which terms the plan lets kiosks draw numbers of their own while the hub is away.

    At most ``most_tickets``, and for ``most_minutes`` from when the hub was last heard; each once the hub has been away
    for ``after_s``. ``last_numbers`` are those that the hub knows of today, by series: ``{"A-K2": 7}``.
    """

    is_allowed: bool
    most_tickets: int
    most_minutes: float
    after_s: float
    last_numbers: dict[str, int] = {}


class Hall(Struct, frozen=True):
    """The hall as the kiosk's view tells it; what else the view holds is the page's business. No day, no fields.

    ``print_requests`` are those of all printers that the hall has not heard the end of. Without ``offline`` there are
    no numbers while the hub is away; ``test_series`` is that of numbers in test mode. ``asks_card``: only who shows a
    card gets a number.
    """

    header: HallHeader
    fields: tuple[HallField, ...] = ()
    classes: tuple[HallClass, ...] = ()
    print_requests: tuple[PrintRequest, ...] = ()
    offline: OfflineTerms | None = None
    test_series: str = ""
    asks_card: bool = False

    def field(self, field_id: str) -> HallField | None:
        """The field of this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)

    def field_name(self, field_id: str, language: str) -> str:
        """What a field is called; one that the view does not have goes by its id."""
        field = self.field(field_id)
        return field.name.in_language(language) if field else field_id

    def counters_of(self, field_id: str, ticket_class: str) -> tuple[int, ...]:
        """The counters that call a class in a field: those open now, or else all that will."""
        field = self.field(field_id)
        if field is None:
            return ()
        served = field.of_class.get(ticket_class, field)
        return served.open_counters or served.counters
