"""Where signed closings and checkpoints go: `closing.toml` of a centre's folder, which may be missing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct, field

from config.loader import ConfigError, load_toml

PlaceName = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}\Z")]
Address = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\Z")]
Filled = Annotated[str, Meta(min_length=1)]
OWN_MACHINE = ("127.0.0.1", "::1", "localhost")


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place outside the machine; `name` is how people and files call it."""

    name: PlaceName


class MailPlace(Place, frozen=True):
    """Mail to `to`, by a `server` of the centre's. `password_file` holds the password of `user`, in its first line."""

    to: Annotated[tuple[Address, ...], Meta(min_length=1)]
    sender: Address = field(name="from")
    server: Filled
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: str = ""


class PostPlace(Place, frozen=True):
    """A POST to an address; `token_file` holds, in its first line, what is sent as `Authorization: Bearer`."""

    url: Annotated[str, Meta(pattern=r"^https?://")]
    token_file: str = ""


class FolderPlace(Place, frozen=True):
    """A folder on another disk or share, which must be mounted."""

    path: Filled


class PaperPlace(Place, frozen=True):
    """A receipt printer: closings come out on paper, checkpoints do not."""

    printer: Filled
    profile: str = "generic-80"
    language: str = "vi"


AnyPlace = MailPlace | PostPlace | FolderPlace | PaperPlace


class ClosingPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """Closings go to every place; checkpoints to those that take files, every so many minutes while a day is open."""

    checkpoint_every_min: Annotated[int, Meta(ge=0, le=1440)] = 0
    mail: tuple[MailPlace, ...] = ()
    post: tuple[PostPlace, ...] = ()
    folder: tuple[FolderPlace, ...] = ()
    paper: tuple[PaperPlace, ...] = ()

    @property
    def places(self) -> tuple[AnyPlace, ...]:
        """All places."""
        return (*self.mail, *self.post, *self.folder, *self.paper)

    @property
    def has_checkpoints(self) -> bool:
        """Whether checkpoints are made: somebody wants them, and there is somewhere to send them."""
        return self.checkpoint_every_min > 0 and bool(self.mail or self.post or self.folder)


def load_closing_plan(path: Path) -> ClosingPlan:
    """Read the file, or take what holds without one. Raises ConfigError: as `load_toml`, a secret in danger."""
    if not path.exists():
        return ClosingPlan()
    plan = load_toml(path, ClosingPlan)
    for key, problem in _slips(plan):
        raise ConfigError(path, key, problem)
    return plan


def _slips(plan: ClosingPlan) -> Iterator[tuple[str, str]]:
    for name, times in Counter(place.name for place in plan.places).items():
        if times > 1:
            yield f"[{name}].name", f"«{name}» is used twice"
    for mail in plan.mail:
        if mail.security == "none" and mail.user and mail.server not in OWN_MACHINE:
            yield f"mail[{mail.name}].security", "a password must not cross the network in the clear"
        if bool(mail.user) != bool(mail.password_file):
            yield f"mail[{mail.name}].user", "user and password_file belong together"
    for post in plan.post:
        parts = urlsplit(post.url)
        if parts.scheme == "http" and parts.hostname not in OWN_MACHINE:
            yield f"post[{post.name}].url", "only https:// leaves this machine"
        if parts.username or parts.password:
            yield f"post[{post.name}].url", "secrets belong into token_file, not into an address"
