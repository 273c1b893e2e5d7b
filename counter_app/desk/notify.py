"""A small notification on a clerk's screen, by a program of the desktop, for keys that have no display of their own."""

import logging
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import Any

from counter_app.desk.keypad_faces import CONNECTING, Shown
from counter_app.desk.keypad_notices import Notice, news_of, notice_of
from hub.agent.hub_client import alone

log = logging.getLogger(__name__)

NOTIFY_SEND = (
    *("notify-send", "--app-name=Tới Lượt", "--icon=dialog-information", "--urgency=normal", "--expire-time=8000"),
    *("--print-id", "--replace-id={id}", "{title}", "{text}"),
)
"""The program of freedesktop.org's notifications (libnotify 0.8 and later), see notify-send(1).

In each part ``{title}``, ``{text}`` and ``{id}`` are filled in: the number that the program printed the last time, 0
before, so that a notification replaces the last one instead of standing beside it.
"""

PATIENCE_S = 3.0

_NO_MARKUP = str.maketrans({"<": "\u2039", ">": "\u203a", "&": "\uff06"})
"""Some desktops read a notification as markup, others show it as it is, and a command does not learn which: so signs
that look alike stand for those that markup is made of.
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


class Notifier:
    """Shows the newest of what it is told, one after the other and beside the caller; one for all keys of a machine.

    A program that is absent or fails is told to the log once, and calling goes on without it.
    """

    def __init__(self, command: Sequence[str] = NOTIFY_SEND, run: Run = subprocess.run) -> None:
        self._command = tuple(command)
        self._run = run
        self._lock = threading.Lock()
        self._next: Notice | None = None
        self._is_at_work = False
        self._news: dict[int, tuple[Any, ...]] = {}
        self._shown_id = "0"
        self._trouble = ""

    def tell(self, shown: Shown, language: str) -> None:
        """What a counter's keys have led to; nothing comes of it unless there is something new to see."""
        news = news_of(shown)
        with self._lock:
            is_starting = shown.trouble == CONNECTING and not shown.pairing
            if not self._command or is_starting or self._news.get(shown.number) == news:
                return
            self._news[shown.number] = news
            self._next = notice_of(shown, language)
            must_begin, self._is_at_work = not self._is_at_work, True
        if must_begin:
            alone(self._work, "notifier")

    def _work(self) -> None:
        while notice := self._taken():
            self._show(notice)

    def _taken(self) -> Notice | None:
        with self._lock:
            notice, self._next = self._next, None
            self._is_at_work = notice is not None
            return notice

    def _show(self, notice: Notice) -> None:
        title, text = (words.translate(_NO_MARKUP) for words in (notice.title, notice.text))
        filled = {"{title}": title, "{text}": text, "{id}": self._shown_id}
        try:
            done = self._run(
                [_filled(part, filled) for part in self._command],
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self._fails(error)
        else:
            self._trouble = ""
            printed = done.stdout.strip()
            self._shown_id = printed if printed.isdecimal() else self._shown_id

    def _fails(self, error: Exception) -> None:
        trouble = type(error).__name__
        if trouble != self._trouble:
            log.warning("no notification can be shown, calling goes on without (%s: %s)", self._command[0], trouble)
        self._trouble = trouble


def _filled(part: str, filled: dict[str, str]) -> str:
    """One part of the command: a placeholder, alone or behind an option; no shell reads it."""
    for placeholder, words in filled.items():
        if part.endswith(placeholder):
            return part.removesuffix(placeholder) + words
    return part
