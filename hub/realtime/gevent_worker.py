"""How the hub's work is moved off its loop: real threads, so that neither a disk nor a sum holds the screens up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import gevent
from gevent.threadpool import ThreadPool

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """How a job in a thread ended: with a result or an error."""

    result: T | None = None
    error: Exception | None = None


def _ended(job: Callable[[], T]) -> Ended[T]:
    """Catch in the thread: the pool would print a traceback of every error, also of those that are expected."""
    try:
        return Ended(job())
    except Exception as error:  # noqa: BLE001 - raised again where the job was asked for
        return Ended(error=error)


class GeventWorker:
    """A way off the loop: real threads that work, one if order matters, and greenlets for the rest."""

    def __init__(self, threads: int = 1) -> None:
        self._pool = ThreadPool(threads)

    def run(self, job: Callable[[], T]) -> T:
        """Run ``job`` in a thread; other greenlets go on. Raises what ``job`` raises."""
        ended: Ended[T] = self._pool.apply(_ended, (job,))
        if ended.error is not None:
            raise ended.error
        return cast("T", ended.result)

    def spawn(self, task: Callable[[], None]) -> object:
        """Start ``task`` in a greenlet."""
        return gevent.spawn(task)

    def close(self) -> None:
        """Finish what is being written and end the thread."""
        self._pool.kill()
