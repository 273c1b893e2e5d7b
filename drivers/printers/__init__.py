"""Thermal printers: parts to bytes, replies to status, jobs with an honest end."""

from drivers.printers.escpos_printer import EscposPrinter, PrinterTiming
from drivers.printers.job import NO_ANSWER, NOT_DRAWN, JobEnd, JobReport
from drivers.printers.known_profiles import ProfileError, load_profile, profile_names
from drivers.printers.parts import Cut, Part, Picture
from drivers.printers.profile import GENERIC, Profile
from drivers.printers.raster import Raster
from drivers.printers.status import Cover, Cutter, Output, Paper, PrinterStatus

__all__ = [
    "GENERIC",
    "NOT_DRAWN",
    "NO_ANSWER",
    "Cover",
    "Cut",
    "Cutter",
    "EscposPrinter",
    "JobEnd",
    "JobReport",
    "Output",
    "Paper",
    "Part",
    "Picture",
    "PrinterStatus",
    "PrinterTiming",
    "Profile",
    "ProfileError",
    "Raster",
    "load_profile",
    "profile_names",
]
