"""Every text that a page or a program asks for by its code is there, in each form, and none is left over."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from config.plurals import OTHER, RULES, categories
from config.texts import LOCALES, catalogue, languages, own_texts
from tests.checks.tree import ROOT, own_files

ASKED = re.compile(r"\b(t|count|counted|text|words)\(\s*(?:[\w.]+,\s*)?([\"'`])([a-z_]+\.[^\"'`\n]*)\2(\s*~)?")
"""`t("kiosk.back")`, `count("kiosk.waiting", n)`, `text(language, "paper.issued")`, with templates in backticks.

In HTML `t("home.state_" ~ state)` asks for any code that begins so.
"""

CATEGORIES = {"zero", "one", "two", "few", "many"}
FORM = re.compile(rf"(.+)_(\d+|{'|'.join(sorted(CATEGORIES))})")
MADE_OF_PARTS = {"keypad.called_again"}
"""Codes that are put together where no pattern sees it."""

COUNTED_BY_NAME = {"paper.people_ahead", "paper.reprint_people_ahead"}
"""Codes whose form a program asks for in its own way (`form_for`)."""

HOLE = re.compile(r"\$?\{[^{}]*\}")
QUOTED = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`\n]*)`')
MADE = re.compile(r"[a-z_]+\.(?:[\w.]|\$?\{[^{}\n]*\})+")
AREA = re.compile(r"^\w+\.")
FEWEST_LETTERS = 3
"""A template with fewer of its own (`supervisor.${code}`) would match anything; the codes' ends stand elsewhere."""


def sources() -> Iterator[tuple[Path, str]]:
    """The program's own files in which codes of texts stand, layouts of papers among them."""
    for file in own_files(".js", ".html", ".py", ".toml"):
        if file.parts[0] != "tests" and file.parts[:2] != ("config", "locales"):
            yield file, (ROOT / file).read_text(encoding="utf-8")


def asked() -> Iterator[tuple[str, str, str]]:
    """Every code that is asked for, with its file and the function that asks."""
    for file, text in sources():
        for function, _, beginning, goes_on in ASKED.findall(text):
            yield str(file), f"{beginning}{{}}" if goes_on else beginning, function


def is_there(code: str) -> bool:
    """Whether the catalogue has a code, or any code of the form of a template (`wall.ticket_${state}`)."""
    parts = re.split(r"\$?\{[^}]*\}", code)
    form = re.compile(r"\w+".join(map(re.escape, parts)))
    return any(form.fullmatch(known) for known in catalogue("vi"))


def test_every_text_that_is_asked_for_is_there() -> None:
    found = list(asked())
    assert found
    assert [(file, code) for file, code, _ in found if not is_there(code)] == []


@cache
def texts_of(language: str) -> dict[str, str]:
    return own_texts(language)


@cache
def forms_of(language: str) -> dict[str, tuple[str, str]]:
    """Codes that are a form of another one (`x_few`), with that one's code and the form."""
    texts = texts_of(language)
    found = {code: match for code in texts if (match := FORM.fullmatch(code))}
    return {code: (match[1], match[2]) for code, match in found.items() if match[1] in texts}


@cache
def counted_codes() -> frozenset[str]:
    """Codes that somebody asks for with a number, and those that have a form in any language."""
    by_number = {code for _, code, function in asked() if function in ("count", "counted") and "{" not in code}
    formed = {found for language in languages() for found in forms_of(language).values()}
    grammar = {code for code, form in formed if form in CATEGORIES}
    return frozenset(by_number | grammar | COUNTED_BY_NAME)


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_form_that_its_numbers_ask_for_and_no_other(language: str) -> None:
    lacking, left_over = [], []
    for code in sorted(counted_codes()):
        forms = {form for of, form in forms_of(language).values() if of == code}
        exact = frozenset(int(form) for form in forms if form.isdigit())
        needed = categories(language, without=exact) - {OTHER}
        lacking += [f"{code}_{form}" for form in needed - forms]
        left_over += [f"{code}_{form}" for form in (forms & CATEGORIES) - needed]
    assert (lacking, left_over) == ([], [])


@pytest.mark.parametrize("language", languages()[1:])
def test_a_language_holds_what_vietnamese_holds(language: str) -> None:
    """But for the forms of its own grammar."""
    assert plain_codes(language) == plain_codes("vi")


def plain_codes(language: str) -> set[str]:
    return {code for code in texts_of(language) if forms_of(language).get(code, ("", ""))[1] not in CATEGORIES}


def test_a_language_of_three_forms_needs_three() -> None:
    assert categories("ru") == {"one", "few", "many"}
    assert categories("vi") == categories("km") == {OTHER}
    assert categories("en", without=frozenset({1})) == {OTHER}
    assert all(OTHER in categories(language) or language in ("be", "ru", "uk", "pl") for language in RULES)


class Said:
    """Everything in quotes in the sources, where a code, the end of one or a template of one may stand."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        templates: set[str] = set()
        for file, text in sources():
            quoted = ["".join(groups) for groups in QUOTED.findall(text)]
            self.words.update(re.findall(r"[a-z_]+\.[\w.]+", text))
            self.words.update(re.findall(r"[\"'`]([\w.]+)[\"'`]", text))
            self.words.update(re.findall(r"\b\w+(?=:)", text))
            self.words.update(re.findall(r"\w+", text) if file.suffix == ".html" else ())
            templates.update(one for one in (*quoted, *MADE.findall(text)) if HOLE.search(one))
            templates.update(f"{one}{{}}" for one in re.findall(r"[\"']([\w.]+)[\"']\s*~", text))
            templates.update(f"{{}}{one}" for one in re.findall(r"~\s*[\"']([\w.]+)[\"']", text))
        self.templates = [
            re.compile(r"\w+".join(map(re.escape, HOLE.split(one))))
            for one in templates
            if re.fullmatch(r"(?:[\w.]|\$?\{[^{}]*\})+", one) and len(AREA.sub("", HOLE.sub("", one))) >= FEWEST_LETTERS
        ]

    def asks_for(self, code: str) -> bool:
        """Whether somebody names the code, its end behind the area, or what it is made of."""
        ends = [code, *(code.split(".", parts)[-1] for parts in range(1, code.count(".") + 1))]
        return any(end in self.words or any(form.fullmatch(end) for form in self.templates) for end in ends)


def test_no_text_is_left_over() -> None:
    said = Said()
    asked_as = {code: forms_of("vi").get(code, (code, ""))[0] for code in texts_of("vi")}
    left_over = [code for code, name in asked_as.items() if not (said.asks_for(name) or said.asks_for(first(name)))]
    assert set(left_over) <= MADE_OF_PARTS


def first(code: str) -> str:
    """A reprint has words of its own for what the first paper says."""
    return code.replace("paper.reprint_", "paper.")


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*/*.toml")), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_language_has_a_file_for_each_area(file: Path) -> None:
    assert all((LOCALES / language / file.name).is_file() for language in languages())
