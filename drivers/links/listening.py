"""Taking a TCP port of this machine, with a sentence for people when it is not free."""

import socket

from drivers.errors import PortTakenError


def listen(host: str, port: int, receive_bytes: int | None = None) -> socket.socket:
    """A listening socket; a small receive buffer, as in a printer, lets a stopped one be felt by who sends.

    Raises PortTakenError, for an address that is not this machine's too.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if receive_bytes is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        sentence = (
            f"Cannot listen on {host}:{port} ({error.strerror}). Stop what uses this port, or choose another one."
        )
        raise PortTakenError(sentence) from error
    return listener
