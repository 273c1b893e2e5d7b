"""Accounts: who may be made, what a password must be, and that every change ends the sessions that it must."""

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.service.passwords import fault_of, one_time_password
from hub.service.ports import Account
from hub.service.staff import StaffRefused
from tests.service.people import PASSWORD, People


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    people = People(tmp_path)
    yield people
    people.close()


@pytest.fixture
def admin(people: People) -> Account:
    return people.staff.add("admin", "Trần Văn Quản", "administrator", PASSWORD)[0]


@pytest.fixture
def lan(people: People, admin: Account) -> Account:
    return people.staff.add("lan.nt", "Nguyễn Thị Lan", "clerk", PASSWORD)[0]


def refusal_of(job: Callable[[], object]) -> str:
    with pytest.raises(StaffRefused) as refused:
        job()
    return refused.value.code


def test_accounts_are_there_again_after_a_restart(people: People, lan: Account) -> None:
    again = people.started_again()
    assert again.account(lan.id) == lan
    assert [account.login for account in again.all_open()] == ["admin", "lan.nt"]
    assert again.names() == {"staff-1": "Trần Văn Quản", "staff-2": "Nguyễn Thị Lan"}


def test_a_login_is_the_same_however_it_is_typed(people: People, lan: Account) -> None:
    for typed in ("lan.nt", "LAN.NT", "  Lan.nt ", "ｌａｎ．ｎｔ"):
        assert people.staff.by_login(typed) == lan
    assert refusal_of(lambda: people.staff.add("Lan.NT", "Another", "clerk")) == "login_taken"


@pytest.mark.parametrize(
    ("login", "name", "role", "password", "code"),
    [
        ("", "Lan", "clerk", None, "login_malformed"),
        ("lan nt", "Lan", "clerk", None, "login_malformed"),
        ("l" * 41, "Lan", "clerk", None, "login_malformed"),
        ("lan\n", "  ", "clerk", None, "name_missing"),
        ("lan", "L" * 81, "clerk", None, "name_missing"),
        ("lan", "Lan", "kiosk", None, "unknown_role"),
        ("lan", "Lan", "newcomer", None, "unknown_role"),
        ("lan", "Lan", "clerk", "", "password_short"),
        ("lan", "Lan", "clerk", "password123", "password_common"),
        ("lan", "Lan", "clerk", unicodedata.normalize("NFD", "ếếếếừừ"), "password_short"),
        ("lan", "Lan", "clerk", "ｐａｓｓｗｏｒｄ１２３", "password_common"),
    ],
)
def test_what_cannot_be_an_account(
    people: People, login: str, name: str, role: str, password: str | None, code: str
) -> None:
    assert refusal_of(lambda: people.staff.add(login, name, role, password)) == code
    assert people.staff.all_open() == []


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("ngắnquá12", "password_short"),
        ("a" * 201, "password_long"),
        ("matkhau123", "password_common"),
        ("MatKhau@123", "password_common"),
        ("1111111111111", "password_common"),
        ("121212121212", "password_common"),
        ("nguyenlan12", "password_is_login"),
        ("NguyenLan!!", "password_is_login"),
        (PASSWORD, None),
        ("mười chữ cái", None),
    ],
)
def test_what_a_password_must_be(password: str, fault: str | None) -> None:
    assert fault_of(password, "nguyenlan") == fault


def test_one_time_passwords_are_good_and_differ() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert [password for password in made if fault_of(password, "lan")] == []


def test_a_password_that_was_made_must_be_changed(people: People, admin: Account) -> None:
    made, password = people.staff.add("lan", "Lan", "clerk")
    assert (made.must_change, people.hasher.verify(made.password_hash, password)) == (True, True)
    people.staff.set_password(made.id, PASSWORD)
    assert [account.must_change for account in people.started_again().all_open()] == [False, False]
    people.staff.set_password(made.id)
    assert people.started_again().all_open()[1].must_change


@pytest.mark.parametrize(
    "change",
    [
        lambda people, account: people.staff.set_password(account),
        lambda people, account: people.staff.set_password(account, "another one altogether"),
        lambda people, account: people.staff.set_role(account, "supervisor"),
        lambda people, account: people.staff.close(account),
    ],
)
def test_every_change_ends_the_accounts_sessions_and_no_others(
    people: People, admin: Account, lan: Account, change: Callable[[People, int], object]
) -> None:
    ended: list[int] = []
    people.grants.on_end.append(ended.append)
    own, _ = people.grants.give_session(lan.id, "10.0.0.1")
    other, _ = people.grants.give_session(lan.id, "10.0.0.2")
    of_admin, _ = people.grants.give_session(admin.id, "10.0.0.3")
    change(people, lan.id)
    assert ended == [own.id, other.id]
    assert people.grants.live(of_admin.id)


def test_the_same_role_again_ends_nothing(people: People, lan: Account) -> None:
    session, _ = people.grants.give_session(lan.id, "")
    people.staff.set_role(lan.id, "clerk")
    assert people.grants.live(session.id)


def test_a_closed_account_is_gone_but_its_name_and_number_stay(people: People, lan: Account) -> None:
    people.staff.close(lan.id)
    for staff in (people.staff, people.started_again()):
        assert (staff.account(lan.id), staff.by_login("lan.nt")) == (None, None)
        assert staff.names()["staff-2"] == "Nguyễn Thị Lan"
    assert refusal_of(lambda: people.staff.close(lan.id)) == "unknown_account"
    assert refusal_of(lambda: people.staff.set_role(99, "clerk")) == "unknown_account"
    assert refusal_of(lambda: people.staff.set_password(99)) == "unknown_account"
    again, _ = people.staff.add("lan.nt", "Lê Thị Lan", "clerk")
    assert again.id == 3


def test_the_last_administrator_stays(people: People, admin: Account, lan: Account) -> None:
    assert refusal_of(lambda: people.staff.close(admin.id)) == "last_administrator"
    assert refusal_of(lambda: people.staff.set_role(admin.id, "clerk")) == "last_administrator"
    people.staff.set_role(lan.id, "administrator")
    people.staff.close(admin.id)
    assert refusal_of(lambda: people.staff.close(lan.id)) == "last_administrator"
