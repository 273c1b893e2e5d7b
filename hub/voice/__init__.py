"""The voice: what is said of a call or a page, in words, and the sound of it. Used by the hub and by kiosks' agents."""

from hub.voice.voice import Voice as Voice
from hub.voice.voice import VoiceSettings as VoiceSettings
