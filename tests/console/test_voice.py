"""The voice from the keyboard: hear a call, see what speaks, make a pack."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from config.voice import VoicePlan, tongues
from hub.console import checks
from hub.console.base import SAMPLE
from hub.console.voice import voice
from hub.voice.packs import load_pack
from hub.voice.sound import is_whole

CALLED = ("mời công dân có số", "a", "một", "không", "năm", "đến quầy số", "ba")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(voice, list(arguments))


def test_a_call_is_heard_beforehand(tmp_path: Path) -> None:
    place = ("--data", str(tmp_path), "--centre", str(SAMPLE))
    clip = tmp_path / "call.wav"
    done = run("say", "a105", "3", "--out", str(clip), *place)
    assert done.exit_code == 0, done.output
    assert "Mời công dân có số a một không năm, đến quầy số ba." in done.output
    assert is_whole(clip.read_bytes())
    assert list(tmp_path.iterdir()) == [clip]
    assert "counter three" in run("say", "A105", "3", "--language", "en", *place).output
    wrong = run("say", "A105", "3", "--language", "xx", *place)
    assert (wrong.exit_code, "no sentences in «xx», only in vi, en" in wrong.output) == (2, True)


def test_what_is_named_is_tried(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(SAMPLE, centre)
    assert run("check", "--data", str(tmp_path)).exit_code == 0
    ours = tmp_path / "voices" / "ours"
    ours.mkdir(parents=True)
    (ours / "bad.wav").write_bytes(b"broken")
    clips = "".join(f'"{words}" = "bad.wav"\n' for words in CALLED)
    described = 'language = "vi"\nrate = 16000\nspeaker = ""\nlicence = ""\n[clips]\n'
    (ours / "pack.toml").write_text(described + clips, encoding="utf-8")
    (centre / "voice.toml").write_text('packs = ["gone", "ours"]\nespeak = false\n', encoding="utf-8")
    done = run("check", "--data", str(tmp_path))
    assert done.exit_code == 1
    assert "vi  bundled-vi: speaks" in done.output
    assert f"! gone: there is no pack «gone» in {tmp_path / 'voices'}; there are: ours" in done.output
    broken = "ours: «mời công dân có số» (bad.wav): this is no WAV file"
    assert (done.output.count(broken), "Errno" in done.output) == (2, False)


def test_a_language_that_nothing_speaks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tongues(VoicePlan())
    more = {**known, "zx": replace(known["en"], language="zx")}
    monkeypatch.setattr("config.voice.tongues", lambda _plan: more)
    place = ("--data", str(tmp_path), "--centre", str(SAMPLE))
    lack = "espeak-ng has no voice «zx»"
    listed = run("check", *place)
    assert (listed.exit_code, f"zx  nothing speaks it: {lack}" in listed.output) == (1, True)
    said = run("say", "A105", "3", "--language", "zx", *place)
    assert (said.exit_code, f"Nothing here speaks «zx»: {lack}" in said.output) == (2, True)
    made = run("make-pack", "--language", "zx", str(tmp_path / "zx"))
    assert (made.exit_code, lack in made.output, (tmp_path / "zx").exists()) == (2, True, False)
    checked = CliRunner().invoke(checks.check, place)
    assert (checked.exit_code, f"! voice.toml: nothing here speaks «zx»: {lack}" in checked.output) == (0, True)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "espeak-ng is not installed (apt install espeak-ng)" in run("make-pack", str(tmp_path / "vi")).output


def test_a_pack_is_made_listed_and_its_faults_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.voice.making.words_of", lambda _: ["đến quầy số", "một", "năm"])
    folder = tmp_path / "voices" / "own"
    done = run("make-pack", "--language", "vi", str(folder))
    assert done.exit_code == 0, done.output
    pack = load_pack(folder)
    assert pack.faults() == []
    assert pack.speaks("Đến quầy số một, năm.")
    assert not pack.speaks("đến quầy một")
    (folder / pack.file.clips["một"]).write_bytes(b"broken")
    listed = run("packs", "--data", str(tmp_path)).output
    assert "own  vi  " in listed
    assert "! own: «một»" in listed
    assert "(bundled)  en  " in listed
