"""The way to the hub over real sockets: what is an answer and what is none."""

import socket
import threading
from collections.abc import Iterator

import pytest

from hub.agent.hub_client import HubAbsent, HubAnswer, HubFault, HubHttp, HubNotPaired, NoAnswer, TokenRefused
from hub.messages import REQUEST_KEY_HEADER
from tests.kiosk_app.agent_kit import Stranger


class Peer:
    """Whoever listens at the hub's address: reads one request, then says ``reply`` and hangs up."""

    def __init__(self) -> None:
        self.reply: bytes | None = b""
        self.request = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._held: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def says(self, status: str, body: bytes) -> None:
        self.reply = b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status.encode(), len(body), body)

    def close(self) -> None:
        for end in (*self._held, self._listener):
            end.close()

    def _serve(self) -> None:
        try:
            peer = self._listener.accept()[0]
        except OSError:  # closed before anybody came
            return
        while b"}" not in self.request and not self.request.startswith(b"GET"):
            self.request += peer.recv(4096)
        if self.reply is None:
            self._held.append(peer)
            return
        with peer:
            peer.sendall(self.reply)


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.close()


def ask(url: str, timeout_s: float = 5.0) -> HubAnswer:
    return ask_as(Stranger(url, "the-token"), timeout_s)


def ask_as(stranger: Stranger, timeout_s: float = 5.0) -> HubAnswer:
    return HubHttp(stranger).post("/tickets", {"field": "ho_tich"}, "the-key", timeout_s)


def test_a_command_carries_token_key_and_body(peer: Peer) -> None:
    peer.says("201 CREATED", b'{"seq": 7}')
    answer = ask(f"{peer.url}/")
    assert (answer, answer.is_good) == (HubAnswer(201, {"seq": 7}), True)
    head, _, body = peer.request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/v1/tickets HTTP/1.1")
    assert b"Authorization: Bearer the-token" in head
    assert f"{REQUEST_KEY_HEADER}: the-key".encode() in head
    assert body == b'{"field": "ho_tich"}'


def problem(code: str) -> bytes:
    return b'{"type": "urn:toi-luot:problem:%s", "code": "%s"}' % (code.encode(), code.encode())


@pytest.mark.parametrize(
    ("status", "code"),
    [("400 BAD REQUEST", "malformed"), ("404 NOT FOUND", "unknown_field"), ("409 CONFLICT", "field_closed")],
)
def test_the_offices_refusal_is_an_answer(peer: Peer, status: str, code: str) -> None:
    peer.says(status, problem(code))
    answer = ask(peer.url)
    assert (answer.status, answer.body["code"], answer.is_good) == (int(status[:3]), code, False)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("401 UNAUTHORIZED", problem("unauthorised")),
        ("403 FORBIDDEN", problem("forbidden")),
        ("401 UNAUTHORIZED", b'{"error": "who are you?"}'),
        ("403 FORBIDDEN", b"[]"),
        ("404 NOT FOUND", b'{"code": 404}'),
        ("405 METHOD NOT ALLOWED", b"{}"),
        ("415 UNSUPPORTED MEDIA TYPE", b'{"type": "about:blank"}'),
    ],
)
def test_where_this_kiosk_is_a_stranger_nobody_has_answered(peer: Peer, status: str, body: bytes) -> None:
    peer.says(status, body)
    with pytest.raises(HubNotPaired, match=status[:3]):
        ask(peer.url)


@pytest.mark.parametrize("status", ["500 FAULT", "502 GATEWAY", "503 BUSY", "429 TOO MANY", "408 TIMEOUT"])
def test_a_hub_that_fails_has_not_answered(peer: Peer, status: str) -> None:
    peer.says(status, problem("fault"))
    with pytest.raises(HubFault, match=status[:3]):
        ask(peer.url)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("404 NOT FOUND", problem("not_found")),
        ("405 METHOD NOT ALLOWED", problem("method_not_allowed")),
        ("400 BAD REQUEST", b'{"message": "strange request"}'),
        ("302 FOUND", b'{"go": "elsewhere"}'),
    ],
)
def test_another_version_or_another_program_is_not_the_office(peer: Peer, status: str, body: bytes) -> None:
    peer.says(status, body)
    with pytest.raises(HubFault, match=status[:3]) as raised:
        ask(peer.url)
    assert not isinstance(raised.value, HubNotPaired)


@pytest.mark.parametrize("body", [b"<html>Please log in {}</html>", b"", b"[1]", b"\xff"])
def test_what_is_no_json_object_is_no_answer(peer: Peer, body: bytes) -> None:
    peer.says("200 OK", body)
    with pytest.raises(NoAnswer):
        ask(peer.url)


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 201 CREATED\r\nContent-Length: 99\r\n\r\n{", b"nonsense\r\n\r\n"])
def test_a_connection_cut_before_the_end_is_no_answer(peer: Peer, reply: bytes) -> None:
    peer.reply = reply
    with pytest.raises(NoAnswer) as raised:
        ask(peer.url)
    assert not isinstance(raised.value, HubAbsent)


def test_silence_is_no_answer(peer: Peer) -> None:
    peer.reply = None
    with pytest.raises(NoAnswer) as raised:
        ask(peer.url, timeout_s=0.1)
    assert not isinstance(raised.value, HubAbsent)


def test_where_nobody_listens_nothing_can_have_arrived() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    with pytest.raises(HubAbsent):
        ask(url)


def test_a_proxy_of_the_machine_is_not_asked(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    peer.says("200 OK", b"{}")
    assert ask(peer.url).status == 200


@pytest.mark.parametrize(("status", "code"), [("201 CREATED", ""), ("409 CONFLICT", "field_closed")])
def test_an_answer_of_the_office_shows_that_the_token_is_taken(peer: Peer, status: str, code: str) -> None:
    peer.says(status, problem(code) if code else b"{}")
    stranger = Stranger(peer.url, "the-token")
    ask_as(stranger)
    assert stranger.answers == [True]


def test_only_the_hub_itself_can_refuse_the_token(peer: Peer) -> None:
    peer.says("401 UNAUTHORIZED", problem("unauthorised"))
    stranger = Stranger(peer.url, "the-token")
    with pytest.raises(TokenRefused):
        ask_as(stranger)
    assert stranger.answers == [False]


@pytest.mark.parametrize(
    ("status", "body"),
    [("401 UNAUTHORIZED", b"{}"), ("401 UNAUTHORIZED", b"<html>"), ("403 FORBIDDEN", problem("forbidden"))],
)
def test_a_stranger_at_the_hubs_address_cannot(peer: Peer, status: str, body: bytes) -> None:
    peer.says(status, body)
    stranger = Stranger(peer.url, "the-token")
    with pytest.raises(NoAnswer):
        ask_as(stranger)
    assert stranger.answers == []


def test_without_a_badge_nobody_is_asked(peer: Peer) -> None:
    stranger = Stranger(peer.url, "the-token")
    stranger.badge = None
    with pytest.raises(HubNotPaired):
        ask_as(stranger)
    assert peer.request == b""


def test_a_question_has_no_body_and_no_key(peer: Peer) -> None:
    peer.says("200 OK", b'{"numbers": []}')
    assert HubHttp(Stranger(peer.url, "the-token")).read("/numbers/0105?counter=3", 2.0).body == {"numbers": []}
    asked = peer.request.decode("ascii")
    assert asked.startswith("GET /api/v1/numbers/0105?counter=3 HTTP/1.1\r\n")
    assert "Bearer the-token" in asked
    assert REQUEST_KEY_HEADER not in asked
