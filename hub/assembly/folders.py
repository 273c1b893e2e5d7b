"""Where the files of pages lie: an address names a file in one of several folders."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

SHARED = "toi-luot/"
SHARED_SCRIPTS = "/static/js/"

VENDORED = {
    "preact": "/static/vendor/preact/preact.js",
    "preact/hooks": "/static/vendor/preact/hooks.js",
    "@preact/signals": "/static/vendor/signals/signals.js",
    "@preact/signals-core": "/static/vendor/signals-core/signals-core.js",
    "htm": "/static/vendor/htm/htm.js",
    "htm/preact": "/static/vendor/htm/htm-preact.js",
    "socket.io-client": "/static/vendor/socket.io-client/socket.io.js",
    "uqr": "/static/vendor/uqr/uqr.js",
}
"""What modules import by its own name."""

IMPORT_MAP = {**VENDORED, SHARED: SHARED_SCRIPTS}
"""The same for the browser, where it loads the modules one by one."""


class Folders:
    """Files by address; ``folders`` are those of each beginning of addresses, the longest beginning counts."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = sorted(folders.items(), key=lambda one: -len(one[0]))

    def file(self, address: str) -> Path:
        """Where an address lies. Raises FileNotFoundError: in no folder of ours."""
        for beginning, folder in self._folders:
            if address.startswith(beginning):
                return folder / address.removeprefix(beginning)
        raise FileNotFoundError(address)

    def text(self, address: str) -> str:
        """What stands there. Raises OSError."""
        return self.file(address).read_text(encoding="utf-8")


def address_of(name: str, importer: str) -> str:
    """The address of what a module imports by a name."""
    if name.startswith(SHARED):
        return SHARED_SCRIPTS + name.removeprefix(SHARED)
    return VENDORED.get(name) or urljoin(importer, name)
