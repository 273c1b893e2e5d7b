"""The signed closings: by which key, when last, and whether they leave the machine."""

import os
from collections.abc import Iterator, Sequence

from config.closing import ClosingPlan
from hub.doctor.finding import Finding, doubtful, fine, wrong
from hub.service.ports import ClosingStatus, PlaceStatus
from hub.store.signing_key import fingerprint

ABOUT = "closing"
DAY_MS = 86_400_000
TRIES = 5
"""After so many failures in a row it is not just a moment."""


def closings(
    status: ClosingStatus, key: str | None, places: Sequence[str], now_ms: int, unsigned: Sequence[str] = ()
) -> Iterator[Finding]:
    """How the closings went; ``key`` is the public key if there is one yet, ``places`` are those of closing.toml.

    ``unsigned`` are the days that are closed and have no closing.
    """
    last = f"the last one is of {status.day}" if status.day else "there is none yet"
    signed = f"signed by {fingerprint(key)}" if key else "the first one makes the key"
    yield fine(ABOUT, f"{last}, {signed}")
    for day in unsigned:
        why = status.failed.get(day) or status.why or "it is made within seconds of the day's end, if the hub runs"
        yield wrong(
            ABOUT, f"day {day} is closed and has no closing: {why}", f"Mend that. At once: run.py closing {day}."
        )
    if status.why and not unsigned:
        yield doubtful(ABOUT, f"the last attempt failed: {status.why}", "Mend that; it is tried again by itself.")
    if not places:
        to_do = "Name a place in closing.toml: what stays here proves nothing to others."
        yield doubtful(ABOUT, "no closing leaves this machine", to_do)
    for name in places:
        yield _place(name, status.places.get(name, PlaceStatus()), now_ms)


def secrets(plan: ClosingPlan) -> Iterator[Finding]:
    """Files with passwords and tokens that closing.toml names and that are not there."""
    named = [(mail.name, mail.password_file) for mail in plan.mail] + [
        (post.name, post.token_file) for post in plan.post
    ]
    for name, file in named:
        if file and not os.path.isfile(file):
            yield wrong(f"{ABOUT} {name}", f"there is no file {file}", "Write the secret there, or name another file.")


def _place(name: str, place: PlaceStatus, now_ms: int) -> Finding:
    about, to_do = f"{ABOUT} {name}", "Mend that; it is tried again by itself. At once: run.py closing DAY --again."
    if place.tries == 0:
        return fine(about, f"{place.waiting} wait" if place.waiting else "has everything")
    seen = f"{place.waiting} wait, failed {place.tries} times: {place.why}"
    is_long_ago = place.sent_ms is not None and now_ms - place.sent_ms > DAY_MS
    return (wrong if place.tries > TRIES or is_long_ago else doubtful)(about, seen, to_do)
