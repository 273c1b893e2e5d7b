"""What a person may be refused, by code; the sentences are in ``config/locales``."""

from typing import Literal, get_args

RefusalCode = Literal[
    "already_prepared",
    "already_rated",
    "called_often_enough",
    "called_too_soon",
    "class_not_granted_here",
    "clock_doubtful",
    "clock_wrong",
    "counter_busy",
    "counter_closed",
    "counter_has_no_ticket",
    "counter_open_already",
    "counter_paused",
    "day_already_open",
    "day_not_later",
    "day_not_today",
    "day_still_busy",
    "deferred_enough",
    "errand_not_planned",
    "field_chosen_twice",
    "field_closed",
    "field_not_at_counter",
    "field_stopped",
    "help_switched_off",
    "no_day_open",
    "no_hours_ahead",
    "nobody_behind",
    "nobody_prepared",
    "nobody_to_carry",
    "nothing_changed",
    "nothing_to_undo",
    "number_bound_elsewhere",
    "number_exists",
    "number_in_other_mode",
    "outcome_needed",
    "outcome_unknown",
    "outside_hours",
    "people_wait_for_field",
    "plan_changed_meanwhile",
    "plan_class_in_use",
    "plan_counter_in_use",
    "plan_field_in_use",
    "plan_leaves_people",
    "plan_not_adopted",
    "plan_rating_in_use",
    "plan_series_in_use",
    "plan_zone_in_use",
    "people_wait_here",
    "person_needed",
    "preparing_switched_off",
    "quantity_needed",
    "quantity_not_asked",
    "queue_empty",
    "quota_full",
    "quota_full_until",
    "rating_window_closed",
    "reason_needed",
    "reason_unknown",
    "remote_by_staff_only",
    "score_out_of_range",
    "ticket_at_other_counter",
    "ticket_changed",
    "ticket_is_over",
    "ticket_not_called",
    "ticket_not_cancellable",
    "ticket_not_deferrable",
    "ticket_not_held",
    "ticket_not_missed",
    "ticket_not_recordable",
    "ticket_not_releasable",
    "ticket_not_serving",
    "ticket_not_waiting",
    "too_many_devices",
    "too_many_errands",
    "too_many_fields",
    "too_many_files",
    "transfer_target_missing",
    "undo_too_late",
    "unknown_class",
    "unknown_counter",
    "unknown_device",
    "unknown_field",
    "unknown_number",
    "unknown_profile",
    "unknown_series",
    "unknown_service",
    "unknown_ticket",
]

REFUSAL_CODES: frozenset[str] = frozenset(get_args(RefusalCode))
"""Every code that :class:`Refused` can carry; each has a text in every language."""


class Refused(Exception):
    """A command that the rules do not allow now; nothing was changed.

    ``code`` is one of :data:`REFUSAL_CODES`; ``params`` fill the sentence's placeholders (integers and strings),
    sorted by name, as they are when the refusal is told again from the journal.
    """

    def __init__(self, code: RefusalCode, **params: int | str) -> None:
        super().__init__(code, params)
        self.code: str = code
        self.params: dict[str, int | str] = dict(sorted(params.items()))
