"""Whoever ends a bench, by whatever signal, leaves no process and no folder behind."""

import signal


def end_as_by_hand() -> None:
    """From now on an end from outside is a Ctrl-C: every block is left in order. Raises KeyboardInterrupt then.

    A hang-up that whoever began this process wants ignored (``nohup``) stays ignored.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
