"""The staff's accounts from the command line."""

from pathlib import Path

import click

from hub.console.accounts import accounts, password_file, password_from
from hub.console.base import options, plain_errors

ROLES = ("clerk", "supervisor", "administrator", "inspector")


@click.group()
def staff() -> None:
    """The accounts of the staff; works beside a running hub and without one."""


@staff.command(name="list")
@options("data")
def list_accounts(data: Path) -> None:
    """List the open accounts: sign-in name, role, open sessions, full name."""
    with plain_errors(), accounts(data) as do:
        for account in do("staff-list", {})["accounts"]:
            marks = ", first password not changed yet" if account["must_change"] else ""
            told = f"{account['login']:<16} {account['role']:<14} {account['sessions']} signed in  {account['name']}"
            click.echo(f"{told}{marks}")


@staff.command()
@options("data")
@click.argument("login")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@password_file
def add(login: str, name: str, role: str, password_file: str | None, data: Path) -> None:
    """Make an account: LOGIN "FULL NAME" ROLE.

    Without --password-file a password for the first sign-in is made and printed; it must be changed then.
    """
    with plain_errors(), accounts(data) as do:
        password = password_from(password_file)
        made = do("staff-add", {"login": login, "name": name, "role": role, "password": password})
        click.echo(f"Account {made['login']} is made.")
        _tell(made["password"], password)


@staff.command()
@options("data")
@click.argument("login")
@password_file
def password(login: str, password_file: str | None, data: Path) -> None:
    """Set the password of LOGIN; they are signed out everywhere."""
    with plain_errors(), accounts(data) as do:
        given = password_from(password_file)
        made = do("staff-password", {"login": login, "password": given})
        click.echo(f"{login} has a new password and is signed out everywhere.")
        _tell(made["password"], given)


@staff.command()
@options("data")
@click.argument("login")
@click.argument("role", type=click.Choice(ROLES))
def role(login: str, role: str, data: Path) -> None:
    """Give LOGIN another role; they are signed out everywhere."""
    with plain_errors(), accounts(data) as do:
        do("staff-role", {"login": login, "role": role})
        click.echo(f"{login} is {role} now.")


@staff.command()
@options("data")
@click.argument("login")
@click.argument("name")
def name(login: str, name: str, data: Path) -> None:
    """Correct the full name of LOGIN: LOGIN "FULL NAME"; it is then shown for what they did before as well."""
    with plain_errors(), accounts(data) as do:
        do("staff-name", {"login": login, "name": name})
        click.echo(f"{login} is called {name} now.")


@staff.command()
@options("data")
@click.argument("login")
def close(login: str, data: Path) -> None:
    """Close the account of LOGIN for good; they are signed out everywhere."""
    with plain_errors(), accounts(data) as do:
        do("staff-close", {"login": login})
        click.echo(f"The account {login} is closed.")


def _tell(password: str, given: str | None) -> None:
    """Print a password that was made, and nothing that somebody typed."""
    if given is None:
        click.echo(f"One-time password, to be changed at the first sign-in: {password}")
