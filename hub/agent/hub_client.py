"""The way to the hub: commands by HTTP POST, one socket that listens to the kiosk's view."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol

import requests
import socketio
from msgspec import Struct

from hub.agent.badge import Badge
from hub.agent.hub_session import hub_session
from hub.agent.trouble import Trouble
from hub.messages import API, PROBLEM_URN, REQUEST_KEY_HEADER, VIEW_EVENT

log = logging.getLogger(__name__)

CONNECT_S = 2.0
UNAUTHORISED = "unauthorised"
"""What the hub says on a socket whose token it does not take."""

LEAVE_S = 0.3
"""A plain disconnect of the socket library takes 3 s; leaving goes on beside us for no longer than this."""

NOT_PAIRED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})

NOT_FOR_US = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UNSUPPORTED_MEDIA_TYPE})
"""What somebody else at the hub's address says to a command."""

ONCE_MORE = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})

OTHER_VERSION = frozenset({"not_found", "method_not_allowed"})
"""Codes of a hub that does not know this path; it may, after its next update."""


class NoAnswer(Exception):
    """The office did not speak; the same request may be sent again with the same key."""


class HubAbsent(NoAnswer):
    """Nobody took the connection: not one byte of the request can have reached the hub."""


class HubFault(NoAnswer):
    """Somebody is there and failed at this request."""


class HubNotPaired(HubFault):
    """This kiosk is a stranger there: its token is not good, or this is not the hub. Nothing was carried out."""


class TokenRefused(HubNotPaired):
    """It is the hub, and it does not take our token."""


class HubAnswer(Struct, frozen=True):
    """What the office answered: an HTTP status below 500 and a JSON object."""

    status: int
    body: dict[str, Any]

    @property
    def is_good(self) -> bool:
        """Whether the command was carried out."""
        return self.status < 400


class Hub(Protocol):
    """Where commands go."""

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """Send a command, ``path`` below the API. Raises NoAnswer: anything but the office's own word."""


class Standing(Protocol):
    """How this agent stands with the hub, which may change at any time."""

    @property
    def badge(self) -> Badge | None:
        """Where the hub is and what it knows us by; None: nothing yet."""

    def hub_answered(self, token: str, is_taken: bool) -> None:
        """The hub has taken or refused a token."""


class HubHttp:
    """Commands over HTTP, to the hub and with the token of ``standing`` at the time."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See Hub.post. No connection, silence for ``timeout_s``, 5xx and anything but a JSON object are no answer."""
        return self._answer(path, Sent(body, key, timeout_s))

    def read(self, path: str, timeout_s: float, known: str = "") -> HubAnswer:
        """GET what lies below the API; 304 where it is still the version ``known``. Raises NoAnswer, as `post`."""
        return self._answer(path, Sent(None, known, timeout_s))

    def _answer(self, path: str, sent: "Sent") -> HubAnswer:
        badge = self._standing.badge
        if badge is None:
            raise HubNotPaired(f"{path}: this agent has not been paired yet")
        try:
            answer = _sent(badge, path, sent)
        except TokenRefused:
            self._standing.hub_answered(badge.token, is_taken=False)
            raise
        self._standing.hub_answered(badge.token, is_taken=True)
        return answer


class Sent(NamedTuple):
    """A command on its way; without a ``body`` it is a question, and its ``key`` the version that is known already."""

    body: dict[str, Any] | None
    key: str
    timeout_s: float


def _sent(badge: Badge, path: str, sent: Sent) -> HubAnswer:
    headers = {"Authorization": f"Bearer {badge.token}"}
    if sent.body is not None:
        headers[REQUEST_KEY_HEADER] = sent.key
    elif sent.key:
        headers["If-None-Match"] = f'"{sent.key}"'
    try:
        with hub_session() as session:
            response = session.request(
                "GET" if sent.body is None else "POST",
                badge.hub_url.rstrip("/") + API + path,
                json=sent.body,
                headers=headers,
                timeout=(min(CONNECT_S, sent.timeout_s), sent.timeout_s),
                allow_redirects=False,
            )
            content = {} if response.status_code == HTTPStatus.NOT_MODIFIED else response.json()
    except requests.RequestException as error:
        kind = HubAbsent if _never_arrived(error) else NoAnswer
        raise kind(f"{path}: {error}") from error
    return _judged(path, response.status_code, content)


def _judged(path: str, status: int, content: object) -> HubAnswer:
    """The answer, if it is the office's: what it carried out, or a refusal under a code of ours. Raises HubFault."""
    body = content if isinstance(content, dict) else {}
    is_ours = str(body.get("type", "")).startswith(PROBLEM_URN)
    if is_ours and status == HTTPStatus.UNAUTHORIZED:
        raise TokenRefused(f"{path}: status {status}")
    if status in NOT_PAIRED or (status in NOT_FOR_US and not is_ours):
        raise HubNotPaired(f"{path}: status {status}")
    is_good = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status == HTTPStatus.NOT_MODIFIED
    is_carried_out = is_good and isinstance(content, dict)
    is_refused = is_ours and status < 500 and status not in ONCE_MORE and body.get("code") not in OTHER_VERSION
    if not (is_carried_out or is_refused):
        raise HubFault(f"{path}: status {status}")
    return HubAnswer(status, body)


def _never_arrived(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, happened before there was a connection."""
    while error is not None:
        if isinstance(error, ConnectionRefusedError | socket.gaierror | requests.ConnectTimeout):
            return True
        error = error.__cause__ or error.__context__
    return False


class HubListener(Protocol):
    """Who wants to know what comes from the hub; called from several threads."""

    def hub_connected(self, is_connected: bool) -> None:
        """The socket to the hub is up or gone."""

    def hub_said(self, envelope: dict[str, Any]) -> None:
        """A view arrived."""


class HubSocket:
    """Keeps one socket to the hub open for as long as it runs.

    The library's own reconnection gives up when the server closes the socket on purpose, so each connection is a new
    client in a loop of ours. The pauses grow from ``pauses_s[0]`` to ``pauses_s[1]``; ``topic`` says what to listen to,
    which may be known only with the badge.
    """

    def __init__(
        self, standing: Standing, topic: Callable[[], str], listener: HubListener, pauses_s: tuple[float, float]
    ) -> None:
        self._standing = standing
        self._topic = topic
        self._listener = listener
        self._pauses_s = pauses_s
        self._client: socketio.Client | None = None
        self._bell = threading.Event()
        self._trouble = Trouble(log)
        self._turned_s = time.monotonic()

    @property
    def turned_s(self) -> float:
        """When the thread last went on, by the steady clock: now, as long as it listens to the hub."""
        client = self._client
        return time.monotonic() if client is not None and client.connected else self._turned_s

    def run(self, stop: threading.Event) -> None:
        """Connect, listen, connect again, until ``stop`` is set and :meth:`leave` called."""
        pause_s = self._pauses_s[0]
        while not stop.is_set():
            self._turned_s = time.monotonic()
            badge = self._standing.badge
            was_connected = badge is not None and self._try(badge)
            self._listener.hub_connected(False)
            pause_s = self._pauses_s[0] if was_connected else min(pause_s * 2, self._pauses_s[1])
            self._bell.wait(pause_s)
            self._bell.clear()

    def again(self) -> None:
        """Leave what there is and connect anew, with the badge as it is now."""
        self._bell.set()
        self.leave()

    def leave(self) -> None:
        """Close the socket; returns within LEAVE_S."""
        self._bell.set()
        if self._client is not None:
            leaving = threading.Thread(target=self._client.shutdown, name="hub-leaving", daemon=True)
            leaving.start()
            leaving.join(LEAVE_S)

    def _try(self, badge: Badge) -> bool:
        """One connection from its beginning to its end; returns whether there was one."""
        try:
            self._listen(badge)
        except socketio.exceptions.ConnectionError as error:
            self._trouble.absence("there is no socket to the hub", error)
            return False
        except Exception as error:  # noqa: BLE001 - whatever the libraries raise, the kiosk must find its hub again
            self._trouble.fault("the socket to the hub", error)
            return False
        return True

    def _listen(self, badge: Badge) -> None:
        client = self._client = self._new_client(badge.token)
        auth = {"token": badge.token, "topic": self._topic()}
        try:
            client.connect(badge.hub_url, auth=auth, transports=["websocket"], wait_timeout=CONNECT_S)
            self._trouble.over()
            client.wait()
        finally:
            # The library leaves the socket of a hub that has fallen silent open.
            if client.eio.ws is not None:
                client.eio.ws.shutdown()

    def _new_client(self, token: str) -> socketio.Client:
        client = socketio.Client(
            reconnection=False,
            handle_sigint=False,
            request_timeout=CONNECT_S,
            http_session=hub_session(),
            # Checking each view letter by letter takes a millisecond, and decoding it finds the same fault.
            websocket_extra_options={"http_no_proxy": ["*"], "skip_utf8_validation": True},
        )

        def refused(said: object) -> None:
            if isinstance(said, dict) and said.get("message") == UNAUTHORISED:
                self._standing.hub_answered(token, is_taken=False)

        def connected() -> None:
            self._standing.hub_answered(token, is_taken=True)
            self._listener.hub_connected(True)

        client.on("connect", connected)
        client.on("connect_error", refused)
        client.on("disconnect", lambda _reason: self._listener.hub_connected(False))
        client.on(VIEW_EVENT, self._take)
        return client

    def _take(self, envelope: object) -> None:
        if isinstance(envelope, dict):
            self._listener.hub_said(envelope)


def alone(task: Callable[[], None], name: str) -> threading.Thread:
    """Start a task in a thread of its own that does not keep the process alive."""
    thread = threading.Thread(target=task, name=name, daemon=True)
    thread.start()
    return thread
