"""Panels, boards, keypads and scanners made of bytes, on lines made of bytes: no thread, and no time but the given."""

from drivers.simulators.hall.boards import BoardPicture, BoardSimulator, HallBoardSimulator, RowPicture
from drivers.simulators.hall.bus import Bus
from drivers.simulators.hall.keypad import KEYS, KeypadPicture, KeypadSimulator
from drivers.simulators.hall.panel import PanelPicture, PanelSimulator
from drivers.simulators.hall.scanner import ScannerSimulator
from drivers.simulators.hall.station import Station
from drivers.simulators.hall.ways import LineEnd, MemoryWay, OnTheLine, SteppedClock

__all__ = [
    "KEYS",
    "BoardPicture",
    "BoardSimulator",
    "Bus",
    "HallBoardSimulator",
    "KeypadPicture",
    "KeypadSimulator",
    "LineEnd",
    "MemoryWay",
    "OnTheLine",
    "PanelPicture",
    "PanelSimulator",
    "RowPicture",
    "ScannerSimulator",
    "Station",
    "SteppedClock",
]
