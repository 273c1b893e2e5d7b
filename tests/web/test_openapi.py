"""The API's description: it names every route, and a real hub answers as it says, whatever is sent."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode

from hub.messages import API
from hub.service.access import ACCESS
from hub.web.openapi import describe
from tests.service.kit import FakeClock
from tests.web.enrolled import Enrolled, enrolled

TOLD = schemathesis.openapi.from_dict(describe())
TOLD.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "403", "404", "409", "410", "422", "429"]
"""What fits its schema is done, or what it names is not there or not the asker's, or the rules, a key that was used
before or too many questions forbid it."""

TOLD.config.checks.negative_data_rejection.expected_statuses = ["4xx"]
"""What does not fit is refused; what is too large before it is read."""

OPERATIONS = [found.ok() for found in TOLD.get_all_operations()]
WITH_INPUT = [operation for operation in OPERATIONS if operation.path_parameters.items or operation.body.items]
EXAMPLES = 10


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Enrolled]:
    with enrolled(tmp_path_factory.mktemp("openapi"), FakeClock(int(time.time() * 1000))) as known:
        yield known


def bearer(everybody: Enrolled, operation: APIOperation) -> dict[str, str]:
    """A token of a role that may use the operation: the mightiest, so that the rules are reached."""
    roles = operation.definition.raw["x-roles"]
    role = "administrator" if "administrator" in roles else roles[0]
    return {} if role == "public" else {"Authorization": f"Bearer {everybody.tokens[role]}"}


def whole(value: Any) -> Any:
    """JSON schema calls 3.0 an integer, too; the hub takes none that is written so."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [whole(entry) for entry in value]
    return {name: whole(entry) for name, entry in value.items()} if isinstance(value, dict) else value


def asked(everybody: Enrolled, operation: APIOperation, mode: GenerationMode) -> None:
    headers = bearer(everybody, operation)

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answers(case: Case) -> None:
        case.body = whole(case.body)
        case.call_and_validate(base_url=everybody.hub.url + API, headers=headers)

    answers()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_the_hub_answers_as_it_says(operation: APIOperation, everybody: Enrolled) -> None:
    asked(everybody, operation, GenerationMode.POSITIVE)


@pytest.mark.parametrize("operation", WITH_INPUT, ids=lambda operation: operation.label)
def test_what_does_not_fit_is_refused_as_it_says(operation: APIOperation, everybody: Enrolled) -> None:
    asked(everybody, operation, GenerationMode.NEGATIVE)


def test_every_route_is_told() -> None:
    told = {operation.definition.raw["operationId"] for operation in OPERATIONS}
    assert told >= {name.removeprefix("api.") for name in ACCESS if name.startswith("api.")}
