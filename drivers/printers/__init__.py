"""Thermal printers: pictures to bytes, replies to status, jobs with an honest end."""

from drivers.printers.escpos_printer import NO_ANSWER, EscposPrinter, JobEnd, JobReport
from drivers.printers.raster import Raster
from drivers.printers.status import Cover, Paper, PrinterStatus

__all__ = ["NO_ANSWER", "Cover", "EscposPrinter", "JobEnd", "JobReport", "Paper", "PrinterStatus", "Raster"]
