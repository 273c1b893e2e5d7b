"""What people read of a signed file: in a mail, on paper, on the screen."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.texts import text
from hub.store.closing import Closing, Document, SeriesCount
from hub.store.closing_counts import CARRIED_OVER
from hub.store.signing_key import fingerprint

GROUP = 4
EXPORT_NAME = "so.jsonl"


def letter(document: Document, language: str) -> tuple[str, ...]:
    """A mail about a signed file, its subject first."""
    if not isinstance(document, Closing):
        subject = text(language, "closing.checkpoint_subject", date=written_date(document.day), row=document.last.row)
        return (subject, "", *_proof(document, language))
    subject = text(language, "closing.subject", date=written_date(document.day), centre=document.centre)
    command = text(language, "closing.command", file=document.name, export=EXPORT_NAME)
    attached = text(language, "closing.attached")
    return (subject, "", *summary(document, language), "", attached, command)


def summary(closing: Closing, language: str) -> tuple[str, ...]:
    """A closing in a dozen lines: times, what came of the numbers, gaps, the audit, the proof."""
    return (*counts(closing, language), *_proof(closing, language))


def counts(closing: Closing, language: str) -> tuple[str, ...]:
    """The same without the proof."""
    times = {"opened": _time(closing.turns[0].at, closing.zone), "closed": _time(closing.turns[-1].at, closing.zone)}
    calls = closing.events.get("TicketCalled", 0)
    return (
        text(language, "closing.opened", **times),
        *_replaced(closing, language),
        *(line for series in closing.series for line in _series(series, language)),
        *([] if closing.series else [text(language, "closing.none_drawn")]),
        *(text(language, f"closing.left_out_{gap.why}", first=gap.first, last=gap.last) for gap in closing.left_out),
        text(language, "closing.calls", calls=calls),
        text(language, f"closing.audit_{closing.audit.status}"),
    )


def _replaced(closing: Closing, language: str) -> Iterator[str]:
    """A day that was opened again has a closing for each of its ends; the last one counts."""
    ends = [turn.at for turn in closing.turns if turn.event == "DayClosed"]
    if len(ends) > 1:
        yield text(language, "closing.replaces", closed=_time(ends[-2], closing.zone))


def grouped(digits: str) -> str:
    """Hex digits in groups of four, as people compare them."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def _series(series: SeriesCount, language: str) -> Iterator[str]:
    kind = "_carried" if series.series == CARRIED_OVER else "_test" if series.mode == "test" else ""
    span = {"series": series.series, "drawn": series.drawn, "first": series.first, "last": series.last}
    yield text(language, f"closing.series{kind}", **span)
    fates = sorted(series.fates.items(), key=lambda fate: -fate[1])
    told = [text(language, "closing.fate", state=text(language, f"state.{state}"), n=n) for state, n in fates]
    yield f"  {', '.join(told)}"


def _proof(document: Document, language: str) -> tuple[str, ...]:
    last = document.last
    rows = (
        [text(language, "closing.rows", first=document.first_row, last=last.row)]
        if isinstance(document, Closing)
        else []
    )
    head = f"{text(language, 'closing.head')}: {grouped(last.hash)}"
    return (*rows, head, f"{text(language, 'closing.signer')}: {fingerprint(document.key)}")


def written_date(day: str) -> str:
    """A day as people write it."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else "–"


def _time(at: str, zone: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%H:%M %d/%m}"
