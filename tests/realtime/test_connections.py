"""Which sockets belong to a grant and that its end is theirs; who is at a counter."""

import pytest

from hub.messages import Topic
from hub.realtime.connections import Connections
from hub.service.access import Identity

COUNTER, WALL = Topic("counter", 3), Topic("wall", None)
LAN, MINH = Identity("staff-1", "clerk", 3, "Lan", 1), Identity("staff-2", "clerk", 3, "Minh", 2)
SCREEN = Identity("wall", "wall", grant=9)


class Line:
    """What was hung up, and the topics where somebody came or left."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.told: list[Topic] = []
        self.connections = Connections(self.ended.append, self.told.append)
        for sid, topic, holder in (("a", COUNTER, LAN), ("b", COUNTER, MINH), ("c", COUNTER, LAN), ("d", WALL, SCREEN)):
            self.connections.enter(sid, topic, holder)


@pytest.fixture
def line() -> Line:
    return Line()


def test_the_end_of_a_grant_hangs_up_its_own_sockets_alone(line: Line) -> None:
    assert line.connections.grants == {1, 2, 9}
    line.connections.end(1)
    assert line.ended == ["a", "c"]
    line.connections.end(3)
    assert line.ended == ["a", "c"]


def test_everybody_at_a_counter_is_told_once_whatever_they_have_open(line: Line) -> None:
    assert line.connections.present(COUNTER) == ["staff-1", "staff-2"]
    line.connections.leave("a")
    assert line.connections.present(COUNTER) == ["staff-2", "staff-1"]
    line.connections.leave("c")
    line.connections.leave("c")
    assert line.connections.present(COUNTER) == ["staff-2"]
    assert line.told == [COUNTER, COUNTER, COUNTER, WALL, COUNTER, COUNTER]
