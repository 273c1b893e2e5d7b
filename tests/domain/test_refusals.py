"""Every refusal of every command, and that the decisions' own words name exactly these."""

import re

import pytest

from hub.domain import commands as c
from hub.domain.decide import DECISIONS
from hub.domain.errors import REFUSAL_CODES, Refused
from tests.domain import situations as s
from tests.domain.hall import given, refusal, when
from tests.domain.refusals import PROVED, REFUSALS


@pytest.mark.parametrize(
    ("code", "command", "past", "now_ms"),
    [pytest.param(*entry, id=f"{type(entry[1]).__name__}-{entry[0]}-{n}") for n, entry in enumerate(REFUSALS)],
)
def test_refusal(code, command, past, now_ms):
    assert refusal(given(*past), command, now_ms) == code


def test_every_code_is_produced():
    assert {code for codes in PROVED.values() for code in codes} == REFUSAL_CODES


@pytest.mark.parametrize("command", DECISIONS, ids=lambda command: command.__name__)
def test_a_decision_names_exactly_its_refusals(command):
    _, _, promised = (DECISIONS[command].__doc__ or "").partition("Raises Refused:")

    assert set(re.findall(r"[a-z_]+", promised)) == PROVED[command]


def test_a_refusal_says_of_whom_it_speaks():
    with pytest.raises(Refused) as caught:
        when(given(*s.SERVING), c.CallNext(counter=1))

    assert caught.value.params == {"counter": 1, "label": "C001"}
