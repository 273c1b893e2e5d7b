"""A plan written as a folder: a TOML file, and a table for each part that people keep in spreadsheets."""

from pathlib import Path

from config.plan_files import CENTRE_FILE
from config.plan_tables import tables_of
from config.plan_toml import plan_as_toml
from hub.domain.plan import Plan

IN_TABLES = frozenset({"fields", "counters", "classes", "profiles", "halls", "clerks", "reasons", "outcomes.choices"})
"""What stands in tables and not in the TOML file beside them."""


def write_folder(plan: Plan, folder: Path) -> list[Path]:
    """Write a plan into a folder, which is made; returns the files. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {CENTRE_FILE: plan_as_toml(plan, IN_TABLES), **tables_of(plan)}
    for name, content in texts.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    return [folder / name for name in texts]
