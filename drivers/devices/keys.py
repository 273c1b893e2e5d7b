"""The keys of a call keypad by what they mean."""

from enum import StrEnum


class Key(StrEnum):
    """A key: what a clerk wants, a digit, or a move in a list."""

    NEXT = "next"
    RECALL = "recall"
    MISSED = "missed"
    START = "start"
    FINISH = "finish"
    TRANSFER = "transfer"
    HOLD = "hold"
    CALL = "call"
    """Calls the number typed before it."""
    PAUSE = "pause"
    CLEAR = "clear"
    DIGIT_0 = "0"
    DIGIT_1 = "1"
    DIGIT_2 = "2"
    DIGIT_3 = "3"
    DIGIT_4 = "4"
    DIGIT_5 = "5"
    DIGIT_6 = "6"
    DIGIT_7 = "7"
    DIGIT_8 = "8"
    DIGIT_9 = "9"
