"""Devices that speak with a broker (MQTT) instead of hanging on a line. What is said is in docs/mqtt.md."""

from drivers.mqtt.attaching import attach

__all__ = ["attach"]
