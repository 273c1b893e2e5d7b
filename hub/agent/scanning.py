"""What a scanner has read, and nothing of who: of a reading only its kind is left, of our own tickets the number.

Readings of identity cards (``number|old number|name|birth|sex|address|issued``, newer ones with more fields) come by at
every scanner. So no value of this module that outlives a call holds a reading, and none shows one when it is printed.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import date
from typing import Literal

from msgspec import Struct

DEBOUNCE_S = 2.0
"""A code that stays under a scanner is read again and again; within so long it is the same reading."""

MOST_CHARACTERS = 512
"""No code that means anything here is longer; the longest identity cards have some 200."""

MOST_OF_A_RECEIPT = 64
"""How long a dossier's code may be, so that an expression has little to try."""

MOST_WAYS = 300_000
"""In so many ways an expression may try to fit: a few milliseconds for a reading of 64 characters."""

TICKET = re.compile(r"TL1:(\d{4}-\d\d-\d\d)-([A-Z0-9]{1,12}(?:-[A-Z0-9]{1,9}){0,2}(?:-\d\d)?)", re.ASCII)
"""A ticket's code as kiosks print it: ``TL1:2026-11-22-A105``, of a kiosk's own number ``TL1:2026-11-22-A-K2-07``,
of one that was carried over ``TL1:2026-11-23-A105-22``."""

LINK = re.compile(r"https?://[\w.:\[\]-]{1,100}/t/([a-z2-7]{26})", re.ASCII | re.IGNORECASE)
"""A ticket's link as kiosks print it in capitals, ``HTTPS://SO.PHUONG-MAU.GOV.VN/T/…``, or as a phone shows it."""

LEAST_CARD_FIELDS = 7
NUMBER = re.compile(r"\d{12}", re.ASCII)
OLD_NUMBER = re.compile(r"(?:\d{9})?", re.ASCII)


class TicketScan(Struct, frozen=True):
    """A ticket of ours: its id ``2026-11-22-A105`` and its number."""

    ticket: str
    label: str

    @property
    def code(self) -> str:
        """What was printed on it."""
        return f"TL1:{self.ticket}"


class LinkScan(Struct, frozen=True):
    """A ticket's link, by the token in it; which ticket that is the hub knows."""

    token: str

    @property
    def code(self) -> str:
        """As the hub is asked about it."""
        return f"/t/{self.token}"


class ReceiptScan(Struct, frozen=True):
    """The receipt of a dossier; its code is not kept."""


class IdentityScan(Struct, frozen=True):
    """An identity card: nothing of it, or the digest of its number on a day where the rules say so."""

    digest: str | None = None


class UnknownScan(Struct, frozen=True):
    """Something else."""


Scan = TicketScan | LinkScan | ReceiptScan | IdentityScan | UnknownScan


class ScanRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What an installation makes of readings.

    ``receipt`` is the regular expression that the whole code of a dossier's receipt fits, "" for none; ``leads_to`` the
    field for which a kiosk then offers a number. The number of an identity card is forgotten (``drop``) or, on days on
    which somebody needs it, becomes a digest of that day, the same at every kiosk of the hall (``hash``).
    """

    receipt: str = ""
    leads_to: str = "tra_ket_qua"
    identity: Literal["drop", "hash"] = "drop"

    def __post_init__(self) -> None:
        """Raises ValueError with a sentence: the expression is none, or may take for ever."""
        if self.receipt:
            require_quick(self.receipt)


def classify(text: str, rules: ScanRules, day: str = "") -> Scan:
    """What one reading is; ``day`` is that of digests, empty: none is needed. No expression can take a card."""
    if not text or len(text) > MOST_CHARACTERS:
        return UnknownScan()
    if (ticket := _ticket(text)) is not None:
        return ticket
    if (link := LINK.fullmatch(text)) is not None:
        return LinkScan(link[1].lower())
    if (number := _card_number(text)) is not None:
        return IdentityScan(_of_day(day, number) if rules.identity == "hash" and day else None)
    if _is_receipt(text, rules.receipt):
        return ReceiptScan()
    return UnknownScan()


class Scans:
    """The readings of one scanner; of the last ones it remembers digests with a key that ends with the process.

    ``day`` gives the day of which a card's digest is wanted, empty for none.
    """

    def __init__(self, rules: ScanRules, day: Callable[[], str] = str) -> None:
        self._rules = rules
        self._day = day
        self._own_key = secrets.token_bytes(32)
        self._last_s: dict[str, float] = {}

    def read(self, text: str, now_s: float) -> Scan | None:
        """What a reading is, None while the same code stays under the scanner. ``now_s`` never goes back."""
        digest = _digest(self._own_key, text)
        self._last_s = {known: at_s for known, at_s in self._last_s.items() if now_s - at_s < DEBOUNCE_S}
        is_again = digest in self._last_s
        self._last_s[digest] = now_s
        return None if is_again else classify(text, self._rules, self._day())


def _ticket(text: str) -> TicketScan | None:
    found = TICKET.fullmatch(text)
    if found is None or not _is_a_day(found[1]):
        return None
    return TicketScan(f"{found[1]}-{found[2]}", found[2])


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _card_number(text: str) -> str | None:
    """The number of an identity card, also where a keyboard's scanner gave nothing else; None: it is no card."""
    number, *others = text.split("|")
    if not NUMBER.fullmatch(number):
        return None
    is_card = len(others) + 1 >= LEAST_CARD_FIELDS and OLD_NUMBER.fullmatch(others[0])
    return number if is_card or not others else None


def _is_receipt(text: str, expression: str) -> bool:
    return bool(expression) and len(text) <= MOST_OF_A_RECEIPT and bool(re.fullmatch(expression, text))


def _of_day(day: str, number: str) -> str:
    """The same at every kiosk for as long as the day lasts; another one tomorrow."""
    return hashlib.sha256(f"{day}\n{number}".encode()).hexdigest()


def _digest(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()


_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEAT = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")


def require_quick(expression: str) -> None:
    """Refuse what could try for ever: ``re`` cannot be interrupted. Whatever repeats is one letter or class, never a
    group, and all repeats together leave a bounded number of ways.
    """
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"this is no regular expression: {error}") from error
    if re.search(r"\\[1-9]", expression):
        raise ValueError("a receipt's expression may not refer back to its groups")
    plain = _ESCAPED.sub("x", expression)
    if re.search(r"\(\?(?!:)", plain):
        raise ValueError("of the groups that begin with (? a receipt's expression may have (?:…) only")
    if re.search(r"\)(?:[*+]|\{)", plain):
        raise ValueError("no group of a receipt's expression may repeat; write out how often it comes")
    if _ways(plain) > MOST_WAYS:
        raise ValueError("a receipt's expression has too many open repeats; say how often each may come, as in {6}")


def _ways(plain: str) -> int:
    """An upper bound of the ways in which an expression without classes and escapes can be tried."""
    ways = 1 << plain.count("|")
    for repeat in _REPEAT.finditer(plain.replace("(?:", "(")):
        ways *= _choices(repeat)
    return ways


def _choices(repeat: re.Match[str]) -> int:
    if repeat[0] == "?":
        return 2
    if repeat[0] in "*+":
        return MOST_OF_A_RECEIPT
    least, comma, most = repeat.groups()
    return int(most or MOST_OF_A_RECEIPT) - int(least or 0) + 1 if comma else 1
