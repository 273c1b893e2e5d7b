"""What a person types at a prompt, checked there and asked for again, with the rule, until it is right."""

import unicodedata

import click

YES = frozenset({"c", "có", "co", "y", "yes"})
NO = frozenset({"k", "không", "khong", "n", "no"})


class YesOrNo(click.ParamType[bool]):
    """«Có» or «không», in either language, with or without marks, or the first letter: True or False."""

    name = "có/không, y/n"

    def convert(self, value: str | bool, param: click.Parameter | None, ctx: click.Context | None) -> bool:
        """Raises BadParameter: neither."""
        if isinstance(value, bool):
            return value
        typed = unicodedata.normalize("NFC", value).strip().casefold()
        if typed not in YES | NO:
            self.fail("Gõ «có» hoặc «không». / Type y or n.", param, ctx)
        return typed in YES


class SignInName(click.ParamType[str]):
    """A sign-in name as the accounts take it."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Raises BadParameter with the rule in every language: this is none."""
        from config.texts import languages, text
        from hub.service.staff import StaffRefused, checked_login

        try:
            return checked_login(value)
        except StaffRefused as refused:
            rule = " / ".join(text(code, f"staff.refusal.{refused.code}", **refused.params) for code in languages())
            self.fail(rule, param, ctx)
