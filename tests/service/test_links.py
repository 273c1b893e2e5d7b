"""Links of tickets: nobody guesses one, each leads to its ticket until the next day opens."""

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.service.links import TOKEN, Links
from tests.domain import situations as s
from tests.domain.hall import DAY, NEXT_DAY, carried_over, day_opened, given, issued, ticket_id

URL = "https://so.example.vn"
C001 = ticket_id("C001")


def test_a_token_leads_to_its_ticket_whatever_its_letters_case() -> None:
    links, floor = Links(b"key", URL), given(*s.WAITING, issued("C002"))
    token = links.token(C001)
    assert TOKEN.fullmatch(token)
    for written in (token, token.upper()):
        ticket = links.find(floor, written)
        assert ticket is not None
        assert ticket.id == C001
    assert links.link(C001) == f"HTTPS://SO.EXAMPLE.VN/T/{token.upper()}"


def test_tickets_that_come_later_are_found_and_others_are_not() -> None:
    links = Links(b"key", URL)
    assert links.find(given(*s.WAITING), links.token(ticket_id("C002"))) is None
    found = links.find(given(*s.WAITING, issued("C002")), links.token(ticket_id("C002")))
    assert found is not None
    assert found.label == "C002"
    assert links.find(given(*s.WAITING), "a" * 26) is None


def test_another_key_makes_other_tokens() -> None:
    assert Links(b"key", URL).token(C001) != Links(b"another", URL).token(C001)
    assert len({Links(b"key", URL).token(ticket_id(f"C{number:03}")) for number in range(500)}) == 500


def test_a_link_is_over_when_the_next_day_opens_and_goes_on_with_who_was_carried_over() -> None:
    links = Links(b"key", URL)
    closed = (*s.FINISHED, e.DayClosed(day=DAY))
    assert links.find(given(*closed), links.token(C001)) is not None
    assert links.find(given(*closed, day_opened(day=NEXT_DAY)), links.token(C001)) is None
    assert links.find(Floor(), links.token(C001)) is None
    carried = carried_over("C001", "2026-11-21")
    floor = given(*s.OPEN, carried)
    for ticket in (carried.ticket, carried.from_ticket):
        found = links.find(floor, links.token(ticket))
        assert found is not None
        assert found.id == carried.ticket


def test_without_an_address_there_are_no_links() -> None:
    links = Links(b"key")
    assert links.link(C001) == ""
    assert links.find(given(*s.WAITING), links.token(C001)) is None
