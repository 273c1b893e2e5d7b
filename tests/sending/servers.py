"""A mail server and a web server on loopback, with a certificate of their own: what a place outside is to the hub."""

import base64
import datetime
import email
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"


def make_certificate(folder: Path) -> Path:
    """A file with a key and a certificate for loopback that signs itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "certificate.pem"
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as smtplib does, with STARTTLS and one login."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, certificate: Path, login: tuple[str, str]) -> None:
        super().__init__((HOST, 0), _Talk)
        self.context = tls(certificate)
        self.token = base64.b64encode(f"\0{login[0]}\0{login[1]}".encode()).decode()
        self.letters: list[EmailMessage] = []
        self.encrypted: list[bool] = []
        self.refuses = ""
        self.unknown = "nobody"

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.is_encrypted = False
        self._say("220 loopback")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                break
            self._answer(verb, line)
        if self.is_encrypted:
            self.connection.close()

    def _answer(self, verb: str, line: str) -> None:
        if verb == "EHLO":
            offers = ["AUTH PLAIN"] if self.is_encrypted else ["STARTTLS"]
            self._say("250-loopback", *[f"250-{offer}" for offer in offers], "250 8BITMIME")
        elif verb == "STARTTLS":
            self._say("220 go on")
            self.connection = self.server.context.wrap_socket(self.request, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
            self.is_encrypted = True
        elif verb == "AUTH":
            self._say("235 welcome" if line.split()[2] == self.server.token else "535 who are you?")
        elif verb == "DATA":
            self._take()
        elif verb == "MAIL" and self.server.refuses:
            self._say(self.server.refuses)
        elif verb == "RCPT" and self.server.unknown in line:
            self._say("550 no such mailbox")
        else:
            self._say("250 good")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        letter = email.message_from_bytes(b"".join(lines), _class=EmailMessage, policy=email.policy.default)
        self.server.letters.append(letter)
        self.server.encrypted.append(self.is_encrypted)
        self._say("250 taken")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        self.wfile.flush()


class PostServer(ThreadingHTTPServer):
    """Keeps what is posted by its name; answers with ``status``."""

    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__((HOST, 0), _Post)
        self.kept: dict[str, bytes] = {}
        self.posts: list[dict[str, str]] = []
        self.status = 201
        if certificate is not None:
            self.socket = tls(certificate).wrap_socket(self.socket, server_side=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Post(BaseHTTPRequestHandler):
    server: PostServer

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append(dict(self.headers.items()))
        if self.server.status < 300:
            self.server.kept[self.headers["Idempotency-Key"]] = content
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing is written to the tests' output."""


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    """The server answers while the block lasts."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
