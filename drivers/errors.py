"""The errors of the hardware side."""


class DeviceError(Exception):
    """A device or the way to it failed.

    `code` names the failure for texts and logs, `retry` tells whether trying again may help without anybody
    changing anything, `sent_bytes` is how much of the failed write had already left (0 = not one byte).
    """

    def __init__(self, code: str, *, retry: bool, sent_bytes: int = 0, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.retry = retry
        self.sent_bytes = sent_bytes
        self.detail = detail

    def behind(self, sent_bytes: int) -> "DeviceError":
        """The same failure of a longer write, of which so much had left before."""
        sent = self.sent_bytes + sent_bytes
        return DeviceError(self.code, retry=self.retry, sent_bytes=sent, detail=self.detail)


class PortTakenError(OSError):
    """The port or path that a simulator wants cannot be had; the message is a sentence for people."""
