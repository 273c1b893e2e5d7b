"""What walls ask of a hub and tell it, over HTTP: their page, their program, their media, and what they showed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from hub.messages import API
from tests.always_open import always_open
from tests.hub_process import HubProcess
from tests.waiting import until

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
HALLS = '\n[[halls]]\nid = "east"\nname = { vi = "Sảnh Đông", en = "East hall" }\n'
WALLS = '[[walls]]\nparts = ["counters", "media"]\n\n[[walls]]\nname = "wall:east"\n[[walls.play]]\nfile = "gone.mp4"\n'


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("walls")
    centre = always_open(folder / "centre")
    text = (centre / "centre.toml").read_text(encoding="utf-8").replace("number = 2\n", 'number = 2\nhall = "east"\n')
    (centre / "centre.toml").write_text(text + HALLS, encoding="utf-8")
    (centre / "walls.toml").write_text(WALLS, encoding="utf-8")
    (folder / "data" / "media").mkdir(parents=True)
    (folder / "data" / "media" / "giờ làm việc.png").write_bytes(PNG)
    (folder / "data" / "media" / "broken.jpg").write_bytes(b"no picture")
    # Named as people name it: from the folder that they are in.
    with HubProcess(Path(os.path.relpath(folder / "data")), "--centre", str(centre)) as running:
        yield running


def asked(hub: HubProcess, screen: str, path: str) -> requests.Response:
    return requests.get(f"{hub.url}{API}{path}", headers={"Authorization": f"Bearer {hub.token(screen)}"}, timeout=10)


def medium(hub: HubProcess, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{hub.url}{path}", headers=headers, timeout=10)


def call_of(hub: HubProcess) -> dict[str, Any]:
    """Somebody is called at counter 2, which is in the hall, after whoever may be there."""
    for press in ("open", "start", "finish"):
        hub.post(hub.token("counter:2"), f"/counters/2/{press}")
    assert hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"}).ok
    assert hub.post(hub.token("counter:2"), "/counters/2/call-next").ok
    call: dict[str, Any] = hub.view(hub.token("wall:east"), "wall:east")["data"]["announcements"][-1]
    return call


def test_a_hall_has_a_page_a_topic_and_a_program_of_its_own(hub: HubProcess) -> None:
    page = requests.get(f"{hub.url}/wall/hall/east/", timeout=10)
    assert (page.status_code, '"topic": "wall:east"' in page.text) == (200, True)
    assert requests.get(f"{hub.url}/wall/hall/west/", timeout=10).status_code == 404
    renewed = requests.post(f"{hub.url}/wall/hall/east/token", timeout=10).json()
    assert renewed["actor"] == "wall:east"
    view = hub.view(hub.token("wall:east"), "wall:east")["data"]
    assert ([tile["number"] for tile in view["counters"]], view["hall"]["en"]) == ([2], "East hall")
    whole, east = (asked(hub, screen, "/walls/program").json() for screen in ("wall", "wall:east"))
    assert (whole["parts"], [one["kind"] for one in whole["media"]]) == (["counters", "media"], ["picture"])
    assert (len(east["parts"]), east["media"]) == (5, [])
    assert any("gone.mp4 is not shown: it is not in" in line for line in hub.log)


def test_a_call_that_has_left_the_floor_is_silence_and_no_fault(hub: HubProcess) -> None:
    gone = asked(hub, "wall", "/speech/calls/999999/vi.wav")
    assert (gone.status_code, gone.content) == (204, b"")


def test_a_screen_is_paired_as_the_wall_of_a_hall(hub: HubProcess) -> None:
    browser = requests.Session()
    assert '"kind": "wall", "name": "east"' in browser.get(f"{hub.url}/pair?screen=wall:east", timeout=10).text
    wish = {"kind": "wall", "name": "east"}
    asked_for = browser.post(f"{hub.url}{API}/pairing", json=wish, timeout=10).json()
    assert 'value="wall:east"' in browser.get(f"{hub.url}/admin/devices", timeout=10).text
    entered = {"code": asked_for["code"], "screen": "", "place": "Sảnh Đông"}
    page = requests.post(f"{hub.url}/admin/devices/pair", data=entered, timeout=10).text
    assert "Màn hình lớn, sảnh «east»" in page
    claimed = browser.post(f"{hub.url}/pair/claim", json={"claim": asked_for["claim"]}, timeout=10)
    assert claimed.json() == {"path": "/wall/hall/east/"}
    assert browser.get(f"{hub.url}/wall/hall/east/", timeout=10).ok


def test_what_the_file_says_counts_from_the_next_look_on_and_a_slip_changes_nothing(hub: HubProcess) -> None:
    file = hub.data.parent / "centre" / "walls.toml"
    file.write_text("[[walls]]\nseat_m = 7\n", encoding="utf-8")
    assert asked(hub, "wall", "/walls/program").json()["seat_m"] == 7
    file.write_text("[[walls]]\nseat_m = 7\ncolour = 3\n", encoding="utf-8")
    assert asked(hub, "wall", "/walls/program").json()["seat_m"] == 7
    file.write_text(WALLS, encoding="utf-8")
    assert until(lambda: any("walls.toml cannot be used, what it said before counts" in line for line in hub.log), 5)


def test_media_are_given_whole_or_in_parts_and_nothing_else_is(hub: HubProcess) -> None:
    (shown,) = asked(hub, "wall", "/walls/program").json()["media"]
    whole = medium(hub, shown["address"])
    assert (whole.content, whole.headers["Content-Type"]) == (PNG, "image/png")
    assert "max-age" in whole.headers["Cache-Control"]
    assert medium(hub, shown["address"], **{"If-None-Match": whole.headers["ETag"]}).status_code == 304
    part = medium(hub, shown["address"], Range="bytes=8-17")
    assert (part.status_code, part.content) == (206, PNG[8:18])
    assert medium(hub, shown["address"], Range="bytes=9999-").status_code == 416
    for path in ("broken.jpg", "nothing.png", "..%2fhub.db", "%2e%2e/hub.key", ""):
        gone = medium(hub, f"/media/{path}")
        assert (gone.status_code, gone.headers["Cache-Control"]) == (404, "no-store"), path


def test_leaders_see_where_a_call_was_shown_and_said(hub: HubProcess) -> None:
    call = call_of(hub)
    shown = {"id": call["id"], "at_ms": call["at_ms"], "shown_ms": call["at_ms"], "spoken": ["vi", "en"]}
    assert hub.post(hub.token("wall:east"), "/walls/told", {"calls": [shown]}).json() == {"kept": 1}
    again = {**shown, "spoken": []}
    assert hub.post(hub.token("wall:east"), "/walls/told", {"calls": [again]}).ok
    assert hub.post(hub.token("wall"), "/walls/told", {"calls": [again], "counter": 2}).ok
    (told,) = asked(hub, "supervisor", f"/tickets/{call['label']}/shown").json()
    assert told["call"]["counter"] == 2
    assert [(one["screen"], one["shown_ms"] - call["at_ms"], one["spoken"]) for one in told["shown"]] == [
        ("front:2", 0, ""),
        ("wall:east", 0, "vi en"),
    ]
    assert asked(hub, "inspector", "/walls/unseen").json() == {"unseen": [], "count": 0, "is_any_open": True}
    assert asked(hub, "supervisor", "/tickets/A999/shown").json() == []


def test_what_is_no_call_of_today_is_not_kept_and_no_screen_showed_one_before_or_after_its_time(
    hub: HubProcess,
) -> None:
    call = call_of(hub)
    shown = {"id": call["id"], "at_ms": call["at_ms"], "shown_ms": 1}
    others = [{**shown, "id": shown["id"] - 1}, {**shown, "id": 10**9}, {**shown, "at_ms": shown["at_ms"] + 1}]
    assert hub.post(hub.token("wall"), "/walls/told", {"calls": others}).json() == {"kept": 0}
    assert hub.post(hub.token("wall"), "/walls/told", {"calls": [shown]}).json() == {"kept": 1}
    late = {**shown, "shown_ms": shown["at_ms"] + 86_400_000}
    assert hub.post(hub.token("wall:east"), "/walls/told", {"calls": [late]}).json() == {"kept": 1}
    (told,) = asked(hub, "supervisor", f"/tickets/{call['label']}/shown").json()
    assert {0 <= one["shown_ms"] - call["at_ms"] < 3_600_000 for one in told["shown"]} == {True}
    assert hub.post(hub.token("wall"), "/walls/told", {"calls": [shown], "counter": 98}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"calls": [{"id": 0, "at_ms": 1, "shown_ms": 1}]},
        {"calls": [{"id": 1, "at_ms": 1, "shown_ms": 1, "spoken": ["../x"]}]},
        {"calls": [{"id": 1, "at_ms": 1, "shown_ms": 1}] * 51},
        {"call": []},
    ],
)
def test_what_no_wall_says_is_refused(hub: HubProcess, body: dict[str, Any]) -> None:
    assert hub.post(hub.token("wall"), "/walls/told", body).status_code == 400


def test_what_a_browser_cannot_play_is_told_once_and_by_its_own_name_alone(hub: HubProcess) -> None:
    for name in ("giờ làm việc.png", "giờ làm việc.png", "no\nsuch.png"):
        assert hub.post(hub.token("wall"), "/walls/told", {"unplayable": [f"/media/{name}"]}).ok
    assert len([line for line in hub.log if "its browser cannot play it" in line]) == 1
