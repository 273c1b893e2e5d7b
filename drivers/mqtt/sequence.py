"""Which messages of a device were taken already, and how many never came."""

MOST_BOOTS = 4
"""Starts of a device of which something may still come."""
MOST_REMEMBERED = 256


class Sequence:
    """The numbers of one device. MQTT may bring a message twice, and after a restart also one of the start before."""

    def __init__(self) -> None:
        self.missing = 0
        """Numbers left out between those that came."""
        self._taken: dict[str, list[int]] = {}

    def is_known(self, boot: str, seq: int) -> bool:
        """Whether it was taken, as far as is remembered: what comes much later again is not known."""
        return seq in self._taken.get(boot, ())

    def take(self, boot: str, seq: int) -> None:
        """Note what has been taken now."""
        taken = self._taken.setdefault(boot, [])
        if len(self._taken) > MOST_BOOTS:
            del self._taken[next(iter(self._taken))]
        highest = max(taken, default=seq - 1)
        self.missing = max(0, self.missing + (seq - highest - 1 if seq > highest else -1))
        taken.append(seq)
        if len(taken) > MOST_REMEMBERED:
            taken.remove(min(taken))
