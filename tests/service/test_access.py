"""The access table: every command has its row, and every role keeps to its scope."""

from typing import get_args

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.service.access import ACCESS, PUBLIC, ROLES, Identity, may_listen, may_use
from hub.service.scopes import may_command
from tests.service.kit import PLAN

CLERK = Identity("staff-7", "clerk", 3, "Nguyễn Thị Lan")
AT_RECEPTION = Identity("staff-8", "clerk")
PANEL = Identity("rating:3", "rating", 3, "3")
KIOSK = Identity("kiosk:K1", "kiosk", None, "K1")
WALL = Identity("wall", "wall")
DESK = Identity("desk:3", "desk", 3, "3")
HALL = Identity("hall:H1", "hall", None, "H1")
MONITOR = Identity("monitor", "monitor")
SUPERVISOR = Identity("staff-2", "supervisor")
ADMINISTRATOR = Identity("staff-1", "administrator")
INSPECTOR = Identity("staff-3", "inspector")
EVERYBODY = (CLERK, AT_RECEPTION, PANEL, KIOSK, WALL, DESK, HALL, MONITOR, SUPERVISOR, ADMINISTRATOR, INSPECTOR, PUBLIC)

TICKET = "2026-11-22-A001"
PRINTED = c.ReportPrint(ticket=TICKET, job="1", result="confirmed")
STATUS = c.ReportDevice(device="K1-printer", link="online", paper="ok", cover="closed")
RATED = c.RateTicket(counter=3, ticket=TICKET, service=1, score=3)
PRESSED = replace(RATED, pressed_ms=1_795_323_600_000)
WITHOUT_PAPER = replace(STATUS, paper="none", cover="none")
OF_DESK = replace(WITHOUT_PAPER, device="desk3-panel")
OF_HALL = replace(WITHOUT_PAPER, device="H1-panel3")


def test_every_command_has_a_row_and_every_row_known_roles() -> None:
    rows = {name.removeprefix("api.") for name in ACCESS if name.startswith("api.")}
    assert {command.__name__ for command in set(get_args(c.Command)) - c.OF_THE_HUB} == {
        row for row in rows if row[0].isupper()
    }
    assert all(roles and roles <= ROLES for roles in ACCESS.values())


def test_what_has_no_row_nobody_may() -> None:
    for identity in EVERYBODY:
        assert not may_use(identity, "api.Nothing")
        assert not may_listen(identity, "nothing")


def test_everybody_may_do_what_the_public_may() -> None:
    assert all(may_use(identity, "healthz") for identity in EVERYBODY)


def test_the_public_may_command_nothing() -> None:
    assert not [command for command in get_args(c.Command) if may_use(PUBLIC, f"api.{command.__name__}")]
    assert not may_command(PUBLIC, PRINTED)
    assert not may_listen(PUBLIC, "wall")


OF_A_COUNTER = [command for command in get_args(c.Command) if "counter" in command.__struct_fields__]


@pytest.mark.parametrize("command", [command for command in OF_A_COUNTER if command is not c.EndHelp])
def test_a_screen_of_a_counter_commands_no_other_counter(command: type[c.Command]) -> None:
    given = {
        "ticket": TICKET,
        "fields": ("civil",),
        "field": "civil",
        "profile": "land_first",
        "reason": "lunch",
        "label": "A001",
        "labels": ("A001",),
        "service": 1,
        "score": 1,
    }
    names = set(command.__struct_fields__)
    values = {name: value for name, value in given.items() if name in names}
    screen = PANEL if command is c.RateTicket else CLERK
    assert may_command(screen, command(counter=3, **values))
    assert not may_command(screen, command(counter=4, **values))
    assert may_command(SUPERVISOR, command(counter=4, **values)) is (command is not c.RateTicket)
    assert not may_command(AT_RECEPTION, command(counter=3, **values))
    assert not may_command(KIOSK, command(counter=3, **values))
    assert not may_command(WALL, command(counter=3, **values))


def test_whoever_of_the_staff_helps_a_counter_ends_its_call_and_keys_end_their_own() -> None:
    told = c.EndHelp(counter=4)
    assert all(may_command(identity, told) for identity in (CLERK, AT_RECEPTION, SUPERVISOR, HALL))
    assert may_command(DESK, replace(told, counter=DESK.counter))
    assert not any(may_command(identity, told) for identity in (DESK, PANEL, KIOSK, WALL, INSPECTOR))


@pytest.mark.parametrize(
    ("identity", "command", "is_allowed"),
    [
        (KIOSK, c.IssueTicket(field="civil"), True),
        (KIOSK, c.IssueTicket(field="civil", granted_by="staff"), False),
        (KIOSK, c.CancelTicket(ticket=TICKET, reason="print_failed"), True),
        (KIOSK, c.CancelTicket(ticket=TICKET, reason="kiosk_cancelled"), True),
        (KIOSK, c.CancelTicket(ticket=TICKET, reason="left"), False),
        (KIOSK, c.AbandonRequest(key="k"), True),
        (CLERK, c.AbandonRequest(key="k"), False),
        (SUPERVISOR, c.AbandonRequest(key="k"), False),
        (SUPERVISOR, RATED, False),
        (SUPERVISOR, STATUS, False),
        (SUPERVISOR, c.IssueTicket(field="civil"), False),
        (SUPERVISOR, c.CancelTicket(ticket=TICKET, reason="print_failed"), False),
        (KIOSK, PRINTED, True),
        (KIOSK, STATUS, True),
        (KIOSK, replace(STATUS, device="K2-printer"), False),
        (KIOSK, replace(STATUS, device="K1"), False),
        (KIOSK, RATED, False),
        (KIOSK, c.CloseDay(), False),
        (CLERK, c.IssueTicket(field="civil"), False),
        (CLERK, c.IssueTicket(field="civil", granted_by="staff"), True),
        (AT_RECEPTION, c.IssueTicket(field="civil", granted_by="staff"), True),
        (AT_RECEPTION, c.CancelTicket(ticket=TICKET, reason="left"), True),
        (AT_RECEPTION, c.CancelTicket(ticket=TICKET, counter=3, reason="left"), False),
        (AT_RECEPTION, c.CloseDay(), False),
        (CLERK, c.CallBack(ticket=TICKET), True),
        (CLERK, c.CancelTicket(ticket=TICKET, reason="left"), True),
        (CLERK, c.CancelTicket(ticket=TICKET, reason="print_failed"), False),
        (CLERK, RATED, False),
        (CLERK, PRINTED, False),
        (CLERK, c.SetMode(mode="test"), False),
        (PANEL, RATED, True),
        (PANEL, c.CallNext(counter=3), False),
        (PANEL, c.CallBack(ticket=TICKET), False),
        (WALL, c.CallBack(ticket=TICKET), False),
        (PANEL, PRESSED, False),
        (DESK, RATED, True),
        (DESK, PRESSED, True),
        (DESK, replace(PRESSED, counter=4), False),
        (HALL, replace(PRESSED, counter=4), True),
        (DESK, c.CallNext(counter=3), True),
        (DESK, c.CallNext(counter=4), False),
        (HALL, c.CallNext(counter=4), True),
        (HALL, c.SetCounterFields(counter=4, fields=("civil",)), False),
        (HALL, c.CallBack(ticket=TICKET), False),
        (HALL, c.IssueTicket(field="civil", granted_by="staff"), False),
        (HALL, c.OpenDay(day="2026-11-22", plan=PLAN), False),
        (DESK, OF_DESK, True),
        (DESK, OF_HALL, False),
        (HALL, OF_HALL, True),
        (HALL, OF_DESK, False),
        (HALL, replace(WITHOUT_PAPER, device="H1-printer"), False),
        (HALL, replace(OF_HALL, paper="ok"), False),
        (DESK, replace(OF_DESK, paper="ok"), False),
        (DESK, replace(OF_DESK, cover="open"), False),
        (DESK, replace(OF_DESK, device_kind="panel", at_counter=3), True),
        (DESK, replace(OF_DESK, device_kind="panel", at_counter=4), False),
        (HALL, replace(OF_HALL, device_kind="panel", at_counter=4), True),
        (KIOSK, replace(STATUS, device_kind="panel"), False),
        (KIOSK, replace(STATUS, at_counter=3), False),
        (KIOSK, replace(STATUS, paper="none"), False),
        (KIOSK, replace(STATUS, cover="none"), False),
        (KIOSK, OF_HALL, False),
        (SUPERVISOR, c.IssueTicket(field="civil", granted_by="staff"), True),
        (SUPERVISOR, c.SetMode(mode="test"), True),
    ],
)
def test_scopes(identity: Identity, command: c.Command, is_allowed: bool) -> None:
    assert may_command(identity, command) is is_allowed


def test_an_administrator_may_all_that_a_supervisor_may() -> None:
    assert all("administrator" in roles for roles in ACCESS.values() if "supervisor" in roles)


def test_an_inspector_commands_nothing() -> None:
    assert not [command for command in get_args(c.Command) if may_use(INSPECTOR, f"api.{command.__name__}")]
    assert not may_command(INSPECTOR, c.CallBack(ticket=TICKET))


@pytest.mark.parametrize(
    ("identity", "topics"),
    [
        (CLERK, {"counter:3"}),
        (AT_RECEPTION, {"counter:3", "counter:4"}),
        (MONITOR, set()),
        (INSPECTOR, {"counter:3", "counter:4", "rating:3", "rating:4", "desk:3", "desk:4", "hall", "kiosk", "wall"}),
        (PANEL, {"rating:3"}),
        (KIOSK, {"kiosk"}),
        (WALL, {"wall"}),
        (DESK, {"desk:3"}),
        (HALL, {"hall"}),
        (SUPERVISOR, {"counter:3", "counter:4", "rating:3", "rating:4", "desk:3", "desk:4", "hall", "kiosk", "wall"}),
        (PUBLIC, set()),
    ],
)
def test_topics(identity: Identity, topics: set[str]) -> None:
    every = {
        "counter:3",
        "counter:4",
        "rating:3",
        "rating:4",
        "desk:3",
        "desk:4",
        "hall",
        "kiosk",
        "wall",
        "nobody",
        "",
    }
    heard = {topic for topic in every if may_listen(identity, topic)}
    assert heard == topics


def test_who_calls_blindly_at_a_counter_does_not_hear_what_the_reception_knows() -> None:
    hears = [who for who in (CLERK, AT_RECEPTION, SUPERVISOR) if may_listen(who, "reception", calls_are_blind=True)]
    assert hears == [AT_RECEPTION, SUPERVISOR]
    assert may_listen(CLERK, "reception")
