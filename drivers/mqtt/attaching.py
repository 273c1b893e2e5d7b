"""From a row of the device list to a device behind a broker."""

from drivers.devices import DeviceSettings, Host, Shows
from drivers.devices.options import Options
from drivers.lines import Lines
from drivers.mqtt.broker import Broker
from drivers.mqtt.device import MqttDevice
from drivers.mqtt.faces import Draws, board_draws, keypad_draws, panel_draws
from drivers.mqtt.way import read_way

USUAL_PREFIX = "toi-luot"

SHOWS = {
    "mqtt-panel": Shows.RATING,
    "mqtt-board": Shows.CALL,
    "mqtt-hall-board": Shows.CALLS,
    "mqtt-keypad": Shows.KEYPAD,
}


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> MqttDevice:
    """Attach a device of one of the four kinds to its broker; devices with the same way in share a connection.

    Options: `user`, `password_file`, `ca_file`; `prefix` and `device` (how its topics begin, usually toi-luot and the
    device's name); a panel's `buttons` (3–5), a hall board's `rows` (1–8). Raises DeviceError `device_options`.
    """
    options = Options(settings)
    way = read_way(settings, options)
    topic = f"{_topic_part(options, 'prefix', USUAL_PREFIX)}/{_topic_part(options, 'device', settings.name)}"
    buttons = options.whole("buttons", 4, 3, 5) if settings.kind == "mqtt-panel" else 0
    draws = _draws(settings.kind, buttons, options)
    options.end()
    broker = lines.shared(settings.address, lambda: Broker(way, lines.now_s), way)
    device = MqttDevice(topic, SHOWS[settings.kind], buttons, draws, host)
    device.join(broker)
    return device


def _topic_part(options: Options, name: str, usual: str) -> str:
    given = options.text(name, usual)
    if not given or not given.isprintable() or set(given) & set("/+#$ "):
        raise options.wrong(f"{name} = {given!r} cannot be a part of a topic: no /, +, #, $ or blank")
    return given


def _draws(kind: str, buttons: int, options: Options) -> Draws:
    if buttons:
        return panel_draws(buttons)
    if kind == "mqtt-keypad":
        return keypad_draws()
    return board_draws(options.whole("rows", 4, 1, 8) if kind == "mqtt-hall-board" else 1)
