"""Signing in over HTTP: cookies, ways back, foreign pages, and that an ended session is nothing at once."""

from collections.abc import Callable, Iterator

import pytest
import requests

from hub.messages import API
from tests.hub_process import HubProcess
from tests.realtime.raw_screen import RawScreen
from tests.staff_kit import PASSWORD, at_console, centre, sign_in, signed_in, token_of
from tests.waiting import until


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with centre(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def _status(hub: HubProcess, browser: requests.Session, path: str) -> tuple[int, str]:
    response = browser.get(f"{hub.url}{path}", allow_redirects=False, timeout=10)
    return response.status_code, response.headers.get("Location", "")


def test_pages_of_the_staff_lead_to_the_sign_in_and_back(hub: HubProcess, browser: requests.Session) -> None:
    assert _status(hub, browser, "/") == (303, "/sign-in")
    assert _status(hub, browser, "/counter/3/") == (303, "/sign-in?next=%2Fcounter%2F3%2F")
    assert browser.post(f"{hub.url}/counter/3/token", timeout=10).status_code == 401
    assert sign_in(hub, browser, "Lan", PASSWORD, "/counter/3/").headers["Location"] == "/counter/3/"
    assert _status(hub, browser, "/counter/3/")[0] == 200
    assert "Nguyễn Thị Lan" in browser.get(hub.url, timeout=10).text


def test_the_cookie_is_for_the_browser_alone(hub: HubProcess, browser: requests.Session) -> None:
    response = sign_in(hub, browser, "lan", PASSWORD)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("staff=")
    assert {part.strip() for part in cookie.split(";")[1:]} >= {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=43200"}
    secret = browser.cookies["staff"]
    bearer = requests.get(f"{hub.url}{API}/people", headers={"Authorization": f"Bearer {secret}"}, timeout=10)
    assert bearer.status_code == 401
    assert secret not in "".join(hub.log)


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example/", "", "counter", "/sign-in", "/\nx"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(hub: HubProcess, browser: requests.Session, target: str) -> None:
    assert sign_in(hub, browser, "lan", PASSWORD, target).headers["Location"] == "/"


def test_a_wrong_password_is_told_in_both_languages_and_the_name_is_kept(
    hub: HubProcess, browser: requests.Session
) -> None:
    for login in ("truong", "nobody<b>"):
        refused = sign_in(hub, browser, login, "wrong one")
        assert refused.status_code == 422
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in refused.text
        assert "The name or the password is wrong" in refused.text
        assert "<b>" not in refused.text.replace("<b>Trung tâm Thử</b>", "")
    assert 'value="nobody&lt;b&gt;"' in refused.text
    assert browser.cookies.get("staff") is None


def test_guessing_is_told_how_long_to_wait(hub: HubProcess, browser: requests.Session) -> None:
    answers = [sign_in(hub, browser, "somebody", f"guess number {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "chờ 5 phút" in answers[-1].text
    assert answers[-1].headers["Retry-After"] == "300"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "own"},
    ],
)
def test_a_form_of_a_strangers_page_does_nothing(
    hub: HubProcess, browser: requests.Session, headers: dict[str, str]
) -> None:
    sign_in(hub, browser, "lan", PASSWORD)
    sent = {name: hub.url if value == "own" else value for name, value in headers.items()}
    for path in ("/sign-out", "/sign-in", "/password", "/counter/3/token"):
        assert browser.post(f"{hub.url}{path}", data={}, headers=sent, timeout=10).status_code == 403
    assert _status(hub, browser, "/counter/3/")[0] == 200


def test_a_cookie_alone_commands_nothing(hub: HubProcess, browser: requests.Session) -> None:
    sign_in(hub, browser, "lan", PASSWORD)
    headers = {"Idempotency-Key": "one"}
    assert browser.post(f"{hub.url}{API}/counters/3/open", json={}, headers=headers, timeout=10).status_code == 401
    assert browser.get(f"{hub.url}{API}/people", timeout=10).json()["staff-3"] == "Nguyễn Thị Lan"


def test_a_pages_token_is_nobody_off_the_api(hub: HubProcess, browser: requests.Session) -> None:
    sign_in(hub, browser, "quantri", PASSWORD)
    token = token_of(hub, browser, "/counter/3/")
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{hub.url}{API}/people", headers=headers, timeout=10).ok
    assert requests.get(f"{hub.url}/metrics", headers=headers, timeout=10).ok
    forms = ("/password", "/admin/staff/add", "/admin/staff/3/role", "/admin/devices/pair", "/admin/devices/1/revoke")
    for path in (*forms, "/counter/3/token", "/reception/token", "/supervisor/token"):
        assert requests.post(f"{hub.url}{path}", headers=headers, timeout=10).status_code == 401, path
    for path in ("/counter/3/", "/supervisor/", "/password", "/admin/staff", "/admin/devices"):
        page = requests.get(f"{hub.url}{path}", headers=headers, allow_redirects=False, timeout=10)
        assert (page.status_code, page.headers["Location"].startswith("/sign-in")) == (303, True), path


def test_each_role_gets_its_pages(hub: HubProcess) -> None:
    pages = ("/counter/3/", "/reception/", "/supervisor/", "/admin/devices", "/admin/staff", "/password")
    allowed = {
        "quantri": set(pages),
        "truong": set(pages) - {"/admin/staff"},
        "lan": {"/counter/3/", "/reception/", "/password"},
        "thanhtra": {"/supervisor/", "/admin/devices", "/password"},
    }
    for login, expected in allowed.items():
        with signed_in(hub, login) as browser:
            statuses = {page: _status(hub, browser, page)[0] for page in pages}
            home = browser.get(hub.url, timeout=10).text
        assert {page for page, status in statuses.items() if status == 200} == expected, login
        assert {page for page, status in statuses.items() if status == 403} == set(pages) - expected, login
        assert {page for page in pages if f'href="{page}"' in home} == expected, login


def test_what_a_member_of_staff_presses_has_their_number_never_their_name(hub: HubProcess) -> None:
    with signed_in(hub, "minh") as browser:
        token = token_of(hub, browser, "/counter/9/")
        assert hub.post(token, "/counters/9/open").ok
        assert hub.post(token, "/counters/8/open").status_code == 403
    assert until(lambda: any("command=OpenCounter actor=staff-4" in line for line in hub.log), within_s=5)
    assert not any("Minh" in line for line in hub.log)


@pytest.mark.parametrize(
    "end",
    [
        lambda hub, browser: browser.post(f"{hub.url}/sign-out", timeout=10),
        lambda hub, _: at_console(hub, "staff-password", login="minh", password=PASSWORD),
        lambda hub, _: (
            at_console(hub, "staff-role", login="minh", role="supervisor")
            and at_console(hub, "staff-role", login="minh", role="clerk")
        ),
        lambda hub, browser: sign_in(hub, browser, "lan", PASSWORD),
    ],
    ids=["sign-out", "password", "role", "somebody else"],
)
def test_an_ended_session_is_nothing_at_once(
    hub: HubProcess, end: Callable[[HubProcess, requests.Session], object]
) -> None:
    with signed_in(hub, "minh") as browser, signed_in(hub, "lan") as other:
        token, of_other = (token_of(hub, each, "/counter/4/") for each in (browser, other))
        socket, of_lan = (RawScreen(hub.port, {"token": each, "topic": "counter:4"}) for each in (token, of_other))
        assert socket.view()
        assert of_lan.view()
        stolen = dict(browser.cookies)
        end(hub, browser)
        socket.text_until_end()
        assert hub.post(token, "/counters/4/open").status_code == 401
        assert requests.get(f"{hub.url}{API}/people", cookies=stolen, timeout=10).status_code == 401
        refused = RawScreen(hub.port, {"token": token, "topic": "counter:4"})
        refused.text()
        assert (refused.text() or "").startswith("44")
        assert hub.post(of_other, "/counters/4/open").status_code in (200, 409)
        for each in (socket, of_lan, refused):
            each.close()


def test_who_is_signed_in_stays_so_when_the_hub_is_killed_and_started_again(hub: HubProcess) -> None:
    with signed_in(hub, "truong") as browser, signed_in(hub, "minh") as gone:
        gone.post(f"{hub.url}/sign-out", timeout=10)
        token = token_of(hub, browser, "/supervisor/")
        hub.close()
        hub.start()
        assert hub.post(token, "/mode", {"mode": "live"}).status_code in (200, 409)
        assert _status(hub, browser, "/supervisor/")[0] == 200
        assert _status(hub, gone, "/reception/")[0] == 303
