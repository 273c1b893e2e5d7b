"""Where a broker is and how one gets in, read from a device's address and options."""

import os
import re
import stat
from pathlib import Path

from msgspec import Struct

from drivers.devices import DeviceSettings
from drivers.devices.options import Options

EXAMPLE = "mqtt://192.168.1.20:1883 or mqtts://broker.hall:8883"
USUAL_PORTS = {"mqtt": 1883, "mqtts": 8883}
MOST_PASSWORD = 256

_FORM = re.compile(r"(?P<scheme>mqtts?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]/:@?#\s]+)(?::(?P<port>\d{1,5}))?/?")


class BrokerWay(Struct, frozen=True):
    """The way to a broker; the password stays in its file until a connection needs it."""

    host: str
    port: int
    is_encrypted: bool
    user: str = ""
    password_file: str = ""
    ca_file: str = ""

    def password(self) -> str | None:
        """What the file says, without its line end; None without a file.

        Raises OSError (it cannot be read), ValueError (others may read it too, or it is no password).
        """
        if not self.password_file:
            return None
        with open(self.password_file, "rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise ValueError(f"others may read {self.password_file}; say: chmod 600 {self.password_file}")
            password = file.read(MOST_PASSWORD + 1).rstrip(b"\r\n").decode()
        if not 0 < len(password) <= MOST_PASSWORD:
            raise ValueError(f"{self.password_file} holds no password")
        return password


def read_way(settings: DeviceSettings, options: Options) -> BrokerWay:
    """The way to a device's broker. Raises DeviceError `device_options`."""
    found = _FORM.fullmatch(settings.address)
    port = int(found["port"] or USUAL_PORTS[found["scheme"]]) if found else 0
    if found is None or not 0 < port < 65_536:
        raise options.wrong(f"the address must look like {EXAMPLE}; user and password are options")
    is_encrypted = found["scheme"] == "mqtts"
    user, password_file, ca_file = (options.text(name) for name in ("user", "password_file", "ca_file"))
    way = BrokerWay(found["host"].strip("[]"), port, is_encrypted, user, password_file, ca_file)
    if wrong := _what_is_wrong(way):
        raise options.wrong(wrong)
    return way


def _what_is_wrong(way: BrokerWay) -> str:
    if bool(way.user) != bool(way.password_file):
        return "user and password_file go together"
    if way.ca_file and not way.is_encrypted:
        return "ca_file needs an address that begins with mqtts://"
    if way.ca_file and not Path(way.ca_file).is_file():
        return f"there is no file {way.ca_file}"
    try:
        way.password()
    except (OSError, ValueError) as error:
        return str(error)
    return ""
