"""The list of devices as administrators see it."""

from hub.domain.floor import Device, Floor
from hub.service.devices import DeviceState, online_grants, paired_devices
from hub.service.ports import Grant

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
    devices = paired_devices(GRANTS, {2, 3}, Floor())
    assert [(device.screen, device.online) for device in devices] == [
        ("kiosk:K1", False),
        ("kiosk:K2", True),
        ("monitor", False),
        ("wall", False),
    ]


def test_a_kiosk_comes_with_its_printer() -> None:
    floor = Floor(devices={"K1-printer": Device("K1-printer", "online", "low", "closed", NOW_MS)})
    known = {device.screen: device.status for device in paired_devices(GRANTS, (), floor)}
    assert known["kiosk:K1"] == DeviceState("online", "low", "closed", NOW_MS)
    assert known["kiosk:K2"] is known["wall"] is None


def test_a_monitor_counts_as_working_while_it_asks_now_and_then() -> None:
    grants = [grant(1, "monitor", NOW_MS - 60_000), grant(2, "monitor", NOW_MS - 3_600_000), grant(3, "wall")]
    assert online_grants(grants, {9}, NOW_MS) == {1, 9}


def test_a_device_has_come_once_it_has_used_its_grant() -> None:
    fresh, used = paired_devices([grant(1, "wall"), grant(2, "wall", NOW_MS + 1)], (), Floor())
    assert (fresh.has_come, used.has_come) == (False, True)
