import random

import pytest

from drivers.printers import Raster
from tests.drivers.desk import Desk, Tray


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def picture() -> Raster:
    """Noise: every byte value occurs, also those of commands."""
    return Raster(576, random.Random(7).randbytes(72 * 700))
