"""Link to a printer of Windows: raw documents into its spooler, which tells nothing of what becomes of them."""

import time
from contextlib import suppress

from drivers.errors import DeviceError

CHUNK_BYTES = 4096
DOCUMENT = ("Toi Luot", None, "RAW")


class WindowsLink:
    """One document for the spooler; it begins with the first byte, so a link without bytes leaves none behind.

    Raises DeviceError `windows_only` (not Windows, or without pywin32: no retry), `link_refused` (no such printer).
    """

    can_read = False

    def __init__(self, printer: str) -> None:
        try:
            import pywintypes
            import win32print
        except ImportError as error:
            detail = "windows:// works on Windows only, with pywin32 (pip install pywin32)"
            raise DeviceError("windows_only", retry=False, detail=detail) from error
        self._spooler = win32print
        self._fault: type[Exception] = pywintypes.error
        self._has_document = False
        try:
            self._printer = win32print.OpenPrinter(printer)
        except self._fault as error:
            raise DeviceError("link_refused", retry=True, detail=f"{printer}: {error}") from error
        self._is_open = True

    def write(self, payload: bytes, stall_s: float) -> None:  # noqa: ARG002 - the spooler takes everything at once
        """See ByteLink.write."""
        sent = offered = 0
        try:
            self._begin_document()
            while sent < len(payload):
                offered = min(sent + CHUNK_BYTES, len(payload))
                sent += self._spooler.WritePrinter(self._printer, payload[sent:offered])
        except self._fault as error:
            raise DeviceError("link_lost", retry=True, sent_bytes=offered, detail=str(error)) from error

    def _begin_document(self) -> None:
        if not self._has_document:
            self._spooler.StartDocPrinter(self._printer, 1, DOCUMENT)
            self._has_document = True
            self._spooler.StartPagePrinter(self._printer)

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read. Nothing ever arrives."""
        time.sleep(wait_s)
        return b""

    def close(self) -> None:
        """See ByteLink.close."""
        if not self._is_open:
            return
        self._is_open = False
        with suppress(self._fault):
            if self._has_document:
                self._spooler.EndPagePrinter(self._printer)
                self._spooler.EndDocPrinter(self._printer)
        with suppress(self._fault):
            self._spooler.ClosePrinter(self._printer)
