"""A panel, board or keypad behind a broker: its face goes out, what it says comes in, each message acted on once."""

import secrets
import threading

from drivers.devices import Host, PanelFace, Pressed, Rated, Shows, Standing
from drivers.devices.faces import Face
from drivers.mqtt.broker import Broker, Message
from drivers.mqtt.faces import Draws, Stamp
from drivers.mqtt.messages import KeySaid, Named, RateSaid, Said, StatSaid, Taken, read_said, written
from drivers.mqtt.sequence import Sequence

OLD_KEY_S = 3.0
"""A key that was pressed longer ago is not acted on: who pressed it has pressed again or gone on."""
SILENT_S = 90.0
"""Devices say how they are every 30 s; one that has not for so long is not there, whatever the broker keeps of it."""
DARK = PanelFace()


class MqttDevice:
    """See Device. `topic` is how its topics begin; `buttons` are those of a panel, otherwise 0.

    Only `show` and `close` are called from outside, everything else by the broker's thread.
    """

    def __init__(self, topic: str, shows: Shows, buttons: int, draws: Draws, host: Host) -> None:
        self._topic = topic
        self._shows = shows
        self._buttons = buttons
        self._draws = draws
        self._host = host
        self._broker: Broker | None = None
        self._boot = secrets.token_hex(4).upper()
        self._began_s = host.now_s()
        self._shown_seq = 0
        self._lit_until_s = 0.0
        self._lock = threading.Lock()
        self._face: Face = DARK
        self._is_due = True
        self._is_closed = False
        self._answers: list[Message] = []
        self._sequence = Sequence()
        self._stat = StatSaid("0000", 1)
        self._counts = dict.fromkeys(("repeated", "stale", "broken"), 0)
        self._way_trouble = ""
        self._is_there: bool | None = None
        self._heard_s = 0.0

    def join(self, broker: Broker) -> None:
        """Speak through this broker from now on."""
        self._broker = broker
        self._host.stands(Standing("unknown"))
        broker.add(self)

    @property
    def shows(self) -> Shows:
        """See Device.shows."""
        return self._shows

    def show(self, face: Face) -> None:
        """See Device.show."""
        with self._lock:
            self._face, self._is_due = face, True
        if self._broker:
            self._broker.wake()

    def close(self) -> None:
        """See Device.close."""
        self._is_closed = True
        if self._broker:
            self._broker.remove(self)

    @property
    def topics(self) -> tuple[str, ...]:
        """See Remote.topics."""
        return (f"{self._topic}/said", f"{self._topic}/there")

    def reached(self) -> None:
        """See Remote.reached."""
        self._way_trouble, self._is_there, self._heard_s = "", None, self._host.now_s()
        self._answers.clear()
        self._ask_for_face()

    def parted(self, trouble: str) -> None:
        """See Remote.parted."""
        self._way_trouble = trouble
        self._tell_standing()

    def heard(self, message: Message) -> None:
        """See Remote.heard. What the broker keeps comes again at each connection: nobody says it now."""
        if message.topic == f"{self._topic}/there":
            self._heard_there(message.payload)
        elif message.retained or (said := read_said(message.payload)) is None:
            self._counts["broken"] += 1
        else:
            self._is_there, self._heard_s = True, self._host.now_s()
            self._heard_said(said)

    def due(self) -> list[Message]:
        """See Remote.due."""
        self._tell_standing()
        answers, self._answers = self._answers, []
        now_s = self._host.now_s()
        with self._lock:
            face = self._face
            is_over = 0 < self._lit_until_s <= now_s
            is_due, self._is_due = self._is_due or is_over, False
        return [*answers, self._show_message(face, now_s)] if is_due else answers

    def _show_message(self, face: Face, now_s: float) -> Message:
        self._shown_seq += 1
        self._lit_until_s = face.until_s if isinstance(face, PanelFace) and face.until_s > now_s else 0.0
        shown = self._draws(face, Stamp(self._boot, self._shown_seq, self._clock_ms(), now_s))
        return Message(f"{self._topic}/show", written(shown), retained=True)

    def _ask_for_face(self) -> None:
        with self._lock:
            self._is_due = True

    def _clock_ms(self) -> int:
        return int((self._host.now_s() - self._began_s) * 1000)

    def _heard_there(self, payload: bytes) -> None:
        """A device that has just come gets a fresh face: what the broker kept for it may be old."""
        if payload not in {b"online", b"offline"}:
            self._counts["broken"] += 1
            return
        self._is_there, self._heard_s = payload == b"online", self._host.now_s()
        if self._is_there:
            self._ask_for_face()

    def _heard_said(self, message: Said | Named) -> None:
        if self._sequence.is_known(message.boot, message.seq):
            self._counts["repeated"] += 1
            self._answer(message)
        elif not isinstance(message, RateSaid | KeySaid | StatSaid):
            self._counts["broken"] += 1
            self._answer(message, is_refused=True)
        elif self._act(message):
            self._sequence.take(message.boot, message.seq)
            self._answer(message)

    def _act(self, message: Said) -> bool:
        """Returns whether the device may forget it."""
        if isinstance(message, StatSaid):
            self._stat = message
            return True
        if isinstance(message, KeySaid):
            self._press(message)
            return True
        if self._is_closed:
            return False
        if message.host != self._boot:
            # Told by the clock of a host that is gone; with the new face it learns this one's and tells anew.
            self._ask_for_face()
            return False
        entry = f"{message.boot}-{message.seq}"
        return self._host.rated(Rated(entry, message.token, message.button, self._ago_s(message)))

    def _press(self, message: KeySaid) -> None:
        ago_s = self._ago_s(message)
        if message.host != self._boot or ago_s > OLD_KEY_S:
            self._counts["stale"] += 1
        elif not self._is_closed:
            self._host.pressed(Pressed(message.key, ago_s))

    def _ago_s(self, message: RateSaid | KeySaid) -> float:
        return max(0, self._clock_ms() - message.at_ms) / 1000

    def _answer(self, message: Named, *, is_refused: bool = False) -> None:
        taken = Taken(message.boot, message.seq, self._clock_ms(), "form" if is_refused else "")
        self._answers.append(Message(f"{self._topic}/taken", written(taken)))

    def _tell_standing(self) -> None:
        if not self._is_closed:
            self._host.stands(self._standing())

    def _standing(self) -> Standing:
        stat = self._stat
        told = {"bounced": stat.bounced, "outside": stat.outside, "kept": stat.kept, "missing": self._sequence.missing}
        counts = {name: count for name, count in {**told, **self._counts}.items() if count}
        if self._way_trouble:
            return Standing("offline", self._way_trouble, counts)
        is_silent = self._host.now_s() > self._heard_s + SILENT_S
        if not self._is_there or is_silent:
            is_known = self._is_there is None and not is_silent
            return Standing("unknown", "" if is_known else "device_silent", counts)
        return Standing("online", "buttons_differ" if self._is_unfit() else "", counts)

    def _is_unfit(self) -> bool:
        """Whether the scale is of another length than the panel."""
        face = self._face
        return (
            isinstance(face, PanelFace) and bool(face.token) and bool(self._buttons) and face.buttons != self._buttons
        )
