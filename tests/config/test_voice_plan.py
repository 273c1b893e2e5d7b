"""voice.toml: what is said of a call and with what, and what cannot be meant so."""

import re
from pathlib import Path

import pytest

from config.centre import SAMPLE, load_installation
from config.loader import ConfigError
from config.texts import languages
from config.voice import FILE_NAME, Loudness, VoicePlan, load_voice_plan, tongues

COMMAND = '[command]\narguments = ["/opt/speak", "{language}"]\n'

SLIPS = {
    'languages = ["vi", "xx"]\n': "languages: there are no sentences in «xx», only in vi, en",
    'languages = ["vi", "vi"]\n': "languages: a language is given twice",
    "languages = []\n": "languages",
    "repeat = 3\n": "repeat",
    'numbers = "words"\n': "numbers",
    'region = "centre"\n': "region",
    'packs = ["../other"]\n': "packs",
    "pace_percent = 20\n": "pace_percent",
    '[letters.xx]\nA = "a"\n': "letters: there are no sentences in «xx»",
    '[letters.vi]\nAB = "a"\n': "letters",
    COMMAND + 'languages = ["fr"]\n': "command.languages: there are no sentences in «fr»",
    COMMAND + "timeout_s = 90.0\n": "timeout_s",
    "[command]\narguments = []\n": "arguments",
    'volume = [{ since = "8:00", percent = 50 }]\n': "since",
    'volume = [{ since = "08:00", percent = 150 }]\n': "percent",
    'volume = [{ since = "12:00", percent = 50 }, { since = "08:00", percent = 50 }]\n': "must come after 12:00",
    "chimes = true\n": "did you mean «chime»?",
}


def loaded(folder: Path, content: str) -> VoicePlan:
    file = folder / FILE_NAME
    file.write_text(content, encoding="utf-8")
    return load_voice_plan(file)


def test_without_a_file_vietnamese_is_spoken_once(tmp_path: Path) -> None:
    plan = load_voice_plan(tmp_path / FILE_NAME)
    assert (plan.is_on, plan.languages, plan.repeat, plan.chime, plan.command) == (True, ("vi",), 1, True, None)
    assert plan.settings(tmp_path).command == ()


def test_the_sample_can_be_read_with_and_without_its_examples(tmp_path: Path) -> None:
    assert load_installation(SAMPLE, {"printer_port": 9100}).voice.languages == ("vi", "en")
    lines = (SAMPLE / FILE_NAME).read_text(encoding="utf-8").splitlines()[4:]
    plan = loaded(tmp_path, "\n".join(re.sub(r"^# ", "", line) for line in lines))
    assert plan.volume == (Loudness("06:30", 70), Loudness("08:00", 100))
    assert plan.command is not None
    assert plan.command.arguments == ("/opt/voice/speak", "--language", "{language}")
    settings = plan.settings(tmp_path)
    assert settings.tongues["vi"].label("G1") == "gờ một"
    assert settings.command_languages == ("vi",)


def test_own_recordings_are_looked_for_in_the_data(tmp_path: Path) -> None:
    plan = loaded(tmp_path, 'packs = ["phuong-mau"]\n')
    assert plan.settings(tmp_path).packs == (tmp_path / "voices" / "phuong-mau",)


def test_every_language_of_the_program_can_be_spoken() -> None:
    assert list(tongues(VoicePlan())) == list(languages())


@pytest.mark.parametrize("content", SLIPS)
def test_slips_are_told(tmp_path: Path, content: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(SLIPS[content])):
        loaded(tmp_path, content)
