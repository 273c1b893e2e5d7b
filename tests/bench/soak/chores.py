"""What goes on beside the queue: figures, tables, the plan's page, backups, devices that report."""

import subprocess
import sys
from itertools import cycle

import requests

from tests.bench.hall import Hall
from tests.bench.soak.book import Book, Hand
from tests.hub_nursery import ROOT
from tests.staff_kit import PASSWORD, at_console, signed_in

READ = (
    "/admin/plan",
    "/api/v1/figures?mode=live",
    "/api/v1/figures.csv?mode=live",
    "/api/v1/today.csv",
    "/admin/devices",
    "/supervisor/",
)
READS_EVERY_S, REPORTS_EVERY_S, BACKUPS_EVERY_S = 1.0, 5.0, 30.0


def administrator_of(hall: Hall) -> requests.Session:
    """Somebody who may read everything, signed in by name and password."""
    told = at_console(hall.hub, "staff-add", login="soak", name="Soak", role="administrator", password=PASSWORD)
    assert "refused" not in told, told
    return signed_in(hall.hub, "soak")


class Chores:
    """Each of them is a job for a thread of its own."""

    def __init__(self, hall: Hall, book: Book, browser: requests.Session) -> None:
        self._hall, self._book, self._browser = hall, book, browser

    def read(self) -> None:
        """One report after the other."""
        for path in cycle(READ):
            if self._book.over.wait(READS_EVERY_S):
                return
            answer = self._browser.get(self._hall.hub.url + path, timeout=10)
            assert answer.status_code == requests.codes.ok, f"{path}: {answer.status_code}"
            self._book.done["reports read"] += 1

    def report(self) -> None:
        """A kiosk's printer whose paper runs low and is filled up again."""
        kiosk = Hand(self._hall, self._book, "kiosk:K1")
        for paper in cycle(("low", "ok")):
            if self._book.over.wait(REPORTS_EVERY_S):
                break
            kiosk.post("/devices/K1-printer/status", link="online", paper=paper, cover="closed")
        kiosk.close()

    def back_up(self) -> None:
        """Backups as the hub makes them, of a running hub."""
        command = [sys.executable, str(ROOT / "run.py"), "backup", "--gently", "--data", str(self._hall.hub.data)]
        while not self._book.over.wait(BACKUPS_EVERY_S):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"the backup failed: {done.stdout}{done.stderr}"
            self._book.done["backups"] += 1
