"""What pages of the staff are told of the plan's options: errands, outcomes, profiles, help, calling blindly."""

import msgspec
import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.views import (
    clerks_story,
    counter_view,
    desk_view,
    floor_view,
    numbers_of,
    reception_view,
    ticket_story,
)
from tests.domain import situations as s
from tests.domain.hall import (
    PLAN,
    called,
    day_opened,
    finished,
    given,
    held,
    issued,
    missed,
    prepared,
    started,
    then,
    ticket_id,
    words,
)
from tests.domain.plans_of_visits import errand_finished


def under(plan: p.Plan, *events: e.Event) -> Floor:
    """The hall with counter 1 open under a plan."""
    return given(day_opened(plan=plan), e.CounterOpened(counter=1), *events)


def rules(**chosen: str | int) -> p.Plan:
    return replace(PLAN, counter_rules=p.CounterRules(**chosen))


BLIND = rules(blind_call="yes", prepare_next="yes")
ELDERLY = issued("C001", "elderly", files=3)


def test_a_visit_with_several_errands_tells_what_was_done_and_what_is_to_come():
    visit = (issued("C001", further=("land", "copies")), called("C001"), started("C001"))
    floor = given(*s.OPEN, *visit, errand_finished("C001", "land"), e.CounterOpened(counter=2))

    at_first = counter_view(given(*s.OPEN, *visit), 1, {}).ticket
    (waiting,) = counter_view(floor, 2, {}).waiting.tickets

    assert [(one.field_id, one.state) for one in at_first.errands] == [
        ("civil", "now"),
        ("land", "next"),
        ("copies", "next"),
    ]
    assert [(one.field_id, one.state) for one in waiting.errands] == [
        ("civil", "done"),
        ("land", "now"),
        ("copies", "next"),
    ]
    assert counter_view(given(*s.SERVING), 1, {}).ticket.errands == ()


def test_all_errands_of_a_visit_that_is_over_are_done():
    floor = given(
        *s.OPEN,
        issued("C001", further=("land",)),
        called("C001"),
        started("C001"),
        errand_finished("C001", "land"),
        e.CounterOpened(counter=2),
        called("C001", 2, service=2),
        started("C001", 2, service=2),
        finished("C001", 2, service=2),
    )

    assert [(one.field_id, one.state) for one in ticket_story(floor, "C001", {}).errands] == [
        ("civil", "done"),
        ("land", "done"),
    ]


def test_an_errand_that_was_cancelled_is_not_done():
    visit = (issued("C001", further=("land",)), called("C001"), started("C001"))
    gone = given(
        *s.OPEN,
        *visit,
        errand_finished("C001", "land"),
        e.TicketCancelled(ticket=ticket_id("C001"), service=2, reason="went_home"),
    )

    assert [one.state for one in counter_view(given(*s.OPEN, *visit), 1, {}).ticket.errands] == ["now", "next"]
    assert ticket_story(gone, "C001", {}).errands == ()


def test_a_card_says_by_which_rule_and_as_what_it_was_called():
    floor = given(*s.WAITING, called("C001", rule="class_first", as_class="elderly"))

    card = counter_view(floor, 1, {}).ticket

    assert (card.rule, card.as_class.en) == ("class_first", "Elderly")


@pytest.mark.parametrize("past", [(called("C001"),), (called("C001"), missed("C001")), (called("C001"), held("C001"))])
def test_a_clerk_who_calls_blindly_learns_the_number_and_nothing_else(past: tuple[e.Event, ...]):
    floor = under(BLIND, ELDERLY, issued("C002", "elderly"), *past)

    view = counter_view(floor, 1, {})
    (card,) = [view.ticket] if view.ticket else [*view.held.tickets, *view.missed.tickets]

    told = msgspec.json.encode((card, view.waiting, view.further_waiting)).decode()
    assert (card.label, card.is_hidden, card.field, card.files) == ("C001", True, None, 1)
    assert "lderly" not in told
    assert (view.waiting.count, view.waiting.tickets, view.further_waiting) == (1, (), ())
    assert {field.id: field.waiting for field in view.fields}["civil"] == 1


def test_a_clerk_who_calls_blindly_sees_all_once_the_service_has_started():
    floor = under(BLIND, ELDERLY, issued("C002", "elderly"), called("C001"), started("C001"), prepared("C002"))

    view = counter_view(floor, 1, {})

    assert (view.ticket.is_hidden, view.ticket.class_name.en, view.ticket.files) == (False, "Elderly", 3)
    assert (view.prepared.label, view.prepared.is_hidden) == ("C002", True)
    assert desk_view(floor, 1).counters[0].next_label == ""


def test_the_story_of_a_number_is_closed_to_clerks_who_call_blindly_until_its_service_starts():
    waiting = under(BLIND, ELDERLY)
    story = clerks_story(waiting, "C001", {})

    assert (story.label, story.state, story.is_hidden, story.people_ahead_now) == ("C001", "waiting", True, None)
    assert (story.services, story.papers) == ((), ())
    assert ticket_story(waiting, "C001", {}).class_name.en == "Elderly"
    assert clerks_story(under(BLIND, ELDERLY, called("C001"), started("C001")), "C001", {}).files == 3
    assert clerks_story(given(*s.WAITING), "C001", {}).is_hidden is False
    assert [one.field for one in numbers_of(waiting, 1, 1).numbers] == [""]
    with pytest.raises(Refused, match="unknown_ticket"):
        clerks_story(waiting, "C009", {})


def test_the_supervisor_and_the_reception_see_all_of_a_hall_that_calls_blindly():
    floor = under(BLIND, ELDERLY, called("C001"))

    assert floor_view(floor, {}).counters[0].ticket.class_name.en == "Elderly"


def test_a_counter_tells_its_classes_its_profile_and_who_chose_it():
    first = p.CounterPlan(1, words("First"), ("civil",), reserved_for=("elderly", "ordinary"), profile="land_first")
    plan = replace(
        PLAN, counters=(first, *PLAN.counters[1:]), profiles=(s.LAND_FIRST, replace(s.LAND_FIRST, id="other"))
    )

    planned = counter_view(under(plan), 1, {})
    chosen = counter_view(under(plan, e.ProfileChosen(counter=1, profile="other")), 1, {}).work

    assert [name and name.en for name in planned.work.reserved_for] == ["Elderly", None]
    assert (planned.work.profile.id, planned.work.is_chosen) == ("land_first", False)
    assert [profile.id for profile in planned.profiles] == ["land_first", "other"]
    assert (chosen.profile.id, chosen.is_chosen) == ("other", True)
    assert floor_view(under(plan), {}).counters[0].work == planned.work


def test_every_page_of_the_staff_hears_a_call_for_help_the_longest_first():
    past = (*s.OPEN, e.CounterOpened(counter=2), e.HelpCalled(counter=2), e.HelpCalled(counter=1))
    floor = given(*past)

    for view in (counter_view(floor, 3, {}), reception_view(floor, {}), floor_view(floor, {})):
        assert [call.counter for call in view.help_calls] == [2, 1]
    assert [call.counter for call in counter_view(given(*past, e.HelpEnded(counter=2)), 3, {}).help_calls] == [1]
    assert floor_view(given(*past, e.DayClosed(day=floor.day)), {}).help_calls == ()


def test_a_counter_says_from_when_somebody_can_be_called_the_missed_who_are_due_among_them():
    rules_of_missed = p.MissedRules(come_back="at_end", most_calls=3, least_s_between=60)
    plan = replace(PLAN, policy=replace(PLAN.policy, missed=rules_of_missed))
    absent = (issued("C001"), called("C001"), missed("C001"))
    called_ms = under(plan, *absent[:2]).at_ms

    assert counter_view(under(plan, *absent), 1, {}).callable_from_ms == called_ms + 60_000
    assert counter_view(under(plan, *absent, issued("C002")), 1, {}).callable_from_ms == 0
    assert counter_view(under(PLAN, *absent), 1, {}).callable_from_ms is None
    assert counter_view(under(plan, *absent, issued("C002"), prepared("C002")), 1, {}).callable_from_ms == 0
    assert counter_view(under(plan), 1, {}).callable_from_ms is None
    closed = then(under(plan, *absent, issued("C002")), c.CloseDay())
    assert counter_view(closed, 1, {}).callable_from_ms is None, "the page is told of a closed day as of an open one"


def test_the_reception_knows_how_much_one_number_may_be_for():
    civil = replace(PLAN.fields[0], most_files=3, quota=p.Quota(walk_in=5, remote=2))
    plan = replace(
        PLAN, fields=(civil, *PLAN.fields[1:]), most_fields_per_ticket=3, person_limit=p.PersonLimit(by="phone")
    )

    view = reception_view(under(plan, issued("C001")), {})

    assert (view.most_fields, view.offers_remote, view.person_by) == (3, True, "phone")
    assert [field.most_files for field in view.fields] == [3, 50, 50]
    assert [quota.left for quota in view.fields[0].walk_in_left] == [4]
    plain = reception_view(given(*s.DAY_OPEN), {})
    assert (plain.most_fields, plain.offers_remote, plain.person_by) == (1, False, "nothing")


def test_the_supervisor_sees_who_was_prepared_and_which_plan_counts():
    view = floor_view(given(*s.PREPARED), {})

    assert (view.counters[0].prepared, view.plan_version, view.coming_version) == ("C002", 1, 0)
    assert view.left_waiting == 0
