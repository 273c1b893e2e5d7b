"""The voice from the keyboard: hear a call, see what speaks, make a pack."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.console.base import SAMPLE
from hub.console.voice import voice
from hub.voice.packs import load_pack
from hub.voice.sound import is_whole


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
    (centre / "voice.toml").write_text('packs = ["gone"]\nespeak = false\n', encoding="utf-8")
    done = run("check", "--data", str(tmp_path))
    assert done.exit_code == 1
    assert "vi  bundled-vi: speaks" in done.output
    assert "! gone: " in done.output


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
