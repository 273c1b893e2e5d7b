"""What the doctor says of the voice."""

from pathlib import Path

from config.voice import VoiceCommand, VoicePlan
from hub.doctor.finding import Mark
from hub.doctor.voice import voice


def test_who_speaks_and_what_is_broken_is_told(tmp_path: Path) -> None:
    said = list(voice(VoicePlan(languages=("vi", "en"), espeak=False), tmp_path))
    assert [(one.mark, one.seen) for one in said] == [(Mark.OK, "bundled-vi speaks"), (Mark.OK, "bundled-en speaks")]
    broken = VoicePlan(espeak=False, packs=("gone",), command=VoiceCommand(("/nowhere/speak",)))
    said = list(voice(broken, tmp_path))
    assert [(one.mark, one.about) for one in said] == [
        (Mark.OK, "voice vi"),
        (Mark.WARN, "voice gone"),
        (Mark.WARN, "voice command"),
    ]
    assert [one.seen for one in voice(VoicePlan(is_on=False), tmp_path)] == ["switched off; walls only chime"]
    assert list(tmp_path.iterdir()) == []
