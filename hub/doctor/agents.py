"""The agents of a machine: has the hub let them in?"""

from collections.abc import Iterator
from pathlib import Path

from hub.agent.badge import BadgeFile
from hub.doctor.finding import Finding, doubtful, fine

ABOUT = "agent"
FOLDERS = ("kiosk*", "desk*")


def agents(data: Path) -> Iterator[Finding]:
    """Look at each agent's badge in their folder of data."""
    folders = sorted(folder for names in FOLDERS for folder in data.glob(names) if folder.is_dir())
    if not folders:
        to_do = "Start them once: sudo systemctl enable --now toi-luot-devices (or toi-luot-desk), or say --data."
        yield doubtful(ABOUT, f"no agent has run on {data} yet", to_do)
    for folder in folders:
        badges = BadgeFile(folder)
        badge = badges.read()
        if badge is None:
            yield doubtful(
                ABOUT,
                f"{folder} is not paired",
                "Enter the code that its page, keypads or log show, at the hub's page of devices.",
            )
        elif not badges.is_as_wished():
            to_do = "Correct its --counter or --name, or take it out on the hub's page of devices and pair it anew."
            yield doubtful(ABOUT, f"{folder} is {badge.screen} of {badge.hub_url}, but was started as another", to_do)
        else:
            yield fine(ABOUT, f"{folder} is {badge.screen} of {badge.hub_url}")
