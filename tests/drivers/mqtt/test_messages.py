"""The messages as the page for makers has them."""

import json
import re
from typing import Any

import msgspec
import pytest

from drivers.mqtt.messages import BoardShow, KeypadShow, PanelShow, Said, Taken
from drivers.mqtt.sequence import MOST_REMEMBERED, Sequence
from tests.hub_process import ROOT

EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.+?)```", (ROOT / "docs/mqtt.md").read_text(), re.S)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_message(example: dict[str, Any]) -> None:
    shape: Any = PanelShow | BoardShow | KeypadShow | Said if "kind" in example else Taken
    message = msgspec.convert(example, shape, strict=True)
    assert json.loads(msgspec.json.encode(message)) == example


def test_the_examples_show_every_kind() -> None:
    assert {one.get("kind") for one in EXAMPLES} == {"panel", "board", "keypad", "rate", "key", "stat", None}


def test_each_start_has_numbers_of_its_own() -> None:
    sequence = Sequence()
    sequence.take("AAAA", 7)
    assert sequence.is_known("AAAA", 7)
    assert not sequence.is_known("BBBB", 7)
    sequence.take("BBBB", 1)
    assert sequence.is_known("AAAA", 7)
    assert sequence.missing == 0


def test_numbers_left_out_are_counted_until_they_come() -> None:
    sequence = Sequence()
    for seq in (1, 4, 3):
        sequence.take("AAAA", seq)
    assert sequence.missing == 1
    assert not sequence.is_known("AAAA", 2)


def test_a_rating_that_could_not_be_kept_is_not_forgotten_behind_many_others() -> None:
    sequence = Sequence()
    for seq in range(2, MOST_REMEMBERED + 10):
        sequence.take("AAAA", seq)
    assert not sequence.is_known("AAAA", 1)
    assert sequence.is_known("AAAA", MOST_REMEMBERED + 9)
