"""The mind of a call keypad: its keys become what the clerk's page asks for, its two lines say what came of it."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from counter_app.desk.desk import Desk
from counter_app.desk.hall_view import DeskCounter
from counter_app.desk.keypad_asking import Asker
from counter_app.desk.keypad_faces import CONNECTING
from counter_app.desk.keypad_lists import Find, Listing, Order, found, reasons
from counter_app.desk.keypad_orders import TICKET_CHANGED, Press, Said, calls, meaning
from counter_app.desk.keypad_screen import Notify, Screen, Show
from counter_app.desk.keypad_seen import SeenTickets
from drivers.devices import DeviceSettings, Display, Key, Pressed
from hub.agent.hub_client import HubAnswer, alone

log = logging.getLogger(__name__)

MOST_WAITING = 3
MOST_DIGITS = 5
MOST_COUNTER = 99

TWICE_S = 0.5
"""The same key again within this time is a nervous hand; figures and moves in a list may come quicker."""

SEEN_WITHIN_S = 1.0
"""So long the next press waits for the view to show what the last one did."""

SLOW_S = 1.0


class Keypad:
    """One keypad, numeric pad or set of hot-keys at the counter of `settings`; used from any thread.

    `show` gets each new face. What is asked of the hub runs one after the other by `begin`, beside the caller. The
    option ``language`` chooses the texts.
    """

    def __init__(self, settings: DeviceSettings, desk: Desk, show: Show, now_s: Callable[[], float]) -> None:
        self.language = settings.options.get("language", "vi")
        self.begin: Callable[[Callable[[], None]], object] = lambda task: alone(task, f"keypad-{settings.name}")
        self.asker = Asker(desk, settings.counter, now_s, self._rest)
        self._number = settings.counter
        self._desk = desk
        self._now_s = now_s
        self._changed = threading.Condition(threading.RLock())
        self._screen = Screen(settings.counter, self.language, show, now_s)
        self._seen = SeenTickets()
        self._waiting: deque[Press] = deque()
        self._under_way: Press | None = None
        self._asking: Order | Find | None = None
        self._sent_s = 0.0
        self._is_dropped = False
        self._was_said = ""
        self._last_key: tuple[Key, float] | None = None

    @property
    def notify(self) -> Notify:
        """Gets what is shown as a value, and the language, whenever the display is drawn."""
        return self._screen.notify

    @notify.setter
    def notify(self, notify: Notify) -> None:
        self._screen.notify = notify

    def pressed(self, pressed: Pressed) -> None:
        """A key was pressed; returns at once."""
        with self._changed:
            self._look_at_view()
            pressed_s = self._now_s() - pressed.ago_s
            if not self._is_twice(pressed.key, pressed_s):
                self._was_said = self._screen.key_pressed()
                self._take(pressed.key, pressed_s)
            self._go_on()

    def taken(self, lines: Display | None) -> None:
        """The display shows these lines now, see Host.taken."""
        with self._changed:
            self._seen.taken(lines, self._now_s())

    def view_changed(self) -> None:
        """The hall is another one, or the way to the hub has come or gone."""
        with self._changed:
            self._look_at_view()
            self._changed.notify_all()
            self._draw()

    def look(self) -> None:
        """Do what is due by time; to be called a few times a second."""
        with self._changed:
            self._screen.pass_time()
            self._look_at_view()
            self._draw()

    def pairing(self, code: str) -> None:
        """The code by which an administrator lets this machine in; empty when there is none any more."""
        with self._changed:
            self._screen.change(pairing=code)
            self._draw()

    def _take(self, key: Key, pressed_s: float) -> None:
        shown = self._screen.shown
        if key is Key.CLEAR:
            self._clear()
        elif key.isdecimal() and not shown.listing:
            self._screen.change(digits=(shown.digits + key)[:MOST_DIGITS])
        elif shown.listing and (moved := shown.listing.moved(key)):
            self._screen.change(listing=moved)
        elif shown.listing:
            self._choose(shown.listing, key, pressed_s)
        elif shown.digits:
            self._use_digits(key, self._seen.by(pressed_s))
        else:
            self._wait(Press(key, self._seen.by(pressed_s)))

    def _is_twice(self, key: Key, pressed_s: float) -> bool:
        before, self._last_key = self._last_key, (key, pressed_s)
        listing = self._screen.shown.listing
        if before is None or key.isdecimal() or (listing and listing.moved(key)):
            return False
        return before[0] is key and abs(pressed_s - before[1]) < TWICE_S

    def _clear(self) -> None:
        """Leave what is shown; what has not been asked yet is not wanted any more, nor a number that is looked for."""
        self._screen.leave()
        self._waiting.clear()
        self._is_dropped = isinstance(self._asking, Find)

    def _choose(self, listing: Listing, key: Key, pressed_s: float) -> None:
        """Take the entry that the display shows. The second half of a double press chooses nothing from a new list."""
        is_read = pressed_s >= self._seen.shown_s and not self._screen.shown.pairing
        if key not in (Key.CALL, Key.START) or not is_read:
            self._screen.beep()
            return
        if pressed_s < self._screen.opened_s + TWICE_S:
            return
        self._screen.change(listing=None)
        entry = listing.entry
        if entry.order:
            self._wait(Press(entry.order, listing.about))
        else:
            self._open_reasons(entry.calls)

    def _open_reasons(self, label: str) -> None:
        view = self._desk.view()
        listing = reasons(view, label, self.language) if view else None
        self._open(listing if listing and listing.entries else Said("no_reasons"))

    def _use_digits(self, key: Key, seen: str) -> None:
        """The typed figures name a number for CALL, a counter for TRANSFER; no other key may pass them by unseen."""
        digits = self._screen.shown.digits
        if key is Key.CALL:
            self._screen.change(digits="")
            self._wait(Press(Find(digits), seen))
        elif key is Key.TRANSFER:
            self._screen.change(digits="")
            self._transfer_to(int(digits), seen)
        else:
            self._screen.say(Said("finish_typing"))

    def _transfer_to(self, counter: int, seen: str) -> None:
        if 1 <= counter <= MOST_COUNTER:
            self._wait(Press(Order("transfer", seen, {"to_counter": counter}), seen))
        else:
            self._screen.say(Said("unknown_counter", {"counter": counter}))

    def _wait(self, press: Press) -> None:
        """Let a press have its turn; the same once more while it waits or is under way adds nothing."""
        if press == self._under_way or press in self._waiting:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._screen.say(Said("too_quick"))
        else:
            self._waiting.append(press)

    def _go_on(self) -> None:
        """Take the next turns; asks the hub beside the caller."""
        if self._under_way is None and self._next():
            self.begin(self._work)
        self._draw()

    def _next(self) -> bool:
        """Take what waits until there is something to ask the hub; returns whether there is."""
        while self._under_way is None and self._waiting:
            self._turn(self._waiting.popleft())
        return self._under_way is not None

    def _turn(self, press: Press) -> None:
        view, counter = self._desk.view(), self._counter()
        if view is None or counter is None:
            self._screen.say(Said("no_hub" if view is None else "no_day_open"))
            return
        meant = meaning(press, view, counter, self.language)
        if isinstance(meant, Find):
            meant = calls(press, counter) or meant
        if isinstance(meant, Order | Find):
            self._under_way, self._asking, self._sent_s = press, meant, self._now_s()
            self._is_dropped = False
        else:
            self._open(meant)

    def _open(self, meant: Listing | Said) -> None:
        """Show a list; what was pressed before it could be seen is forgotten. None opens behind a sentence.

        Who was told already that there is another number, and to look, is shown it.
        """
        if isinstance(meant, Said) and meant.code == TICKET_CHANGED == self._was_said:
            self._screen.beep()
        elif isinstance(meant, Said):
            self._screen.say(meant)
        elif not self._screen.shown.said:
            self._waiting.clear()
            self._screen.open(meant)

    def _work(self) -> None:
        """Ask for one thing after the other until nothing waits."""
        what = self._asking
        while what:
            answer = self._answer(what)
            with self._changed:
                try:
                    self._settle(what, answer)
                finally:
                    self._under_way = self._asking = None
                self._next()
                self._draw()
                what = self._asking

    def _answer(self, what: Order | Find) -> HubAnswer | Said:
        try:
            return self.asker.asked(what)
        except Exception:  # the edge of this thread: a fault must not leave the keypad without an answer
            log.exception("a keypad met a fault")
            return Said("refused")

    def _settle(self, what: Order | Find, answer: HubAnswer | Said) -> None:
        if self._is_dropped:
            return
        if isinstance(answer, Said):
            self._screen.say(answer)
        elif isinstance(what, Find):
            numbers = found(answer.body.get("numbers", ()))
            self._open(numbers if numbers.entries else Said("no_number", {"digits": what.digits}))
        else:
            self._changed.wait_for(lambda: self._desk.rev() >= answer.body.get("seq", 0), SEEN_WITHIN_S)
            self._look_at_view()

    def _look_at_view(self) -> None:
        """A list about another ticket than the counter's is closed."""
        counter, listing = self._counter(), self._screen.shown.listing
        ticket = counter.ticket if counter else ""
        if listing and listing.about != ticket:
            self._screen.change(listing=None)
            self._screen.say(Said(TICKET_CHANGED))

    def _rest(self, wait_s: float) -> None:
        with self._changed:
            self._changed.wait(wait_s)

    def _draw(self) -> None:
        counter = self._counter()
        is_awaited = self._under_way is not None and not self._is_dropped
        is_slow = is_awaited and self._now_s() >= self._sent_s + SLOW_S
        self._screen.change(counter=counter, trouble=self._trouble(counter), is_sending=is_slow)
        self._screen.draw()
        self._seen.given(self._screen.lines, self._screen.shown.names, self._now_s())

    def _counter(self) -> DeskCounter | None:
        """The counter of an open day: between two days there is nothing to do at any."""
        view = self._desk.view()
        return view.counter(self._number) if view and view.header.day else None

    def _trouble(self, counter: DeskCounter | None) -> str:
        view = self._desk.view()
        if view is None or not self._desk.is_reachable():
            return CONNECTING if view is None else "no_hub"
        if counter is None:
            return "no_counter" if view.header.day else "no_day"
        return ""
