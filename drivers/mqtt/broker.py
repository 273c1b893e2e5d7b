"""One connection to a broker, shared by the devices behind it: a thread that keeps it open and hands out what comes."""

import logging
import os
import random
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Protocol

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from drivers.mqtt.way import BrokerWay

log = logging.getLogger(__name__)

REOPEN_S = (0.2, 0.6)
"""A broker that is away is looked for again after so long, at random, so that many do not come at once."""
REFUSED_S = (2.0, 4.0)
"""One that let nobody in is asked more seldom."""
CONNECT_S = 3.0
KEEPALIVE_S = 10
TURN_S = 1.0
STOP_S = 1.0
AT_LEAST_ONCE = 1
SERVER_UNAVAILABLE = 0x88

LOST, REFUSED, FAULT = "line_lost", "broker_refused", "driver_fault"


class Message(NamedTuple):
    """Something to publish; who subscribes later gets what is `retained` too."""

    topic: str
    payload: bytes
    retained: bool = False


class Remote(Protocol):
    """A device behind the broker. The broker's thread makes all calls; what one raises harms no other device."""

    @property
    def topics(self) -> tuple[str, ...]:
        """Where it speaks."""

    def reached(self) -> None:
        """The broker is there, and the device's topics are listened to."""

    def parted(self, trouble: str) -> None:
        """The broker is away (`line_lost`), lets nobody in (`broker_refused`), or a call of the device has failed
        (`driver_fault`).
        """

    def heard(self, message: Message) -> None:
        """A message of one of its topics."""

    def due(self) -> list[Message]:
        """What is to be published now; asked at least once a second while the broker is there."""


class ClosingSocket(ssl.SSLSocket):
    """paho leaves a connection open whose certificate it does not believe."""

    def do_handshake(self, block: bool = False) -> None:
        """See SSLSocket."""
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


def _encryption(ca_file: str) -> ssl.SSLContext:
    """Who is believed: the authority of the file, or without one those of the system."""
    context = ssl.create_default_context(cafile=ca_file or None)
    context.sslsocket_class = ClosingSocket
    return context


class Broker:
    """The connection to one broker, kept until `close`: every new one has a client of its own, so that nothing old is
    sent again over it; the devices say anew what is true now.
    """

    def __init__(self, way: BrokerWay, now_s: Callable[[], float]) -> None:
        self.turned_s = now_s()
        """See Shared."""
        self._way = way
        self._now_s = now_s
        self._lock = threading.Lock()
        self._remotes: tuple[Remote, ...] = ()
        self._fresh: set[Remote] = set()
        self._failed: set[Remote] = set()
        self._logged: set[Remote] = set()
        self._is_let_in = False
        self._refusal = ""
        self._told = ""
        self._ear, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._has_bell = True
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mqtt-broker", daemon=True)
        self._thread.start()

    def add(self, remote: Remote) -> None:
        """Listen for a device."""
        with self._lock:
            self._remotes += (remote,)
            self._fresh.add(remote)
        self.wake()

    def remove(self, remote: Remote) -> None:
        """Forget a device."""
        with self._lock:
            self._remotes = tuple(each for each in self._remotes if each is not remote)
            for those in (self._fresh, self._failed, self._logged):
                those.discard(remote)

    def wake(self) -> None:
        """Ask at once what is due."""
        with self._lock, suppress(BlockingIOError):
            if self._has_bell:
                os.write(self._bell, b"!")

    def close(self) -> None:
        """End the connection and its thread."""
        self._has_ended.set()
        self.wake()
        self._thread.join(STOP_S)

    def _run(self) -> None:
        while not self._has_ended.is_set():
            self._is_let_in, self._refusal = False, ""
            trouble = LOST
            try:
                trouble = self._keep(self._client())
            except (OSError, ValueError) as error:
                self._tell(f"a broker cannot be reached: {error}")
            except Exception:  # the edge of this thread: one fault must not silence the broker's devices for good
                log.exception("the connection to a broker met a fault and begins anew")
            self._part(trouble)
            self._rest(random.uniform(*(REFUSED_S if trouble == REFUSED else REOPEN_S)))
        with self._lock:
            self._has_bell = False
            os.close(self._bell)
            os.close(self._ear)

    def _client(self) -> Client:
        """A client for one connection. Raises OSError, ValueError: a file of the settings cannot be used any more."""
        client = Client(CallbackAPIVersion.VERSION2, client_id="", clean_session=True)
        client.connect_timeout = CONNECT_S
        client.on_connect = self._connected
        client.on_message = self._arrived
        if self._way.is_encrypted:
            client.tls_set_context(_encryption(self._way.ca_file))
        if self._way.user:
            client.username_pw_set(self._way.user, self._way.password())
        return client

    def _keep(self, client: Client) -> str:
        """One connection from its beginning to its end; returns the trouble that it ended with. Raises OSError."""
        client.connect(self._way.host, self._way.port, KEEPALIVE_S)
        if isinstance(connection := client.socket(), socket.socket):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened_s = self._now_s()
        code = MQTTErrorCode.MQTT_ERR_SUCCESS
        try:
            while code == MQTTErrorCode.MQTT_ERR_SUCCESS and not self._has_ended.is_set() and not self._refusal:
                code = self._turn(client)
                if not self._is_let_in and self._now_s() > opened_s + CONNECT_S:
                    raise TimeoutError("it does not answer")
        finally:
            client.disconnect()
        if self._refusal:
            self._tell(f"a broker lets nobody in as {self._way.user or 'a guest'}: {self._refusal}")
            return REFUSED
        self._tell("the connection to a broker is lost")
        return LOST

    def _turn(self, client: Client) -> MQTTErrorCode:
        self.turned_s = self._now_s()
        if self._is_let_in:
            self._speak(client)
        connection = client.socket()
        if connection is None:
            return MQTTErrorCode.MQTT_ERR_NO_CONN
        code = client.loop_read() if self._wait(client, connection) else MQTTErrorCode.MQTT_ERR_SUCCESS
        if code == MQTTErrorCode.MQTT_ERR_SUCCESS:
            code = client.loop_misc()
        if code == MQTTErrorCode.MQTT_ERR_SUCCESS and client.want_write():
            code = client.loop_write()
        return code

    def _wait(self, client: Client, connection: Any) -> bool:
        """Until the bell rings, a second is over or the broker says something; returns whether it did."""
        if getattr(connection, "pending", int)():
            return True
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        poll.register(connection, select.POLLIN | (select.POLLOUT if client.want_write() else 0))
        events = dict(poll.poll(TURN_S * 1000))
        self._silence_bell()
        return bool(events.get(connection.fileno(), 0) & ~select.POLLOUT)

    def _speak(self, client: Client) -> None:
        """Greet devices that were added meanwhile, and publish what all have to say."""
        with self._lock:
            remotes, fresh, self._fresh = self._remotes, self._fresh, set()
        for remote in fresh:
            client.subscribe([(topic, AT_LEAST_ONCE) for topic in remote.topics])
            with self._fenced(remote):
                remote.reached()
        for remote in remotes:
            with self._fenced(remote):
                for message in remote.due():
                    client.publish(message.topic, message.payload, AT_LEAST_ONCE, message.retained)

    def _connected(
        self, _client: Client, _own: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._refusal = "" if reason.value == SERVER_UNAVAILABLE else str(reason)
            return
        log.info("a broker is there%s", " again" if self._told else "")
        self._told = ""
        self._is_let_in = True
        with self._lock:
            self._fresh = set(self._remotes)

    def _arrived(self, _client: Client, _own: object, message: MQTTMessage) -> None:
        heard = Message(message.topic, bytes(message.payload), message.retain)
        for remote in self._remotes:
            if message.topic in remote.topics:
                with self._fenced(remote):
                    self._hand(remote, heard)

    def _hand(self, remote: Remote, heard: Message) -> None:
        """One whose last message was a fault begins anew with this one."""
        if remote in self._failed:
            remote.reached()
        remote.heard(heard)
        self._failed.discard(remote)

    @contextmanager
    def _fenced(self, remote: Remote) -> Iterator[None]:
        """A fault in a device's call is told of that device, and logged once."""
        try:
            yield
        except Exception:  # one device's fault must not part the others from the broker
            if remote not in self._logged:
                log.exception("a device behind a broker met a fault")
            self._logged.add(remote)
            self._failed.add(remote)
            with suppress(Exception):
                remote.parted(FAULT)

    def _part(self, trouble: str) -> None:
        for remote in () if self._has_ended.is_set() else self._remotes:
            with self._fenced(remote):
                remote.parted(trouble)

    def _rest(self, wait_s: float) -> None:
        self._has_ended.wait(wait_s)
        self.turned_s = self._now_s()

    def _silence_bell(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._ear, 4096)

    def _tell(self, what: str) -> None:
        """To the log, once for each trouble."""
        if what != self._told and not self._has_ended.is_set():
            log.warning("%s (%s:%d)", what, self._way.host, self._way.port)
        self._told = what
