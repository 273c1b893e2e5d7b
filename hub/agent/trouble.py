"""One log entry for a trouble that lasts, however often it is met."""

import logging


class Trouble:
    """Tells of a trouble when it begins or changes, and of its end. Two threads may at worst both tell of it."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._last = ""

    def fault(self, where: str, error: Exception) -> None:
        """A fault of the program: with its traceback, unless the same was met the last time."""
        if self._is_new(f"{type(error).__name__}: {error}"):
            self._log.error("%s met a fault and goes on", where, exc_info=error)

    def absence(self, what: str, error: Exception) -> None:
        """Somebody is not there; the details may differ from time to time."""
        if self._is_new(what):
            self._log.warning("%s (%s)", what, error)

    def over(self) -> None:
        """All is well again."""
        if self._last:
            self._log.info("all is well again")
        self._last = ""

    def _is_new(self, trouble: str) -> bool:
        is_new, self._last = trouble != self._last, trouble
        return is_new
