"""The printers of this machine from its keyboard."""

import click


@click.command("list")
def list_printers() -> None:
    """List the printers that are plugged into this machine, with the line for devices.toml."""
    from drivers.links.address import Kind
    from drivers.registry import attached_printers

    found = attached_printers()
    if not found:
        click.echo("No printer is plugged into this machine. One in the network is socket://192.168.1.50:9100 or so.")
    for each in found:
        click.echo(f"{each.name}, plugged in at {each.identity}")
        if each.address.kind is Kind.SERIAL:
            click.echo(
                "  A serial line: whatever hangs there. Behind the address ?baud=19200&flow=rtscts as it is set."
            )
        click.echo(f'  printer = "{each.url}"')
