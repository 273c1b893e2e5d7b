"""Ports for hubs that come and go."""

import random
import socket


def quiet_port() -> int:
    """A free port that the system gives to no outgoing connection: a client that tries to reach a dead hub could
    otherwise be connected to itself there, and hold the port.
    """
    while True:
        port = random.SystemRandom().randrange(20_000, 30_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
