"""Lines that stay open: one thread each, whatever is pulled out and plugged in again."""

from drivers.lines.lines import Lines
from drivers.lines.talk import Talk

__all__ = ["Lines", "Talk"]
