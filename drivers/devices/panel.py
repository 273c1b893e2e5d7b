"""A rating panel on the line protocol: 3 to 5 buttons that are lit while a service may be rated."""

from collections.abc import Sequence

from drivers.devices.device import Device, DeviceSettings, Host, Shows
from drivers.devices.faces import PanelFace
from drivers.devices.line_device import LineDevice, on_the_line, tenths
from drivers.devices.options import Options
from drivers.devices.reports import Rated
from drivers.lines import Lines
from drivers.wire import Frame, Order

BUTTONS = 4


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """See `drivers.devices.kinds.attach`. Option: `buttons` (3 to 5), which is also how many steps are rated."""
    options = Options(settings)
    options.whole("buttons", BUTTONS, 3, 5)
    options.end()
    return Panel(settings, host, lines)


class Panel(LineDevice):
    """It keeps what was pressed until its host has it, also over a line that is away."""

    shows = Shows.RATING
    calls_itself = "PANEL"
    refusal = "buttons_differ"

    def orders(self, now_s: float) -> Sequence[Order]:
        """See LineDevice. How long it stays lit is worked out anew each time this is said."""
        face = self.face
        left = tenths(face.until_s, now_s) if isinstance(face, PanelFace) and face.token else 0
        if not left or not isinstance(face, PanelFace):
            return (Order("face", "SHUT"),)
        args = (face.token, on_the_line(face.label), str(face.buttons), str(left))
        return (Order("face", "OPEN", args, sense=(*args[:3], round(face.until_s))),)

    def report(self, frame: Frame) -> str:
        """See LineDevice."""
        if frame.verb != "RATE":
            return "VERB"
        _, entry, token, button, ago = frame.args
        return "" if self.host.rated(Rated(entry, token, int(button), int(ago) / 10)) else "LATER"
