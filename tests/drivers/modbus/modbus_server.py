"""Boards as another maker's library has them: pymodbus' server, which knows nothing of our driver."""

import asyncio
import threading
from typing import Self

from pymodbus import FramerType
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from tests.hub_process import free_port

FIRST_REGISTER, REGISTERS = 100, 7
WITHIN_S = 10


class ModbusBoards:
    """Units on one line behind a terminal server; what is written to them is in `written`."""

    def __init__(self, *units: int) -> None:
        self.port = free_port()
        self.written: dict[int, list[int]] = {unit: [] for unit in units}
        self.failure: ExcCodes | None = None
        self._units = units
        self._is_up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def address(self) -> str:
        return f"socket://127.0.0.1:{self.port}?baud=19200"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_up.wait(WITHIN_S)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._server.shutdown(), self._loop).result(WITHIN_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WITHIN_S)
        self._loop.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.run_forever()

    async def _serve(self) -> None:
        devices = [self._device(unit) for unit in self._units]
        where = ("127.0.0.1", self.port)
        self._server = ModbusTcpServer(devices, framer=FramerType.RTU, address=where, ignore_missing_devices=True)
        await self._server.serve_forever(background=True)
        self._is_up.set()

    def _device(self, unit: int) -> SimDevice:
        async def wrote(
            _function: int, _start: int, address: int, _count: int, _now: list[int], values: list[int] | None
        ) -> ExcCodes | None:
            if self.failure is None and values:
                assert address == FIRST_REGISTER
                self.written[unit] = values
            return self.failure

        registers = SimData(address=FIRST_REGISTER, count=REGISTERS, values=0, datatype=DataType.REGISTERS)
        return SimDevice(id=unit, simdata=registers, action=wrote)
