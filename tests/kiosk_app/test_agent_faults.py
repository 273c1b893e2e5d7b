"""The same trouble is told once, its end too."""

import logging

import pytest

from hub.agent.trouble import Trouble


def test_a_lasting_trouble_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    trouble = Trouble(logging.getLogger("kiosk_app.test"))
    trouble.over()
    for port in (1, 2, 3):
        trouble.absence("nobody is there", OSError(f"from port {port}"))
    for text in ("one", "one", "two"):
        trouble.fault("the desk", ValueError(text))
    trouble.over()
    trouble.over()
    assert [record.getMessage() for record in caplog.records] == [
        "nobody is there (from port 1)",
        "the desk met a fault and goes on",
        "the desk met a fault and goes on",
        "all is well again",
    ]
