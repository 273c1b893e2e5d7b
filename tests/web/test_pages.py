"""Pages by addresses that people and machines really type."""

from collections.abc import Iterator

import pytest
import requests

from tests.hub_process import HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_a_counter_typed_with_a_zero_leads_to_its_own_page(hub: HubProcess) -> None:
    response = requests.get(f"{hub.url}/counter/03/", timeout=5)
    assert (response.status_code, response.url) == (200, f"{hub.url}/counter/3/")


@pytest.mark.parametrize("host", ["[::1]", "localhost", "127.0.0.1"])
def test_the_start_page_links_the_other_programs_on_the_host_it_was_asked_by(hub: HubProcess, host: str) -> None:
    page = requests.get(hub.url, headers={"Host": f"{host}:{hub.port}"}, timeout=5).text
    assert f'href="http://{host}:{hub.port + 1}/"' in page
    assert f'href="http://{host}:{hub.port + 2}/"' in page


def test_the_start_page_leads_to_the_phone_page_of_the_newest_number(hub: HubProcess) -> None:
    assert 'data-screen="no-phone"' in requests.get(f"{hub.url}/?show=phone", timeout=5).text
    for field in ("ho_tich", "dat_dai"):
        drawn = hub.post(hub.token("kiosk:K1"), "/tickets", {"field": field}).json()["events"][0]
    assert 'href="/?show=phone"' in requests.get(hub.url, timeout=5).text
    page = requests.get(f"{hub.url}/?show=phone", timeout=5)
    assert page.url.startswith(f"{hub.url}/t/")
    assert drawn["label"] in page.text
