"""The guide to the devices names every kind, key and trouble that there is."""

import re
import tomllib

import pytest

from config.texts import text
from drivers.devices import hot_keys, pad
from drivers.devices.kinds import OURS
from tests.checks.tree import ROOT

GUIDE = (ROOT / "docs/devices.md").read_text(encoding="utf-8")


def rows(*columns: int) -> list[tuple[str, ...]]:
    cells = [line.strip("| ").split(" | ") for line in GUIDE.splitlines() if line.startswith("| ")]
    return [tuple(row[column] for column in columns) for row in cells if len(row) > max(columns)]


@pytest.mark.parametrize("kind", OURS)
def test_each_kind_is_told_and_has_a_name_on_the_pages(kind: str) -> None:
    assert f"`{kind}`" in GUIDE
    assert text("vi", f"devices.attached_{kind.replace('-', '_')}") != text(
        "en", f"devices.attached_{kind}".replace("-", "_")
    )


@pytest.mark.parametrize(("keys", "column"), [(pad.KEYS, 0), (hot_keys.KEYS, 1)])
def test_each_key_stands_beside_what_it_means(keys: str, column: int) -> None:
    told = {key: meaning for names, meaning in rows(column, 2) for key in names.split(", ")}
    pairs = [pair.split("=") for pair in keys.split(",") if not pair[-1].isdecimal()]
    assert {key: meaning for key, meaning in pairs if told.get(f"`{key}`") != f"`{meaning}`"} == {}


def test_each_trouble_of_the_pages_is_told() -> None:
    words = tomllib.loads((ROOT / "config/locales/en/devices.toml").read_text(encoding="utf-8"))
    codes = {key.removeprefix("trouble_") for key in words if key.startswith("trouble_")} - {"offline", "other"}
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) >= codes
