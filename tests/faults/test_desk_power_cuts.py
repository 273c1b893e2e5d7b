"""A desk agent that dies at every instant between a press at a panel and the hub's answer: one rating comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from counter_app.desk.outbox_file import DeskFile
from drivers.devices import Rated
from hub.agent.hub_client import HubAnswer, NoAnswer
from hub.agent.own_file import OwnFile
from tests.counter_app.desk.desk_kit import Desk
from tests.models.puppet import Killed

MOST_INSTANTS = 40
LEAST_INSTANTS = 2 * len(("its service", "the rating", "the request", "its outcome"))
"""Before and after each of these the program may die."""


class Fuse:
    """Burns down by one at each instant at which the program may die, and is out after it has died once."""

    def __init__(self, left: int) -> None:
        self.left = left

    def burn(self) -> None:
        """One instant goes by. Raises Killed at the last."""
        self.left -= 1
        if self.left == 0:
            raise Killed


def test_a_press_becomes_one_rating_wherever_the_agent_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deaths = 0
    for instant in range(1, MOST_INSTANTS):
        fuse = Fuse(instant)
        with monkeypatch.context() as patch:
            patch.setattr(DeskFile, "transaction", mortal(fuse), raising=False)
            asked = rated_once(tmp_path / str(instant), fuse)
        deaths += fuse.left <= 0
        assert len({key for _path, _body, key in asked}) == 1
        assert len({body["pressed_ms"] for _path, body, _key in asked}) == 1
    assert LEAST_INSTANTS <= deaths < MOST_INSTANTS - 1, "every instant was tried, and then some"


def mortal(fuse: Fuse) -> Any:
    """A transaction before and after which the program may die."""

    @contextmanager
    def transaction(file: DeskFile) -> Iterator[Any]:
        fuse.burn()
        with OwnFile.transaction(file) as db:
            yield db
        fuse.burn()

    return transaction


def rated_once(folder: Path, fuse: Fuse) -> list[tuple[str, dict[str, Any], str]]:
    """One press from its window to the hub's answer, by as many lives as it takes; what the hub was told."""
    desk = Desk(folder)
    window = desk.window()
    answers: list[str] = []

    def answer(path: str, _body: dict[str, Any]) -> HubAnswer:
        fuse.burn()
        if path.endswith("/rate"):
            answers.append(path)
        fuse.burn()
        return HubAnswer(200, {})

    desk.hub.answer = answer
    kept = False
    while not (kept and desk.outbox.waiting() == []):
        try:
            desk.now_s += 1.0
            desk.heard(window)
            token = token_of(desk) if not kept else ""
            kept = kept or desk.ratings.rated("panel3", Rated("3FA2-1", token, 2, ago_s=0.4))
            with suppress(NoAnswer):
                desk.courier.deliver()
        except Killed:
            desk.end()
            desk.start()
    assert answers
    assert desk.file.rows("SELECT outcome FROM ratings") == [{"outcome": "accepted"}]
    desk.end()
    return [asked for asked in desk.hub.asked if asked[0].endswith("/rate")]


def token_of(desk: Desk) -> str:
    """What the panel was lit with; a panel that was lit before a death still is, with the same token."""
    rows = desk.file.rows("SELECT token FROM services")
    return str(rows[0]["token"]) if rows else desk.ratings.face(3).token
