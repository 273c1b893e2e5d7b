"""Headers of requests: what is plain is read here as gevent reads it, everything else is left to gevent."""

from io import BytesIO

import pytest
from gevent.pywsgi import headers_factory

from hub.realtime.request_head import MOST_BYTES, MOST_LINES, read_head

BODY = b'{"field": "ho_tich"}'
PLAIN = (
    b"Host: 127.0.0.1:8080\r\nContent-Type:application/json \r\nX-Empty:\r\ncookie: a=1; b=2\r\nCookie: c=3\r\n"
    b"Content-Length: 20\r\nCONTENT-LENGTH: 3\r\n\r\n"
)


def test_plain_headers_are_what_gevent_reads() -> None:
    connection = BytesIO(PLAIN + BODY)
    head, theirs = read_head(connection).head, headers_factory(BytesIO(PLAIN), 0)
    assert head is not None
    assert [line.split() for line in head.headers] == [line.split() for line in theirs.headers]
    for name in ("host", "Content-Type", "content-length", "COOKIE", "x-empty", "x-missing"):
        assert (head.get(name) or "").strip() == (theirs.get(name) or "").strip()
    assert (head.status, head.typeheader) == (theirs.status, "application/json")
    assert connection.read() == BODY


def test_a_name_that_is_deleted_is_gone_wherever_it_stood() -> None:
    head = read_head(BytesIO(PLAIN)).head
    assert head is not None
    for name in ("Content-length", "x-missing"):
        del head[name]
    assert head.get("content-length", "none") == "none"
    assert not [line for line in head.headers if line.lower().startswith("content-length")]


@pytest.mark.parametrize(
    "odd",
    [
        b"X: a\r\n folded\r\n\r\n",
        b"X: t\xc3\xaan\r\n\r\n",
        b"X: a\x85Content-Length: 3\r\n\r\n",
        b"X: a\rContent-Length: 3\r\n\r\n",
        b"X : a\r\n\r\n",
        b"no colon\r\n\r\n",
        b": a\r\n\r\n",
        b"X: a\n\r\n",
        b"X: a\0\r\n\r\n",
        b"X: a\r\n\n",
        b"X: a\r\n",
        b"",
        b"X: " + b"a" * MOST_BYTES + b"\r\n\r\n",
        b"X: a\r\n" * (MOST_LINES + 1) + b"\r\n",
    ],
)
def test_what_is_odd_is_read_by_gevent_from_the_first_byte(odd: bytes) -> None:
    connection = BytesIO(odd + BODY)
    read = read_head(connection)
    assert read.head is None
    assert read.again().read() == read.raw
    assert read.raw + connection.read() == odd + BODY
