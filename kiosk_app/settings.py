"""What a kiosk's agent is started with."""

from pathlib import Path

from msgspec import Struct

from drivers.devices import DeviceSettings
from drivers.printers import GENERIC, Profile
from hub.agent.scanning import ScanRules
from hub.voice import VoiceSettings


class Panel(Struct, frozen=True):
    """A kiosk's glass: its diagonal in inches, and after how many seconds of rest it invites (0: never)."""

    diagonal_in: float = 21.5
    attract_after_s: int = 120


class KioskSettings(Struct, frozen=True):
    """One kiosk: the hub's URL (None: it is found), the printer's URL, its folder and address (port 0: any).

    ``name`` is what it asks to be called when it is paired for the first time. ``profile`` is the printer's model,
    ``layout`` the name of its paper's ("": what fits the model), ``copies`` how many a ticket has (1 or 2); what the
    installation has drawn by itself lies in the folder ``centre``. What its ``scanner`` reads is told apart by
    ``scan_rules``; ``panel`` is what it is touched on. Its ``voice`` reads the
    page aloud, nothing does without one.
    """

    hub_url: str | None
    printer_url: str
    folder: Path
    name: str = ""
    host: str = "127.0.0.1"
    port: int = 8081
    is_demo: bool = False
    profile: Profile = GENERIC
    layout: str = ""
    copies: int = 1
    centre: Path | None = None
    scanner: DeviceSettings | None = None
    scan_rules: ScanRules = ScanRules()
    voice: VoiceSettings | None = None
    panel: Panel = Panel()
