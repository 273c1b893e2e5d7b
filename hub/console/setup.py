"""The first start of a centre: its names, and its first administrator."""

import shlex
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from hub.console.accounts import OnTheSpot, accounts_at_rest, password_file, password_from
from hub.console.answers import SignInName, YesOrNo
from hub.console.base import CENTRE_NAME, SAMPLE, options, plain_errors

if TYPE_CHECKING:
    from hub.service.staff_actions import Action

CENTRE_FILE = "centre.toml"
HEAD = """\
# Trung tâm của bạn. Lĩnh vực, quầy và giờ còn như tệp mẫu: sửa cho đúng trước khi dùng.
# Your centre. Fields, counters and hours are still those of the sample: make them yours before use.
"""
"""What the centre's file says at its top instead of what the sample says there of itself."""


@click.command()
@options("data")
@click.option("--office", prompt="Cơ quan chủ quản / Office (UBND …)", help="The office that runs the centre.")
@click.option("--name", prompt="Tên trung tâm / Name of the centre", help="The centre's name.")
@click.option("--office-en", default="", help="The office in English; as in Vietnamese if not given.")
@click.option("--name-en", default="", help="The name in English; as in Vietnamese if not given.")
@click.option(
    "--login",
    prompt="Tên đăng nhập quản trị, viết liền, ví dụ quantri / Administrator's sign-in name, no blanks",
    type=SignInName(),
    help="Letters, digits and . _ - @, as in «quantri».",
)
@click.option("--person", prompt="Họ và tên người quản trị / Full name", help="The administrator's full name.")
@password_file
def setup(data: Path, login: str, person: str, password_file: str | None, **names: str) -> None:
    """Name the centre and make its first administrator; asks for what the options do not say.

    Makes the folder "centre" in the folder of all data from the sample centre: fields, counters, hours and texts are
    edited there. Needs no network, and no hub may run on the data yet. It is done once.
    """
    from hub.store.signing_key import fingerprint, open_signing_key

    with plain_errors():
        require_new(data)
        _tell_the_time()
        password = password_from(password_file) if password_file else _asked_for()
        set_up(data, names, (login, person, password or ""))
        signer = fingerprint(open_signing_key(data).public)
    click.echo(f"Khóa ký chốt sổ, hãy chép lại và gửi nơi nhận / Key of the closings, to be written down: {signer}")
    click.echo(
        f"Done. The centre's files are in {data / CENTRE_NAME}: look through {CENTRE_FILE}, "
        f"then start run.py hub --data {shlex.quote(str(data))}"
    )


def require_new(data: Path) -> None:
    """Raises ValueError: this has been done."""
    if (data / CENTRE_NAME).exists():
        raise ValueError(
            f"{data / CENTRE_NAME} is there already: this centre has been set up. "
            "run.py staff makes more accounts; edit the centre's files there."
        )


def require_unused(data: Path, login: str) -> None:
    """Raises ValueError: a hub or a demo has worked on this data, with its numbers, accounts and devices.

    What an earlier try has left, which is at most this very account, is no hindrance. Raises StoreFault.
    """
    from hub.service.staff import folded
    from hub.store.control import DATABASE_NAME
    from hub.store.journal import Journal
    from hub.store.register import Register

    if not (data / DATABASE_NAME).exists():
        return
    journal = Journal.open(data / DATABASE_NAME, OnTheSpot().now_ms())
    try:
        register = Register(journal.connection)
        others = [account for account in register.accounts() if account.login != folded(login)]
        is_used = bool(journal.entries_after(1) or others or register.live_grants())
    finally:
        journal.close()
    if is_used:
        raise ValueError(
            f"A hub or a demo has worked on {data} already. Choose an empty folder with --data: its numbers, accounts "
            "and devices must not become this centre's."
        )


def set_up(data: Path, names: dict[str, str], administrator: tuple[str, str, str]) -> None:
    """Make the centre's folder and the administrator (sign-in name, full name, password).

    ``names`` has ``office`` and ``name``, and ``office_en`` and ``name_en``, which may be empty. The folder is there at
    the very end, so that whatever fails before can be done again. Raises ConfigError, StoreFault, ValueError, OSError.
    """
    from config.centre import load_installation

    if not names["office"].strip() or not names["name"].strip():
        raise ValueError("The office and the centre each need a name.")
    require_unused(data, administrator[0])
    fresh = data / f".{CENTRE_NAME}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(SAMPLE, fresh)
    try:
        _name(fresh / CENTRE_FILE, names)
        load_installation(fresh, {"printer_port": 9100})
        with accounts_at_rest(data) as actions:
            _make(actions, *administrator)
        fresh.rename(data / CENTRE_NAME)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _make(actions: "dict[str, Action]", login: str, person: str, password: str) -> None:
    """Make the administrator; one who is there since an earlier try gets this password."""
    from config.texts import FIRST_LANGUAGE, text

    known = [account["login"] for account in actions["staff-list"]({})["accounts"]]
    asked = {"login": login, "name": person, "role": "administrator", "password": password}
    answer = actions["staff-password" if login in known else "staff-add"](asked)
    if "refused" in answer:
        code = answer["refused"]
        said = (text(language, f"staff.refusal.{code}", **answer["params"]) for language in (FIRST_LANGUAGE, "en"))
        raise ValueError("\n".join(said))


def _name(file: Path, names: dict[str, str]) -> None:
    """Write the names into a centre's file; everything else, comments but those at the top too, stays as it is."""
    import tomlkit

    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    centre = document["centre"]
    for key in ("office", "name"):
        centre[key]["vi"] = names[key].strip()
        centre[key]["en"] = names[f"{key}_en"].strip() or names[key].strip()
    _about_the_sample, _, own = tomlkit.dumps(document).partition("\n\n")
    file.write_text(f"{HEAD}\n{own}", encoding="utf-8")


def _tell_the_time() -> None:
    """A first day that is opened in a wrong year can never be left. Raises ValueError: somebody says it is wrong."""
    from config.centre import load_centre

    now = datetime.now(ZoneInfo(load_centre(SAMPLE).zone))
    click.echo(f"Đồng hồ của máy này / This machine's clock: {now:%H:%M, %d/%m/%Y}")
    if sys.stdin.isatty() and not is_confirmed("Đúng không? / Is that right?"):
        raise ValueError(
            "Hãy chỉnh đồng hồ rồi chạy lại lệnh này. / Set the clock, then run this again: "
            "sudo timedatectl set-time '2026-11-23 07:15'"
        )


def is_confirmed(question: str) -> bool:
    """Ask until it is «có» or «không»; Enter alone is «có»."""
    answer: bool = click.prompt(f"{question} [có/không, y/n]", type=YesOrNo(), default="có")
    return answer


def _asked_for() -> str:
    password: str = click.prompt("Mật khẩu / Password", hide_input=True, confirmation_prompt="Nhập lại / Again")
    return password
