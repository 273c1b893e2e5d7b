"""What the days add up to: exact times and counts, folded from the journal one entry after the other.

docs/statistics.md says in words what each of them means.
"""

from hub.domain.figures.fold import Figures, figures_of
from hub.domain.figures.posts import POSTS
from hub.domain.figures.report import Group, Report, Waits, report
from hub.domain.figures.sums import COUNTS, FATES
from hub.domain.figures.visits import KINDS, Visit

__all__ = ["COUNTS", "FATES", "KINDS", "POSTS", "Figures", "Group", "Report", "Visit", "Waits", "figures_of", "report"]
