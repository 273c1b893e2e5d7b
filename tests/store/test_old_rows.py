"""Rows that earlier versions wrote are read as ever, whatever fields events have had since."""

from msgspec.structs import replace

from hub.domain import events as e
from hub.domain import views
from hub.domain.apply import fold
from hub.domain.plan import Offline
from hub.domain.snapshots import DeviceStatus
from hub.store import codec
from tests.service.kit import DAY, MORNING_MS, PLAN

OPENED = e.DayOpened(
    day=DAY,
    plan_version=1,
    plan=PLAN,
    counters=(),
    devices=(DeviceStatus("K1-printer", "online", "ok", "closed", MORNING_MS),),
)
CHANGED = e.DeviceChanged(device="K2-printer", link="online", paper="out", cover="closed")


def test_a_day_that_was_opened_before_kiosks_drew_numbers_alone() -> None:
    form = codec.form_of(OPENED)
    del form["plan"]["offline"]
    del form["devices"][0]["trouble"]

    read = codec.decode("DayOpened", 1, codec.encode(form))

    assert isinstance(read, e.DayOpened)
    assert read == replace(OPENED, plan=replace(PLAN, offline=Offline()))


def test_a_device_of_which_nothing_was_said_but_link_paper_and_cover() -> None:
    old = '{"cover":"closed","device":"K2-printer","link":"online","paper":"out"}'

    assert codec.encode(codec.form_of(CHANGED)) == old
    assert codec.decode("DeviceChanged", 1, old) == CHANGED


def test_a_rating_of_which_nothing_was_said_but_the_score() -> None:
    old = '{"counter":1,"score":4,"service":1,"ticket":"2026-11-22-A001"}'
    rated = e.TicketRated(ticket="2026-11-22-A001", service=1, counter=1, score=4)

    assert codec.encode(codec.form_of(rated)) == old
    assert codec.decode("TicketRated", 1, old) == rated


def test_the_views_of_an_old_day() -> None:
    floor = fold([e.Entry(1, MORNING_MS, DAY, "hub", OPENED), e.Entry(2, MORNING_MS, DAY, "kiosk:K2", CHANGED)])

    told = {device.device: device.trouble for device in views.floor_view(floor, {}).devices}

    assert told == {"K1-printer": "", "K2-printer": ""}
    assert views.kiosk_view(floor).offline.is_allowed
