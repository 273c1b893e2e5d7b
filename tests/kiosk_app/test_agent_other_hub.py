"""A kiosk that goes on without its hub and meets another one, an older state of its own, or a name of its own anew."""

from pathlib import Path

import pytest

from tests.kiosk_app.agent_kit import DAY, FakeHub
from tests.kiosk_app.own_kit import Kiosk, come_back, labels, leave


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    kiosk = Kiosk(tmp_path, FakeHub())
    kiosk.hear()
    return kiosk


def test_a_hub_that_comes_out_of_a_backup_is_told_again_under_the_same_keys(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    kiosk.end_print()
    hub = come_back(kiosk)
    kiosk.deliver()
    first = hub.keys[:]
    kiosk.restart()
    kiosk.hear(epoch="e2")
    kiosk.deliver()
    assert hub.keys == first * 2
    kiosk.restart()
    kiosk.hear(epoch="e2")
    kiosk.deliver()
    assert hub.keys == first * 2


def test_a_restored_hub_that_took_the_kiosk_in_anew_is_told_again(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    hub = come_back(kiosk)
    kiosk.deliver()
    kiosk.lose()
    kiosk.hear(epoch="restored")
    kiosk.own.look()
    assert kiosk.own.waiting == 1
    kiosk.deliver()
    kiosk.own.look()
    assert (hub.keys[0], kiosk.own.waiting) == (hub.keys[1], 0)


def test_another_hub_is_told_only_what_none_has_heard(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    come_back(kiosk)
    kiosk.deliver()
    hub = leave(kiosk)
    kiosk.take("k2")
    kiosk.own.other_hub()
    kiosk.own.look()
    kiosk.restart()
    assert kiosk.board.hall is None
    come_back(kiosk, epoch="another's")
    kiosk.deliver()
    assert labels(hub) == ["A-K2-01", "A-K2-02"]
    assert len(hub.keys) == 2


def test_numbers_under_a_former_name_are_kept_until_the_kiosk_bears_it_again(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    kiosk.end_print()
    kiosk.name = "K3"
    kiosk.take("k2")
    hub, told = come_back(kiosk), list[str]()
    kiosk.courier.on_refused = told.append
    kiosk.deliver()
    kiosk.deliver()
    assert (labels(hub), told) == (["A-K3-51"], ["ticket_of_another"])
    assert kiosk.own.waiting == 1
    kiosk.name = "K2"
    kiosk.deliver()
    kiosk.own.look()
    assert hub.paths()[1:] == ["/tickets/join", f"/tickets/{DAY}-A-K2-01/print"]
    assert (labels(hub), kiosk.own.waiting) == (["A-K3-51", "A-K2-01"], 0)


def test_a_name_that_changes_on_the_way_costs_no_number(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    hub = come_back(kiosk)
    hub.refusal = "ticket_of_another"
    kiosk.try_to_deliver()
    hub.refusal = ""
    hub.answers.clear()
    kiosk.deliver()
    kiosk.own.look()
    assert (len(labels(hub)), kiosk.own.waiting) == (2, 0)
