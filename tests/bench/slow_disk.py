"""Issue and call on a disk that takes 5 ms for each sync: how many commands a second, and whether screens notice it.

Between two screens' updates lies the hub's own pace, so that screens are undisturbed is told by the same calls, at the
pace of a busy hall, on the machine's own disk and on the slow one.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.bare.processes import sample_rows
from tests.bench.commands import Place, Repeats, place_in
from tests.bench.figures import Aim, Figure, Table, share_below, spread
from tests.bench.senders import Senders
from tests.bench.slow_sync import SYNC_MS, slow_disk

ROUNDS, BLOCKS = 3, 4
CLIENTS, EACH, BARE_EACH = 32, 20, 12
PACED, PACED_S, PAUSE_S = 6, 3.0, 0.1
NAME = f"{CLIENTS // 2} kiosks and {CLIENTS // 2} clerks"
RATE_AIM, P99_AIM = Aim(least=1500, of="ours"), Aim(most=60, of="ours")
UNDISTURBED = Aim(most=1.3)
WALL = "wall"
NS = 1_000_000_000


def run() -> Iterator[Table]:
    """One table."""
    full = Repeats()
    seen_s: dict[str, list[list[float]]] = {"slow": [], "own": []}
    with tempfile.TemporaryDirectory() as at, Senders() as senders:
        folder = Path(at)
        rows = sample_rows(folder, senders)
        for number in range(ROUNDS):
            with slow_disk(folder), place_in(folder / f"slow-{number}", rows, senders) as place:
                seen_s["slow"].append(_seen(place))
                _at_full_speed(place, full)
            with place_in(folder / f"own-{number}", rows, senders) as place:
                seen_s["own"].append(_seen(place))
    yield Table(f"Issue and call, {SYNC_MS} ms a sync", tuple(_figures(full, **seen_s)))


def _at_full_speed(place: Place, full: Repeats) -> None:
    for _ in range(BLOCKS):
        full.ours.append(place.mixed(CLIENTS // 2, EACH))
    full.bare.append(place.at_bare(CLIENTS, BARE_EACH))


def _seen(place: Place) -> list[float]:
    """How long after its answer each call was on the last wall (s), in a hall that is busy but not at its limit."""
    clients = [*place.hall.kiosks(PACED), *place.hall.clerks(PACED)]
    calm = [replace(client, pause_s=PAUSE_S, wait_s=PAUSE_S * n / len(clients)) for n, client in enumerate(clients)]
    calls = place.at_hub(calm, for_s=PACED_S).of(lambda sent: sent.client >= PACED and sent.step == 0).sent
    return [place.crowd.last_arrival(WALL, call.row).last_ns / NS - call.answered_s for call in calls]


def _figures(full: Repeats, slow: Sequence[list[float]], own: Sequence[list[float]]) -> Iterator[Figure]:
    yield replace(full.rate(NAME, RATE_AIM), limit_is="bare route, slow disk")
    yield replace(full.below(NAME, 50), limit_is="bare route, slow disk")
    yield replace(full.below(NAME, 99, P99_AIM), limit_is="bare route, slow disk")
    for percent in (50, 99):
        ours, limit = (
            share_below([second for seconds in rounds for second in seconds], percent) for rounds in (slow, own)
        )
        repeats = [share_below(seconds, percent) for seconds in slow]
        name = f"answer → last wall, p{percent}"
        apart = spread(repeats)
        yield Figure(name, ours * 1000, "ms", limit * 1000, "the own disk", UNDISTURBED, apart, limit_is_ours=True)
