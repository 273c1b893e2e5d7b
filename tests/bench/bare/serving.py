"""How the bare processes on gevent's server answer."""

import signal
import sys

from flask import Flask
from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.socket import IPPROTO_TCP, TCP_NODELAY


class Prompt(WSGIHandler):
    """Answers at once: without it every answer waits 40 ms for the other side's word, and any hub would beat it."""

    def handle(self) -> None:
        """Serve one connection."""
        self.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        super().handle()


def serve(app: Flask) -> None:
    """Say the port on a line, and serve until whoever has begun this process ends it, also after a Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = WSGIServer(("127.0.0.1", 0), app, log=None, handler_class=Prompt)
    server.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
