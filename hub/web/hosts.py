"""By which names the hub answers: nobody else's page may reach it under a name of its own (DNS rebinding)."""

import socket
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from hub.web.problems import Problem

MOST_HOSTS = 256
"""Of so many names it is remembered whether they are ours: every request brings one."""

PROXIES = 1
"""How many proxies stand before the hub when it is told so: what they say of the client is believed, no more."""


def answer_to(app: Flask, names: Iterable[str]) -> None:
    """Answer to IP addresses, ``localhost``, the machine's own name (also ``.local``) and ``names``; to others 421."""
    machine = socket.gethostname().casefold()
    known = {"localhost", machine, f"{machine.partition('.')[0]}.local", *(name.casefold() for name in names if name)}

    @lru_cache(MOST_HOSTS)
    def is_ours(host: str) -> bool:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        return name in known or _is_address(name)

    def check_host() -> None:
        if not is_ours(request.host):
            raise Problem(HTTPStatus.MISDIRECTED_REQUEST, "unknown_host")

    app.before_request(check_host)


def trust_proxy(app: Flask) -> None:
    """Take the client's address, scheme and host from the proxy (``X-Forwarded-…``) that runs on this machine.

    Whoever comes past it over the network is who they are: they could write any address, and so guess without end.
    """
    direct = app.wsgi_app
    proxied = ProxyFix(direct, x_for=PROXIES, x_proto=PROXIES, x_host=PROXIES)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_proxy = _is_of_this_machine(environ.get("REMOTE_ADDR", ""))
        return (proxied if is_proxy else direct)(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]


def _is_of_this_machine(peer: str) -> bool:
    if not _is_address(peer):
        return False
    address = ip_address(peer)
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
