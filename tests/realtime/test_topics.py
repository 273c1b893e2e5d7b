"""Topics by their names."""

import pytest

from hub.messages import parse_topic


@pytest.mark.parametrize("name", ["wall", "wall:east", "kiosk", "counter:1", "rating:10", "counter:99"])
def test_topics_have_one_name(name: str) -> None:
    assert str(parse_topic(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "walls",
        "wall:1",
        "wall:",
        "wall:East",
        "counter",
        "counter:",
        "counter:0",
        "counter:03",
        "counter:100",
        "counter:٣",
        3,
        None,
    ],
)
def test_other_names_are_no_topics(name: object) -> None:
    assert parse_topic(name) is None
