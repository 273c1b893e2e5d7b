"""The protocols that are explored, and what each of their mutants does wrong."""

from tests.models.offline import OfflineProtocol
from tests.models.printing import PrintProtocol

RIGHT = {
    "two papers and their reprints": PrintProtocol(),
    "two visitors at one kiosk, papers that fail": OfflineProtocol((0, 0)),
    "two visitors at one kiosk, a disk that is replaced": OfflineProtocol((0, 0), breaks=["disks"]),
    "two kiosks, a hub that dies": OfflineProtocol((0, 1), breaks=["hub"]),
}

PRINT_MUTANTS = {
    "blind_reprint": "a paper whose end is not known is printed again",
    "void_on_failure": "the number of a paper whose end is not known is taken back",
    "sent_after_bytes": "the disk hears that a paper was sent after it was",
    "requeue_on_restart": "what was begun when the agent died is begun again",
    "no_lead_cut": "nothing is cut off before the paper behind one that broke off",
    "restart_forgets_answers": "an answer that was still to come when the agent died counts for the next paper",
    "forgets_what_the_disk_refused": "how a paper ended is nobody's when the disk did not take it",
    "cancel_over_copy": "the hub takes back a number for which staff had a paper printed",
}

ONE_KIOSK_MUTANTS = {
    "no_abandon": "a request is given up and the hub never hears of it",
    "no_tombstone": "the hub forgets a key that was given up before it came",
    "no_persist_first": "a request leaves before its key is on the disk",
    "blind_reprint": "what was begun when the agent died is printed again",
    "void_on_failure": "what was begun when the agent died is taken back",
    "join_without_abandon": "who hands in an own number does not say that the request was given up",
    "join_twice": "the hub takes a number that is handed in again for another one",
    "paper_before_disk": "an own number is printed before it is on the disk",
    "join_at_end": "who joins is put behind everybody",
    "counts_in_memory": "a kiosk counts its own numbers from one whenever its agent starts",
    "forgets_what_the_disk_refused": "a request whose answer the disk did not take is nobody's until the agent starts",
}

NEW_DISK_MUTANTS = {"new_disk_believes_the_hub": "a new disk goes on behind the last number that the hub knows of"}

ALONE_MUTANTS = {"refusal_is_no_answer": "a kiosk goes on asking when the hub refuses to take a called number back"}

TWO_KIOSKS_MUTANTS = {"answer_before_commit": "the hub answers before its disk has the number"}

VISITORS_FOR = {"forgets_what_the_disk_refused": 1}
"""That nothing leads to rest is known when every state has been seen; one visitor is enough to show it."""

MUTANTS = {
    **{f"print: {name}": PrintProtocol(name, visitors=VISITORS_FOR.get(name, 2)) for name in PRINT_MUTANTS},
    **{f"offline: {name}": OfflineProtocol((0,) * VISITORS_FOR.get(name, 2), name) for name in ONE_KIOSK_MUTANTS},
    **{f"offline: {name}": OfflineProtocol((0, 0), name, ["disks"]) for name in NEW_DISK_MUTANTS},
    **{f"offline: {name}": OfflineProtocol((0,), name, ["papers", "hub"]) for name in ALONE_MUTANTS},
    **{f"offline: {name}": OfflineProtocol((0, 1), name, ["hub"]) for name in TWO_KIOSKS_MUTANTS},
}
