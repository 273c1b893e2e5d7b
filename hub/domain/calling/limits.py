"""How often somebody is called, and how soon again."""

from hub.domain.floor import Service
from hub.domain.plan import MissedRules


def is_spent(rules: MissedRules, service: Service) -> bool:
    """Whether a service has had all the calls and recalls that the plan allows."""
    return 0 < rules.most_calls <= service.calls


def seconds_to_wait(rules: MissedRules, service: Service, now_ms: int) -> int:
    """How many whole seconds have to pass before somebody may be announced again; 0: none."""
    if not rules.least_s_between or service.last_called_ms is None:
        return 0
    left_ms = service.last_called_ms + rules.least_s_between * 1000 - now_ms
    return max(0, -(-left_ms // 1000))
