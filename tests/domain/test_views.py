"""What the screens are told, by examples; that every view can be built in any state is the state machine's business."""

import msgspec
import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.views import counter_view, kiosk_view, rating_view, wall_view
from tests.domain import situations as s
from tests.domain.hall import (
    MORNING_MS,
    PLAN,
    called,
    day_opened,
    finished,
    given,
    held,
    issued,
    missed,
    print_requested,
    rated,
    recalled,
    started,
    then,
    ticket_id,
    transferred,
    words,
)

C001 = ticket_id("C001")


def labels(listed) -> list[str]:
    return [card.label for card in listed.tickets]


def queue(number: int) -> list[e.TicketIssued]:
    return [issued(f"C{place:03}", at_ms=MORNING_MS + place) for place in range(1, number + 1)]


def device(name: str, **status: str) -> e.DeviceChanged:
    return e.DeviceChanged(**{"device": name, "link": "online", "paper": "ok", "cover": "closed", **status})


def test_every_view_is_json_and_builds_before_the_first_day():
    floor = Floor()

    assert msgspec.json.decode(msgspec.json.encode(wall_view(floor)))["header"]["is_open"] is False
    assert kiosk_view(floor).fields == ()
    with pytest.raises(Refused, match="no_day_open"):
        counter_view(floor, 1, {})
    with pytest.raises(Refused, match="unknown_counter"):
        rating_view(floor, 1)


def test_an_unknown_counter_has_no_view():
    for view in (lambda floor: counter_view(floor, 9, {}), lambda floor: rating_view(floor, 9)):
        with pytest.raises(Refused, match="unknown_counter"):
            view(given(*s.DAY_OPEN))


def test_the_wall_tells_each_call_and_recall_and_who_is_where():
    view = wall_view(given(*s.CALLED, recalled("C001"), issued("L001"), issued("TT001", mode="test")))

    assert [(call.id, call.label, call.counter, call.times_called) for call in view.announcements] == [
        (4, "C001", 1, 1),
        (5, "C001", 1, 2),
    ]
    assert [(tile.number, tile.state, tile.label, tile.ticket_state) for tile in view.counters] == [
        (1, "open", "C001", "called"),
        (2, "closed", "", ""),
        (3, "closed", "", ""),
    ]
    assert [tile.name.en for tile in view.counters] == ["Civil status", "Civil status and land", "Copies"]
    paused, *others = wall_view(given(*s.PAUSED)).counters
    assert (paused.state, paused.pause.en) == ("paused", "lunch")
    assert {tile.pause for tile in others} == {None}
    assert {field.id: field.waiting for field in view.waiting} == {"civil": 0, "land": 1, "copies": 0}


def test_the_wall_says_who_comes_next_where_somebody_was_prepared():
    one, *others = wall_view(given(*s.PREPARED)).counters

    assert (one.label, one.ticket_state, one.prepared) == ("C001", "serving", "C002")
    assert {tile.prepared for tile in others} == {""}


def test_the_wall_lists_at_most_twenty_announcements_and_says_how_many_there_are():
    view = wall_view(given(*s.CALLED, *(recalled("C001") for _ in range(24))))

    assert (len(view.announcements), view.announcement_count) == (20, 25)
    assert view.announcements[-1].id == 28


def test_a_closed_day_empties_the_wall_and_the_kiosk():
    floor = then(given(*s.CALLED), c.CloseDay())

    wall, kiosk = wall_view(floor), kiosk_view(floor)
    assert (wall.announcements, wall.counters, wall.waiting, wall.header.day) == ((), (), (), "")
    assert (kiosk.fields, kiosk.classes, kiosk.header.is_open) == ((), (), False)


def test_the_kiosk_knows_who_serves_a_field_and_which_classes_it_may_grant():
    view = kiosk_view(given(*s.LAND_CLOSED, e.CounterOpened(counter=2), issued("C001")))

    assert [
        (field.id, field.waiting, field.counters, field.open_counters, field.is_served) for field in view.fields
    ] == [
        ("civil", 1, (1, 2), (2,), True),
        ("land", 0, (), (), False),
        ("copies", 0, (3,), (), True),
    ]
    assert [entry.id for entry in view.classes] == ["elderly"]
    assert [entry.id for entry in view.staff_classes] == ["merit"]


def test_people_are_sent_to_counters_that_may_call_their_class():
    counters = (replace(PLAN.counters[0], reserved_for=("merit",)), *PLAN.counters[1:])
    papers = [issued("C001", "merit"), issued("C002", "elderly"), print_requested("C001"), print_requested("C002")]
    floor = given(day_opened(plan=replace(PLAN, counters=counters)), e.CounterOpened(counter=1), *papers)
    civil = kiosk_view(floor).fields[0]

    assert (civil.counters, civil.open_counters, civil.is_served) == ((2,), (), True)
    assert {name: (at.counters, at.open_counters) for name, at in civil.of_class.items()} == {"merit": ((1, 2), (1,))}
    assert wall_view(floor).waiting[0].open_counters == ()
    assert [paper.counters for paper in kiosk_view(floor).print_requests] == [(1, 2), (2,)]


def test_a_test_counts_its_own_people_alone():
    view = kiosk_view(
        given(*s.WAITING, e.ModeSet(mode="test"), issued("TT001", mode="test"), issued("TT002", mode="test"))
    )

    assert (view.header.mode, view.fields[0].waiting) == ("test", 2)


def test_a_clerk_sees_the_ticket_at_hand():
    floor = given(*s.OPEN, issued("C001", "elderly", files=3), called("C001"), started("C001"))

    card = counter_view(floor, 1, {}).ticket

    assert (card.ticket, card.state, card.files, card.counter) == (C001, "serving", 3, 1)
    assert (card.called_ms, card.started_ms) == (MORNING_MS + 4000, MORNING_MS + 5000)
    assert card.class_name.en == "Elderly"


def test_a_clerk_sees_who_waits_for_this_counter_first_come_first_and_twenty_at_most():
    floor = given(*s.OPEN, *queue(22), issued("L001"))

    one, two = counter_view(floor, 1, {}).waiting, counter_view(floor, 2, {}).waiting

    assert (one.count, len(one.tickets), labels(one)[:2]) == (22, 20, ["C001", "C002"])
    assert two.count == 23


def test_whoever_waits_beyond_the_list_is_known_in_brief_for_the_time_without_the_hub():
    others = [issued("C025", "elderly", MORNING_MS + 25), issued("L001", at_ms=MORNING_MS + 25)]
    floor = given(*s.OPEN, *queue(24), *others, *queue(230)[25:])

    further = counter_view(floor, 2, {}).further_waiting

    assert [line.label for line in further[:6]] == ["C021", "C022", "C023", "C024", "C025", "L001"]
    assert [line.field_id for line in further[4:6]] == ["civil", "land"]
    assert (further[3].class_name, further[4].class_name.en) == (None, "Elderly")
    assert further[0].arrived_ms == floor.tickets[ticket_id("C021")].arrived_ms
    assert len(further) == 180
    assert counter_view(given(*s.OPEN, *queue(20)), 1, {}).further_waiting == ()


def test_a_clerk_sees_what_this_counter_set_aside_the_newest_first():
    past = [event for label in ("C001", "C002") for event in (issued(label), called(label), missed(label))]
    floor = given(*s.OPEN, *past, issued("C003"), called("C003"), held("C003"))

    mine, other = counter_view(floor, 1, {}), counter_view(floor, 2, {})

    assert (labels(mine.missed), labels(mine.held)) == (["C002", "C001"], ["C003"])
    assert (other.missed.count, other.held.count) == (0, 0)


def test_the_note_of_the_last_clerk_comes_with_the_ticket_until_it_is_erased():
    floor = given(*s.SERVING, transferred("C001", 1, "land"))
    noted = floor.seq

    with_note = counter_view(floor, 2, {noted: {"note": "has the old book"}})

    assert with_note.waiting.tickets[0].note == "has the old book"
    assert counter_view(floor, 2, {}).waiting.tickets[0].note == ""


def test_a_clerk_is_told_of_devices_in_need_alone():
    floor = given(
        *s.DAY_OPEN,
        device("a"),
        device("b", paper="out"),
        device("d", cover="open"),
        device("e", link="offline"),
        device("f", trouble="paper_jam"),
    )

    assert [alert.device for alert in counter_view(floor, 1, {}).alerts] == ["b", "d", "e", "f"]


def test_the_rating_page_opens_at_the_finish_and_closes_with_the_rating():
    window = rating_view(given(*s.FINISHED), 1).window
    assert (window.ticket, window.service, window.closes_ms - window.opened_ms) == (C001, 1, 60_000)
    clerk = counter_view(given(*s.FINISHED), 1, {})
    assert (clerk.rating_open, clerk.rating_closes_ms) == ("C001", rating_view(given(*s.FINISHED), 1).window.closes_ms)

    rated = given(*s.RATED)
    assert (rating_view(rated, 1).window, rating_view(rated, 1).last_score) == (None, 4)
    clerk = counter_view(rated, 1, {})
    assert (clerk.rating_open, clerk.last_rated, clerk.last_score, clerk.finished) == ("", "C001", 4, 1)


def test_the_rating_page_tells_what_was_given_until_the_counter_goes_on():
    changed = rating_view(given(*s.RATED, rated("C001", score=1, instead_of=4, reasons=("unclear",))), 1)
    assert (changed.given.ticket, changed.given.score, changed.given.reasons) == (C001, 1, ("unclear",))
    first_ms = MORNING_MS + len(s.RATED) * 1000
    assert (changed.given.changes_until_ms - first_ms, changed.given.reasons_until_ms - first_ms) == (5_000, 15_000)
    assert (changed.state, [one.id for one in changed.reasons]) == ("open", ["long_wait", "unclear"])

    gone_on = rating_view(given(*s.RATED, issued("C002"), called("C002"), started("C002")), 1)
    assert (gone_on.given, gone_on.last_score) == (None, None)
    assert rating_view(given(*s.PAUSED), 1).pause_reason == words("lunch")


def test_the_rating_page_names_the_field_that_was_served():
    floor = given(
        *s.SERVING,
        e.CounterOpened(counter=2),
        transferred("C001", 1, "land"),
        called("C001", 2, service=2),
        started("C001", 2, service=2),
        finished("C001", 2, service=2),
    )

    assert rating_view(floor, 1).window is None
    window = rating_view(floor, 2).window
    assert (window.field.en, window.service) == ("land", 2)


def test_the_notice_of_a_centre_is_on_every_screen():
    plan = s.DAY_OPEN[0].plan
    noticed = replace(plan, centre=replace(plan.centre, notice=plan.centre.name))
    floor = given(replace(s.DAY_OPEN[0], plan=noticed))

    headers = [
        wall_view(floor).header,
        kiosk_view(floor).header,
        rating_view(floor, 1).header,
        counter_view(floor, 1, {}).header,
    ]
    assert {header.centre.notice.en for header in headers} == {"Small hall"}


def test_a_screen_knows_until_which_day_the_clock_is_believed():
    assert wall_view(given()).header.trusted_until == ""
    assert wall_view(given(*s.DAY_OVER)).header.trusted_until == "2026-12-07"


def test_a_screen_knows_the_last_day_that_was_open():
    assert wall_view(given()).header.last_day == ""
    assert wall_view(given(*s.DAY_OVER)).header.last_day == "2026-11-22"
