"""docs/protocol.md names every command's place, every topic and every problem."""

from hub.messages import OF_ONE_COUNTER, TOPIC_KINDS
from hub.web.problems import HTTP_CODES
from hub.web.routes import ROUTES
from tests.hub_process import ROOT

PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")


def test_every_command_is_in_its_table() -> None:
    rows = [f"| `{_shown(route.path)}` | {route.command.__name__} |" for route in ROUTES]
    assert [row for row in rows if row not in PAGE] == []


def _shown(path: str) -> str:
    return path.replace("<int:counter>", "<n>")


def test_every_topic_and_problem_is_named() -> None:
    topics = [f"| `{kind}{':<n>' if kind in OF_ONE_COUNTER else ''}` |" for kind in TOPIC_KINDS]
    problems = [f"`{code}`" for code in HTTP_CODES.values()]
    assert [name for name in (*topics, *problems) if name not in PAGE] == []
