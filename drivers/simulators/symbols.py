"""Pictures that a simulated printer makes or keeps itself: QR symbols (GS ( k) and graphics (GS ( L, GS 8 L)."""

import functools

from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from drivers.printers.raster import Raster

QR = 49
LEVELS = {48: ERROR_CORRECT_L, 49: ERROR_CORRECT_M, 50: ERROR_CORRECT_Q, 51: ERROR_CORRECT_H}
KEY_BYTES = 2
STORE_KEPT, PRINT_KEPT, DELETE_KEPT = 67, 69, 66
STORE_ONCE, PRINT_ONCE = 112, (2, 50)


class QrMaker:
    """The settings and the payload of GS ( k cn = 49; a symbol has no quiet zone of its own."""

    def __init__(self) -> None:
        self.initialise()

    def initialise(self) -> None:
        """Settings as after switching on."""
        self._module_dots = 3
        self._level = ERROR_CORRECT_L
        self._payload = b""

    def obey(self, body: bytes) -> Raster | None:
        """Take one GS ( k body (cn fn …); the symbol when it is to be printed."""
        if len(body) < 3 or body[0] != QR:
            return None
        function, rest = body[1], body[2:]
        if function == 67:
            self._module_dots = max(1, min(16, rest[0]))
        elif function == 69:
            self._level = LEVELS.get(rest[0], self._level)
        elif function == 80:
            self._payload = rest[1:]
        if function != 81 or not self._payload:
            return None
        return _symbol(self._payload, self._level, self._module_dots)


@functools.lru_cache(maxsize=16)
def _symbol(payload: bytes, level: int, module_dots: int) -> Raster | None:
    """The symbol; None for more than a QR code holds: printers then print nothing."""
    code = QRCode(error_correction=level, border=0)
    code.add_data(payload)
    try:
        matrix = code.get_matrix()
    except (DataOverflowError, ValueError):
        return None
    small = Image.new("1", (len(matrix), len(matrix)), 0)
    small.putdata([int(dot) for row in matrix for dot in row])
    side = len(matrix) * module_dots
    wide = Image.new("1", ((side + 7) // 8 * 8, side), 0)
    wide.paste(small.resize((side, side)), (0, 0))
    return Raster(wide.width, wide.tobytes())


class GraphicsStore:
    """Pictures kept under keys of two characters, and the one in the print buffer. Keys survive a loss of power."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Raster] = {}
        self._once: Raster | None = None

    def initialise(self) -> None:
        """Forget the picture in the print buffer."""
        self._once = None

    def obey(self, body: bytes) -> Raster | None:
        """Take one GS ( L body (m fn …); the picture when one is to be printed."""
        if len(body) < 2:
            return None
        function, rest = body[1], body[2:]
        if function == STORE_KEPT and len(rest) >= 9:
            self._keep(rest[1:3], _picture(rest[4:8], rest[9:]))
        elif function == DELETE_KEPT:
            self._kept.pop(rest[:KEY_BYTES], None)
        elif function == STORE_ONCE and len(rest) >= 8:
            self._once = _picture(rest[4:8], rest[8:])
        if function in PRINT_ONCE:
            picture, self._once = self._once, None
            return picture
        return self._kept.get(rest[:KEY_BYTES]) if function == PRINT_KEPT else None

    def _keep(self, key: bytes, picture: Raster | None) -> None:
        if picture is not None:
            self._kept[key] = picture


def _picture(size: bytes, rows: bytes) -> Raster | None:
    """Dots in rows of xL xH dots; None when they are not all there."""
    width, height = int.from_bytes(size[:2], "little"), int.from_bytes(size[2:], "little")
    row_bytes = (width + 7) // 8
    if not width or not height or len(rows) < row_bytes * height:
        return None
    return Raster(row_bytes * 8, rows[: row_bytes * height])
