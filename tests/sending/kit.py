"""A centre whose closings are made at times that a test says, and where they go."""

from pathlib import Path

import msgspec

from config.closing import ClosingPlan, FolderPlace, PaperPlace
from hub.sending.closing_round import ClosingRound
from hub.store.closing import Closing, unseal
from hub.store.closing_head import head_of
from hub.store.control import ControlServer
from tests.service.kit import MORNING_MS, Hall
from tests.store.closed_day import live_a_day

PLACES = ClosingPlan(
    checkpoint_every_min=15,
    folder=(FolderPlace(name="usb", path="-"), FolderPlace(name="share", path="-")),
    paper=(PaperPlace(name="paper", printer="-"),),
)


class Centre:
    """A hub with a control socket, and rounds of its closings at times that a test says."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.hall = Hall(data / "hub.db")
        live_a_day(self.hall)
        journal = self.hall.journal
        head = {"journal-head": lambda asked: msgspec.to_builtins(head_of(journal, int(asked["after"]), asked["day"]))}
        self.server = ControlServer(data, journal.copy_to, dict, head)
        self.server.start()

    def round(self, at_ms: int = MORNING_MS, plan: ClosingPlan = PLACES) -> ClosingRound:
        return ClosingRound(self.data, plan, at_ms)

    def stop(self) -> None:
        self.server.stop()
        self.hall.close()


def closing(file: Path) -> Closing:
    found = unseal(file.read_bytes())
    assert isinstance(found, Closing)
    return found
