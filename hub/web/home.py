"""The first page after signing in: where somebody of this role can go, and who is at which counter."""

from typing import NamedTuple

from werkzeug.wrappers import Response as AnyResponse

from hub.domain.plan import Wording
from hub.service.access import Identity, may_use
from hub.web.context import WebHub
from hub.web.forms import form_page


class CounterLink(NamedTuple):
    """A counter to choose: its number and name, its state, and the names of who works there, last first."""

    number: int
    name: Wording
    state: str
    people: list[str]


PLACES = (
    ("reception", "/reception/", "pages.reception", "concierge-bell"),
    ("supervisor", "/supervisor/", "pages.supervisor", "layout-grid"),
    ("devices", "/admin/devices", "devices.page", "monitor"),
    ("plan", "/admin/plan", "plan.page", "file-pen-line"),
    ("staff", "/admin/staff", "staff.page", "users-round"),
)
"""Everywhere else that one can go: text, path, row of the access table, icon."""


def home_page(hub: WebHub, identity: Identity) -> AnyResponse:
    """The page for who is signed in."""
    places = [(name, path, icon) for name, path, endpoint, icon in PLACES if may_use(identity, endpoint)]
    counters = _counters(hub) if may_use(identity, "pages.counter") else []
    return form_page(
        "home",
        places=places,
        counters=counters,
        draft=hub.plans_desk.draft_differs() if may_use(identity, "plan.page") else 0,
        role=identity.role,
        member=identity,
    )


def _counters(hub: WebHub) -> list[CounterLink]:
    names = hub.staff.names()
    return [
        CounterLink(counter.number, counter.name, *_at_counter(hub, counter.number, names))
        for counter in hub.plan.counters
    ]


def _at_counter(hub: WebHub, number: int, names: dict[str, str]) -> tuple[str, list[str]]:
    """The counter's state, and whoever has its page open or pressed something there last."""
    counter = hub.office.floor.counters.get(number)
    actors = list(hub.present(number))
    if counter is not None and counter.clerk is not None and counter.clerk not in actors:
        actors.insert(0, counter.clerk)
    people = [names[actor] for actor in actors if actor in names]
    return (counter.state if counter is not None else "closed"), people
