"""Both protocols hold in every state that they can come to; each thing that could be done wrong is found out."""

from collections.abc import Callable, Iterator

import pytest

from tests.models.catalogue import MUTANTS, RIGHT
from tests.models.explorer import Broken, explore

FEWEST_STATES = 250_000

FOUND_OUT_BY = {
    "print: blind_reprint": "failed, and yet there is a paper",
    "print: void_on_failure": "the number on a paper is void",
    "print: sent_after_bytes": "failed, and yet there is a paper",
    "print: requeue_on_restart": "failed, and yet there is a paper",
    "print: no_lead_cut": "somebody got another's half ticket on top of the own one",
    "print: restart_forgets_answers": "confirmed without a paper",
    "print: forgets_what_the_disk_refused": "nothing leads to rest from here",
    "print: cancel_over_copy": "the number on a paper is void",
    "offline: no_abandon": "a number waits that nobody holds",
    "offline: no_tombstone": "a number waits that nobody holds",
    "offline: no_persist_first": "a number waits that nobody holds",
    "offline: blind_reprint": "printed twice, and nobody asked",
    "offline: void_on_failure": "the number on a paper is void, or unknown to the hub for good",
    "offline: join_without_abandon": "a number waits that nobody holds",
    "offline: join_twice": "one paper, two tickets",
    "offline: paper_before_disk": "the number on a paper is void, or unknown to the hub for good",
    "offline: join_at_end": "somebody was called before another who came earlier",
    "offline: counts_in_memory": "two papers bear the same number",
    "offline: forgets_what_the_disk_refused": "nothing leads to rest from here",
    "offline: new_disk_believes_the_hub": "two papers bear the same number",
    "offline: refusal_is_no_answer": "nothing leads to rest from here",
    "offline: answer_before_commit": "the number on a paper is void, or unknown to the hub for good",
}


def test_the_protocols_hold_in_every_state(record_property: Callable[[str, object], None]) -> None:
    total = 0
    for name, model in RIGHT.items():
        explored = explore(model)
        total += len(explored.states)
        assert explored.settled > 1
        record_property(name, f"{len(explored.states):,} states, {explored.steps:,} steps")
    record_property("states in total", f"{total:,}")
    assert total >= FEWEST_STATES


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_found_out(name: str) -> None:
    with pytest.raises(Broken) as caught:
        explore(MUTANTS[name])
    assert caught.value.what == FOUND_OUT_BY[name]
    assert len(caught.value.trace) > 1


class Lamp:
    """A switch that may break; ``can_be_mended`` or not."""

    first = "off"

    def __init__(self, can_be_mended: bool) -> None:
        self._mend = [("somebody mends it", "off")] if can_be_mended else []

    def steps(self, state: str) -> Iterator[tuple[str, str]]:
        ways = {"off": [("press", "on"), ("!it breaks", "broken")], "on": [], "broken": self._mend}
        return iter(ways[state])

    def wrong(self, state: str) -> str:
        return ""

    def is_settled(self, state: str) -> bool:
        return state == "on"


def test_a_state_without_a_way_to_rest_is_found() -> None:
    assert len(explore(Lamp(can_be_mended=True)).states) == 3
    with pytest.raises(Broken, match="nothing leads to rest") as caught:
        explore(Lamp(can_be_mended=False))
    assert caught.value.trace == ["!it breaks", "broken"]
