"""A hub of this version starts on the data of the first one."""

from pathlib import Path

from tests.hub_process import HubProcess
from tests.store.old_files import make_old_hub


def test_the_hub_upgrades_at_its_start_and_goes_on(tmp_path: Path) -> None:
    make_old_hub(tmp_path / "hub.db")
    with HubProcess(tmp_path) as hub:
        assert any("upgraded" in line and "before-upgrade-" in line for line in hub.log)
        assert hub.health()["status"] == "ok"
        assert hub.view(hub.token("wall"), "wall")["epoch"] == hub.health()["epoch"]
    assert [file.name[:15] for file in (tmp_path / "backups").iterdir()] == ["before-upgrade-"]
