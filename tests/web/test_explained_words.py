"""A number's story in words: every code has its sentence in both languages, with the names that people know."""

import string
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.texts import catalogue, languages
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.explaining import Fate, Line, Passings, Story, Why, story_of
from hub.web.explained_words import Words
from tests.domain import hall as h
from tests.domain.random_days import Day
from tests.domain.random_plans import plans

PLAN = replace(
    h.PLAN,
    profiles=(p.Profile("land_first", p.Wording("Đất đai trước", "Land first"), (p.FieldWeight("land", 5),)),),
)
EVERY = {
    "counter": 1,
    "to_counter": 2,
    "turn": 1,
    "most": 2,
    "share": 2,
    "minutes": 60,
    "label": "C001",
    "other": "C002",
}
NAMED = {
    "field": "land",
    "class": "merit",
    "profile": "land_first",
    "reason": "urgent",
    "state": "held",
    "from": "C009",
    "n": 2,
    "score": 4,
    "day": "2026-11-21",
}
OF_CALLS = {"rule": "earliest", "candidates": 3, "plan_version": 2, "people_ahead": 4}


def codes(kind: str) -> list[str]:
    found = (
        code.removeprefix(f"explained.{kind}_") for code in catalogue("vi") if code.startswith(f"explained.{kind}_")
    )
    return sorted(found)


@pytest.mark.parametrize("language", languages())
def test_every_sentence_is_filled(language: str) -> None:
    words, params = Words(PLAN, language), {**EVERY, **NAMED, **OF_CALLS}
    why = Why("order", {"field": "civil"})
    told = [words.line(Line(0, code, params, why)) for code in codes("line")]
    told += [words.why(Why(code, params)) for code in codes("why")]
    told += [words.fate(Fate("x", "C001", code, 0, params)) for code in codes("fate")]
    assert all(not set(sentence) & set("{}") for sentence in told)
    used = {name for code in catalogue(language) for _, name, *_ in string.Formatter().parse(catalogue(language)[code])}
    assert {"turn", "share", "minutes"} <= used


def test_a_call_tells_its_rule_its_candidates_and_the_plan() -> None:
    opened = (h.day_opened(plan=PLAN), e.CounterOpened(counter=1), h.issued("C001", "merit"))
    called = h.called("C001", rule="class_first", candidates=3, plan_version=2, as_class="elderly")
    rows = h.entries((*opened, called))
    told = Words(PLAN, "vi").story(story_of(rows, "c1"))
    assert told == [
        "07:30:03  Lấy số lĩnh vực civil, diện Merit. Lúc đó không có ai phía trước.",
        "07:30:04  Được gọi đến quầy 1: diện ưu tiên. Được tính như diện Elderly. Lúc đó quầy có thể gọi 3 số."
        " Kế hoạch bản 2.",
    ]


def test_what_earlier_versions_did_not_tell_is_left_out() -> None:
    params = {"counter": 1, "rule": "earliest", "candidates": 0, "plan_version": 0}
    assert Words(PLAN, "en").line(Line(0, "called", params)) == "Called to counter 1: came first."


def test_where_somebody_was_sent_and_where_they_came_from_is_told_as_people_say_it() -> None:
    words = Words(PLAN, "vi")
    carried = e.TicketCarriedOver(
        ticket=h.ticket_id("C009-21"),
        service=1,
        from_ticket="2026-11-21-C009",
        label="C009-21",
        field="civil",
        arrived_ms=h.MORNING_MS,
    )
    sent = h.transferred("C009-21", 1, "civil", to_counter=2)
    rows = h.entries((h.day_opened(plan=PLAN), e.CounterOpened(counter=1), carried, h.called("C009-21"), sent))
    told = [words.line(line) for line in story_of(rows, "C009-21").lines]
    assert told[0] == "Chuyển sang từ số C009 ngày 21/11/2026, lĩnh vực civil."
    assert told[2] == "Quầy 1 chuyển sang lĩnh vực civil. Mời riêng đến quầy 2."
    prepared = {"counter": 1, "rule": "prepared", "candidates": 1, "plan_version": 2}
    assert words.line(Line(0, "called", prepared)) == "Được gọi đến quầy 1: đã được báo trước. Kế hoạch bản 2."


def test_the_answer_comes_first_and_says_the_turn() -> None:
    why = Why("class_first_turn", {"class": "merit", "turn": 1, "most": 2})
    story = Story("C001", (), Line(0, "called_before", {"label": "C001", "other": "C002"}, why))
    assert Words(PLAN, "vi").story(story) == ["C002 được gọi trước C001 vì: ưu tiên, lượt 1/2, diện Merit."]


def test_what_the_plan_no_longer_has_goes_by_its_id_and_kiosks_reasons_have_words() -> None:
    words = Words(PLAN, "vi")
    assert words.line(Line(0, "moved", {"field": "astrology"})) == "Chuyển sang chờ lĩnh vực astrology."
    assert words.line(Line(0, "cancelled", {"reason": "print_failed"})) == "Hủy số. Lý do: Không in được phiếu."
    assert words.line(Line(0, "cancelled", {"reason": "strange"})) == "Hủy số. Lý do: strange."


@settings(max_examples=15, deadline=None)
@given(plans(), st.binary(min_size=100, max_size=300))
def test_on_any_day_every_story_has_words_and_agrees_with_what_citizens_are_told(plan: p.Plan, story: bytes) -> None:
    day = Day(plan).live(story)
    passings, rows = Passings(), day.office.since_opening()
    for entry in rows:
        passings.take(entry)
    tickets = list(day.floor.tickets.values())
    for mine, other in pairwise(tickets):
        told = story_of(rows, mine.label, other.label)
        assert all("{" not in sentence for language in languages() for sentence in Words(plan, language).story(told))
        passed = [line for line in told.lines if line.why is not None]
        assert sum(one.count for one in passings.of(mine.id)) == len(passed)
