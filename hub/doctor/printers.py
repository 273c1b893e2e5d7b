"""The ticket printers: does each answer, and can it print?"""

import ipaddress
from collections.abc import Callable

from drivers.links import parse_address
from drivers.links.address import Kind
from drivers.printers import EscposPrinter, PrinterStatus
from drivers.printers.status import SILENT, Paper
from drivers.registry import printer_way
from hub.doctor.finding import Finding, doubtful, fine, wrong

TO_DO = {
    "link_url": "Write the address as socket://192.168.1.50:9100, or as `run.py devices list` shows it.",
    "link_refused": "Is it on, and is its address right? A printer talks to one program at a time: look again.",
    "link_lost": "Look at its cable, then run this again.",
    "link_stalled": "Is it off line, open or out of paper? If not, switch it off and on, then look at its cable.",
    "not_a_device": "Something wrote a file where the printer should be: delete it, then plug the printer in.",
    "usb_unavailable": "Install libusb (apt install libusb-1.0-0), or use the address /dev/usb/lp0.",
    "windows_only": "Use an address of another kind: `run.py devices list` shows what is plugged in.",
    "printer_silent": "It takes data and says nothing: it may be a model that never answers. Print a test ticket.",
    "paper_out": "Put in a new roll.",
    "cover_open": "Close its cover.",
    "paper_jam": "Open it, take the jammed paper out, close it.",
    "ticket_in_output": "Take the ticket out of its mouth.",
    "cutter_error": "Switch it off, free the knife, switch it on.",
    "printer_offline": "Press its feed or line button.",
}
OTHERWISE = "Switch it off and on; its self-test (hold the feed button while switching on) tells more."


def printer_status(url: str) -> tuple[PrinterStatus, str]:
    """What a printer says now, and why its address cannot be opened; asks, and prints nothing."""
    reasons: list[str] = []
    status = EscposPrinter(printer_way(url, reasons.append)).status()
    return status, "".join(reasons)


def printer(name: str, url: str, status_of: Callable[[str], tuple[PrinterStatus, str]] = printer_status) -> Finding:
    """The state of one printer. One that says nothing may be of a model that never does."""
    about = f"printer {name}".rstrip()
    status, reason = status_of(url)
    if status.trouble:
        judge = doubtful if status == SILENT else wrong
        return judge(about, f"{url}: {reason or status.trouble}", TO_DO.get(status.trouble, OTHERWISE))
    if status.paper is Paper.LOW:
        return doubtful(about, f"{url}: paper is running low", "Have a new roll ready.")
    if _has_a_name(url):
        return doubtful(about, f"{url}: ready, but a name is looked up each time", "Write its number: 192.168.1.50.")
    return fine(about, f"{url}: ready")


def _has_a_name(url: str) -> bool:
    """Whether a name stands where a number should: looking it up has no deadline, and the agent would hang with it."""
    address = parse_address(url)
    if address.kind not in (Kind.SOCKET, Kind.RFC2217):
        return False
    try:
        ipaddress.ip_address(address.place)
    except ValueError:
        return True
    return False
