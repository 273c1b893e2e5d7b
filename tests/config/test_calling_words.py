"""Every rule of the order of calling has its words: on the pages in both languages, and for who sets the plan up."""

from pathlib import Path
from typing import get_args

import pytest

from config.texts import catalogue
from hub.domain.plan import CallRule, ClassOrder, MissedRules, Policy

DOCUMENT = (Path(__file__).parents[2] / "docs" / "calling-order.md").read_text(encoding="utf-8")
RULES = (*get_args(CallRule), "by_number")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_words_on_the_pages(language: str) -> None:
    texts = catalogue(language)
    assert [rule for rule in RULES if f"explain.rule_{rule}" not in texts] == []


def test_every_rule_and_every_key_of_a_policy_is_explained() -> None:
    keys = (*Policy.__struct_fields__, *MissedRules.__struct_fields__, "reserved_for", "prefers", "prepare_next")
    assert [name for name in (*RULES, *get_args(ClassOrder), *keys) if f"`{name}" not in DOCUMENT] == []
