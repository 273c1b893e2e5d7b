"""What a hub does not carry: a small machine in a hall has to hold it beside a browser."""

from pathlib import Path

import requests

from tests.hub_process import HubProcess

HEAVY = ("/PIL/", "/numpy/", "/cv2/")
"""Drawing is the agents' work, and sums of this size need no library."""

SCREENS = ("wall", "counter:3", "rating:3", "supervisor", "administrator", "reception")


def test_no_library_of_pictures_is_in_a_hub(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"}).raise_for_status()
        for screen in SCREENS:
            requests.get(hub.page(screen), timeout=10).raise_for_status()
        maps = Path(f"/proc/{hub.pid}/maps").read_text(encoding="utf-8")
    assert "/msgspec/" in maps
    assert not [heavy for heavy in HEAVY if heavy in maps]
