"""The life of the hub's process: it answers on a port, is watched, and ends when it is told to."""

import gc
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import gevent
from flask import Flask
from gevent.event import Event
from gevent.pywsgi import WSGIServer

from hub.agent.service_manager import ServiceManager, feed_watchdog
from hub.realtime.sockets import QuietEnd
from hub.realtime.whole_frames import WholeFrameHandler

LOOP_CHECK_S = 1.0
STOP_S = 1
log = logging.getLogger(__name__)


def stopped_by_signals() -> Event:
    """Set by SIGINT and SIGTERM."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(number, stop.set)
    return stop


@contextmanager
def answering(site: Flask, address: tuple[str, int]) -> Iterator[int]:
    """Answer on an address until the end; gives the port (0 was any). Raises OSError: it cannot be used."""
    server = WSGIServer(address, QuietEnd(site), log=None, error_log=log, handler_class=WholeFrameHandler)
    try:
        server.start()
    except OSError as error:
        raise OSError(
            f"Port {address[1]} cannot be used on {address[0]} ({error.strerror}); choose another."
        ) from error
    yield server.server_port
    server.stop(timeout=STOP_S)


def wait_for_end(stop: Event, is_turning: Callable[[], bool]) -> None:
    """Tell the service manager that the hub stands, and as long as it turns; come back when it shall stop."""
    spare_the_collector()
    manager = ServiceManager()
    manager.ready()
    gevent.spawn(feed_watchdog, manager, is_turning, stop.wait)
    stop.wait()
    manager.stopping()


def spare_the_collector() -> None:
    """What a start leaves in memory stays: to look through it for garbage again and again holds the loop for 40 ms."""
    gc.collect()
    gc.freeze()


def announce(hub: str, host: str, port: int) -> None:
    """Tell the network where the hub is. What that needs takes 16 MB and 0.1 s, which others are spared."""
    from hub.discovery import Announcer, addresses_of, keep_announcing

    announcer = Announcer(hub, port, partial(addresses_of, host))
    gevent.spawn(keep_announcing, announcer, gevent.sleep)


def measure_loop(was_late: Callable[[float], None]) -> None:
    """Tell again and again how much later than wanted (s) the loop came back."""
    while True:
        since_s = time.perf_counter()
        gevent.sleep(LOOP_CHECK_S)
        was_late(time.perf_counter() - since_s - LOOP_CHECK_S)
