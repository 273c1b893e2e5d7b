"""Papers from the keyboard: what a layout looks like, and the slip of a procedure."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.console.base import CENTRE_NAME, FOLDER, SAMPLE, Decorator, options, plain_errors, tell_way

if TYPE_CHECKING:
    from drivers.printers import JobReport, Part, Profile
    from hub.domain.plan import Plan
    from kiosk_app.layout import Layout
    from kiosk_app.printed_facts import Facts, TicketPaper

STATES = ("test", "reprint", "offline", "priority", "link")
LINK = "HTTPS://SO.EXAMPLE.VN/T/" + "A" * 26
WIDE_DOTS = 512
"""What prints at least so much in a row has 80 mm paper."""


def paper_options(function: Any) -> Any:
    """The options that both commands have."""
    own: tuple[Decorator, ...] = (
        options("data"),
        click.option("--centre", default=None, type=FOLDER, help="The centre's configuration, if not the data's."),
        click.option("--language", default="vi", show_default=True, help="The language of the paper."),
        click.option("--png", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where to draw it."),
    )
    for decorate in own:
        function = decorate(function)
    return function


@click.command()
@paper_options
@click.argument("name", metavar="[LAYOUT]", default="ticket-80")
@click.option("--width", type=click.IntRange(192, 832), help="What the printer prints in a row, in dots (8 a mm).")
@click.option("--with", "states", multiple=True, type=click.Choice(STATES), help="What the ticket is; repeatable.")
@click.option("--copies", default=1, show_default=True, type=click.IntRange(1, 2), help="How many of a ticket.")
def preview(name: str, data: Path, centre: Path | None, file: Path | None, **look: Any) -> None:
    """Draw a paper of LAYOUT as a picture (PNG), exactly as it is printed unless the line is slow."""
    from msgspec.structs import replace

    from config.centre import load_centre
    from drivers.printers import GENERIC
    from kiosk_app.layout import load_layout
    from kiosk_app.paper_parts import compose, parts_of

    with plain_errors():
        folder = _folder(data, centre, look["language"])
        plan, layout = load_centre(folder), load_layout(name, [folder])
        profile = replace(GENERIC, width_dots=(look["width"] or layout.width) // 8 * 8)
        if _is_slip(layout):
            parts = parts_of(_slip(folder, plan, "", look["language"]), layout, profile)
        else:
            parts = compose(_ticket(plan, look["language"], look["states"]), layout, profile, copies=look["copies"])
        _draw(parts, profile, file or Path(f"{name}.png"))


@click.command()
@paper_options
@click.argument("code")
@click.option("--printer", default="", help="The printer's address, as in socket://192.168.1.50:9100.")
@click.option("--profile", "model", default="generic-80", show_default=True, help="The printer's model.")
@click.option("--layout", "name", default="", help="How it looks. [slip-80; on narrow paper slip-58]")
def slip(code: str, data: Path, centre: Path | None, file: Path | None, **way: Any) -> None:
    """Print what to know about the procedure CODE of procedures.csv: papers, fee, time limit, counters."""
    from config.centre import load_centre
    from config.devices import require_address
    from drivers.links import parse_address
    from drivers.printers import EscposPrinter, load_profile
    from drivers.registry import printer_way
    from kiosk_app.layout import load_layout
    from kiosk_app.paper_parts import is_slow, parts_of

    with plain_errors():
        folder, printer = _folder(data, centre, way["language"]), way["printer"]
        if printer:
            require_address(printer)
        profile = load_profile(way["model"], [folder / "printers"])
        layout = load_layout(way["name"] or ("slip-80" if profile.width_dots >= WIDE_DOTS else "slip-58"), [folder])
        slow = bool(printer) and is_slow(parse_address(printer).baud)
        parts = parts_of(_slip(folder, load_centre(folder), code, way["language"]), layout, profile, slow)
        if printer:
            tell_end(EscposPrinter(printer_way(printer, tell_way), profile).print(parts))
        else:
            _draw(parts, profile, file or Path(f"{code}.png"))


def _folder(data: Path, centre: Path | None, language: str) -> Path:
    """The centre's folder, before there is one the sample's. Raises ValueError: there are no texts in the language."""
    from config.texts import languages

    if language not in languages():
        raise ValueError(f"There are no texts in «{language}», only in {', '.join(languages())}.")
    own = data / CENTRE_NAME
    return centre or (own if own.is_dir() else SAMPLE)


def _is_slip(layout: "Layout") -> bool:
    return any("{procedure}" in str(getattr(block, "words", "")) for block in layout.blocks)


def _ticket(plan: "Plan", language: str, states: Sequence[str]) -> "TicketPaper":
    """A ticket of the centre's first field."""
    from config.texts import text
    from hub.messages import offline_label
    from kiosk_app.printed_facts import TicketPaper

    field = plan.fields[0]
    label = f"{field.series}{plan.series.first:0{plan.series.digits}}"
    return TicketPaper(
        centre=_head(plan, language),
        field=getattr(field.name, language),
        label=offline_label(field.series, "K1", 7) if "offline" in states else label,
        people_ahead=None if "offline" in states else 12,
        counters=_counters(plan, field.id, language),
        class_mark=text(language, "paper.class_mark") if "priority" in states else "",
        issued=text(language, "paper.issued", time="08:15", date="22/11/2026"),
        qr=LINK if "link" in states else "TL1:2026-11-22-A001",
        language=language,
        is_test="test" in states,
        is_reprint="reprint" in states,
        is_offline="offline" in states,
    )


def _slip(folder: Path, plan: "Plan", code: str, language: str) -> "Facts":
    """The slip of a procedure, an empty code means the first. Raises ValueError: there is none of this code."""
    from config.loader import closest
    from config.procedures import load_procedures
    from kiosk_app.printed_facts import slip_facts

    listed = load_procedures(folder / "procedures.csv", [field.id for field in plan.fields])
    procedure = next((each for each in listed if code in ("", each.code)), None)
    if procedure is None:
        guess = closest(code, [each.code for each in listed])
        hint = f"; did you mean {guess}?" if guess else "."
        raise ValueError(f"{folder / 'procedures.csv'} has no procedure {code}{hint}")
    field = plan.field(procedure.field)
    assert field is not None, "load_procedures() knows the fields"
    places = (getattr(field.name, language), _counters(plan, field.id, language))
    return slip_facts(procedure, _head(plan, language), places, language)


def _head(plan: "Plan", language: str) -> tuple[str, str]:
    return getattr(plan.centre.office, language), getattr(plan.centre.name, language)


def _counters(plan: "Plan", field_id: str, language: str) -> str:
    from config.texts import counted

    numbers = [counter.number for counter in plan.counters if field_id in counter.fields]
    return counted(language, "paper.counters", len(numbers), counters=", ".join(map(str, numbers))) if numbers else ""


def _draw(parts: Sequence["Part"], profile: "Profile", file: Path) -> None:
    from PIL import Image

    from kiosk_app.paper_parts import preview as drawn

    paper = drawn(parts, profile.width_dots)
    Image.frombytes("1", (paper.width, paper.height), paper.bits, "raw", "1;I").save(file, "PNG")
    click.echo(f"{file}: {paper.width} × {paper.height} dots, {paper.height / 8:.0f} mm of paper")


def tell_end(report: "JobReport") -> None:
    """How a job ended, in words; exit status 1 when it did not come out whole."""
    from drivers.printers import NO_ANSWER, JobEnd

    if report.end is JobEnd.CONFIRMED:
        click.echo("Printed.")
    elif report.code == NO_ANSWER:
        click.echo("Sent; the printer does not say whether it is printed.")
    else:
        click.echo(f"Not printed, or only in part: {report.status}.", err=True)
        sys.exit(1)
