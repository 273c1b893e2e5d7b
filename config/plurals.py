"""Which form of a text a number asks for: the plural rules of CLDR for whole numbers, one table for all programs.

Browsers have the same rules as `Intl.PluralRules`; tests hold both against each other. A language that is not listed
has one form for every number.
"""

from collections.abc import Callable, Mapping

OTHER = "other"
COUNTED_UP_TO = 1000
"""Nobody counts more than this here; what CLDR says of millions is left out."""

Rule = Callable[[int], str]


def _one(n: int) -> str:
    return "one" if n == 1 else OTHER


def _one_or_none(n: int) -> str:
    return "one" if n < 2 else OTHER


def _east_slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _serbian(n: int) -> str:
    return _east_slavic(n).replace("many", OTHER)


def _polish(n: int) -> str:
    return "one" if n == 1 else _east_slavic(n).replace("one", "many")


def _czech(n: int) -> str:
    return {1: "one", 2: "few", 3: "few", 4: "few"}.get(n, OTHER)


def _slovene(n: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(n % 100, OTHER)


def _lithuanian(n: int) -> str:
    if n % 100 in range(11, 20) or n % 10 == 0:
        return OTHER
    return "one" if n % 10 == 1 else "few"


def _latvian(n: int) -> str:
    if n % 10 == 0 or n % 100 in range(11, 20):
        return "zero"
    return "one" if n % 10 == 1 else OTHER


def _romanian(n: int) -> str:
    return "one" if n == 1 else "few" if n == 0 or n % 100 in range(1, 20) else OTHER


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if n % 100 in range(3, 11) else "many" if n % 100 > 10 else OTHER


def _hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, OTHER)


def _table() -> Mapping[str, Rule]:
    rules = {
        _one: "bg ca da de el en es et eu fi gl hu it ka kk ky mn nb nl no ne sq sv sw ta te tr ur uz",
        _one_or_none: "am bn fa fr gu hi hy kn pa pt zu",
        _east_slavic: "be ru uk",
        _serbian: "bs hr sr",
        _polish: "pl",
        _czech: "cs sk",
        _slovene: "sl",
        _lithuanian: "lt",
        _latvian: "lv",
        _romanian: "ro",
        _arabic: "ar",
        _hebrew: "he",
    }
    return {language: rule for rule, languages in rules.items() for language in languages.split()}


RULES = _table()
"""By the language's code without its region. Vietnamese, Khmer, Lao, Thai, Chinese, Japanese, Korean have one form."""


def category(language: str, n: int) -> str:
    """The form for a number: `zero`, `one`, `two`, `few`, `many` or `other`."""
    rule = RULES.get(language.partition("-")[0])
    return rule(n) if rule else OTHER


def categories(language: str, *, without: frozenset[int] = frozenset()) -> set[str]:
    """Every form that some number asks for, but for numbers that have a text of their own."""
    return {category(language, n) for n in range(COUNTED_UP_TO) if n not in without}
