"""The list of devices as administrators see it."""

from pathlib import Path

from hub.domain.floor import Device, Floor
from hub.messages import DeviceReport
from hub.service.devices import DeviceList, DeviceState, online_grants, paired_devices
from hub.service.fleet import SILENT_MS, Fleet
from hub.service.grants import DEMO, Grants
from hub.service.ports import Grant
from hub.store.journal import Journal
from hub.store.register import Register
from tests.service.kit import FakeClock, Inline

NOW_MS = 1_795_323_600_000


def grant(number: int, screen: str, seen_at: int = NOW_MS, account: int | None = None) -> Grant:
    return Grant(
        id=number,
        kind="session" if account else "device",
        secret_hash="",
        made_at=NOW_MS,
        seen_at=seen_at,
        account=account,
        screen=screen,
        place=f"place {number}",
    )


GRANTS = [grant(1, "wall"), grant(2, "kiosk:K2"), grant(3, "", account=7), grant(4, "kiosk:K1"), grant(5, "monitor")]


def test_devices_are_listed_kind_by_kind_and_people_are_not() -> None:
    devices = paired_devices(GRANTS, {2, 3}, Floor(), Fleet(lambda: NOW_MS))
    assert [(device.screen, device.online) for device in devices] == [
        ("kiosk:K1", False),
        ("kiosk:K2", True),
        ("monitor", False),
        ("wall", False),
    ]


def test_a_kiosk_comes_with_its_printer() -> None:
    floor = Floor(devices={"K1-printer": Device("K1-printer", "online", "low", "closed", NOW_MS)})
    known = {device.screen: device.status for device in paired_devices(GRANTS, (), floor, Fleet(lambda: NOW_MS))}
    assert known["kiosk:K1"] == DeviceState("online", "low", "closed", NOW_MS)
    assert known["kiosk:K2"] is known["wall"] is None


def test_a_monitor_counts_as_working_while_it_asks_now_and_then() -> None:
    grants = [grant(1, "monitor", NOW_MS - 60_000), grant(2, "monitor", NOW_MS - 3_600_000), grant(3, "wall")]
    assert online_grants(grants, {9}, NOW_MS) == {1, 9}


def test_a_device_has_come_once_it_has_used_its_grant() -> None:
    fresh, used = paired_devices([grant(1, "wall"), grant(2, "wall", NOW_MS + 1)], (), Floor(), Fleet(lambda: NOW_MS))
    assert (fresh.has_come, used.has_come) == (False, True)


def test_an_agent_comes_with_what_it_tells_and_what_is_ordered_of_it() -> None:
    fleet, report = Fleet(lambda: NOW_MS), DeviceReport(version="1", clock_offset_ms=0, started_ms=NOW_MS)
    fleet.reported("kiosk:K1", 4, report)
    fleet.reported("kiosk:K2", 99, report)
    fleet.order("kiosk:K1", "restart", by="staff-7")
    devices = {device.screen: device for device in paired_devices(GRANTS, (), Floor(), fleet)}
    assert devices["kiosk:K1"].heard == fleet.heard("kiosk:K1", 4)
    assert devices["kiosk:K1"].ordered == ("restart",)
    assert devices["kiosk:K2"].heard is None, "a former grant's word"


def test_in_the_demo_whoever_speaks_is_there(tmp_path: Path) -> None:
    now_ms = NOW_MS
    clock, fleet = FakeClock(), Fleet(lambda: now_ms)
    journal = Journal.open(tmp_path / "hub.db", clock.now_ms())
    grants = Grants(Register(journal.connection), Inline(), clock, is_demo=True)
    listed = DeviceList(grants, lambda: {DEMO}, Floor, fleet, clock)
    assert listed() == []
    fleet.reported("kiosk:K1", DEMO, DeviceReport(version="1", clock_offset_ms=0, started_ms=NOW_MS))
    shown = [(device.screen, device.grant, device.online, device.seen_ms) for device in listed()]
    assert shown == [("kiosk:K1", DEMO, True, NOW_MS)]
    now_ms += SILENT_MS
    assert [device.online for device in listed()] == [False], "others of the demo are there"
    journal.close()
