"""One place in a round: who has a file is not sent it again, and nobody waits for somebody else."""

import threading
import time
from pathlib import Path

import pytest

from config.closing import AnyPlace, FolderPlace, MailPlace
from hub.sending.place_round import PlaceRound, run_together
from hub.sending.ways import FileRefused
from hub.service.ports import PlaceStatus
from hub.store.closing_shelf import Shelf
from tests.service.kit import MORNING_MS

MAIL = MailPlace(name="mail", to=("a@example.vn", "b@example.vn"), sender="c@example.vn", server="-")
NAMES = [f"toi-luot-2026-11-22-checkpoint-{row:09d}-1a2b3c4d.json" for row in (5, 7, 9)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    with shelf.held():
        for name in NAMES:
            shelf.put(name, b"{}", ["mail", "usb"])
    return shelf


def test_one_refused_mailbox_of_several_gets_it_alone_when_it_is_mended(shelf: Shelf) -> None:
    asked: list[tuple[str, ...]] = []

    def carry(place: AnyPlace, file: Path) -> None:
        assert isinstance(place, MailPlace)
        asked.append(place.to)
        if not mended and "b@example.vn" in place.to:
            raise FileRefused("not for b", tuple(one for one in place.to if one != "b@example.vn"))

    mended, status = False, PlaceStatus()
    for _ in range(2):
        (done,) = run_together([PlaceRound(MAIL, status, shelf, carry)])
        status = done.result(MORNING_MS)
    assert asked == [MAIL.to] * 3 + [("b@example.vn",)] * 3
    assert (status.tries, status.waiting, status.why) == (2, 3, "not for b")
    mended = True
    (done,) = run_together([PlaceRound(MAIL, status, shelf, carry)])
    assert done.result(MORNING_MS) == PlaceStatus(sent_ms=MORNING_MS)
    assert asked[6:] == [("b@example.vn",)] * 3


def test_a_file_that_is_refused_holds_up_none_behind_it(shelf: Shelf) -> None:
    def carry(place: AnyPlace, file: Path) -> None:
        if file.name == NAMES[0]:
            raise FileRefused("changed")

    (done,) = run_together([PlaceRound(MAIL, PlaceStatus(), shelf, carry)])
    status = done.result(MORNING_MS)
    assert (status.sent_ms, status.tries, status.waiting, status.why) == (MORNING_MS, 1, 1, "changed")


def test_a_place_that_hangs_is_given_up_and_nobody_waits_for_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.sending.place_round.PATIENCE_S", 0.3)
    served, is_over = threading.Event(), threading.Event()

    def carry(place: AnyPlace, file: Path) -> None:
        if place.name == "mail":
            is_over.wait()
        else:
            served.set()

    usb = FolderPlace(name="usb", path="-")
    begun = time.monotonic()
    done = run_together([PlaceRound(place, PlaceStatus(), shelf, carry) for place in (MAIL, usb)])
    assert time.monotonic() - begun < 10
    assert served.is_set()
    mail, other = (one.result(MORNING_MS) for one in done)
    assert (mail.tries, mail.waiting, mail.why) == (1, 3, "no answer within 0.3 seconds")
    assert other == PlaceStatus(sent_ms=MORNING_MS)
    is_over.set()
