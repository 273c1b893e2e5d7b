"""The browser policy: what a page of ours may do, and what may be kept."""

from flask import Flask, Response, g, request

STATIC_KEPT = {".woff2": 30 * 86_400}
"""How long a browser keeps files that hardly change, by suffix, in s; for others it asks each time (and gets 304)."""

JOINED = "joined"
"""The endpoint whose answers say themselves how long they are kept."""

MEDIA_KEPT_S = 86_400
"""What stands on walls has its version in its address."""

# No stranger learns where somebody came from; without any referrer browsers would send forms with "Origin: null".
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def content_policy(nonce: str = "", has_manifest: bool = False) -> str:
    """The Content-Security-Policy of a page; ``connect-src`` covers the socket, ``nonce`` lets an import map in.

    A page that ``has_manifest`` can be put on a phone's home screen.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'" if nonce else "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            *(("manifest-src 'self'",) if has_manifest else ()),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def secure(app: Flask) -> None:
    """Send the policy with every answer."""

    usual = {**HEADERS, "Content-Security-Policy": content_policy()}

    def policy(response: Response) -> Response:
        response.headers.update(usual)
        if "csp_nonce" in g or "has_manifest" in g:
            response.headers["Content-Security-Policy"] = content_policy(
                g.get("csp_nonce", ""), g.get("has_manifest", False)
            )
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        elif request.endpoint != JOINED:
            response.headers["Cache-Control"] = _kept(request.path)
        return response

    app.after_request(policy)


def _kept(path: str) -> str:
    if path.startswith("/media/"):
        return f"public, max-age={MEDIA_KEPT_S}"
    if not path.startswith("/static/"):
        return "no-store"
    seconds = next((seconds for suffix, seconds in STATIC_KEPT.items() if path.endswith(suffix)), None)
    return "no-cache" if seconds is None else f"public, max-age={seconds}"
