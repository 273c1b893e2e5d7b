"""Every text that a page or a program asks for by its code is there."""

import re
from collections.abc import Iterator

from config.texts import catalogue
from tests.checks.tree import ROOT, own_files

ASKED = re.compile(r"\b(t|count|text|words)\(\s*(?:[\w.]+,\s*)?([\"'`])([a-z_]+\.[^\"'`\n]*)\2(\s*~)?")
"""`t("kiosk.back")`, `count("kiosk.waiting", n)`, `text(language, "paper.issued")`, with templates in backticks.

In HTML `t("home.state_" ~ state)` asks for any code that begins so.
"""


def asked() -> Iterator[tuple[str, str]]:
    """Every code that is asked for, with its file; `count` also asks for the form for one."""
    for file in own_files(".js", ".html", ".py"):
        if file.parts[0] == "tests":
            continue
        for function, _, beginning, goes_on in ASKED.findall((ROOT / file).read_text(encoding="utf-8")):
            code = f"{beginning}{{}}" if goes_on else beginning
            yield str(file), code
            if function == "count":
                yield str(file), f"{code}_one"


def is_there(code: str) -> bool:
    """Whether the catalogue has a code, or any code of the form of a template (`wall.ticket_${state}`)."""
    parts = re.split(r"\$?\{[^}]*\}", code)
    form = re.compile(r"\w+".join(map(re.escape, parts)))
    return any(form.fullmatch(known) for known in catalogue("vi"))


def test_every_text_that_is_asked_for_is_there() -> None:
    found = list(asked())
    assert found
    assert [(file, code) for file, code in found if not is_there(code)] == []
