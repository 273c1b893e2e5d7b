"""The page of the plan: which one counts and since when, who adopted what and why, and another one in its place."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from config.loader import ConfigError
from config.plan_files import CENTRE_FILE, read_plan, table_meant
from config.plan_tables import TABLES, tables_of
from config.plan_toml import plan_as_toml
from config.plan_words import differences_in_words
from config.texts import languages
from hub.domain.plan import Plan
from hub.service.access import ADMINISTRATOR
from hub.service.plans import MOST_WORDS, WAYS, PlanRefused, coming
from hub.service.ports import Adoption
from hub.web.context import WebHub
from hub.web.forms import Said, SaidOnce, form_page, see
from hub.web.guard import asking
from hub.web.problems import Problem

PAGE = "/admin/plan"
MOST_BYTES = 262_144
"""The largest upload, which the server still reads: a plan of a hundred fields is a fifth of that."""


class Look(NamedTuple):
    """A plan that somebody looks at: which look it is, and the adopted version that it was held against."""

    number: int
    base: int
    plan: Plan


class HistoryRow(NamedTuple):
    """An adoption as it is shown; ``who`` is a name, or the actor where nobody has one."""

    version: int
    when: str
    at: str
    who: str
    why: str


def make_plan_pages(hub: WebHub) -> Blueprint:
    """The blueprint of the plan: the page, what can be done there, and the plan as files."""
    pages = Blueprint("plan", __name__)
    desk = _Desk(hub)
    pages.add_url_rule(PAGE, "page", desk.page, methods=["GET"])
    pages.add_url_rule(f"{PAGE}/<int:version>/<name>", "download", desk.download, methods=["GET"])
    doings: dict[str, Callable[[], None]] = {"look": desk.look, "adopt": desk.adopt, "drop": desk.drop}
    for name, do in doings.items():
        pages.add_url_rule(f"{PAGE}/{name}", name, desk.answering(do), methods=["POST"])
    return pages


class _Desk:
    """What is done with the plan; each leads back to the page. A plan that somebody looks at is kept for their session.

    It is kept in memory: after a new start of the hub it is uploaded again.
    """

    def __init__(self, hub: WebHub) -> None:
        self._hub = hub
        self._desk = hub.plans_desk
        self._said = SaidOnce()
        self._looked_at: dict[int, Look] = {}
        self._numbers = count(1)
        hub.credentials.grants.on_end.append(self._forget)

    def page(self, refusal: Said | None = None, is_read: bool = True) -> AnyResponse:
        """What counts, what is to come, what somebody looks at, and what was before.

        A form that was too large to be read is not asked again for what was typed.
        """
        floor, adopted = self._hub.office.floor, self._adopted()
        own = self._looked_at.get(asking().grant)
        if own is not None and own.base != floor.adopted_version:
            self.drop()
            own, refusal = None, Said("refusal.plan_changed_meanwhile", {"version": floor.adopted_version})
        draft = self._desk.draft()
        return form_page(
            "plan",
            HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
            version=floor.plan_version if floor.day is not None else floor.adopted_version,
            coming=self._differences(floor.plan, adopted) if floor.plan and coming(floor) else None,
            coming_version=floor.adopted_version,
            draft=draft if isinstance(draft, str) else None,
            draft_differs=0 if isinstance(draft, str) else len(self._desk.differences(draft)),
            looked_at=None if own is None else self._differences(adopted, own.plan),
            look=own and own.number,
            history=[self._row(adoption) for adoption in reversed(self._desk.history())],
            may_adopt=asking().role == ADMINISTRATOR,
            most_words=MOST_WORDS,
            refusal=refusal,
            said=self._said.take(asking().grant),
            form=request.form if is_read else {},
        )

    def answering(self, do: Callable[[], None]) -> Callable[[], AnyResponse]:
        """Do it and lead back to the page, or say there why not."""

        def answered() -> AnyResponse:
            try:
                do()
            except PlanRefused as refused:
                return self.page(Said(refused.code, refused.params))
            except RequestEntityTooLarge:
                return self.page(Said("plan.refusal.too_large", {"kb": MOST_BYTES // 1024}), is_read=False)
            return see(PAGE)

        return answered

    def look(self) -> None:
        """Look at the files that were uploaded, at the centre's own file, or at a plan of before."""
        request.max_content_length = MOST_BYTES
        base = self._hub.office.floor.adopted_version
        version = request.form.get("version", type=int)
        if version is not None:
            plan = self._of_version(version)
        else:
            plan = self._draft() if "draft" in request.form else self._uploaded()
        if plan == self._adopted():
            raise PlanRefused("plan.refusal.same")
        self._looked_at[asking().grant] = Look(next(self._numbers), base, plan)

    def adopt(self) -> None:
        """Adopt what was looked at, and nothing that was looked at since in another window."""
        look = self._looked_at.get(asking().grant)
        when = next((way for way in WAYS if way == request.form.get("when")), None)
        if look is None or when is None or request.form.get("look", type=int) != look.number:
            raise PlanRefused("plan.refusal.gone")
        version, since = self._desk.adopt(look.plan, when, request.form.get("why", ""), asking().actor, look.base)
        del self._looked_at[asking().grant]
        self._said.say(asking().grant, f"plan.adopted_{since}", version=version)

    def drop(self) -> None:
        """Look at it no more."""
        self._looked_at.pop(asking().grant, None)

    def download(self, version: int, name: str) -> AnyResponse:
        """A plan as TOML, or its tables in one archive. Raises Problem: not_found (404)."""
        try:
            plan = self._of_version(version)
        except PlanRefused:
            raise Problem(HTTPStatus.NOT_FOUND, "not_found") from None
        if name == CENTRE_FILE:
            return _file(plan_as_toml(plan).encode(), f"plan-{version}.toml", "application/toml; charset=utf-8")
        if name == "tables.zip":
            return _file(_archive(tables_of(plan)), f"plan-{version}.zip", "application/zip")
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")

    def _forget(self, grant: int) -> None:
        self._looked_at.pop(grant, None)
        self._said.forget(grant)

    def _adopted(self) -> Plan:
        return self._hub.office.floor.adopted or self._hub.configured

    def _of_version(self, version: int) -> Plan:
        floor = self._hub.office.floor
        if version == floor.adopted_version:
            return self._adopted()
        if floor.plan is not None and version == floor.plan_version:
            return floor.plan.document
        found = next((adoption.plan for adoption in self._desk.history() if adoption.version == version), None)
        if found is None:
            raise PlanRefused("plan.refusal.gone")
        return found

    def _draft(self) -> Plan:
        draft = self._desk.draft()
        if isinstance(draft, str):
            raise PlanRefused("plan.refusal.slip", slip=draft)
        return draft

    def _uploaded(self) -> Plan:
        """The plan in the files of the form, over the adopted one. Raises PlanRefused: none, or a slip in them."""
        files: dict[str, FileStorage] = {}
        for file in request.files.getlist("files"):
            if file.filename:
                _put(files, file)
        if not files:
            raise PlanRefused("plan.refusal.no_file")
        with TemporaryDirectory() as folder:
            for name, file in files.items():
                file.save(Path(folder) / name)
            try:
                return read_plan(Path(folder), self._adopted())
            except ConfigError as error:
                raise PlanRefused(
                    "plan.refusal.slip", slip=str(error).replace(f"{folder}/", "").replace(f"{folder}: ", "")
                ) from None

    def _differences(self, old: Plan, new: Plan) -> list[dict[str, str]]:
        """Each difference in every language."""
        by_language = {code: differences_in_words(old.document, new.document, code) for code in languages()}
        return [dict(zip(by_language, sentences, strict=True)) for sentences in zip(*by_language.values(), strict=True)]

    def _row(self, adoption: Adoption) -> HistoryRow:
        at = datetime.fromtimestamp(adoption.at_ms / 1000, UTC).astimezone(ZoneInfo(adoption.plan.zone))
        who = self._hub.staff.names().get(adoption.actor, adoption.actor)
        return HistoryRow(adoption.version, adoption.when, f"{at:%d/%m/%Y %H:%M}", who, adoption.why)


def _put(files: dict[str, FileStorage], file: FileStorage) -> None:
    """Add a file under the name by which it is read. Raises PlanRefused: it would be passed over."""
    given = PureWindowsPath(file.filename or "").name
    suffix = PureWindowsPath(given).suffix.lower()
    name = CENTRE_FILE if suffix == ".toml" else table_meant(given) if suffix == ".csv" else None
    if name is None:
        raise PlanRefused("plan.refusal.unknown_file", name=given, tables=", ".join(f"{table}.csv" for table in TABLES))
    if name in files:
        raise PlanRefused("plan.refusal.file_twice", name=given, other=PureWindowsPath(files[name].filename or "").name)
    files[name] = file


def _archive(texts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts.items():
            archive.writestr(name, content.encode())
    return out.getvalue()


def _file(content: bytes, name: str, kind: str) -> AnyResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return AnyResponse(content, HTTPStatus.OK.value, headers, content_type=kind)
