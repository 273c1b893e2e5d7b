"""Why one number came before another: each rule gives its reason, and a number's story is told whole."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.errors import Refused
from hub.domain.explaining import CalledBefore, Line, Passings, Story, Why, fates_of, story_of
from tests.domain import hall as h
from tests.domain.small_office import SmallOffice


class Morning:
    """A day that is lived by commands, a second apart unless told."""

    def __init__(self, plan: p.Plan = h.PLAN) -> None:
        self.office, self.now_ms = SmallOffice(watch=lambda _: None), h.MORNING_MS
        self.ask(c.OpenDay(day=h.DAY, plan=plan), *(c.OpenCounter(counter=number) for number in (1, 2, 3)))

    def ask(self, *commands: c.HallCommand, actor: str = "staff-1") -> "Morning":
        for command in commands:
            self.now_ms += 1000
            answer = self.office.submit(command, self.now_ms, actor)
            assert not isinstance(answer, str), answer
        return self

    def come(self, *told: str, field: str = "civil") -> "Morning":
        """People of these classes take a number each."""
        return self.ask(*(c.IssueTicket(field=field, ticket_class=name, granted_by="staff") for name in told))

    def serve(self, *counters: int) -> "Morning":
        for counter in counters:
            self.ask(*(kind(counter=counter) for kind in (c.CallNext, c.StartService, c.FinishService)))
        return self

    def story(self, label: str, other: str = "") -> Story:
        return story_of(self.office.entries, label, other)


def why(morning: Morning, label: str, other: str) -> Why | None:
    """Why the other one came first."""
    beside = morning.story(label, other).beside
    assert beside is not None
    assert beside.code in ("called_before", "called_before_later")
    return beside.why


def passings(story: Story) -> list[tuple[Any, str]]:
    return [(line.params["other"], line.why.code) for line in story.lines if line.why is not None]


def of_citizens(morning: Morning) -> Passings:
    """What citizens are told of such a morning."""
    passings = Passings()
    for entry in morning.office.entries:
        passings.take(entry)
    return passings


def with_policy(**told: Any) -> p.Plan:
    return replace(h.PLAN, policy=p.Policy(**told))


def test_priority_comes_with_its_turn_and_then_the_ordinary_one_is_owed() -> None:
    morning = Morning().come("ordinary", "elderly", "elderly", "elderly").serve(1, 1, 1, 1)
    assert why(morning, "C001", "C002") == Why("class_first_turn", {"class": "elderly", "turn": 1, "most": 2})
    assert why(morning, "C001", "C003") == Why("class_first_turn", {"class": "elderly", "turn": 2, "most": 2})
    assert passings(morning.story("c1")) == [("C002", "class_first_turn"), ("C003", "class_first_turn")]
    assert morning.story("C001", "C004").beside == Line(
        morning.story("C001").lines[3].at_ms, "called_first", {"label": "C001", "other": "C004"}
    )
    assert why(morning, "C004", "C001") == Why("came_earlier")


def test_an_ordinary_turn_is_a_reason_for_who_has_priority() -> None:
    morning = Morning().come(*["elderly"] * 3, "ordinary").serve(1, 1, 1, 1)
    assert why(morning, "C003", "C004") == Why("ordinary_owed", {"most": 2})


def test_strictly_by_class_there_are_no_turns() -> None:
    morning = Morning(with_policy(classes="strict")).come("ordinary", "merit").serve(1)
    assert why(morning, "C001", "C002") == Why("class_first", {"class": "merit"})


def test_a_ratio_tells_which_turn_of_how_many() -> None:
    shares = (p.RatioShare("merit", 2), p.RatioShare("ordinary", 1))
    morning = Morning(with_policy(classes="ratio", ratio=shares)).come("ordinary", "merit", "merit").serve(1, 1)
    assert why(morning, "C001", "C002") == Why("ratio", {"class": "merit", "turn": 1, "share": 2})
    assert why(morning, "C001", "C003") == Why("ratio", {"class": "merit", "turn": 2, "share": 2})


def after_a_transfer(policy: p.Plan, minutes: int) -> Morning:
    """C001 came first and was sent to land just now, L001 has waited there all the time; then land calls."""
    morning = Morning(policy).come("ordinary").come("ordinary", field="land")
    morning.now_ms += minutes * h.MINUTE_MS
    return morning.ask(c.CallNext(counter=1), c.Transfer(counter=1, to_field="land")).serve(2)


def test_who_waited_long_counts_as_another_class() -> None:
    ageing = (p.Ageing(after_min=10, counts_as="elderly"),)
    told = why(after_a_transfer(with_policy(classes="strict", ageing=ageing), 10), "C001", "L001")
    assert told == Why("class_first_aged", {"class": "elderly"})
    told = why(after_a_transfer(with_policy(ageing=ageing), 10), "C001", "L001")
    assert told == Why("class_first_turn_aged", {"class": "elderly", "turn": 1, "most": 2})


def test_who_waited_too_long_is_called_first() -> None:
    told = why(after_a_transfer(with_policy(call_first_after_min=30), 30), "C001", "L001")
    assert told == Why("waited_too_long", {"minutes": 30})


def test_a_call_by_number_has_its_reason() -> None:
    morning = Morning().come("ordinary", "ordinary")
    morning.ask(c.CallNumber(counter=1, label="C002", reason="urgent"))
    assert why(morning, "C001", "C002") == Why("by_number", {"reason": "urgent"})


def test_a_work_profile_puts_a_field_first() -> None:
    profile = p.Profile("land_first", h.words("Land first"), (p.FieldWeight("land", 5),))
    counters = tuple(replace(one, profile="land_first") if one.number == 2 else one for one in h.PLAN.counters)
    morning = Morning(replace(h.PLAN, profiles=(profile,), counters=counters)).come("ordinary")
    morning.come("ordinary", field="land").serve(2)
    assert why(morning, "C001", "L001") == Why("profile", {"profile": "land_first", "field": "land"})
    assert passings(morning.story("C001")) == [("L001", "profile")]


def test_reserved_and_preferring_counters_say_so() -> None:
    def with_counter(**told: Any) -> p.Plan:
        counters = tuple(replace(one, **told) if one.number == 1 else one for one in h.PLAN.counters)
        return replace(h.PLAN, counters=counters)

    morning = Morning(with_counter(reserved_for=("merit",))).come("ordinary", "merit").serve(1)
    assert why(morning, "C001", "C002") == Why("reserved", {"counter": 1})
    morning = Morning(with_counter(prefers=("merit",))).come("ordinary", "merit").serve(1)
    assert why(morning, "C001", "C002") == Why("preferred", {"counter": 1, "class": "merit"})


def test_who_is_preferred_too_is_told_what_decided_then() -> None:
    def lived(**told: Any) -> Morning:
        counters = tuple(replace(one, prefers=("elderly", "merit", "ordinary")) for one in h.PLAN.counters)
        return Morning(replace(with_policy(**told), counters=counters)).come("elderly", "merit").serve(1)

    assert why(lived(classes="strict"), "C001", "C002") == Why("class_first", {"class": "merit"})
    assert why(lived(), "C001", "C002") == Why("class_first", {"class": "merit"})
    shares = (p.RatioShare("merit", 2), p.RatioShare("elderly", 1), p.RatioShare("ordinary", 1))
    told = why(lived(classes="ratio", ratio=shares), "C001", "C002")
    assert told == Why("ratio", {"class": "merit", "turn": 1, "share": 2})
    owed = lived().come(*["elderly"] * 3, "ordinary").serve(1, 1, 1, 1)
    assert why(owed, "C005", "C006") == Why("ordinary_owed", {"most": 2})


def test_a_profile_comes_before_whose_turn_it_is() -> None:
    profile = p.Profile("land_first", h.words("Land first"), (p.FieldWeight("land", 5),))
    counters = tuple(replace(one, profile="land_first") for one in h.PLAN.counters if one.number == 2)
    morning = Morning(replace(h.PLAN, profiles=(profile,), counters=(*counters, *h.PLAN.counters[::2])))
    morning.come("elderly").come("elderly", "elderly", "elderly", "ordinary", field="land").serve(2, 2, 2)
    assert passings(morning.story("C001")) == [("L001", "profile"), ("L002", "profile"), ("L004", "profile")]
    assert morning.story("L004").lines[1].params["rule"] == "ordinary_owed"


def test_who_goes_on_to_an_errand_was_not_passed_by_the_same_press() -> None:
    fields = tuple(replace(one, then=("land",)) if one.id == "civil" else one for one in h.PLAN.fields)
    morning = Morning(replace(h.PLAN, fields=fields)).come("ordinary")
    morning.ask(c.CallNext(counter=2), c.StartService(counter=2)).come("ordinary", "ordinary", field="land")
    morning.ask(c.FinishAndCallNext(counter=2))
    story = morning.story("C001", "L001")
    assert passings(story) == []
    assert story.beside is not None
    assert story.beside.code == "called_first"
    assert of_citizens(morning).of(h.ticket_id("C001")) == ()
    morning.ask(c.CallNumber(counter=1, label="L002", reason="urgent"))
    assert passings(morning.story("C001")) == [("L002", "by_number")]
    assert of_citizens(morning).of(h.ticket_id("C001")) == (CalledBefore("by_number", 1),)


def test_a_held_ticket_comes_back_to_its_clerk() -> None:
    morning = Morning(with_policy(held_return="same_clerk")).come("ordinary", "ordinary").serve(1)
    morning.come("ordinary", "ordinary")
    morning.ask(c.CallNumber(counter=1, label="C004", reason="urgent"), c.StartService(counter=1), c.Hold(counter=1))
    morning.ask(c.ReleaseTicket(ticket=h.ticket_id("C004"), reason="papers_missing")).serve(1)
    assert passings(morning.story("C003")) == [("C004", "by_number"), ("C004", "held_first")]


def test_who_is_sent_to_one_counter_is_not_called_at_another() -> None:
    morning = Morning().come("ordinary").ask(c.CallNext(counter=1), c.Transfer(counter=1, to_counter=2))
    morning.come("ordinary").serve(1)
    assert why(morning, "C001", "C002") == Why("sent_to", {"counter": 1, "to_counter": 2})
    both_ways = [morning.story(*two).beside for two in (("C001", "C002"), ("C002", "C001"))]
    assert [beside and beside.code for beside in both_ways] == ["called_before_later", "called_before"]


def test_who_was_carried_over_was_called_first_for_that() -> None:
    morning = Morning().come("ordinary", "ordinary")
    morning.now_ms += h.DAY_MS
    morning.ask(c.OpenDay(day=h.NEXT_DAY, plan=h.PLAN), c.CarryOver(), *(c.OpenCounter(counter=n) for n in (1, 2)))
    entries = morning.come("elderly").serve(1, 1, 1).office.entries
    opened = max(place for place, entry in enumerate(entries) if isinstance(entry.event, e.DayOpened))
    beside = story_of(entries[opened:], "C001", "C002-22").beside
    assert beside is not None
    assert beside.why == Why("carried_first")


def test_another_field_is_a_matter_of_its_own_unless_asked_for() -> None:
    morning = Morning().come("ordinary").come("ordinary", field="copies").serve(3)
    assert passings(morning.story("C001")) == []
    assert why(morning, "C001", "E001") == Why("other_fields", {"counter": 3})


def test_a_preparation_was_the_choice() -> None:
    plan = replace(h.PLAN, counter_rules=p.CounterRules(prepare_next="yes"))
    morning = Morning(plan).come("ordinary").ask(c.CallNext(counter=1), c.StartService(counter=1))
    morning.come("ordinary", "elderly").ask(c.PrepareNext(counter=1)).ask(c.FinishAndCallNext(counter=1))
    assert passings(morning.story("C002")) == [("C003", "class_first_turn")]
    codes = [line.code for line in morning.story("C003").lines]
    assert codes == ["drawn", "prepared", "called"]


def test_who_was_away_was_not_passed() -> None:
    morning = Morning().come("ordinary", "ordinary").ask(c.CallNext(counter=1), c.MarkMissed(counter=1)).serve(1)
    morning.ask(c.CallBack(ticket=h.ticket_id("C001"))).serve(1)
    assert morning.story("C001", "C002").beside.code == "called_first"  # type: ignore[union-attr]
    held = Morning().come("ordinary").ask(c.CallNext(counter=2), c.Hold(counter=2)).come("ordinary").serve(1)
    assert held.story("C002", "C001").beside.why == Why("came_earlier")  # type: ignore[union-attr]


def test_who_has_not_been_called_is_said_so() -> None:
    beside = Morning().come("ordinary", "ordinary").serve(1).story("C001", "C002").beside
    assert beside == Line(0, "other_not_called", {"label": "C001", "other": "C002"})


def test_a_story_is_told_in_order_with_all_that_a_call_says() -> None:
    morning = Morning().come("ordinary", "merit").ask(c.CallNext(counter=1), c.Recall(counter=1))
    morning.ask(c.StartService(counter=1), c.FinishService(counter=1))
    lines = morning.story("C002").lines
    assert [line.code for line in lines] == ["drawn", "called", "recalled", "started", "finished"]
    assert lines[0].params == {"field": "civil", "class": "merit", "people_ahead": 0}
    assert lines[1].params == {"counter": 1, "rule": "class_first", "candidates": 2, "plan_version": 1}


def test_a_rating_is_told_again_where_its_score_was_changed_and_never_with_its_reason() -> None:
    press = c.RateTicket(counter=1, ticket=f"{h.DAY}-C001", service=1, score=1)
    other = replace(press, score=2, instead_of=1)
    morning = Morning().come("ordinary").serve(1).ask(press, other, replace(other, instead_of=2, reasons=("unclear",)))
    assert [line.code for line in morning.story("C001").lines[-2:]] == ["rated", "rating_changed"]


def test_a_citizen_is_told_how_many_and_why() -> None:
    morning = (
        Morning()
        .come("ordinary", "elderly", "elderly")
        .ask(c.IssueTicket(field="civil", granted_by="staff"), c.CallNumber(counter=2, label="C004", reason="urgent"))
    )
    morning.serve(1, 1)
    passings = of_citizens(morning)
    told = passings.of(h.ticket_id("C001"))
    assert told == (CalledBefore("priority", 2), CalledBefore("by_number", 1))
    assert passings.of(h.ticket_id("C004")) == ()


@pytest.mark.parametrize(("label", "other"), [("C009", ""), ("C001", "C009"), ("???", "")])
def test_a_number_that_nobody_drew_has_no_story(label: str, other: str) -> None:
    with pytest.raises(Refused, match="unknown_number"):
        Morning().come("ordinary").story(label, other)


def test_without_a_day_there_is_none() -> None:
    with pytest.raises(Refused, match="no_day_open"):
        story_of([], "C001")


def test_every_ticket_has_a_fate_and_a_cancelled_one_its_reason() -> None:
    morning = (
        Morning()
        .come(*["ordinary"] * 5)
        .serve(1)
        .ask(
            c.CancelTicket(ticket=h.ticket_id("C002"), reason="went_home"),
            c.CallNext(counter=1),
            c.MarkMissed(counter=1),
            c.RecordServedOffline(counter=1, labels=("C004",)),
            c.CallNext(counter=2),
            c.CloseDay(),
        )
    )
    carried = e.TicketCarriedOver(
        ticket="x", service=1, from_ticket=h.ticket_id("C005"), label="C005-22", field="civil", arrived_ms=0
    )
    fates = fates_of(morning.office.entries, [carried])
    told = [(fate.code, fate.params) for fate in fates.values()]
    assert told == [
        ("finished", {"counter": 1}),
        ("cancelled", {"reason": "went_home"}),
        ("expired", {"counter": 1}),
        ("served_offline", {"counter": 1}),
        ("carried_over", {"label": "C005-22"}),
    ]
