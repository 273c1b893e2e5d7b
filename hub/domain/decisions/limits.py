"""How many numbers there are: quotas of a session or a day, files of a number, and what a limit a person needs."""

from hub.domain import commands as c
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.hours import Opening, next_openings, starts_ms
from hub.domain.numbering import following_day, local_time
from hub.domain.plan import Field
from hub.domain.quotas import current_session, quota_left


def require_room(floor: Floor, command: c.IssueTicket, fields: list[Field], now_ms: int) -> None:
    """Raises Refused where a number is one too many: all of the fields that were chosen have room, or none is taken.

    Staff may not pass a quota either: who wants more numbers adopts another plan, for everybody to see.
    Refused: remote_by_staff_only, person_needed, too_many_files, quota_full, quota_full_until.
    """
    plan = floor.the_plan
    if command.channel == "remote" and command.granted_by != "staff":
        raise Refused("remote_by_staff_only")
    is_told = command.person is not None or command.granted_by == "staff"
    if plan.person_limit.by == "identity" and not is_told:
        raise Refused("person_needed")
    for field in fields:
        most = field.most_files or plan.most_files_per_ticket
        if command.files > most:
            raise Refused("too_many_files", files=command.files, most=most)
        if quota_left(floor, field.id, command.channel, now_ms) == 0:
            raise _full(floor, field, now_ms)


def _full(floor: Floor, field: Field, now_ms: int) -> Refused:
    ahead = _opens_again(floor, field, now_ms)
    if ahead is None:
        return Refused("quota_full", field=field.id)
    opens = local_time(ahead.from_ms, floor.the_plan.zone)
    return Refused(
        "quota_full_until",
        field=field.id,
        opens_ms=ahead.from_ms,
        date=f"{opens:%d/%m/%Y}",
        time=f"{opens:%H:%M}",
    )


def _opens_again(floor: Floor, field: Field, now_ms: int) -> Opening | None:
    """The first opening of which the quota is another one."""
    plan, day = floor.the_plan, floor.day or ""
    after_ms = starts_ms(following_day(day), plan.zone)
    session = current_session(floor, field.id, now_ms)
    if field.quota is not None and field.quota.per == "session" and session is not None:
        after_ms = session[0] + 1
    return next((o for o in next_openings(plan, field.id, day, 1) if o.from_ms >= after_ms), None)
