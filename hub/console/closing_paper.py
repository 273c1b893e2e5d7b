"""A day's closing on a receipt printer: what a photograph of it proves, and what people can read."""

from pathlib import Path
from typing import TYPE_CHECKING

from hub.console.papers import WIDE_DOTS

if TYPE_CHECKING:
    from drivers.printers import Part, Profile
    from hub.store.closing import Closing

Way = tuple[str, str, str]
"""A printer's address, the name of its profile, the language of the paper."""


def print_closing(closing: "Closing", proof: str, folder: Path, way: Way) -> str:
    """Print the paper once; returns how that ended, for people. Nothing that may have been printed is printed again.

    ``proof`` is what the code holds. Raises NotSent: nothing was printed, or there is no such printer or profile.
    """
    from config.devices import require_address
    from config.loader import ConfigError
    from drivers.printers import EscposPrinter, JobEnd, load_profile
    from drivers.registry import printer_way
    from hub.console.base import tell_way
    from hub.sending.ways import NotSent

    address, model, language = way
    try:
        require_address(address)
        profile = load_profile(model, [folder / "printers"])
    except (ConfigError, ValueError) as error:
        raise NotSent(str(error)) from error
    report = EscposPrinter(printer_way(address, tell_way), profile).print(_parts(closing, proof, profile, language))
    if report.end is JobEnd.FAILED:
        raise NotSent(f"{address} printed nothing: {report.status}")
    return "Printed." if report.end is JobEnd.CONFIRMED else f"Perhaps printed, look at the paper: {report.status}"


def draw_closing(closing: "Closing", proof: str, file: Path, language: str) -> None:
    """Draw the paper as a picture (PNG)."""
    from PIL import Image

    from drivers.printers import GENERIC
    from kiosk_app.paper_parts import preview

    paper = preview(_parts(closing, proof, GENERIC, language), GENERIC.width_dots)
    Image.frombytes("1", (paper.width, paper.height), paper.bits, "raw", "1;I").save(file, "PNG")


def _parts(closing: "Closing", proof: str, profile: "Profile", language: str) -> "tuple[Part, ...]":
    from config.texts import text
    from hub.sending.closing_words import counts, grouped, written_date
    from hub.store.signing_key import fingerprint
    from kiosk_app.layout import load_layout
    from kiosk_app.paper_parts import parts_of
    from kiosk_app.printed_facts import closing_facts

    words = {
        "closing_title": text(language, "closing.title", date=written_date(closing.day)),
        "closing_counts": "\n".join(counts(closing, language)),
        "closing_head": f"{text(language, 'closing.head')} ({closing.last.row}):\n{grouped(closing.last.hash)}",
        "closing_key": f"{text(language, 'closing.signer')}:\n{fingerprint(closing.key)}",
        "closing_hint": text(language, "closing.paper_hint"),
    }
    layout = load_layout("closing-80" if profile.width_dots >= WIDE_DOTS else "closing-58")
    return parts_of(closing_facts((closing.office, closing.centre), words, proof, language), layout, profile)
