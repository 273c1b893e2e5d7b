"""What waits for one screen, as the engine queues it."""

from typing import Any

from gevent.queue import Empty, JoinableQueue

from hub.realtime.whole_frames import OWN_CONNECTION

MOST_PACKETS_QUEUED = 128
"""Packets that may wait for one screen: more than 5 s of views at the fastest pace (one each 50 ms)."""


class OutgoingQueue(JoinableQueue):  # type: ignore[misc]
    """What waits for one screen. When it is full, it is emptied and the connection closes; it never blocks.

    ``None`` is engineio's own mark for "close when you come to it". The connection for which it was made knows it, so
    that nothing is sent past what waits here.
    """

    def __init__(self, most: int = MOST_PACKETS_QUEUED) -> None:
        super().__init__()
        self._most = most
        self._is_closing = False
        connection = OWN_CONNECTION.get(None)
        if connection is not None:
            connection.waiting = self

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Queue a packet, unless the screen is being closed; the one too many closes it."""
        if item is not None and self._is_closing:
            return
        if item is not None and self.qsize() >= self._most:
            self._is_closing = True
            self._drop_all()
            item = None
        super().put(item, block, timeout)

    def _drop_all(self) -> None:
        try:
            while True:
                self.get_nowait()
                self.task_done()
        except Empty:
            return
