"""Who is expected to be let in where, by roles; in words of its own, not taken from the table that the hub uses."""

from typing import Any

from tests.web.enrolled import DEVICES, STAFF

WORKING = {"clerk", "supervisor", "administrator"}
LEADING = {"supervisor", "administrator"}
READING = {"supervisor", "administrator", "inspector"}
ALL_STAFF = WORKING | READING
ANY_ACCOUNT = ALL_STAFF | {"newcomer"}
NOBODY_KNOWN = {"public", "revoked"}
ROLES = (*STAFF, *DEVICES, "public")

ON_KEYS = (
    *("OpenCounter", "PauseCounter", "CloseCounter", "CallNext", "FinishAndCallNext", "CallNumber", "Recall"),
    *("StartService", "FinishService", "MarkMissed", "Hold", "Resume", "Transfer", "ReturnToQueue"),
    *("AddErrand", "DropErrand", "CallForHelp", "EndHelp", "PrepareNext", "DropPrepared"),
)
ON_THE_PAGE = ("SetCounterFields", "RecordServedOffline", "UseProfile", "UndoFinish", "UndoMissed", "SetVisitNote")
AT_A_COUNTER = (*ON_KEYS, *ON_THE_PAGE)
"""A clerk gives these at the own counter, by the keys of a desk agent or on the page, who leads at any."""

FOR_THE_HALL = ("OpenDay", "CallBack", "RequestPrint", "CancelTicket", "DeferTicket")
"""Every working member of staff."""

TO_LEAD = ("CloseDay", "ReopenDay", "SetMode", "MoveField", "StopField", "StartField", "ReleaseTicket", "CarryOver")
FROM_THE_KIOSK = ("AbandonRequest", "ReportPrint", "ReportDevice", "JoinTicket")
DESKS = {"desk", "hall"}

COMMANDS: dict[str, set[str]] = {
    **dict.fromkeys((*AT_A_COUNTER, *FOR_THE_HALL), WORKING),
    **dict.fromkeys(TO_LEAD, LEADING),
    **{command: {"kiosk"} for command in FROM_THE_KIOSK},
    **dict.fromkeys(ON_KEYS, WORKING | DESKS),
    "IssueTicket": WORKING,
    "RateTicket": {"rating"} | DESKS,
}
"""Who may give each command, with the values of :data:`BODIES`, at counter 3."""

AT_OTHER_COUNTERS = {
    **{command: LEADING | ({"hall"} if command in ON_KEYS else set()) for command in AT_A_COUNTER},
    "EndHelp": WORKING | {"hall"},
}
"""Whoever goes and helps ends the call for help."""

TOPICS: dict[str, set[str]] = {
    "wall": READING | {"wall"},
    "wall:east": READING | {"wall"},
    "kiosk": READING | {"kiosk"},
    "counter:3": ALL_STAFF,
    "counter:4": READING,
    "rating:3": READING | {"rating"},
    "rating:4": READING,
    "desk:3": READING | {"desk"},
    "desk:4": READING,
    "hall": READING | {"hall"},
    "reception": ALL_STAFF,
    "floor": READING,
}

TICKET = "2026-11-22-A999"
BODIES: dict[str, dict[str, Any]] = {
    "IssueTicket": {"field": "nothing", "granted_by": "staff"},
    "CancelTicket": {"reason": "citizen_left"},
    "DeferTicket": {"behind": 1},
    "ReportPrint": {"job": "1", "result": "confirmed"},
    "ReportDevice": {"link": "online", "paper": "ok", "cover": "closed"},
    "AbandonRequest": {"key": "none"},
    "JoinTicket": {
        "day": "2026-11-22",
        "field": "nothing",
        "series": "A",
        "tag": "K1",
        "number": 1,
        "drawn_ms": 0,
    },
    "RecordServedOffline": {"labels": ["A999"]},
    "SetCounterFields": {"fields": ["nothing"]},
    "MoveField": {"from_counter": 3, "to_counter": 4},
    "StopField": {"reason": "nothing"},
    "ReleaseTicket": {"reason": "nothing"},
    "RequestPrint": {"device": "K1"},
    "PauseCounter": {"reason": "nothing"},
    "AddErrand": {"field": "nothing"},
    "DropErrand": {"field": "nothing"},
    "UseProfile": {"profile": "nothing"},
    "CallNumber": {"label": "A999", "reason": "nothing"},
    "Resume": {"ticket": TICKET},
    "UndoFinish": {"ticket": TICKET},
    "UndoMissed": {"ticket": TICKET},
    "Transfer": {"to_field": "nothing"},
    "ReturnToQueue": {"reason": "nothing"},
    "RateTicket": {"ticket": TICKET, "service": 1, "score": 1},
    "SetMode": {"mode": "live"},
}

GETS: dict[str, set[str]] = {
    "api.ticket": ALL_STAFF,
    "api.people": ALL_STAFF,
    "api.closings": READING,
    "api.today": READING,
    "figures.day": ALL_STAFF,
    "figures.table": READING,
    "explained.story": READING,
    "scans.link": ALL_STAFF,
    "scans.numbers": ALL_STAFF | DESKS,
    "devices.list": READING,
    "procedures.list": ALL_STAFF | {"kiosk"},
    "speech.rules": READING | {"wall"},
    "speech.call": READING | {"wall"},
    "walls.program": {"wall"},
    "walls.unseen": READING,
    "walls.shown": READING,
    "metrics": READING | {"monitor"},
}
"""Who reads what, beside the views, by the endpoints' names."""

PAGES: dict[str, set[str]] = {
    "pages.counter": WORKING,
    "pages.reception": WORKING,
    "pages.supervisor": READING,
    "devices.page": READING,
    "plan.page": READING,
    "plan.download": READING,
    "staff.page": {"administrator"},
    "sign_in.password": ANY_ACCOUNT,
}
"""Whom a staff page lets in by the session's cookie; a stranger is led to the sign-in."""

FORMS: dict[str, set[str]] = {
    "devices.order": LEADING,
    "devices.pair": {"administrator"},
    "devices.rename": {"administrator"},
    "devices.revoke": {"administrator"},
    "plan.look": {"administrator"},
    "plan.adopt": {"administrator"},
    "plan.drop": {"administrator"},
    "staff.add": {"administrator"},
    "staff.role": {"administrator"},
    "staff.password": {"administrator"},
    "staff.close": {"administrator"},
    "sign_in.change": ANY_ACCOUNT,
}
"""Whose forms are read, by the session's cookie."""

REPORTS: dict[str, set[str]] = {
    "devices.report": {"kiosk"},
    "scans.counter": DESKS,
    "scans.reception": {"hall"},
    "scans.kiosk": {"kiosk"},
    "walls.told": {"wall"},
}
"""Who tells the hub of itself, or of what was scanned, by token."""

REPORT = {
    "devices.report": {"version": "1", "clock_offset_ms": 0, "started_ms": 0},
    "scans.counter": {"code": f"TL1:{TICKET}"},
    "scans.reception": {"code": f"TL1:{TICKET}"},
    "scans.kiosk": {"code": f"TL1:{TICKET}"},
    "walls.told": {"calls": [{"id": 1, "at_ms": 1, "shown_ms": 1}]},
}

TOKENS: dict[str, set[str]] = {
    "pages.counter_token": WORKING,
    "pages.reception_token": WORKING,
    "pages.supervisor_token": READING,
}
"""Whose page gets another token, by the session's cookie."""

OPEN_TO_ALL = {
    *("healthz", "openapi", "static", "static_counter", "static_wall", "joined", "pages.start"),
    *("pages.wall", "pages.rating", "pages.wall_token", "pages.rating_token"),
    *("pages.front", "pages.front_token", "pages.wall_hall", "pages.wall_hall_token", "walls.media"),
    *("pairing.ask", "pairing.claim", "pairing.page", "pairing.page_claim"),
    *("sign_in.form", "sign_in.enter", "sign_in.out"),
    *("phone.scanned", "phone.page", "phone.manifest", "phone.defer", "phone.cancel", "phone.rate"),
}
"""What everybody may ask for; a device's page then looks at its own cookie."""
