"""Reads the folder of an installation: the centre's plan, its procedures, its devices, checked against each other."""

import logging
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from config.backup import BackupPlan, load_backup_plan
from config.closing import ClosingPlan, load_closing_plan
from config.devices import Devices, load_devices
from config.hours import with_public_holidays
from config.loader import ConfigError
from config.phone import PhonePlan, load_phone_plan
from config.plan_files import read_plan
from config.plan_slips import plan_slips
from config.procedure_list import read_list
from config.procedures import Procedure
from config.voice import VoicePlan, load_voice_plan
from config.walls import Walls, load_walls
from hub.domain.plan import Plan

SAMPLE = Path(__file__).parent / "sample"

LOG = logging.getLogger("hub.plan")
CARDS_UNREAD = 'kiosks have to tell cards apart, as the plan limits the numbers of a person by them: identity = "hash"'


class Installation(Struct, frozen=True):
    """Everything that the folder of an installation says; ``plan`` has no dates of public holidays yet."""

    plan: Plan
    procedures: tuple[Procedure, ...]
    devices: Devices
    backup: BackupPlan = BackupPlan()
    closing: ClosingPlan = ClosingPlan()
    phone: PhonePlan = PhonePlan()
    voice: VoicePlan = VoicePlan()
    walls: Walls = Walls()

    def plan_for(self, day: str) -> Plan:
        """The plan that a day (ISO) adopts: with the public holidays of its year and of the next one."""
        return with_public_holidays(self.plan, day)

    def always_open(self) -> "Installation":
        """The same without hours, for the demo: it has to work whenever somebody looks at it."""
        return replace(self, plan=replace(self.plan, hours="always"))


def load_installation(folder: Path, ports: Mapping[str, int], adopted: Plan | None = None) -> Installation:
    """Read and check the files of a folder; `ports` fill the places in device addresses.

    Where a plan was adopted, a slip in the draft is logged and keeps nobody from working.
    Raises ConfigError: whatever else is wrong with one of the files, in one line.
    """
    try:
        plan = load_centre(folder)
    except ConfigError as error:
        if adopted is None:
            raise
        LOG.warning("the adopted plan counts; the draft cannot be read: %s", error)
        plan = adopted
    procedures = read_list(folder, [field.id for field in plan.fields]).procedures
    devices = load_devices(folder / "devices.toml", ports)
    if plan.person_limit.by == "identity" and devices.scanning.identity != "hash":
        raise ConfigError(folder / "devices.toml", "scanning.identity", CARDS_UNREAD)
    return Installation(
        plan,
        procedures,
        devices,
        load_backup_plan(folder / "backup.toml"),
        load_closing_plan(folder / "closing.toml"),
        load_phone_plan(folder / "phone.toml"),
        load_voice_plan(folder / "voice.toml"),
        load_walls(folder / "walls.toml", [hall.id for hall in plan.halls]),
    )


def slip_in(plan: Plan) -> str:
    """The first contradiction in a plan as a sentence, empty for none."""
    key, problem, guess = next(plan_slips(plan), ("", "", None))
    return f"{key}: {problem}{f'; did you mean «{guess}»?' if guess else ''}" if key else ""


def draft_of(folder: Path, always_open: bool = False) -> Plan | str:
    """The plan in a folder as it is now, or in a sentence why it cannot be read."""
    try:
        plan = load_centre(folder)
    except ConfigError as error:
        return str(error)
    return replace(plan, hours="always") if always_open else plan


def load_centre(folder: Path) -> Plan:
    """The plan in a folder, in `centre.toml` and perhaps in tables. Raises ConfigError: as `read_plan`."""
    return read_plan(folder)
