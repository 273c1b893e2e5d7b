"""The options of a device as its driver reads them: every one must be known, and every value possible."""

from drivers.devices.device import DeviceSettings
from drivers.errors import DeviceError

OF_THE_HOST = frozenset({"language"})
"""What may stand among the options of any kind, and is read by who runs the device: the language on a keypad."""


class Options:
    """Reads the options of one device; every reading raises DeviceError `device_options` with a sentence."""

    def __init__(self, settings: DeviceSettings) -> None:
        self._device = settings.name
        self._left = {name: given for name, given in settings.options.items() if name not in OF_THE_HOST}

    def text(self, name: str, usual: str = "") -> str:
        """Any text."""
        return self._left.pop(name, usual)

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        """One of the known words; the first is the usual one."""
        given = self._left.pop(name, known[0])
        if given not in known:
            raise self.wrong(f"{name} = {given!r} is none of {', '.join(known)}")
        return given

    def whole(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number between two others."""
        given = self._left.pop(name, str(usual))
        is_number = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
        if not is_number or not least <= int(given) <= most:
            raise self.wrong(f"{name} = {given!r} is no whole number from {least} to {most}")
        return int(given)

    def end(self) -> None:
        """Nothing more may be there."""
        if self._left:
            raise self.wrong(f"there is no option {next(iter(self._left))!r} for this kind of device")

    def wrong(self, why: str) -> DeviceError:
        """The settings cannot be used; `why` is the rest of a sentence."""
        return DeviceError("device_options", retry=False, detail=f"{self._device}: {why}")
