"""Quotas that cannot be meant, and limits for which the devices are not set."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from config.centre import SAMPLE, load_installation
from config.loader import ConfigError
from config.quota_slips import quota_slips
from hub.domain.plan import Hours, Plan, Quota, Session
from tests.domain.hall import PLAN

MORNINGS = Hours(weekly=(Session(("mon",), "07:30", "11:30"),))


def with_quota(quota: Quota, plan: Plan = PLAN) -> Plan:
    return replace(plan, fields=(replace(plan.fields[0], quota=quota), *plan.fields[1:]))


@pytest.mark.parametrize(
    "plan",
    [PLAN, with_quota(Quota(walk_in=0)), with_quota(Quota("session", remote=5), replace(PLAN, hours=MORNINGS))],
)
def test_a_plan_without_slips(plan: Plan) -> None:
    assert list(quota_slips(plan)) == []


@pytest.mark.parametrize(
    ("plan", "key"),
    [
        (with_quota(Quota()), "fields[civil].quota"),
        (with_quota(Quota("session", walk_in=5)), "fields[civil].quota.per"),
    ],
)
def test_a_quota_that_cannot_be_meant(plan: Plan, key: str) -> None:
    assert [slip[0] for slip in quota_slips(plan)] == [key]


def test_kiosks_must_tell_cards_apart_where_they_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "centre"
    shutil.copytree(SAMPLE, folder)
    centre, devices = folder / "centre.toml", folder / "devices.toml"
    centre.write_text(f'{centre.read_text(encoding="utf-8")}\n[person_limit]\nby = "identity"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"scanning.identity.*hash"):
        load_installation(folder, {"printer_port": 9100})
    devices.write_text(devices.read_text(encoding="utf-8").replace('"drop"', '"hash"'), encoding="utf-8")
    assert load_installation(folder, {"printer_port": 9100}).plan.person_limit.by == "identity"
