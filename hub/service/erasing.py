"""What a person typed is erased from the console: in the running hub, or on its folder while it rests."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

NO_ROW = 0


class Texts(Protocol):
    """Where the texts are: the office of a running hub, or the journal itself."""

    def rows_with_texts(self, ticket: str) -> list[int]:
        """The rows of a ticket that have texts. Raises StorageError."""

    def erase_texts(self, seq: int) -> None:
        """Erase the texts of a row. Raises StorageError."""


def text_actions(texts: Texts) -> dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]]:
    """The action ``erase-texts``: ``{"ticket": "2026-11-22-A012"}`` is answered by ``{"erased": number of rows}``."""
    return {"erase-texts": lambda asked: {"erased": erase_texts_of(texts, str(asked["ticket"]))}}


def erase_texts_of(texts: Texts, ticket: str) -> int:
    """Erase all texts of a ticket; returns of how many rows. Raises StorageError: to be done again.

    Where none is left, the log of the database is emptied all the same: it may hold what an earlier try has erased.
    """
    rows = texts.rows_with_texts(ticket)
    for seq in rows or [NO_ROW]:
        texts.erase_texts(seq)
    return len(rows)
