"""Codes, claims and grants, on a clock of the test's own."""

import random

import pytest

from hub.service import pairing as p
from hub.service.pairing import Given, PairingOver, PairingRefused, written_code, written_place
from hub.service.ports import Grant, StorageError
from tests.service.pairing_desk import ADMIN, WALL, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def is_over(desk: Desk, claim: str) -> bool:
    try:
        desk.pairing.fetch(claim)
    except PairingOver:
        return True
    return False


def test_a_device_gets_what_the_administrator_says_it_is(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    assert len(asked.code) == 6
    assert asked.code.isdecimal()
    assert desk.pairing.fetch(asked.claim) is None
    grant = desk.enter(asked.code)
    assert (grant.screen, grant.place, grant.address) == ("wall", "Sảnh tầng 1", WALL)
    assert desk.pairing.fetch(asked.claim) == Given("wall", "secret-1")


def test_a_kiosk_without_a_name_gets_the_next_free_one(desk: Desk) -> None:
    first, second = desk.pairing.ask("kiosk", "", WALL), desk.pairing.ask("kiosk", "", WALL)
    assert [desk.enter(asked.code, "").screen for asked in (first, second)] == ["kiosk:K1", "kiosk:K2"]
    page = desk.pairing.ask("screen", "", WALL)
    assert desk.refusal(page.code, "") == "say_what"


def test_a_lost_answer_is_given_again_until_the_token_was_used(desk: Desk) -> None:
    asked = desk.pairing.ask("kiosk", "", WALL)
    grant = desk.enter(asked.code, "kiosk:K1")
    assert desk.pairing.fetch(asked.claim) == desk.pairing.fetch(asked.claim) == Given("kiosk:K1", "secret-1")
    desk.grants.use(grant.id)
    assert is_over(desk, asked.claim)
    assert is_over(desk, asked.claim)


def test_a_code_is_good_once_and_for_ten_minutes(desk: Desk) -> None:
    first, second = desk.pairing.ask("wall", "", WALL), desk.pairing.ask("wall", "", WALL)
    desk.enter(first.code)
    assert desk.refusal(first.code) == "unknown_code"
    desk.pass_s(p.CODE_S - 1, second.claim)
    assert desk.pairing.fetch(second.claim) is None
    desk.clock.s += 2
    assert desk.refusal(second.code) == "unknown_code"
    assert is_over(desk, second.claim)


def test_a_code_that_nobody_shows_any_more_is_over(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    desk.clock.s += p.QUIET_S + 1
    assert desk.refusal(asked.code) == "unknown_code"
    assert is_over(desk, asked.claim)


def test_a_grant_that_was_never_fetched_or_used_ends(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    desk.enter(asked.code)
    desk.clock.s += p.CODE_S - 1
    assert desk.pairing.fetch(asked.claim) is not None
    desk.clock.s += 2
    desk.pairing.tick()
    assert desk.grants.all_live() == []


def test_a_used_grant_outlives_its_code(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    desk.grants.use(desk.enter(asked.code).id)
    desk.clock.s += p.CODE_S + 1
    desk.pairing.tick()
    assert len(desk.grants.all_live()) == 1


def test_what_was_revoked_before_it_was_fetched_is_over(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    desk.grants.end([desk.enter(asked.code).id])
    assert is_over(desk, asked.claim)


@pytest.mark.parametrize("claim", ["", "x", "secret-1"])
def test_an_unknown_claim_is_over(desk: Desk, claim: str) -> None:
    assert is_over(desk, claim)


@pytest.mark.parametrize(
    ("kind", "screen", "code"),
    [
        ("wall", "kiosk:K1", "wrong_kind_page"),
        ("screen", "kiosk:K1", "wrong_kind_page"),
        ("kiosk", "wall", "wrong_kind_program"),
        ("agent", "rating:3", "wrong_kind_program"),
        ("kiosk", "hall:H1", "wrong_kind_program"),
        ("wall", "desk:3", "wrong_kind_page"),
        ("desk", "kiosk:K1", "wrong_kind_desk"),
        ("hall", "rating:3", "wrong_kind_desk"),
    ],
)
def test_a_browser_is_no_kiosk_and_an_agent_no_page(desk: Desk, kind: str, screen: str, code: str) -> None:
    asked = desk.pairing.ask(kind, "", WALL)
    assert desk.refusal(asked.code, screen) == code
    assert desk.pairing.fetch(asked.claim) is None


@pytest.mark.parametrize("kind", sorted(p.PAGES))
def test_a_browser_becomes_what_it_is_called_whatever_it_asked_as(desk: Desk, kind: str) -> None:
    asked = desk.pairing.ask(kind, "", WALL)
    desk.enter(asked.code, "rating:3")
    assert desk.pairing.fetch(asked.claim) == Given("rating:3", "secret-1")


def test_what_a_device_asks_to_be_need_not_be_said_again(desk: Desk) -> None:
    knows, knows_not = desk.pairing.ask("rating", "rating:3", WALL), desk.pairing.ask("screen", "", WALL)
    assert desk.enter(knows.code, "").screen == "rating:3"
    assert desk.refusal(knows_not.code, "") == "say_what"


def test_a_desk_agent_becomes_what_it_is_called_and_each_name_is_one_machines_alone(desk: Desk) -> None:
    codes = [desk.pairing.ask(kind, wish, WALL).code for kind, wish in (("hall", ""), ("hall", ""), ("desk", ""))]
    assert [desk.enter(code, "").screen for code in codes[:2]] == ["hall:H1", "hall:H2"]
    assert desk.refusal(codes[2], "") == "say_what"
    assert desk.refusal(codes[2], "hall:H1") == "name_taken"
    assert desk.enter(codes[2], "desk:3").screen == "desk:3"
    other = desk.pairing.ask("desk", "desk:3", "192.168.1.21")
    assert desk.refusal(other.code, "") == "name_taken"
    assert desk.enter(other.code, "", may_replace=True).screen == "desk:3"
    assert sorted(grant.screen for grant in desk.grants.all_live()) == ["desk:3", "hall:H1", "hall:H2"]


def test_a_kiosks_name_is_one_kiosks_alone(desk: Desk) -> None:
    old, new = desk.pairing.ask("kiosk", "", WALL), desk.pairing.ask("kiosk", "", "192.168.1.21")
    desk.enter(old.code, "kiosk:K1")
    assert desk.refusal(new.code, "kiosk:K1") == "name_taken"
    assert [grant.id for grant in desk.grants.all_live()] == [1]
    grant = desk.enter(new.code, "kiosk:K1", may_replace=True)
    assert [live.address for live in desk.grants.all_live()] == [grant.address] == ["192.168.1.21"]


@pytest.mark.parametrize("may_replace", [False, True])
def test_of_two_codes_entered_at_once_one_becomes_the_kiosk(desk: Desk, may_replace: bool) -> None:
    first, second = desk.pairing.ask("kiosk", "", WALL), desk.pairing.ask("kiosk", "", "192.168.1.21")
    give, codes = desk.grants.give_device, []

    def slowly(*what: str) -> tuple[Grant, str]:
        with pytest.raises(PairingRefused) as refused:
            desk.enter(second.code, "kiosk:K1", may_replace=may_replace)
        codes.append(refused.value.code)
        return give(*what)

    desk.grants.give_device = slowly  # type: ignore[method-assign]
    desk.enter(first.code, "kiosk:K1")
    desk.grants.give_device = give  # type: ignore[method-assign]
    assert (codes, [grant.address for grant in desk.grants.all_live()]) == (["name_taken"], [WALL])
    assert desk.enter(second.code, "kiosk:K2").screen == "kiosk:K2"


def test_there_may_be_many_walls(desk: Desk) -> None:
    for number in range(3):
        desk.enter(desk.pairing.ask("wall", "", f"192.168.1.{number}").code)
    assert len(desk.grants.all_live()) == 3


def test_wrong_codes_lock_account_and_address_for_a_while(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    wrong = f"{(int(asked.code) + 1) % 1_000_000:06}"
    for _ in range(p.MOST_WRONG):
        assert desk.refusal(wrong) == "unknown_code"
    assert desk.refusal(asked.code) == "locked"
    assert desk.refusal(asked.code, by=("staff-2", ADMIN[1])) == "locked"
    assert desk.refusal(asked.code, by=(ADMIN[0], "192.168.1.8")) == "locked"
    with pytest.raises(PairingRefused) as refused:
        desk.enter(asked.code)
    assert refused.value.params == {"minutes": 6}
    desk.pass_s(p.WRONG_WITHIN_S + 1, asked.claim)
    assert desk.enter(asked.code).screen == "wall"


def test_a_code_is_never_open_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr(p.secrets, "randbelow", lambda _most: next(drawn))
    assert [desk.pairing.ask("wall", "", WALL).code for _ in range(2)] == ["000007", "000008"]


def test_one_address_shows_so_many_codes_and_no_more(desk: Desk) -> None:
    asked = [desk.pairing.ask("wall", "", WALL) for _ in range(p.MOST_OPEN_OF_ADDRESS)]
    with pytest.raises(PairingRefused, match="too_many_codes"):
        desk.pairing.ask("wall", "", WALL)
    desk.pairing.ask("wall", "", "192.168.1.21")
    desk.enter(asked[0].code)
    desk.pairing.ask("wall", "", WALL)


def test_all_addresses_together_show_so_many_codes_and_no_more(desk: Desk) -> None:
    for number in range(p.MOST_OPEN):
        desk.pairing.ask("wall", "", f"10.0.{number}.1")
    with pytest.raises(PairingRefused, match="too_many_codes"):
        desk.pairing.ask("wall", "", WALL)
    desk.clock.s += p.QUIET_S + 1
    desk.pairing.ask("wall", "", WALL)


def test_a_page_that_loads_again_and_again_gets_its_code_until_it_is_too_often(desk: Desk) -> None:
    for _ in range(p.MOST_ASKED_OF_ADDRESS):
        desk.pairing.ask("wall", "", WALL)
        desk.clock.s += p.QUIET_S / (p.MOST_OPEN_OF_ADDRESS - 1) + 1
    with pytest.raises(PairingRefused, match="too_many_codes"):
        desk.pairing.ask("wall", "", WALL)


def test_a_full_disk_leaves_the_code_as_it_was(desk: Desk) -> None:
    asked = desk.pairing.ask("wall", "", WALL)
    desk.grants.disk_is_full = True
    with pytest.raises(StorageError):
        desk.enter(asked.code)
    desk.grants.disk_is_full = False
    assert desk.enter(asked.code).screen == "wall"


def test_the_end_of_what_is_replaced_may_be_stored_later(desk: Desk) -> None:
    old = desk.pairing.ask("kiosk", "", WALL)
    desk.enter(old.code, "kiosk:K1")
    new = desk.pairing.ask("kiosk", "", WALL)
    give = desk.grants.give_device

    def give_and_fill(*what: str) -> tuple[Grant, str]:
        given = give(*what)
        desk.grants.disk_is_full = True
        return given

    desk.grants.give_device = give_and_fill  # type: ignore[method-assign]
    desk.enter(new.code, "kiosk:K1", may_replace=True)
    assert desk.pairing.fetch(new.claim) is not None


@pytest.mark.parametrize("seed", range(3))
def test_a_code_may_be_typed_as_it_is_shown(seed: int) -> None:
    code = f"{random.Random(seed).randrange(1_000_000):06}"
    assert written_code(f" {code[:3]} {code[3:]}\n") == written_code(f"{code[:3]}-{code[3:]}") == code
    assert written_code("٤٨٢٩١٣") == ""


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("  Sảnh \t tầng\n1 ", "Sảnh tầng 1"),
        ("Cổng \u202e\u2066 sau\x00\u200f", "Cổng sau"),
        ("Sa\u0309nh", "Sảnh"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_place_is_kept_in_one_line_without_what_nobody_sees(typed: str, place: str) -> None:
    assert written_place(typed) == place
