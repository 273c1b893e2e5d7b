"""The voice: what would say a call in each language, tried at once in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from config.voice import VoicePlan
from hub.doctor.finding import Finding, doubtful, fine
from hub.voice import Voice

ABOUT = "voice"
TO_DO = "Mend that, or take it out of voice.toml; run.py voice check tries again."


class _Trial(NamedTuple):
    """A call that is said for no one."""

    label: str = "A105"
    counter: int = 3


def voice(plan: VoicePlan, data: Path) -> Iterator[Finding]:
    """Who speaks each language of voice.toml, best first, and what of it does not work."""
    if not plan.is_on:
        yield fine(ABOUT, "switched off; walls only chime")
        return
    with TemporaryDirectory() as folder:
        spoken = Voice(plan.settings(data), Path(folder))
        heard = {language: spoken.trial(_Trial(), language) for language in plan.languages}
    for language, tried in heard.items():
        speaking = [name for name, why in tried if not why]
        if speaking:
            yield fine(
                f"{ABOUT} {language}", f"{speaking[0]} speaks" + "".join(f", then {one}" for one in speaking[1:])
            )
        else:
            yield doubtful(f"{ABOUT} {language}", "nothing can say a call, walls only chime", TO_DO)
    for name, why in spoken.faults.items():
        yield doubtful(f"{ABOUT} {name}", why, TO_DO)
