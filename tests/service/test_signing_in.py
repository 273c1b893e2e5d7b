"""Signing in: one answer to whatever is wrong, and guessing made slow."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.service.ports import Account, Grant, HasherBusy
from hub.service.signing_in import MOST_WRONG, MOST_WRONG_OF_ADDRESS, WRONG_OF_ADDRESS_WITHIN_S, WRONG_WITHIN_S
from hub.service.staff import StaffRefused
from tests.service.people import PASSWORD, People

DESK, ELSEWHERE = "10.0.0.7", "10.0.0.8"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    people = People(tmp_path)
    people.staff.add("lan", "Nguyễn Thị Lan", "clerk", PASSWORD)
    yield people
    people.close()


@pytest.fixture
def lan(people: People) -> Account:
    found = people.staff.by_login("lan")
    assert found
    return found


def refusal(people: People, login: str = "lan", password: str = "wrong one", address: str = DESK) -> StaffRefused:
    with pytest.raises(StaffRefused) as refused:
        people.signing_in.sign_in(login, password, address)
    return refused.value


def test_the_right_password_opens_a_session(people: People, lan: Account) -> None:
    grant, secret = people.signing_in.sign_in(" LAN ", PASSWORD, DESK)
    assert people.grants.by_secret(secret) == grant
    assert (grant.kind, grant.account, grant.address) == ("session", lan.id, DESK)


def test_marks_in_one_piece_or_in_several_are_the_same_password(people: People, lan: Account) -> None:
    in_pieces, fullwidth = unicodedata.normalize("NFD", PASSWORD), "ｔｒúｃ đỏ ｂên ｓông"
    assert in_pieces != PASSWORD
    own, _ = people.signing_in.sign_in("lan", in_pieces, DESK)
    with pytest.raises(StaffRefused, match="same_password"):
        people.signing_in.change_password(lan, PASSWORD, in_pieces, own.id)
    people.signing_in.change_password(lan, in_pieces, fullwidth, own.id)
    assert people.signing_in.sign_in("lan", "trúc đỏ bên sông", DESK)
    people.staff.add("hoa", "Hoa", "clerk", in_pieces)
    assert people.signing_in.sign_in("hoa", PASSWORD, DESK)
    assert refusal(people, "hoa", "truc xanh ben ho").code == "wrong_sign_in"


def test_a_wrong_name_and_a_wrong_password_are_told_and_cost_the_same(people: People) -> None:
    refusal(people, "nobody")
    asked = people.hasher.asked
    assert refusal(people).code == "wrong_sign_in"
    of_password = people.hasher.asked - asked
    assert refusal(people, "nobody").code == "wrong_sign_in"
    assert people.hasher.asked - asked - of_password == of_password == 1


def test_a_closed_account_is_like_none(people: People, lan: Account) -> None:
    people.staff.add("admin", "Admin", "administrator", PASSWORD)
    people.staff.close(lan.id)
    assert refusal(people, password=PASSWORD).code == "wrong_sign_in"


@pytest.mark.parametrize("login", ["lan", "nobody"])
def test_after_a_few_wrong_ones_even_the_right_one_has_to_wait(people: People, login: str) -> None:
    codes = [refusal(people, login).code for _ in range(MOST_WRONG)]
    assert set(codes) == {"wrong_sign_in"}
    asked = people.hasher.asked
    locked = refusal(people, login, PASSWORD)
    assert (locked.code, locked.params) == ("locked", {"minutes": 5})
    assert people.hasher.asked == asked
    people.steady.now_s += WRONG_WITHIN_S + 1
    if login == "lan":
        assert people.signing_in.sign_in(login, PASSWORD, DESK)
    else:
        assert refusal(people, login).code == "wrong_sign_in"


def test_an_attacker_elsewhere_locks_nobody_out_at_their_own_desk(people: People) -> None:
    for _ in range(MOST_WRONG):
        refusal(people, address=ELSEWHERE)
    assert refusal(people, password=PASSWORD, address=ELSEWHERE).code == "locked"
    assert people.signing_in.sign_in("lan", PASSWORD, DESK)


def test_many_names_from_one_address_have_to_wait_too(people: People) -> None:
    for number in range(MOST_WRONG_OF_ADDRESS):
        refusal(people, f"somebody{number}", address=ELSEWHERE)
    assert refusal(people, password=PASSWORD, address=ELSEWHERE).code == "locked"
    people.steady.now_s += WRONG_OF_ADDRESS_WITHIN_S + 1
    assert people.signing_in.sign_in("lan", PASSWORD, ELSEWHERE)


def test_the_right_password_starts_the_count_anew(people: People) -> None:
    for _ in range(3):
        for _ in range(MOST_WRONG - 1):
            refusal(people)
        assert people.signing_in.sign_in("lan", PASSWORD, DESK)


def test_a_clock_that_is_set_neither_frees_nor_holds_anybody(people: People) -> None:
    for _ in range(MOST_WRONG):
        refusal(people)
    people.clock.at_ms += 10**12
    assert refusal(people, password=PASSWORD).code == "locked"


def test_who_comes_when_all_are_busy_is_told_so_and_has_tried_nothing(people: People) -> None:
    people.hasher.is_busy = True
    for _ in range(MOST_WRONG):
        with pytest.raises(HasherBusy):
            people.signing_in.sign_in("lan", PASSWORD, DESK)
    people.hasher.is_busy = False
    assert people.signing_in.sign_in("lan", PASSWORD, DESK)


def test_guesses_at_the_same_time_are_no_more_than_one(people: People) -> None:
    verify, codes = people.hasher.verify, []

    def slowly(password_hash: str, password: str) -> bool:
        with pytest.raises(HasherBusy):
            people.signing_in.sign_in("lan", "another guess", DESK)
        people.hasher.verify = verify  # type: ignore[method-assign]
        codes.append(refusal(people, address=ELSEWHERE).code)
        return verify(password_hash, password)

    people.hasher.verify = slowly  # type: ignore[method-assign]
    assert people.signing_in.sign_in("lan", PASSWORD, DESK)
    assert codes == ["wrong_sign_in"]


def test_an_account_that_changes_meanwhile_gets_no_session(people: People, lan: Account) -> None:
    verify = people.hasher.verify

    def slowly(password_hash: str, password: str) -> bool:
        people.staff.set_password(lan.id, "somebody changed it")
        return verify(password_hash, password)

    people.hasher.verify = slowly  # type: ignore[method-assign]
    assert refusal(people, password=PASSWORD).code == "wrong_sign_in"
    assert people.grants.all_live() == []


def test_an_account_that_changes_while_its_session_is_stored_gets_none(people: People, lan: Account) -> None:
    give = people.grants.give_session

    def slowly(account: int, address: str) -> tuple[Grant, str]:
        people.staff.set_password(lan.id, "somebody changed it")
        return give(account, address)

    people.grants.give_session = slowly  # type: ignore[method-assign]
    assert refusal(people, password=PASSWORD).code == "wrong_sign_in"
    assert people.grants.all_live() == []


def test_a_change_of_ones_own_password_keeps_the_own_session_alone(people: People, lan: Account) -> None:
    own, _ = people.signing_in.sign_in("lan", PASSWORD, DESK)
    other, _ = people.signing_in.sign_in("lan", PASSWORD, ELSEWHERE)
    people.signing_in.change_password(lan, PASSWORD, "another one altogether", own.id)
    assert people.grants.all_live() == [own]
    assert other not in people.grants.all_live()
    assert refusal(people, password=PASSWORD).code == "wrong_sign_in"
    assert people.signing_in.sign_in("lan", "another one altogether", DESK)


@pytest.mark.parametrize(
    ("former", "password", "code"),
    [
        ("wrong one", "another one altogether", "wrong_password"),
        (PASSWORD, PASSWORD, "same_password"),
        (PASSWORD, "short", "password_short"),
    ],
)
def test_a_change_is_refused_with_its_reason(
    people: People, lan: Account, former: str, password: str, code: str
) -> None:
    with pytest.raises(StaffRefused) as refused:
        people.signing_in.change_password(lan, former, password, 1)
    assert refused.value.code == code


def test_guessing_the_present_password_is_slow_as_well(people: People, lan: Account) -> None:
    codes = []
    for _ in range(MOST_WRONG + 1):
        with pytest.raises(StaffRefused) as refused:
            people.signing_in.change_password(lan, "wrong one", "another one altogether", 1)
        codes.append(refused.value.code)
    assert codes == ["wrong_password"] * MOST_WRONG + ["locked"]
