"""What gets installed is pinned, hashed and the same for running and testing; every package of ours is type-checked."""

import configparser
import re

from tests.checks.tree import ROOT, own_files

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def settings() -> configparser.ConfigParser:
    """The project's setup.cfg."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def pins(lock: str) -> dict[str, str]:
    """Version by package in a lock file; every one must carry hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []
    return dict(PIN.findall(text))


def names(requirements: str) -> set[str]:
    """The package names in a list of setup.cfg."""
    return {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in requirements.split("\n") if line.strip()}


def test_the_locks_hold_what_setup_cfg_asks_for() -> None:
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert names(settings()["options"]["install_requires"]) <= run.keys()
    assert names(settings()["options.extras_require"]["test"]) <= test.keys()


def test_the_test_lock_holds_the_run_lock() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


def test_every_package_is_checked_packed_and_under_a_contract() -> None:
    packages = {file.parts[0] for file in own_files(".py") if len(file.parts) > 1} - {"tests", "docs"}
    assert set(settings()["mypy"]["packages"].replace(",", " ").split()) == packages
    assert set(settings()["importlinter"]["root_packages"].split()) == packages
    assert names(settings()["options.packages.find"]["include"].replace("*", "")) == packages


def test_every_module_but_the_wiring_may_import_nothing_but_what_is_listed() -> None:
    contracts = [part for part in settings().values() if part.get("type") == "nothing_but"]
    judged = {name for contract in contracts for name in contract["modules"].split()}
    modules = [
        ".".join(file.with_suffix("").parts)
        for file in own_files(".py")
        if file.parts[0] not in ("tests", "docs", "run.py")
    ]
    free = [module for module in modules if not any(f"{module}.".startswith(f"{name}.") for name in judged)]
    assert [module for module in free if not module.startswith("hub.console.")] == ["hub.__init__", "hub.app"]
