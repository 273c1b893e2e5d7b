"""Looks for personal words in files and logs, in every form in which a careless program leaves them."""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

FEWEST_LETTERS = 6
"""Shorter words are found in anything."""


def forms(word: str) -> dict[str, bytes]:
    """How a word may have been written, by the name of the form."""
    spellings = {
        "NFC": unicodedata.normalize("NFC", word),
        "NFD": unicodedata.normalize("NFD", word),
        "upper": word.upper(),
        "lower": word.lower(),
        "plain": _plain(word),
        "plain upper": _plain(word).upper(),
        "plain lower": _plain(word).lower(),
    }
    written = {name: text.encode() for name, text in spellings.items()}
    whole = word.encode()
    written |= {
        "UTF-16": word.encode("utf-16-le"),
        "hex": whole.hex().encode(),
        "HEX": whole.hex().upper().encode(),
        "bytes": repr(whole)[2:-1].encode(),
        "JSON": json.dumps(word)[1:-1].encode(),
        "percent": quote(word).encode(),
        "form": quote_plus(word).encode(),
        "reversed": word[::-1].encode(),
    }
    written |= {f"base64 from {shift}": part for shift, part in enumerate(_within_base64(whole))}
    written |= {f"{name} of it": part for name, part in _digests(whole)}
    return written


def traces(contents: Iterable[tuple[str, bytes]], words: Iterable[str]) -> list[str]:
    """Where which form of which word is found."""
    sought = {(word, form): written for word in words for form, written in forms(word).items()}
    return [
        f"{place}: {word} ({form})"
        for place, content in contents
        for (word, form), written in sought.items()
        if written in content
    ]


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, also those that a program has open."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _within_base64(whole: bytes) -> Iterator[bytes]:
    """What stands in base64 of a longer text with the word somewhere in it: the middle of each of three positions."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + whole)
        yield encoded[4 if shift else 0 : -4]


def _digests(whole: bytes) -> Iterator[tuple[str, bytes]]:
    """Without a key a digest of twelve figures is as good as the figures."""
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, whole, usedforsecurity=False)
        yield name, digest.digest()
        yield f"{name} hex", digest.hexdigest().encode()
