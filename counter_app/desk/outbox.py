"""Ratings on their way from a panel to the hub: on the disk before the panel forgets them, told to the hub once."""

import hashlib
import secrets
import string
from collections import Counter

import msgspec
from msgspec import Struct

from counter_app.desk.hall_view import OpenRating
from counter_app.desk.outbox_file import DeskFile
from drivers.devices import Rated
from hub.agent.hub_clock import ClockMemory, HubClock

TOKEN_LETTERS = string.ascii_uppercase + string.digits
TOKEN_LENGTH = 8
"""So long that a token of a lost file, which a panel may still hold, is none of a new file."""

RESOLUTION_MS = 100
"""Panels say in tenths of a second how long ago they were pressed, and a line takes its time to carry it. So a press
was rather that much earlier: whoever pressed right before the next visitor was served has rated their own service."""

UNKNOWN = "unknown"
"""The outcome of a rating whose service nobody knows here."""

NOTE_HUB = "INSERT OR REPLACE INTO memory (name, content) VALUES ('hub', ?)"


class KeptRating(Struct, frozen=True):
    """A rating that the hub has yet to hear of; ``told_ms`` is what it is told as the instant of the press."""

    device: str
    entry: str
    token: str
    ticket: str
    service: int
    counter: int
    score: int
    told_ms: int

    @property
    def key(self) -> str:
        """The same for every repetition, also by a later start of this agent."""
        return hashlib.sha256("\n".join((self.device, self.entry, self.token)).encode()).hexdigest()[:40]


class Outbox:
    """Every write is durable when it returns. Raises sqlite3.Error where the disk fails.

    A press has the hub's time of it for good, whatever the hub's clock shows later. One before that clock was known is
    kept by a clock that nobody sets, and gets its time as soon as there is one. Nothing here hangs on the machine's own
    clock, which may be years wrong. ``outcomes`` counts what came of each device's ratings since this start, as
    ``(device, outcome)``.
    """

    def __init__(self, file: DeskFile, clock: HubClock) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self._file = file
        self._clock = clock

    def token(self, window: OpenRating, counter: int, steps: int) -> str:
        """The token of a service that may be rated, the same whenever it is asked for."""
        sql = "SELECT token FROM services WHERE ticket = ? AND service = ? AND opened_ms = ?"
        names = (window.ticket, window.service, window.opened_ms)
        if not self._file.rows(sql, *names):
            fresh = "".join(secrets.choice(TOKEN_LETTERS) for _ in range(TOKEN_LENGTH))
            with self._file.transaction() as db:
                db.execute(
                    "INSERT OR IGNORE INTO services (token, ticket, service, opened_ms, counter, steps, created_ms)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (fresh, *names, counter, steps, self._clock.machine_ms()),
                )
        return str(self._file.rows(sql, *names)[0]["token"])

    def is_rated(self, token: str) -> bool:
        """Whether somebody has rated the service of a token here."""
        return bool(self._file.rows("SELECT 1 FROM ratings WHERE token = ? LIMIT 1", token))

    def keep(self, device: str, rated: Rated) -> bool:
        """Keep a rating; returns whether it is new. The same entry told again is the same press."""
        ago_ms = round(rated.ago_s * 1000) + RESOLUTION_MS
        at = (self._clock.boot, self._clock.steady_ms() - ago_ms, self._clock.now_ms() - ago_ms)
        with self._file.transaction() as db:
            service = db.execute("SELECT steps, opened_ms FROM services WHERE token = ?", (rated.token,)).fetchone()
            is_good = service is not None and 1 <= rated.button <= service[0]
            told_ms = max(at[2], service[1]) if is_good and self._clock.is_heard else None
            done = db.execute(
                "INSERT OR IGNORE INTO ratings"
                " (device, entry, token, button, boot, steady_ms, pressed_ms, told_ms, outcome, created_ms)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(device, rated.entry, rated.token, rated.button, *at),
                    *(told_ms, "" if is_good else UNKNOWN, self._clock.machine_ms()),
                ),
            )
        if done.rowcount and not is_good:
            self.outcomes[device, UNKNOWN] += 1
        return bool(done.rowcount)

    def waiting(self) -> list[KeptRating]:
        """What the hub has yet to hear, in the order in which it was kept."""
        rows = self._file.rows("SELECT n FROM ratings WHERE outcome = '' AND told_ms IS NULL ORDER BY n")
        for row in rows:
            self._settle_time(row["n"])
        sql = """SELECT device, entry, r.token, ticket, service, counter, steps + 1 - button AS score, told_ms
        FROM ratings r JOIN services s ON s.token = r.token WHERE outcome = '' ORDER BY n"""
        return msgspec.convert(self._file.rows(sql), list[KeptRating])

    def waiting_since_ms(self) -> dict[str, int]:
        """Since when (by the machine's clock) the oldest rating of each device waits."""
        sql = "SELECT device, min(created_ms) AS since_ms FROM ratings WHERE outcome = '' GROUP BY device"
        return {str(row["device"]): msgspec.convert(row["since_ms"], int) for row in self._file.rows(sql)}

    def finish(self, rating: KeptRating, outcome: str) -> None:
        """The hub has answered."""
        with self._file.transaction() as db:
            db.execute(
                "UPDATE ratings SET outcome = ? WHERE device = ? AND entry = ? AND token = ?",
                (outcome, rating.device, rating.entry, rating.token),
            )
        self.outcomes[rating.device, outcome] += 1

    def belong_to(self, hub: str) -> None:
        """Note the hub, by its id, to which this agent belongs: that is the one that knows the services here."""
        if hub and not self._hub():
            with self._file.transaction() as db:
                db.execute(NOTE_HUB, (hub,))

    def other_hub(self, hub: str) -> None:
        """This agent was paired anew; ``hub`` is the hub's id, empty if it has none.

        Another hub knows none of these services, whatever it calls by the same names.
        """
        if hub and hub == self._hub():
            return
        with self._file.transaction() as db:
            db.execute("UPDATE ratings SET outcome = ? WHERE outcome = ''", (UNKNOWN,))
            db.execute("DELETE FROM services")
            db.execute("DELETE FROM memory WHERE name = 'clock'")
            db.execute(NOTE_HUB, (hub,))

    def forget_before(self, hub_ms: int) -> None:
        """Tidy up services that are older, by the hub's time, and their ratings; what still waits stays."""
        with self._file.transaction() as db:
            db.execute(
                "DELETE FROM ratings WHERE outcome != '' AND"
                " coalesce((SELECT opened_ms FROM services s WHERE s.token = ratings.token), pressed_ms) < ?",
                (hub_ms,),
            )
            db.execute(
                "DELETE FROM services WHERE opened_ms < ?"
                " AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.token = services.token)",
                (hub_ms,),
            )

    def remember_clock(self) -> None:
        """Keep the hub's clock for a start without the hub."""
        content = msgspec.json.encode(self._clock.memory()).decode()
        with self._file.transaction() as db:
            db.execute("INSERT OR REPLACE INTO memory (name, content) VALUES ('clock', ?)", (content,))

    def recall_clock(self) -> None:
        """Go on with the hub's clock as it was kept, if it was."""
        for row in self._file.rows("SELECT content FROM memory WHERE name = 'clock'"):
            self._clock.recall(msgspec.json.decode(str(row["content"]), type=ClockMemory))

    def _hub(self) -> str:
        """The id of the hub to which this agent belongs, empty if that was never noted."""
        found = self._file.rows("SELECT content FROM memory WHERE name = 'hub'")
        return str(found[0]["content"]) if found else ""

    def _settle_time(self, n: object) -> None:
        """Decide for good when a press was that came before the hub's clock was known.

        Nothing lights up for a service before it may be rated.
        """
        sql = "SELECT boot, steady_ms, pressed_ms, opened_ms FROM ratings JOIN services USING (token) WHERE n = ?"
        with self._file.transaction() as db:
            boot, steady_ms, pressed_ms, opened_ms = db.execute(sql, (n,)).fetchone()
            if boot and boot == self._clock.boot:
                pressed_ms = self._clock.now_ms() - (self._clock.steady_ms() - steady_ms)
            db.execute("UPDATE ratings SET told_ms = ? WHERE n = ?", (max(pressed_ms, opened_ms), n))
