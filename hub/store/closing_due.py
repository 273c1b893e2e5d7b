"""Which days are closed and not signed yet, asked of the running hub, or of the file of one that is stopped."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from hub.service.ports import ClosingStatus
from hub.store.chain import StoreFault
from hub.store.closing_head import JournalHead, head_of_copy, head_of_file
from hub.store.control import DATABASE_NAME, HubNotRunning, ask, consistent_copy
from hub.store.workplace import workplace

HeadAfter = Callable[[int], JournalHead]
"""The head of a journal, with the days that were closed after a row."""


def days_due(status: ClosingStatus, head_after: HeadAfter) -> tuple[str, ...]:
    """The days to sign: those closed since the last closing, and those that could not be signed, in order.

    Of a journal without any closing only the last day.
    """
    head = head_after(status.row)
    if head.incarnation != status.incarnation:
        return head_after(0).closed[-1:]
    return tuple(sorted({*head.closed, *status.failed}))


def head(data: Path, after_row: int, day: str = "") -> JournalHead:
    """The head of a journal whose hub runs or not. Raises StoreFault, StorageError, OSError."""
    try:
        return asked_head(data, after_row, day)
    except HubNotRunning:
        with workplace(data) as folder:
            copy = folder / DATABASE_NAME
            consistent_copy(data, copy)
            return head_of_copy(copy, after_row, day)


def asked_head(data: Path, after_row: int, day: str = "") -> JournalHead:
    """The running hub's word. Raises HubNotRunning, StoreFault."""
    answer = ask(data, do="journal-head", after=after_row, day=day)
    try:
        return msgspec.convert(answer, JournalHead)
    except msgspec.ValidationError as error:
        raise StoreFault(f"The hub that runs is of another version ({error}). Start it anew.") from error


def days_unsigned(data: Path, status: ClosingStatus) -> tuple[str, ...]:
    """The same as :func:`days_due` for who only looks: nothing is copied. Raises StoreFault, StorageError, OSError."""

    def head_after(row: int) -> JournalHead:
        try:
            return asked_head(data, row)
        except HubNotRunning:
            return head_of_file(data / DATABASE_NAME, row)

    return days_due(status, head_after)
