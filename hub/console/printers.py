"""The printers of this machine, and whatever else a device list may name, from its keyboard."""

import click


@click.command("list")
def list_printers() -> None:
    """List the printers, serial lines and keys that are plugged into this machine, with the line for devices.toml."""
    from drivers.devices.plugged import attached_keys
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
        if each.address.kind is Kind.SERIAL:
            click.echo(f'  address = "{each.url}?baud=9600"    (panels, boards, keypads, scanners)')
    if not any(each.address.kind is Kind.SERIAL for each in found):
        click.echo("No serial line is plugged into this machine. The one of panels and boards is an adapter at USB.")
    keyed = attached_keys()
    if not keyed:
        click.echo("Nothing with keys is plugged into this machine: no numeric pad, no scanner that types.")
    for keys in keyed:
        click.echo(f"{keys.name}, something with keys")
        click.echo(f'  address = "{keys.address}"    (kind pad, scanner-pad or hot-keys)')
