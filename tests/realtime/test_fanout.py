"""The fan-out: at once, then every 50 ms; nothing twice, nothing for nobody, and one broken view stops no other."""

import gc
import weakref

import pytest

from hub.domain.floor import Floor
from hub.domain.views.shared import SharedParts
from hub.messages import Topic
from hub.realtime.broadcast import Broadcast
from hub.realtime.fanout import (
    HEARD_AT_ONCE,
    MOST_HELD_MS,
    MOST_PACE_MS,
    MOST_VIEWS_KEPT,
    PACE_MS,
    ROUNDS_SHARE,
)
from tests.realtime.stage import KIOSK, WALL, Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_the_first_change_goes_out_at_once_and_the_next_ones_together_after_50_ms(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    for look in range(2, 12):
        stage.change(look, "wall")
    stage.loop.run_until(1000 + PACE_MS - 1)
    assert [sent[3] for sent in stage.sent] == [1]
    stage.loop.run_until(2000)
    assert stage.sent == [(1000, "wall", 1, 1), (1000 + PACE_MS, "wall", 11, 11)]


def test_announcing_never_sends_inside_the_call(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.built.clear()
    stage.change(1, "wall")
    assert (stage.sent, stage.built) == ([], [])


def test_a_view_is_built_and_sent_once_for_all_in_the_room(stage: Stage) -> None:
    for sid in ("a", "b", "c"):
        stage.enter(sid, WALL)
    stage.built.clear()
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.built == ["wall"]
    assert stage.heard_by == [("a", 1), ("b", 1), ("c", 1)]


def test_who_comes_in_between_two_changes_does_not_keep_a_view_that_is_over(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    stage.change(2, "wall")
    assert stage.enter("b", WALL)["data"] == {"look": 2}
    stage.change(1, "wall")
    stage.loop.run_until(2000)
    assert stage.sent[-1][3] == 1
    assert stage.sent[-1][2] == 3


def test_a_view_is_built_once_for_a_revision_whoever_asks(stage: Stage) -> None:
    for sid in ("a", "b", "c"):
        stage.enter(sid, WALL)
    polled = stage.fanout.envelope(WALL)
    assert stage.built == ["wall"]
    assert (polled["rev"], polled["data"]) == (0, {"look": 0})
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.enter("d", WALL) == stage.fanout.envelope(WALL)
    assert stage.built == ["wall", "wall"]


def test_a_view_is_built_anew_when_the_floor_was_folded_anew_or_a_text_erased(stage: Stage) -> None:
    stage.hall.day_texts[1] = {"note": "x"}
    stage.enter("a", WALL)
    stage.look["wall"] = 1
    del stage.hall.day_texts[1]
    assert stage.fanout.envelope(WALL)["data"] == {"look": 1}
    stage.look["wall"] = 2
    stage.hall.floor = Floor()
    assert stage.fanout.envelope(WALL)["data"] == {"look": 2}


def test_whoever_asks_for_everything_does_not_fill_the_memory(stage: Stage) -> None:
    halls = [Topic("wall", None, f"hall_{number}") for number in range(MOST_VIEWS_KEPT + 1)]
    for topic in [*halls, *halls]:
        stage.fanout.envelope_json(topic)
    assert len(stage.built) == MOST_VIEWS_KEPT + 2


def test_a_long_round_lets_others_have_a_turn_and_is_not_overtaken_by_the_next(stage: Stage) -> None:
    screens = 4 * HEARD_AT_ONCE
    for number in range(screens):
        stage.enter(str(number), WALL, takes_ms=(MOST_HELD_MS + 1) / HEARD_AT_ONCE)
    stage.change(1, "wall")
    stage.loop.meanwhile = lambda: stage.change(2, "wall") if stage.loop.gave_way == 1 else None
    stage.loop.run_until(1000)
    assert stage.loop.gave_way == 4
    assert [rev for _, rev in stage.heard_by] == [1] * screens
    stage.loop.run_until(2000)
    assert [rev for _, rev in stage.heard_by] == [1] * screens + [2] * screens


def test_rounds_that_take_long_leave_others_most_of_the_time(stage: Stage) -> None:
    stage.enter("a", WALL, takes_ms=50)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    stage.change(2, "wall")
    stage.loop.run_until(1000 + 50 / ROUNDS_SHARE - 1)
    assert [rev for _, rev in stage.heard_by] == [1]
    stage.loop.run_until(1000 + 50 / ROUNDS_SHARE)
    assert [rev for _, rev in stage.heard_by] == [1, 2]


@pytest.mark.parametrize("stood_ms", [100, 10_000])
@pytest.mark.parametrize("waits_ms", [0, 5_000])
def test_a_round_in_which_the_hub_stood_delays_no_later_one_for_long(
    stage: Stage, stood_ms: int, waits_ms: int
) -> None:
    stage.enter("a", WALL, takes_ms=stood_ms)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    stage.enter("a", WALL)
    changed_ms = 1000 + stood_ms + waits_ms
    stage.loop.run_until(changed_ms)
    stage.change(2, "wall")
    stage.loop.run_until(changed_ms + MOST_PACE_MS)
    assert [rev for _, rev in stage.heard_by] == [1, 2]


def test_a_round_that_is_broken_off_keeps_no_later_one_from_beginning(stage: Stage) -> None:
    class BrokenOff(BaseException):
        """What no round may catch, as a greenlet's end."""

    def breaks_off() -> None:
        stage.change(2, "wall")
        raise BrokenOff

    stage.enter("a", WALL, takes_ms=MOST_HELD_MS + 1)
    stage.change(1, "wall")
    stage.loop.meanwhile = breaks_off
    with pytest.raises(BrokenOff):
        stage.loop.run_until(1000)
    stage.loop.meanwhile = None
    stage.loop.run_until(2000)
    stage.change(3, "wall")
    stage.loop.run_until(3000)
    assert [rev for _, rev in stage.heard_by] == [1, 2, 3]


def test_who_leaves_in_the_middle_of_a_round_stops_nobody(stage: Stage) -> None:
    for number in range(2 * HEARD_AT_ONCE):
        stage.enter(str(number), WALL, takes_ms=1)
    stage.change(1, "wall")
    stage.loop.meanwhile = lambda: [stage.fanout.leave(str(number)) for number in range(2 * HEARD_AT_ONCE)]
    stage.loop.run_until(1000)
    stage.loop.meanwhile = None
    stage.enter("a", WALL)
    stage.change(2, "wall")
    stage.loop.run_until(5000)
    assert stage.heard_by[-1] == ("a", 2)
    assert stage.fanout.screens_by_kind() == {"wall": 1}


def test_one_screen_that_cannot_be_told_keeps_it_from_no_other(stage: Stage) -> None:
    class Broken:
        def hear(self, _told: Broadcast) -> None:
            raise RuntimeError("broken")

    stage.fanout.enter("a", WALL, Broken())
    stage.enter("b", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.heard_by == [("b", 1)]


def test_a_view_that_did_not_change_is_not_sent_again(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.enter("b", KIOSK)
    stage.change(1, "wall", "kiosk")
    stage.loop.run_until(1100)
    stage.sent.clear()
    stage.change(2, "kiosk")
    stage.loop.run_until(1200)
    assert [room for _, room, _, _ in stage.sent] == ["kiosk"]


def test_nothing_is_built_for_an_empty_room(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.fanout.leave("a")
    stage.built.clear()
    stage.change(1, "wall")
    stage.loop.run_until(1100)
    assert (stage.built, stage.sent, stage.fanout.screens) == ([], [], 0)


def test_no_text_is_kept_for_an_empty_hall(stage: Stage) -> None:
    parts: list[weakref.ref[SharedParts]] = []
    stage.fanout.build = lambda shared, *_: parts.append(weakref.ref(shared)) or b"0"
    stage.enter("a", WALL)
    stage.enter("b", KIOSK)
    stage.fanout.leave("a")
    assert parts[-1]() is not None
    stage.fanout.leave("b")
    gc.collect()
    assert parts[-1]() is None


def test_who_comes_back_gets_the_whole_view_at_once(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.fanout.leave("a")
    stage.change(7, "wall")
    envelope = stage.enter("a", WALL)
    assert (envelope["rev"], envelope["epoch"], envelope["data"]) == (1, "epoch", {"look": 7})


def test_walls_are_told_before_anybody_else(stage: Stage) -> None:
    stage.enter("k", KIOSK)
    stage.enter("w", WALL)
    stage.change(1, "kiosk", "wall")
    stage.loop.run_until(1000)
    assert [sid for sid, _ in stage.heard_by] == ["w", "k"]


def test_a_broken_view_stops_no_other(stage: Stage) -> None:
    stage.enter("b", KIOSK)
    stage.enter("a", WALL)
    stage.look["kiosk"] = 0
    stage.change(RuntimeError("broken"), "kiosk")
    stage.look["wall"] = 5
    stage.loop.run_until(1000)
    assert [(room, look) for _, room, _, look in stage.sent] == [("wall", 5)]
