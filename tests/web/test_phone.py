"""The page of a ticket's link over HTTP: whoever has the link looks and asks; nobody else learns anything."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import requests

from hub.service.links import Links
from tests.hub_process import HubProcess

FIELD, COUNTER, OTHER = "dat_dai", "counter:5", "counter:2"


class Phone:
    """A browser without scripts that has somebody's link."""

    def __init__(self, link: str) -> None:
        self.http = requests.Session()
        self.http.trust_env = False
        self.page = self.http.get(link)
        self.url = self.page.url

    def look(self, **query: str) -> str:
        self.page = self.http.get(self.url, params=query)
        return unescape(self.page.text)

    @property
    def key(self) -> str:
        """That of the page's forms; none where it has no forms."""
        return (re.findall(r'name="key" value="([0-9a-f]+)"', self.page.text) or ["0" * 16])[0]

    def send(self, name: str, key: str = "", **fields: str | list[str]) -> str:
        """Send a form of the page as it was looked at last, and the code of what is said then."""
        told = {"key": key or self.key, "lang": "vi", **fields}
        self.page = self.http.post(f"{self.url}/{name}", data=told)
        found = re.findall(r'data-said="(\w+)"', self.page.text)
        return found[0] if found else str(self.page.status_code)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("phone")) as hub:
        hub.post(hub.token(COUNTER), "/counters/5/open").raise_for_status()
        yield hub


def drawn(hub: HubProcess, how_many: int = 1) -> list[dict[str, str]]:
    asked = [hub.post(hub.token("kiosk:K1"), "/tickets", {"field": FIELD}) for _ in range(how_many)]
    return [answer.json()["events"][0] for answer in asked]


def served(hub: HubProcess, label: str) -> None:
    token = hub.token(COUNTER)
    call = {"label": label, "reason": "citizen_present"}
    hub.post(token, "/counters/5/call-number", call).raise_for_status()
    for name in ("start", "finish"):
        hub.post(token, f"/counters/5/{name}").raise_for_status()


def test_the_code_leads_to_a_page_that_nobody_lists_and_nothing_keeps(hub: HubProcess) -> None:
    (mine,) = drawn(hub)
    phone = Phone(mine["link"])
    assert phone.url == mine["link"].lower()
    token = phone.url.rsplit("/", 1)[-1]
    for path in (f"/T/{token}", f"/t/{token.upper()}", f"/T/{token.title()}", f"/t/{token.title()}?lang=en"):
        assert requests.get(f"{hub.url}{path}").url == phone.url + ("?lang=en" if "lang" in path else "")
    assert (phone.page.status_code, phone.page.headers["Cache-Control"]) == (200, "no-store")
    assert phone.page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "manifest-src 'self'" in phone.page.headers["Content-Security-Policy"]
    assert mine["label"] in phone.page.text
    assert 'lang="en"' in phone.look(lang="en")
    assert "Your number" in unescape(phone.page.text)
    manifest = requests.get(f"{phone.url}/app.webmanifest?lang=en").json()
    assert manifest["start_url"] == phone.url.removeprefix(hub.url) + "?lang=en"
    for icon in manifest["icons"]:
        assert requests.get(hub.url + icon["src"]).headers["Content-Type"] == "image/png"


def test_what_did_not_change_is_not_sent_again(hub: HubProcess) -> None:
    (mine,) = drawn(hub)
    phone = Phone(mine["link"])
    known = {"If-None-Match": phone.page.headers["ETag"]}
    again = requests.get(phone.url, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    hub.post(hub.token(OTHER), "/counters/2/open").raise_for_status()
    assert requests.get(phone.url, headers=known).status_code == 304
    drawn(hub)
    assert requests.get(phone.url, headers=known).status_code == 200


def test_a_form_lets_others_by_once_and_of_strangers_pages_none(hub: HubProcess) -> None:
    mine, *others = drawn(hub, 4)
    phone = Phone(mine["link"])
    key = phone.key
    stranger = requests.post(f"{phone.url}/defer", data={"key": key, "behind": "1"}, headers={"Origin": "http://x.vn"})
    assert stranger.status_code == 403
    assert [phone.send("defer", key, behind="3"), phone.send("defer", key, behind="3")] == ["deferred", "deferred"]
    assert phone.send("defer", key, behind="1") == "changed"
    assert phone.send("defer", behind="99") == "changed"
    assert phone.send("defer", "no key of ours", behind="1") == "changed"
    story = requests.get(
        f"{hub.url}/api/v1/tickets/{mine['label']}/explained",
        headers={"Authorization": f"Bearer {hub.token('supervisor')}"},
    ).json()
    told = [line for line in story["lines"] if line["code"] == "deferred"]
    assert [line["text"]["vi"] for line in told] == [
        f"Xin lùi lại: 3 số đi trước, số này đứng sau {others[-1]['label']}."
    ]


def test_what_came_of_a_form_is_said_once_and_to_nobody_who_writes_it_into_an_address(hub: HubProcess) -> None:
    mine, other = drawn(hub, 2)
    phone = Phone(mine["link"])
    assert "data-said" not in phone.look(said="cancelled")
    assert phone.send("defer", behind="1") == "deferred"
    answered = phone.page.url
    assert 'content="20; url=/t/' in phone.page.text
    assert f'content="20; url={answered}' not in phone.page.text
    assert "data-said" not in requests.get(answered).text
    told = requests.post(f"{phone.url}/cancel", data={"key": phone.key, "lang": "vi"}, allow_redirects=False)
    mark = told.headers["Location"].partition("?")[2]
    assert "data-said" not in requests.get(f"{other['link']}?{mark}").text
    assert "data-said" in requests.get(f"{phone.url}?{mark}").text


def test_a_number_is_given_up_by_its_link_and_by_nobody_who_only_says_so(hub: HubProcess) -> None:
    (mine,) = drawn(hub)
    by_staff = hub.post(hub.token("reception"), f"/tickets/{mine['ticket']}/cancel", {"reason": "by_citizen"})
    assert by_staff.status_code == 403
    phone = Phone(mine["link"])
    assert phone.send("cancel") == "cancelled"
    assert "Số này đã hủy" in phone.look()
    assert phone.send("cancel") == "changed"


def test_a_service_is_rated_once_with_reasons_for_a_low_score_alone(hub: HubProcess) -> None:
    mine, other = drawn(hub, 2)
    served(hub, mine["label"])
    served(hub, other["label"])
    phone = Phone(mine["link"])
    about = {"service": "1", "counter": "5"}
    asked = re.findall(r'name="reason" value="(\w+)"', phone.page.text)
    assert phone.send("rate", score="9", **about) == "changed"
    assert phone.send("rate", score="1", reason=[*asked[:1], "invented"], **about) == "rated"
    assert phone.send("rate", score="4", **about) == "already_rated"
    second = Phone(other["link"])
    assert second.send("rate", score="4", reason=asked, **about) == "rated"
    figures = requests.get(f"{hub.url}/api/v1/figures", headers={"Authorization": f"Bearer {hub.token('supervisor')}"})
    assert figures.json()["groups"][0]["ratings"] == {"1": 1, "4": 1}


def test_scanners_know_links_and_counters_give_none_away(hub: HubProcess) -> None:
    (mine,) = drawn(hub)
    token = mine["link"].rsplit("/", 1)[-1].lower()
    asked = hub.post(hub.token("kiosk:K1"), "/kiosk/scan", {"code": f"/t/{token}"}).json()
    assert (asked["label"], asked["state"]) == (mine["label"], "waiting")
    wrong = hub.post(hub.token("kiosk:K1"), "/kiosk/scan", {"code": f"/t/{'a' * 26}"})
    assert wrong.json()["code"] == "unknown_ticket"
    staff = {"Authorization": f"Bearer {hub.token(COUNTER)}"}
    assert requests.get(f"{hub.url}/api/v1/links/{token}", headers=staff).json()["label"] == mine["label"]
    at_counter = hub.post(hub.token(COUNTER), "/tickets", {"field": FIELD, "granted_by": "staff"}).json()
    assert "link" not in at_counter["events"][0]
    at_reception = hub.post(hub.token("reception"), "/tickets", {"field": FIELD, "granted_by": "staff"}).json()
    assert "link" in at_reception["events"][0]
    (of_paper,) = hub.post(hub.token("reception"), "/tickets", {"field": FIELD, "granted_by": "staff"}).json()["events"]
    assert token not in "".join(hub.log).lower()
    assert of_paper["link"].rsplit("/", 1)[-1].lower() not in "".join(hub.log).lower()


def test_when_the_day_is_over_the_page_says_what_became_of_the_number_and_takes_a_rating(hub: HubProcess) -> None:
    mine, other = drawn(hub, 2)
    served(hub, mine["label"])
    hub.post(hub.token("supervisor"), "/day/close").raise_for_status()
    assert Phone(mine["link"]).send("rate", score="4", service="1", counter="5") == "rated"
    phone = Phone(other["link"])
    assert 'data-tone="over"' in phone.page.text
    assert phone.send("cancel") == "changed"
    hub.post(hub.token("supervisor"), "/day/reopen").raise_for_status()
    assert (
        'data-tone="waiting"' in Phone(other["link"]).page.text or 'data-tone="soon"' in Phone(other["link"]).page.text
    )


def test_a_wrong_link_and_one_of_another_day_say_the_same_and_too_many_wait(hub: HubProcess) -> None:
    another_day = Links(hub.keyring.derived("links"), hub.url).link("2020-01-01-A001")
    pages = [requests.get(url) for url in (another_day, f"{hub.url}/t/{'a' * 26}", f"{hub.url}/t/x")]
    assert {(page.status_code, page.text) for page in pages} == {(404, pages[0].text)}
    assert "hết hiệu lực" in unescape(pages[0].text)
    (mine,) = drawn(hub)
    for _ in range(60):
        wrong = requests.post(f"{hub.url}/t/{'b' * 26}/cancel")
    assert (wrong.status_code, int(wrong.headers["Retry-After"]) > 0) == (429, True)
    assert Phone(mine["link"]).page.status_code == 200


def test_a_tag_belongs_to_the_hub_that_gave_it_and_is_each_language_its_own(hub: HubProcess) -> None:
    (mine,) = drawn(hub)
    phone = Phone(mine["link"])
    known = {"If-None-Match": phone.page.headers["ETag"]}
    assert requests.get(phone.url, params={"lang": "vi"}, headers=known).status_code == 304
    assert requests.get(phone.url, params={"lang": "en"}, headers=known).status_code == 200
    hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"}).raise_for_status()
    assert requests.get(phone.url, headers=known).status_code == 304
