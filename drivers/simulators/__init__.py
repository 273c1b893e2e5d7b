"""Devices that exist only as bytes: the demo, the tests and production run the same drivers against them."""

from drivers.simulators.faults import Fault, FaultOrder, Mishap, parse_fault
from drivers.simulators.models import MODELS, Model
from drivers.simulators.printer import PrinterSimulator
from drivers.simulators.pty_cable import PtyCable
from drivers.simulators.tcp_cable import TcpCable

__all__ = [
    "MODELS",
    "Fault",
    "FaultOrder",
    "Mishap",
    "Model",
    "PrinterSimulator",
    "PtyCable",
    "TcpCable",
    "parse_fault",
]
