"""The wall's voice: what sounds when, without a gap and never two at once."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from hub.voice.sound import wav
from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of
from tests.voice.kit import tone

WALL = (1280, 720)
CHIME_S = 1.1
SAME_S = 0.002
"""What the decoder adds or takes when it gives a clip the sound card's own rate."""

RANDOM_PIECES = """async () => {
  const { SoundLine } = await import("/static/js/sound_line.js");
  const started = [];
  const audio = {
    currentTime: 0,
    destination: {},
    createGain: () => ({ connect() {}, gain: { value: 1 } }),
    createBufferSource: () => ({
      connect() {},
      stop() {},
      start(at_s) { started.push({ at_s, seconds: this.buffer.duration, now_s: audio.currentTime }); },
    }),
  };
  const line = new SoundLine(audio);
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let count = 0; count < 500; count += 1) {
    audio.currentTime += random() < 0.3 ? random() * 6 : 0;
    const pause_s = random() < 0.5 ? 0 : random() * 0.5;
    line.add({ duration: 0.2 + random() * 4 }, pause_s);
    started.at(-1).pause_s = pause_s;
    if (count % 97 === 96) line.stop();
  }
  return started;
}"""

STANDS_STILL = """async () => {
  const { SoundLine } = await import("/static/js/sound_line.js");
  const source = () => ({ connect() {}, stop() {}, start() {} });
  const gain = () => ({ connect() {}, gain: { value: 1 } });
  const line = new SoundLine({ currentTime: 7, destination: {}, createGain: gain, createBufferSource: source });
  const pieces = [0.1, 600, 600].map((duration) => line.add({ duration }).ended);
  return { ended: await Promise.all(pieces), free_s: line.add({ duration: 1 }).start_s };
}"""

ORDERS = """async () => {
  const { at_wall, CHIME_ONLY, fitting, languages_of, volume_at } = await import("/static/display_app/voice/order.js");
  const spoken = { ...CHIME_ONLY, languages: ["vi", "en"], spoken: ["vi", "en"], zone: "Asia/Ho_Chi_Minh" };
  const both = { ...spoken, repeat: 2, brief_above: 3 };
  const own = { ...both, languages: ["vi"], ticket_language: true, repeat: 1 };
  const loud = { ...both, volume: [{ since: "06:30", percent: 60 }, { since: "12:00", percent: 0 }] };
  const at = (time) => Date.parse(`2026-11-22T${time}:00+07:00`);
  return {
    all: languages_of({ language: "vi" }, both, 3),
    brief: languages_of({ language: "vi" }, both, 4),
    never_brief: languages_of({ language: "vi" }, { ...both, brief_above: 0 }, 99),
    foreign: languages_of({ language: "en" }, own, 0),
    at_home: languages_of({ language: "vi" }, own, 0),
    unspoken: languages_of({ language: "lo" }, own, 0),
    without_sound: languages_of({ language: "vi" }, { ...both, spoken: ["en"] }, 0),
    quiet: ["chime", "none"]
      .map((sound) => at_wall(both, sound))
      .map((rules) => [rules.chime, languages_of({ language: "vi" }, rules, 0)]),
    fitting: [99, 12, 8, 5, 3].map((room_s) => fitting(["vi", "vi", "en"], [4, 4, 6], room_s)),
    off: languages_of({ language: "vi" }, { ...both, is_on: false }, 0),
    volumes: ["05:00", "06:30", "11:59", "12:00"].map((time) => volume_at(loud, at(time))),
    always: volume_at(both, at("12:00")),
  };
}"""

LISTEN = """() => {
  const PACE = 10;
  const { get } = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "currentTime");
  Object.defineProperty(BaseAudioContext.prototype, "currentTime", { get() { return get.call(this) * PACE; } });
  window.sounded = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (at_s) {
    window.sounded.push({ at_s, seconds: this.buffer.duration });
    this.playbackRate.value = PACE;
    start.call(this, at_s / PACE);
  };
}"""
"""Notes what sounds and when. It does sound, on a sound card whose time goes ten times as fast."""


@pytest.fixture
def screens(chromium: Browser, tmp_path: Path) -> Iterator[Screens]:
    with HubProcess(tmp_path) as hub, screens_of(chromium, hub) as opened:
        yield opened


def wall_that_speaks(screens: Screens) -> Page:
    """A wall that somebody has touched, and that notes what it sounds; the hub did not answer it at first."""
    screens.context.route("**/speech/rules", lambda route: route.fulfill(status=503, json={}), times=1)
    with screens.context.expect_event("response", lambda one: one.url.endswith("/speech/rules") and one.ok):
        page = screens.open("wall", size=WALL, is_loose=True)
    page.evaluate(LISTEN)
    page.locator("[data-sound=muted]").click()
    expect(page.locator("[data-sound]")).to_have_count(0)
    return page


SAY = """async ([ids, waiting]) => {
  const { announce } = await import("/static/display_app/voice/speaker.js");
  window.sounded = [];
  const calls = ids.map((id) => ({ id, language: "vi" }));
  const said = await Promise.all([announce(calls.slice(0, 1), waiting), announce(calls.slice(1), waiting)]);
  return { said: said.flat(), pieces: window.sounded };
}"""


READ = """async () => {
  const { say, stop, is_speaking } = await import("/static/js/speaking.js");
  const url = (id) => `/api/v1/speech/calls/${id}/vi.wav`;
  window.sounded = [];
  const heard = await say([url(7), url(8)]);
  const cut = say([url(7), url(8)]);
  const was_speaking = is_speaking.value;
  stop();
  return { heard, was_speaking, cut: await cut, is_speaking: is_speaking.value, pieces: window.sounded };
}"""


RUSH = """async () => {
  const { take } = await import("/static/display_app/announcer.js?rush");
  const { link } = await import("/static/js/link.js");
  const at_ms = Math.round(link.now_ms());
  const call = (id) => ({ id, at_ms, label: `B${id}`, counter: id, field: {}, language: "vi", times_called: 1 });
  const calls = Array.from({ length: 15 }, (_, index) => call(101 + index));
  for (let views = 0; views < 20; views += 1) {
    take(calls, []);
    await new Promise((go_on) => setTimeout(go_on, 20));
  }
  const { clip } = await import("/static/js/clips.js");
  return (await clip(`/api/v1/speech/calls/101/vi.wav?at=${at_ms}`)) !== null;
}"""


def kinds(pieces: list[dict[str, Any]]) -> str:
    """c for a chime, s for speech; none begins before the one before has ended."""
    ends = [piece["at_s"] + piece["seconds"] for piece in pieces]
    assert all(later["at_s"] > end for later, end in zip(pieces[1:], ends, strict=False))
    return "".join("c" if abs(piece["seconds"] - CHIME_S) < SAME_S else "s" for piece in pieces)


def test_what_is_said_when(screens: Screens) -> None:
    """One page for everything: five hundred pieces on one line, orders, calls."""
    page = wall_that_speaks(screens)
    pieces = page.evaluate(RANDOM_PIECES)
    free_s = 0.0
    for index, piece in enumerate(pieces):
        if index % 97 == 0:
            free_s = 0.0
        earliest_s = max(free_s + piece["pause_s"], piece["now_s"] + 0.05)
        assert piece["at_s"] == pytest.approx(earliest_s, abs=1e-9)
        free_s = piece["at_s"] + piece["seconds"]
    still = page.evaluate(STANDS_STILL)
    assert still == {"ended": [False] * 3, "free_s": pytest.approx(7.05)}, "a sound card that stands still holds up"
    assert page.evaluate(ORDERS) == {
        "all": ["vi", "vi", "en"],
        "brief": ["vi"],
        "never_brief": ["vi", "vi", "en"],
        "foreign": ["vi", "en"],
        "at_home": ["vi"],
        "unspoken": ["vi"],
        "without_sound": ["en", "en"],
        "quiet": [[True, []], [False, []]],
        "fitting": [[0, 1, 2], [0, 2], [0, 1], [0], []],
        "off": [],
        "volumes": [1, 0.6, 0.6, 0],
        "always": 1,
    }
    _says_calls(page)
    _is_given_real_speech(screens, page)
    _loads_what_comes_next(page)


def _says_calls(page: Page) -> None:
    """Each after its chime, one when the other is over; in a rush briefly; what has no sound is chimed."""
    short = wav(tone(seconds=0.15))
    page.route("**/speech/calls/**", lambda route: route.fulfill(body=short, content_type="audio/wav"))
    told = page.evaluate(SAY, [[1, 2], 0])
    assert (kinds(told["pieces"]), told["said"]) == ("csscss", [["vi", "en"], ["vi", "en"]])
    rush = page.evaluate(SAY, [[1, 2, 3], 9])
    assert (kinds(rush["pieces"]), rush["said"]) == ("cscss", [["vi"]] * 3)
    read = page.evaluate(READ)
    assert (kinds(read.pop("pieces")), read) == (
        "ss",
        {"heard": True, "was_speaking": True, "cut": False, "is_speaking": False},
    )
    page.route("**/speech/calls/**", lambda route: route.abort())
    mute = page.evaluate(SAY, [[4], 0])
    assert (kinds(mute["pieces"]), mute["said"]) == ("c", [["chime"]])
    mute = page.evaluate(SAY, [[4, 5, 6], 9])
    assert (kinds(mute["pieces"]), mute["said"]) == ("ccc", [["chime"]] * 3)
    page.unroute_all()


def _is_given_real_speech(screens: Screens, page: Page) -> None:
    """A call's clips come from the hub, and the wall sounds them after its chime."""
    screens.opened_counter(2, tickets=1)
    page.evaluate("() => (window.sounded = [])")
    screens.command(2, "call-next")
    page.wait_for_function("() => window.sounded.length === 3", timeout=30_000)
    pieces = page.evaluate("() => window.sounded")
    assert kinds(pieces) == "css"
    assert all(2 < piece["seconds"] < 9 for piece in pieces[1:])


def _loads_what_comes_next(page: Page) -> None:
    """However many wait and however often the hall changes: the clips of the next few calls, each once."""
    asked: Counter[str] = Counter()
    short = wav(tone(seconds=0.15))

    def answer(route: Route) -> None:
        asked[route.request.url] += 1
        route.fulfill(body=short, content_type="audio/wav")

    page.route(re.compile(r"/speech/calls/1\d\d/"), answer)
    assert page.evaluate(RUSH)
    assert set(asked.values()) == {1}
    assert len(asked) <= (2 + 4) * 2, "two that are said and four that come next, in two languages"
