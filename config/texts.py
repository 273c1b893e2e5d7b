"""Every text by its code, from `config/locales/<language>/<area>.toml`. A third language is a new folder, no code."""

import tomllib
from functools import cache
from pathlib import Path

from config.plurals import category

LOCALES = Path(__file__).parent / "locales"
FIRST_LANGUAGE = "vi"


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that have a folder, Vietnamese first."""
    found = sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir())
    return tuple(sorted(found, key=lambda code: code != FIRST_LANGUAGE))


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language as flat dotted codes (`kiosk.choose_field`); a missing one is there in Vietnamese.

    Raises LookupError for a language without a folder.
    """
    if language not in languages():
        raise LookupError(f"there are no texts in «{language}», only in {', '.join(languages())}")
    own = own_texts(language)
    return own if language == FIRST_LANGUAGE else {**catalogue(FIRST_LANGUAGE), **own}


def area(language: str, *areas: str) -> dict[str, str]:
    """The texts of some areas only, so that a page carries no more than it shows. Raises LookupError as `catalogue`."""
    return {code: words for code, words in catalogue(language).items() if code.split(".", 1)[0] in areas}


def text(language: str, code: str, /, **params: object) -> str:
    """The text of a code, its `{params}` filled in. Raises LookupError: unknown language or code, missing parameter."""
    words = catalogue(language).get(code)
    if words is None:
        raise LookupError(f"no text has the code «{code}»")
    return words.format(**params) if params else words


def counted(language: str, code: str, n: int, /, **params: object) -> str:
    """The text of a code in its form for a number, which is `{n}` in it. Raises LookupError as `text`."""
    return text(language, form_for(language, code, n), n=n, **params)


def form_for(language: str, code: str, n: int) -> str:
    """The code of a text's form for a number: `<code>_0`, `<code>_few`, and the plain code for `other`.

    A language has the forms of its own grammar; what is said otherwise for a certain number is so in each language.
    Raises LookupError for a language without a folder.
    """
    texts = catalogue(language)
    return next((form for form in (f"{code}_{n}", f"{code}_{category(language, n)}") if form in texts), code)


def own_texts(language: str) -> dict[str, str]:
    """The texts of one language alone, flat, without the Vietnamese ones that stand in for missing ones."""
    texts: dict[str, str] = {}
    for file in sorted((LOCALES / language).glob("*.toml")):
        texts.update(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))
    return texts


def _flat(table: dict[str, object], above: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        code = f"{above}{name}"
        flat.update(_flat(value, f"{code}.") if isinstance(value, dict) else {code: str(value)})
    return flat
