"""The paper of a trial: it shows that the printer prints, how wide and how dark, and that it is no number."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image

from config.texts import FIRST_LANGUAGE, text
from drivers.printers import Cut, Part, Picture, Raster
from kiosk_app.hall import Hall
from kiosk_app.strips import Style, Weight, blank, paragraph, stack, tidy

TRIAL = text(FIRST_LANGUAGE, "paper.trial")
GAP = 16
CHECK_DOTS = 8
CHECK_ROWS = 32
TITLE = Style(Weight.BOLD, (96, 80, 64, 48), 1)
LINE = Style(Weight.SEMIBOLD, (28, 24, 20))


def trial_paper(kiosk: str, at_ms: int, hall: Hall | None, width_dots: int) -> tuple[Part, ...]:
    """What it is in large letters, where and when it was printed, and a board of squares to the paper's very edges.

    ``at_ms`` is ms since the epoch (UTC), told in the hall's time or, before there is a hall, in the machine's.
    """
    at = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(hall.header.zone) if hall else None)
    where = text(FIRST_LANGUAGE, "paper.trial_where", kiosk=kiosk, time=f"{at:%H:%M:%S}", date=f"{at:%d/%m/%Y}")
    lines = (text(FIRST_LANGUAGE, "paper.trial_hint"), where, text(FIRST_LANGUAGE, "paper.trial_letters"))
    inner = width_dots - 2 * GAP
    words = [paragraph(TRIAL, TITLE, inner), *(paragraph(tidy(line), LINE, inner) for line in lines)]
    page = stack([_board(width_dots), *words, _board(width_dots)], width_dots, GAP)
    return Picture(Raster(width_dots, page.tobytes())), Cut()


def _board(width_dots: int) -> Image.Image:
    board = blank(width_dots, CHECK_ROWS)
    for top in range(0, CHECK_ROWS, CHECK_DOTS):
        first = CHECK_DOTS if top // CHECK_DOTS % 2 else 0
        for left in range(first, width_dots, 2 * CHECK_DOTS):
            board.paste(1, (left, top, min(left + CHECK_DOTS, width_dots), top + CHECK_DOTS))
    return board
