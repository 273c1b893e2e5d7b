"""A real mosquitto with the configuration that is handed out, and devices as their makers would build them."""

import json
import os
import secrets
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from tests.hub_process import ROOT, free_port
from tests.waiting import until

DEPLOYED = ROOT / "config" / "deploy" / "mqtt"
HOST_USER = "toi-luot"
PASSWORDS = {name: f"secret of {name}" for name in (HOST_USER, "panel3", "board3", "hall", "keypad3")}
PATH = f"{os.environ['PATH']}:/usr/sbin"
WITHIN_S = 10.0


class Mosquitto:
    """The broker over a folder: users, certificate and the deployed files, on ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.tls_port = free_port(), free_port()
        self.folder = folder
        self.ca_file = folder / "toi-luot.crt"
        self._process: subprocess.Popen[bytes] | None = None
        self._make_users()
        self._make_certificate()
        self._write_configuration()

    def password_file(self, user: str) -> Path:
        """A file with a user's password that only its owner may read."""
        path = self.folder / f"{user}.password"
        path.write_text(f"{PASSWORDS[user]}\n")
        path.chmod(0o600)
        return path

    def start(self) -> None:
        command = ["mosquitto", "-c", str(self.folder / "mosquitto.conf")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, env={**os.environ, "PATH": PATH}, stderr=log, stdout=log)
        assert until(self._answers, WITHIN_S), (self.folder / "log").read_text()

    def stop(self) -> None:
        """As if its machine was switched off."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _make_users(self) -> None:
        path = self.folder / "users"
        path.write_text("".join(f"{user}:{password}\n" for user, password in PASSWORDS.items()))
        subprocess.run(["mosquitto_passwd", "-U", str(path)], check=True)

    def _make_certificate(self) -> None:
        keys = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-x509", "-days", "2"]
        places = ["-keyout", str(self.folder / "toi-luot.key"), "-out", str(self.ca_file)]
        names = ["-subj", "/CN=broker.hall", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        subprocess.run(["openssl", "req", *keys, *places, *names], check=True, capture_output=True)

    def _write_configuration(self) -> None:
        places = {
            "/etc/mosquitto/toi-luot.passwd": str(self.folder / "users"),
            "/etc/mosquitto/toi-luot.acl": str(DEPLOYED / "acl"),
            "/etc/mosquitto/certs": str(self.folder),
            "listener 1883": f"listener {self.port}",
            "listener 8883": f"listener {self.tls_port} 127.0.0.1",
        }
        configuration = (DEPLOYED / "mosquitto.conf").read_text()
        for there, here in places.items():
            assert there in configuration
            configuration = configuration.replace(there, here)
        as_root = "user root\n" if os.geteuid() == 0 else ""
        (self.folder / "mosquitto.conf").write_text(as_root + configuration)


class PlayedDevice:
    """A device as docs/mqtt.md wants it: has a last will, names its messages and speaks by the host's clock."""

    def __init__(self, broker: Mosquitto, name: str, user: str = "", password: str = "") -> None:
        self.name = name
        self.boot = secrets.token_hex(4).upper()
        self.shown: list[dict[str, Any]] = []
        self.taken: list[dict[str, Any]] = []
        self.is_there = threading.Event()
        self._seq = 0
        self._ahead_ms = 0.0
        self._host = ""
        self._client = client = Client(CallbackAPIVersion.VERSION2, clean_session=True)
        client.username_pw_set(user or name, password or PASSWORDS[user or name])
        client.will_set(f"toi-luot/{name}/there", "offline", 1, retain=True)
        client.reconnect_delay_set(1, 1)
        client.on_connect = self._connected
        client.on_message = self._arrived
        client.on_disconnect = lambda *_: self.is_there.clear()
        client.connect("127.0.0.1", broker.port, 10)
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.loop_start()

    @property
    def face(self) -> dict[str, Any]:
        """What it shows, without the names of the message."""
        return {name: value for name, value in self.shown[-1].items() if name not in {"boot", "seq", "clock_ms"}}

    def numbered(self, **said: Any) -> dict[str, Any]:
        """A new message of this device, told by the host's clock."""
        self._seq += 1
        now_ms = int(time.monotonic() * 1000 + self._ahead_ms)
        when = {} if said["kind"] == "stat" else {"host": self._host, "at_ms": now_ms}
        return {"boot": self.boot, "seq": self._seq, **when, **said}

    def say(self, message: dict[str, Any] | bytes) -> None:
        payload = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.publish(f"toi-luot/{self.name}/said", payload)

    def publish(self, topic: str, payload: bytes) -> None:
        self._client.publish(topic, payload, 1).wait_for_publish(WITHIN_S)

    def has_taken(self, message: dict[str, Any], times: int = 1) -> bool:
        """Whether the host has acknowledged a message, so many times."""
        return until(lambda: len([one for one in self.taken if one["seq"] == message["seq"]]) >= times, WITHIN_S)

    def shows(self, **face: Any) -> bool:
        """Whether it comes to show this."""
        return until(lambda: bool(self.shown) and self.face.items() >= face.items(), WITHIN_S)

    def shows_rows(self, *labels: str) -> bool:
        """Whether it comes to show these rows, told by the host itself."""
        rows = list(labels)
        return until(lambda: bool(self.shown) and [row["label"] for row in self.face["rows"]] == rows, WITHIN_S)

    def vanish(self) -> None:
        """Lose the connection without a farewell."""
        connection = self._client.socket()
        self._client.loop_stop()
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _connected(self, client: Client, *_: object) -> None:
        client.subscribe([(f"toi-luot/{self.name}/show", 1), (f"toi-luot/{self.name}/taken", 1)])
        client.publish(f"toi-luot/{self.name}/there", "online", 1, retain=True)
        self.is_there.set()

    def _arrived(self, _client: Client, _own: object, message: MQTTMessage) -> None:
        heard = json.loads(message.payload)
        if message.topic.endswith("/taken"):
            self.taken.append(heard)
        elif not message.retain:
            self._take_face(heard)

    def _take_face(self, heard: dict[str, Any]) -> None:
        """Of a face that the broker has kept nobody knows how old it is; the host sends a fresh one to who comes."""
        if heard["boot"] != self._host:
            self._host, self._ahead_ms = heard["boot"], -float("inf")
        self._ahead_ms = max(self._ahead_ms, heard["clock_ms"] - time.monotonic() * 1000)
        self.shown.append(heard)
