"""Who speaks: recordings, a program, espeak-ng, the bundled packs; what fails falls to the next."""

import shutil
from pathlib import Path

import pytest

from hub.voice.packs import BUNDLED, FILE_NAME, bundled_packs
from hub.voice.sound import is_whole, read_wav, rms, wav
from tests.voice.kit import Call, program, speaking, spoken, tone

CALL = Call("A105", 21)
AUDIBLE = 1000
"""Root mean square of 32767: speech in a hall is far above it, noise far below."""

FAILING = {
    "hangs": ("sleep 60", "took longer than"),
    "fails": ("exit 3", "ended with 3"),
    "garbage": ("echo no sound at all", "no WAV file"),
    "nothing": ("cat >/dev/null", "no WAV file"),
    "endless": ("cat /dev/zero", "does not stop writing"),
    "leaves a child": ("sleep 60 & exit 1", ""),
    "leaves a child that nobody ends": ('setsid sh -c \'sleep 2; touch "$0.over"\' "$0" & exit 0', "took longer than"),
    "closes its output and hangs": ("exec >&-; sleep 60", "took longer than"),
}


def seconds_of(clip: Path | None) -> float:
    """How long a clip is that can be heard."""
    assert clip is not None
    content = clip.read_bytes()
    assert is_whole(content)
    sound = read_wav(content)
    assert rms(sound.samples) > AUDIBLE
    return sound.seconds


def own_pack(data: Path, said: str = "", name: str = "phuong") -> Path:
    """An office's recordings: the bundled ones, one clip of them replaced by a tone of a second."""
    folder = data / "voices" / name
    shutil.copytree(BUNDLED / "vi", folder)
    if said:
        (folder / said).write_bytes(b"RIFF, no more")
    return folder


def test_a_machine_with_nothing_installed_speaks_both_languages(tmp_path: Path) -> None:
    voice = spoken(tmp_path)
    for language in ("vi", "en"):
        assert 2 < seconds_of(voice.call(CALL, language)) < 8
        assert voice.spoken_by == f"bundled-{language}"
        assert voice.can_call(language)
        assert not voice.can_read(language)
    assert voice.clip("Số A105", "vi") is not None
    assert voice.clip("Xin chào quý khách", "vi") is None
    assert voice.call(CALL, "xx") is None
    assert voice.faults == {}


def test_the_bundled_packs_have_every_word_of_every_call() -> None:
    packs = {pack.file.language: pack for pack in bundled_packs()}
    for language, pack in packs.items():
        assert pack.faults() == []
        assert "GPL" in pack.file.licence
        tongue = spoken(Path()).tongues[language]
        letters = "ABCDEGHIKLMNOPQRSTUVXY"
        labels = [f"{letter}{number:03d}" for letter in letters for number in (0, 123, 456, 789)]
        sentences = [tongue.call.format(number=tongue.label(one), counter=tongue.count(1)) for one in labels]
        sentences += [
            tongue.call.format(number=tongue.label("A-K2-07-22"), counter=tongue.count(n)) for n in range(1000)
        ]
        assert [one for one in sentences if not pack.speaks(one)] == []
    size = sum(file.stat().st_size for file in BUNDLED.rglob("*"))
    assert size < 2_500_000


def test_the_office_s_own_recordings_come_first(tmp_path: Path) -> None:
    pack = own_pack(tmp_path)
    voice = spoken(tmp_path, packs=(pack,), command=speaking(tmp_path), command_languages=("vi", "en"))
    voice.call(CALL, "vi")
    assert voice.spoken_by == "phuong"
    voice.call(CALL, "en")
    assert voice.spoken_by == "command"


def test_a_broken_recording_falls_to_the_program_within_the_same_call(tmp_path: Path) -> None:
    pack = own_pack(tmp_path, said="001.wav")
    voice = spoken(tmp_path, packs=(pack,), command=speaking(tmp_path), command_languages=("vi",))
    assert voice.call(CALL, "vi") is not None
    assert voice.spoken_by == "command"
    assert "no WAV file" in voice.faults["phuong"]


def test_a_pack_that_cannot_be_read_is_told_of_and_left_out(tmp_path: Path) -> None:
    pack = own_pack(tmp_path)
    (pack / FILE_NAME).write_text('language = "vi"\nclips = 3\n', encoding="utf-8")
    voice = spoken(tmp_path, packs=(pack, tmp_path / "gone"))
    assert seconds_of(voice.call(CALL, "vi")) > 2
    assert set(voice.faults) == {"phuong", "gone"}


@pytest.mark.parametrize("trouble", FAILING)
def test_a_program_that_gives_no_sound_falls_to_the_pack(tmp_path: Path, trouble: str) -> None:
    script, why = FAILING[trouble]
    command = program(tmp_path, script)
    voice = spoken(tmp_path, command=command, command_languages=("vi",), command_timeout_s=0.4)
    assert seconds_of(voice.call(CALL, "vi")) > 2
    assert voice.spoken_by == "bundled-vi"
    assert why in voice.faults["command"]
    assert not (tmp_path / "speak.over").exists()


def test_nobody_waits_for_ever_nor_do_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = spoken(tmp_path)
    known = voice.call(CALL, "vi")
    with voice._turn:
        assert voice.call(CALL, "vi") == known
        monkeypatch.setattr("hub.voice.voice.TURN_S", 0.01)
        assert voice.call(Call("A106"), "vi") is None
        monkeypatch.setattr("hub.voice.voice.TURN_S", 600.0)
        monkeypatch.setattr("hub.voice.voice.MOST_WAITING", 0)
        assert voice.call(Call("A106"), "vi") is None
    assert voice.faults == {}
    assert voice._waiting == 0


def test_a_program_that_is_missing_falls_to_the_pack_and_rests(tmp_path: Path) -> None:
    now_s = [0.0]
    voice = spoken(tmp_path, command=(str(tmp_path / "speak"),), command_languages=("vi",))
    voice._steady_s = lambda: now_s[0]
    voice.call(CALL, "vi")
    assert "cannot be started" in voice.faults["command"]
    speaking(tmp_path)
    voice.call(Call("A106"), "vi")
    assert voice.spoken_by == "bundled-vi"
    now_s[0] = 61.0
    voice.call(Call("A107"), "vi")
    assert voice.spoken_by == "command"
    assert voice.faults == {}


def test_a_program_is_given_words_and_never_a_shell(tmp_path: Path) -> None:
    name, *_ = speaking(tmp_path)
    voice = spoken(tmp_path, command=(name, "{language}; touch bad"), command_languages=("vi",))
    voice.clip("Số A105 $(touch bad) `touch bad`", "vi")
    assert "Số a một không năm $(touch bad) `touch bad`" in (tmp_path / "asked").read_text(encoding="utf-8")
    assert not (tmp_path / "bad").exists()
    assert not Path("bad").exists()


def test_what_was_said_once_is_not_made_again_unless_it_is_broken(tmp_path: Path) -> None:
    voice = spoken(tmp_path, command=speaking(tmp_path), command_languages=("vi",))
    asked = tmp_path / "asked"
    clip = voice.call(CALL, "vi")
    assert clip == voice.call(CALL, "vi")
    assert len(asked.read_text().splitlines()) == 1
    assert clip is not None
    whole = clip.read_bytes()
    clip.write_bytes(whole[:-100])
    assert voice.call(CALL, "vi") == clip
    assert clip.read_bytes() == whole
    assert len(asked.read_text().splitlines()) == 2
    assert voice.call(Call("A105", 22), "vi") != clip


def test_what_was_recorded_anew_and_another_program_or_model_are_heard(tmp_path: Path) -> None:
    pack = own_pack(tmp_path)
    before = spoken(tmp_path, packs=(pack,)).call(CALL, "vi")
    assert before == spoken(tmp_path, packs=(pack,)).call(CALL, "vi")
    (pack / "001.wav").write_bytes(wav(tone(seconds=4)))
    assert seconds_of(spoken(tmp_path, packs=(pack,)).call(CALL, "vi")) > seconds_of(before) + 2
    model = tmp_path / "vi.onnx"
    model.write_bytes(b"1")
    command = (*speaking(tmp_path), f"--model={tmp_path}/{{language}}.onnx")
    voice = spoken(tmp_path, command=command, command_languages=("vi",))
    clips = {voice.call(CALL, "vi")}
    model.write_bytes(b"22")
    clips.add(voice.call(CALL, "vi"))
    program(tmp_path, f'cat "{tmp_path}/said.wav"')
    clips.add(voice.call(CALL, "vi"))
    assert len(clips) == 3


def test_what_is_kept_is_bounded_and_the_newest_stay(tmp_path: Path) -> None:
    second = tone(seconds=10)
    voice = spoken(tmp_path, command=speaking(tmp_path, second), command_languages=("vi",), most_mb=2)
    clips = [voice.call(Call(f"A{number:03d}"), "vi") for number in range(9)]
    shelf = tmp_path / "speech"
    assert sum(file.stat().st_size for file in shelf.iterdir()) <= 2_000_000
    newest = clips[-1]
    assert newest is not None
    assert newest.exists()
    oldest = clips[0]
    assert oldest is not None
    assert not oldest.exists()
    (shelf / "cut-off.part").write_bytes(b"x")
    voice.call(Call("A100"), "vi")
    voice.call(Call("A101"), "vi")
    assert not (shelf / "cut-off.part").exists()


def test_a_disk_that_takes_nothing_is_told_of_once_and_no_engine_rests(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    voice = spoken(tmp_path, command=speaking(tmp_path), command_languages=("vi",))
    shelf = tmp_path / "speech"
    shelf.write_text("a file where the folder should be")
    assert [voice.call(Call(label), "vi") for label in ("A105", "A106")] == [None, None]
    assert set(voice.faults) == {"disk"}
    assert len(caplog.records) == 1
    shelf.unlink()
    assert voice.call(CALL, "vi") is not None
    assert (voice.spoken_by, voice.faults) == ("command", {})


def test_espeak_ng_can_be_heard_and_says_what_it_is_told(tmp_path: Path) -> None:
    voice = spoken(tmp_path, uses_espeak=True)
    assert voice.can_read("vi")
    assert voice.can_read("en")
    assert not voice.can_read("xx")
    clips = {voice.clip(text, language) for text in ("Số A105", "Số A106") for language in ("vi", "en")}
    assert len({clip.read_bytes() for clip in clips if clip}) == 4
    assert voice.spoken_by == "espeak-ng"
    short, long = voice.clip("Số A105", "vi"), voice.call(CALL, "vi")
    assert 0.5 < seconds_of(short) < 4
    assert seconds_of(short) < seconds_of(long) < 8


def test_texts_that_are_too_long_or_empty_are_not_read(tmp_path: Path) -> None:
    voice = spoken(tmp_path, command=speaking(tmp_path), command_languages=("vi",))
    assert voice.clip("  ", "vi") is None
    voice.clip("dài " * 1000, "vi")
    assert len((tmp_path / "asked").read_text(encoding="utf-8")) <= 401
