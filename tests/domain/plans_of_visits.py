"""Plans with chains of fields, and with rules that lead a clerk by the hand; and what has happened under them."""

from msgspec.structs import replace

from hub.domain import events as e
from hub.domain import plan as p
from tests.domain import situations as s
from tests.domain.hall import PLAN, called, day_opened, issued, started, ticket_id, words

_REASON = (p.Reason("nobody_came", words("Nobody came")),)
_CHOICES = (p.Reason("taken_in", words("Taken in")), p.Reason("sent_home", words("Sent home")))

CHAINED = replace(
    PLAN,
    fields=tuple(replace(field, then=("copies",)) if field.id in ("civil", "land") else field for field in PLAN.fields),
    most_fields_per_ticket=2,
)
"""Civil status and land are both paid for at the copies; a number is good for two fields."""

LED = replace(
    PLAN,
    counter_rules=p.CounterRules(start_on_call="yes", missed_reason="yes", help_call="no"),
    outcomes=p.Outcomes(ask="needed", quantity="needed", choices=_CHOICES),
    reasons=replace(PLAN.reasons, missed=_REASON),
)
"""Services start with the call, everything has to be told, nobody calls for help."""

ASKED = replace(LED, outcomes=replace(LED.outcomes, ask="offered", quantity="offered"))

C001 = ticket_id("C001")
CHAINED_OPEN = (day_opened(plan=CHAINED), e.CounterOpened(counter=1))
ON_ITS_WAY = (*CHAINED_OPEN, issued("C001", further=("land", "copies")))
"""A number for civil status, which goes on to land and to the copies."""
SERVED_FIRST = (*ON_ITS_WAY, called("C001"), started("C001"))
LED_WAITING = (day_opened(plan=LED), e.CounterOpened(counter=1), issued("C001"))
LED_SERVING = (*LED_WAITING, called("C001"), started("C001"))
ASKED_SERVING = (day_opened(plan=ASKED), *LED_SERVING[1:])
HELP_CALLED = (*s.OPEN, e.HelpCalled(counter=1))
LEFT_COPIES = e.CounterFieldsSet(counter=3, fields=("land",))


def errand_finished(label: str, to_field: str, counter: int = 1, service: int = 1, **more: object) -> e.ErrandFinished:
    place = {"ticket": ticket_id(label), "service": service, "counter": counter}
    return e.ErrandFinished(**place, to_field=to_field, **more)


def errand_added(label: str, field: str, counter: int = 1, service: int = 1) -> e.ErrandAdded:
    return e.ErrandAdded(ticket=ticket_id(label), service=service, counter=counter, field=field)


def errand_dropped(label: str, field: str, counter: int = 1, service: int = 1) -> e.ErrandDropped:
    return e.ErrandDropped(ticket=ticket_id(label), service=service, counter=counter, field=field)


def errand_served_offline(label: str, to_field: str, counter: int = 1) -> e.ErrandServedOffline:
    return e.ErrandServedOffline(ticket=ticket_id(label), service=1, counter=counter, to_field=to_field)


SENT_ON = (*SERVED_FIRST, errand_finished("C001", "land"))
"""The visit waits for its second errand."""
