"""Erasing what clerks typed."""

from pathlib import Path

import click

from hub.console.accounts import OnTheSpot
from hub.console.base import hub_answers, options, plain_errors


@click.command()
@options("data")
@click.argument("day")
@click.argument("label")
def erase(day: str, label: str, data: Path) -> None:
    """Erase the notes that clerks typed with a number, as in: erase 2026-11-22 A012.

    Works beside a running hub and without one. The journal stays as it is: no note is part of it. Backups that were
    made before hold the notes until they are deleted; an open page shows them until it is loaded anew.
    """
    ticket = f"{day}-{label.upper()}"
    with plain_errors():
        rows = _erased(data, ticket)
    click.echo(f"Notes of {ticket} erased: {rows}." if rows else f"There are no notes of {ticket}.")


def _erased(data: Path, ticket: str) -> int:
    from hub.service.erasing import erase_texts_of
    from hub.store.control import DATABASE_NAME, ask
    from hub.store.journal import Journal

    if hub_answers(data):
        return int(ask(data, do="erase-texts", ticket=ticket)["erased"])
    if not (data / DATABASE_NAME).exists():
        raise ValueError(f"There is no journal in {data}. Choose the folder of the hub with --data.")
    journal = Journal.open(data / DATABASE_NAME, OnTheSpot().now_ms())
    try:
        return erase_texts_of(journal, ticket)
    finally:
        journal.close()
