"""Texts of the kiosk's page read aloud: by this machine alone, so that it goes on while the hub is away."""

from pathlib import Path

from hub.voice import Voice, VoiceSettings

CLIPS = "speech"


class ReadAloud:
    """What the page may have read; without settings nothing. ``folder`` is the kiosk's own."""

    def __init__(self, settings: VoiceSettings | None, folder: Path) -> None:
        self._voice = Voice(settings, folder / CLIPS) if settings else None

    def languages(self) -> dict[str, bool]:
        """The languages of the page, and whether any text can be read in them."""
        return {language: self._voice.can_read(language) for language in self._voice.tongues} if self._voice else {}

    def clip(self, text: str, language: str) -> Path | None:
        """The WAV file of a text, None where it cannot be said."""
        if self._voice is None or language not in self._voice.tongues:
            return None
        return self._voice.clip(text, language)
