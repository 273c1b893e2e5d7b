"""Files of pages as answers: packed for whoever can unpack, known again by what is in them."""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from flask import Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from hub.assembly.joined import JoinedPages

FOR_EVER = "public, max-age=31536000, immutable"
"""What has its version in its address never changes."""

AGAIN = "no-cache"
PACKED = frozenset({".js", ".css", ".svg"})
"""Letters and pictures of other kinds are packed already."""


class Kept(NamedTuple):
    """A file as it was packed, and when it had been saved (ns)."""

    saved_ns: int
    tag: str
    packed: bytes


def files_of(folder: Path) -> Callable[[str], Response]:
    """What answers with a folder's files, those that are text packed once; each has one name. Raises NotFound."""
    kept: dict[str, Kept] = {}

    def packed(filename: str) -> Response:
        file = folder / filename
        if not file.is_file():
            raise NotFound
        saved_ns = file.stat().st_mtime_ns
        if filename not in kept or kept[filename].saved_ns != saved_ns:
            content = file.read_bytes()
            kept[filename] = Kept(saved_ns, hashlib.sha256(content).hexdigest()[:16], gzip.compress(content, mtime=0))
        return _answer(filename, kept[filename].packed, kept[filename].tag)

    def serve(filename: str) -> Response:
        if safe_join(str(folder), filename) != f"{folder}/{filename}":
            raise NotFound
        may_pack = Path(filename).suffix in PACKED
        try:
            answer = packed(filename) if may_pack and _unpacks() else send_from_directory(folder, filename)
        except OSError:
            raise NotFound from None
        if may_pack:
            answer.vary.add("Accept-Encoding")
        return answer

    return serve


def joined_of(pages: JoinedPages) -> Callable[[str, str], Response]:
    """What answers with files of joined pages.

    A page that was loaded before an upgrade gets what there is now, but does not keep it under the former address.
    Raises NotFound.
    """

    def serve(version: str, name: str) -> Response:
        found = pages.file(name)
        if found is None:
            raise NotFound
        content = found.packed if _unpacks() else gzip.decompress(found.packed)
        answer = _answer(name, content, found.version)
        answer.vary.add("Accept-Encoding")
        answer.headers["Cache-Control"] = FOR_EVER if version == found.version else AGAIN
        return answer

    return serve


def _unpacks() -> bool:
    return bool(request.accept_encodings["gzip"])


def _answer(name: str, content: bytes, tag: str) -> Response:
    answer = Response(content, HTTPStatus.OK.value, mimetype=mimetypes.guess_type(name)[0])
    if _unpacks():
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(f"{tag}-gzip" if _unpacks() else tag)
    answer.make_conditional(request)
    return answer
