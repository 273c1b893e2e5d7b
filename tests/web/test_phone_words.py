"""What the page of a ticket says, in each state that a visit goes through, in each language."""

from collections.abc import Sequence

import pytest

from config.texts import languages
from hub.domain import events as e
from hub.domain.calling import people_ahead_by_place
from hub.domain.explaining import CalledBefore
from hub.domain.views import phone_view
from hub.web.phone_words import PhonePage, PhoneWords
from tests.domain import plans_of_visits as visits
from tests.domain import situations as s
from tests.domain.hall import (
    called,
    cancelled,
    deferred,
    given,
    issued,
    prepared,
    rated,
    recalled,
    ticket_id,
    transferred,
)

OFFERS = ("cancel", "defer", "rate")
C001 = ticket_id("C001")
BEHIND = tuple(issued(f"C00{number}") for number in range(2, 8))


def page(
    *past: e.Event,
    label: str = "C001",
    language: str = "vi",
    passed: Sequence[CalledBefore] = (),
    offers: Sequence[str] = OFFERS,
) -> PhonePage:
    floor = given(*past)
    ticket = floor.tickets[ticket_id(label)]
    ahead = people_ahead_by_place(floor, ticket.mode, ticket.service.field, floor.at_ms)
    return PhoneWords(phone_view(floor, ticket, ahead), language).page(passed, offers)


STATES = {
    "soon": s.WAITING,
    "prepared": (*s.WAITING, prepared("C001")),
    "called": s.CALLED,
    "serving": s.SERVING,
    "held": s.HELD,
    "missed": s.MISSED,
    "finished": s.FINISHED,
    "cancelled": (*s.WAITING, cancelled("C001")),
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", STATES)
def test_every_state_has_its_words(name: str, language: str) -> None:
    told = page(*STATES[name], language=language)
    tones = {"prepared": "soon", "finished": "over", "cancelled": "over"}
    assert told.tone == tones.get(name, name)
    assert told.headline
    assert "C001" in told.title or "1" in told.title
    for words in (told.title, told.headline, *told.details, *(step.words for step in told.steps)):
        assert "{" not in words


def test_who_waits_hears_how_many_are_ahead_and_where_to_go() -> None:
    told = page(*s.WAITING, *BEHIND, label="C005")
    assert (told.figure, told.figure_leads, told.headline) == ("4", True, "người phía trước ông/bà")
    assert told.details == ("Nơi phục vụ: quầy\N{NO-BREAK SPACE}1",)
    assert (told.tone, told.ring) == ("waiting", "")
    assert page(*s.WAITING).headline == "Ông/bà là người tiếp theo"
    assert page(*s.WAITING, *BEHIND, label="C003").ring == "soon-1"


def test_each_call_rings_anew_and_names_the_counter() -> None:
    told = page(*s.CALLED)
    assert (told.figure, told.figure_leads, told.headline) == ("1", False, "Mời ông/bà đến quầy")
    assert told.title == "Mời đến quầy\N{NO-BREAK SPACE}1 · C001"
    assert told.ring != page(*s.CALLED, recalled("C001")).ring


def test_what_may_be_asked_for_follows_the_queue_and_the_centres_offers() -> None:
    told = page(*s.WAITING, *BEHIND[:4])
    assert [choice.value for choice in told.choices] == [1, 3, 4]
    assert told.cancel_hint == "Số C001 sẽ không được gọi nữa và không lấy lại được."
    assert page(*s.WAITING).choices == ()
    bare = page(*s.WAITING, *BEHIND, offers=())
    assert (bare.choices, bare.cancel_hint, bare.defer_hint) == ((), "", "")
    twice = (*s.WAITING, *BEHIND, deferred("C001", "C002"), deferred("C001", "C003"))
    assert page(*twice).choices == ()
    assert [step.words for step in page(*twice).steps] == ["Lấy số: civil", "Xin lùi lại", "Xin lùi lại"]


def test_a_finished_service_may_be_rated_once() -> None:
    told = page(*s.FINISHED)
    assert told.rating is not None
    assert [face.score for face in told.rating.faces] == [4, 3, 2, 1]
    assert (told.rating.service, told.rating.counter) == (1, 1)
    assert page(*s.FINISHED, offers=("cancel",)).rating is None
    rated_page = page(*s.FINISHED, rated("C001"))
    assert (rated_page.rating, rated_page.is_rated) == (None, True)


def test_the_steps_of_several_services_are_told_in_order() -> None:
    told = page(*s.SERVING, transferred("C001", 1, "copies"))
    assert [step.words for step in told.steps] == [
        "Lấy số: civil",
        "Được gọi đến quầy\N{NO-BREAK SPACE}1",
        "Bắt đầu tại quầy\N{NO-BREAK SPACE}1",
        "Quầy\N{NO-BREAK SPACE}1 chuyển tiếp",
        "Chờ tiếp: copies",
    ]
    assert told.steps[0].time == "07:30"
    ahead = page(*visits.CHAINED_OPEN, issued("C001", further=("land", "copies")), called("C001"))
    assert ahead.details == ("Sau đó: land, copies",)


def test_those_called_before_are_told_without_a_number() -> None:
    told = page(*s.WAITING, passed=(CalledBefore("priority", 2), CalledBefore("by_number", 1)))
    assert told.passed == (
        "2 số lấy sau được gọi trước vì thuộc diện ưu tiên.",
        "1 số lấy sau được cán bộ gọi đích danh; lý do có trong sổ.",
    )
