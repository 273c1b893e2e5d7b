"""Which sockets belong to a grant, and that its end is theirs."""

from hub.realtime.sockets import Connections


def test_the_end_of_a_grant_hangs_up_its_own_sockets_alone() -> None:
    ended: list[str] = []
    connections = Connections(ended.append)
    for sid, grant in (("a", 1), ("b", 2), ("c", 1), ("d", 1)):
        connections.enter(sid, grant)
    connections.leave("d")
    assert connections.grants == {1, 2}
    connections.end(1)
    assert ended == ["a", "c"]
    connections.end(3)
    assert ended == ["a", "c"]
