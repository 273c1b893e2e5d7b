"""Where phones reach the hub: an address that links can be made of, or none."""

from pathlib import Path

import pytest

from config.centre import SAMPLE
from config.loader import ConfigError
from config.phone import PhonePlan, load_phone_plan


def read(folder: Path, text: str) -> PhonePlan:
    (folder / "phone.toml").write_text(text, encoding="utf-8")
    return load_phone_plan(folder / "phone.toml")


def test_without_the_file_there_are_no_links_and_the_sample_says_the_same(tmp_path: Path) -> None:
    assert load_phone_plan(tmp_path / "phone.toml") == load_phone_plan(SAMPLE / "phone.toml") == PhonePlan()


def test_an_address_and_what_is_offered(tmp_path: Path) -> None:
    plan = read(tmp_path, 'public_url = "https://so.phuong-mau.gov.vn"\noffers = ["rate"]\n')
    assert (plan.host, plan.offers) == ("so.phuong-mau.gov.vn", ("rate",))
    assert plan.at("http://127.0.0.1:8080") is plan
    assert PhonePlan().at("http://127.0.0.1:8080").host == "127.0.0.1"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("so.phuong-mau.gov.vn", "is no address"),
        ("ftp://so.vn", "is no address"),
        ("https://", "is no address"),
        ("https://so.vn:0", "is no address"),
        ("https://so.vn:99999", "is no address"),
        ("https://số.vn", "is no address"),
        ("https://a:b@so.vn", "no password"),
        ("https://so.vn/", "ends with the host"),
        ("https://so.vn/hang-doi", "ends with the host"),
        ("https://so.vn?x=1", "ends with the host"),
    ],
)
def test_what_is_no_address_is_told_in_a_sentence(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        read(tmp_path, f'public_url = "{url}"\n')
