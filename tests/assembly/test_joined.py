"""Pages put together: all of ours can be, each with its version in its address, and anew when a file was saved."""

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from hub.assembly.folders import Folders
from hub.assembly.joined import BASE, LOOK_EVERY_S, JoinedPages, Parts
from hub.assembly.serving import FOR_EVER, files_of, joined_of
from hub.assembly.sheets import joined_sheet
from hub.web.shells import FOLDERS as HUB_FOLDERS
from hub.web.shells import PAGES as HUB_PAGES
from kiosk_app.web_files import FOLDERS as KIOSK_FOLDERS
from kiosk_app.web_files import PAGES as KIOSK_PAGES

PAGE = {"page": Parts("/static/page.js", ("/static/page.css",))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "base.css").write_text("html { color: red; }\n")
    (tmp_path / "page.css").write_text('@import url("more.css");\np { background: url("img/p.png"); }\n')
    (tmp_path / "more.css").write_text("b { color: blue; }\n")
    (tmp_path / "page.js").write_text('import { n } from "./n.js";\nalert(n);\n')
    (tmp_path / "n.js").write_text("export const n = 1;\n")
    return tmp_path


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pages(folder: Path, clock: Clock) -> JoinedPages:
    return JoinedPages(Folders({"/static/": folder}), PAGE, clock)


@pytest.fixture
def client(folder: Path, pages: JoinedPages) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule(f"{BASE}<version>/<name>", "joined", joined_of(pages))
    app.add_url_rule("/static/<path:filename>", "file", files_of(folder))
    return app.test_client()


@pytest.fixture(scope="module")
def parser(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("folders", "parts", "name"),
    [(HUB_FOLDERS, HUB_PAGES, name) for name in HUB_PAGES]
    + [(KIOSK_FOLDERS, KIOSK_PAGES, name) for name in KIOSK_PAGES],
)
def test_every_page_of_ours_can_be_joined(folders: Folders, parts: dict[str, Parts], name: str, parser: Page) -> None:
    pages = JoinedPages(folders, parts)
    shell = pages.shell(name)
    assert shell.is_joined
    assert all(folders.file(f"/static/vendor/{face}.woff2").is_file() for face in shell.letters)
    script, sheet = pages.file(f"{name}.js"), pages.file(f"{name}.css")
    assert script
    assert sheet
    parser.evaluate("script => { new Function(script); }", f'"use strict";{gzip.decompress(script.packed).decode()}')
    text = gzip.decompress(sheet.packed).decode()
    assert "@import" not in text
    assert len(re.findall(r"mask-position: 0 [\d.e+]+%", text)) == len(re.findall(r"^\.icon-", text, re.MULTILINE)) > 90
    assert [address for address in re.findall(r'url\("([^"]+)"\)', text) if "lucide" in address] == []


def test_a_sheet_holds_what_it_imports_and_names_whole_addresses(folder: Path) -> None:
    sheet = joined_sheet("/static/page.css", Folders({"/static/": folder}).text)
    assert sheet == 'b { color: blue; }\np { background: url("/static/img/p.png"); }\n'


def test_a_page_is_put_together_anew_when_a_file_of_it_was_saved(
    folder: Path, pages: JoinedPages, clock: Clock
) -> None:
    before = pages.shell("page")
    (folder / "n.js").write_text("export const n = 2;\n")
    os.utime(folder / "n.js", (1, 1))
    assert pages.shell("page") == before
    clock.now_s += LOOK_EVERY_S
    after = pages.shell("page")
    assert after.module != before.module
    assert after.sheets == before.sheets


def test_what_cannot_be_joined_is_loaded_file_by_file(
    folder: Path, pages: JoinedPages, caplog: pytest.LogCaptureFixture
) -> None:
    loose = pages.shell("page", may_join=False)
    assert (loose.module, loose.sheets) == ("/static/page.js", ("/static/css/base.css", "/static/page.css"))
    (folder / "n.js").write_text('import "./page.js";\nexport const n = 2;\n')
    assert pages.shell("page") == loose
    assert "in a circle: /static/page.js → /static/n.js → /static/page.js" in caplog.text


def test_what_could_not_be_joined_is_tried_again_when_a_file_of_it_was_saved(
    folder: Path, pages: JoinedPages, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "n.js").unlink()
    for _ in range(3):
        assert not pages.shell("page").is_joined
        clock.now_s += LOOK_EVERY_S
    assert len(caplog.records) == 1
    (folder / "n.js").write_text("export const n = 2;\n")
    assert pages.shell("page").is_joined


def test_what_has_its_version_in_its_address_is_kept_for_ever(pages: JoinedPages, client: FlaskClient) -> None:
    address = pages.shell("page").module
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.headers["Cache-Control"]) == ("gzip", FOR_EVER)
    assert "javascript" in answer.content_type
    plain = client.get(address)
    assert gzip.decompress(answer.data) == plain.data
    assert answer.headers["ETag"] != plain.headers["ETag"]
    known = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    former = client.get(f"{BASE}0000/page.js")
    assert (former.data, former.headers["Cache-Control"]) == (plain.data, "no-cache")
    assert client.get(f"{BASE}0000/nothing.js").status_code == 404


def test_text_is_packed_once_and_nothing_else_is(folder: Path, client: FlaskClient) -> None:
    packs = {"Accept-Encoding": "gzip"}
    first = client.get("/static/n.js", headers=packs)
    assert gzip.decompress(first.data) == (folder / "n.js").read_bytes()
    assert client.get("/static/n.js", headers={**packs, "If-None-Match": first.headers["ETag"]}).status_code == 304
    (folder / "n.js").write_text("export const n = 3;\n")
    os.utime(folder / "n.js", (1, 1))
    again = client.get("/static/n.js", headers={**packs, "If-None-Match": first.headers["ETag"]})
    assert gzip.decompress(again.data) == b"export const n = 3;\n"
    (folder / "letters.woff2").write_bytes(b"letters")
    assert "Content-Encoding" not in client.get("/static/letters.woff2", headers=packs, buffered=True).headers
    for beside in ("../n.js", "css", "nothing.js"):
        assert client.get(f"/static/{beside}", headers=packs).status_code == 404


def test_a_file_has_one_name_and_only_what_lies_there_is_answered(
    folder: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "p.png").write_bytes(b"picture")
    for packs in ({"Accept-Encoding": "gzip"}, {}):
        for alias in ("css/../n.js", "nothing/../n.js", "./n.js", "css/./base.css", "n.js/.", "css/../p.png"):
            assert client.get(f"/static/{alias}", headers=packs).status_code == 404
        for impossible in (f"{'n' * 300}.js", f"{'n' * 300}.png", "n\0.js"):
            assert client.get(f"/static/{impossible}", headers=packs).status_code == 404

    def gone(_file: Path) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert client.get("/static/n.js", headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_who_keeps_answers_for_others_is_told_that_they_are_packed_only_for_some(
    pages: JoinedPages, client: FlaskClient
) -> None:
    for address in (pages.shell("page").module, "/static/n.js"):
        for packs in ({"Accept-Encoding": "gzip"}, {}):
            assert client.get(address, headers=packs, buffered=True).headers["Vary"] == "Accept-Encoding"
