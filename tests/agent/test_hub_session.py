"""Whom an agent trusts when its hub speaks TLS."""

from pathlib import Path

import pytest

from hub.agent.hub_session import hub_session


def test_an_agent_trusts_whom_its_machine_trusts_and_asks_no_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    own = tmp_path / "ca-certificates.crt"
    with hub_session(own) as session:
        assert session.verify is True
    own.touch()
    with hub_session(own) as session:
        settings = session.merge_environment_settings("https://hub.example", {}, None, None, None)
        assert settings["verify"] == str(own)
        assert settings["proxies"] == {}
