"""What stands on and over the counters: rating panels, boards, keypads, scanners, whatever way they are reached."""

from drivers.devices.device import Attach, Device, DeviceSettings, Host, Shows, Standing
from drivers.devices.faces import BoardFace, BoardRow, Display, Face, KeypadFace, PanelFace
from drivers.devices.keys import Key
from drivers.devices.reports import Pressed, Rated

__all__ = [
    "Attach",
    "BoardFace",
    "BoardRow",
    "Device",
    "DeviceSettings",
    "Display",
    "Face",
    "Host",
    "Key",
    "KeypadFace",
    "PanelFace",
    "Pressed",
    "Rated",
    "Shows",
    "Standing",
]
