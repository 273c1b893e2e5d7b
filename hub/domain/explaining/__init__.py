"""Why somebody was called when they were, told from the journal's rows of a day: as codes, for words to be found.

Nobody of the staff is in it, and of classes only what a paper shows as well.
"""

from hub.domain.explaining.choice import is_choice
from hub.domain.explaining.fates import Fate, fates_of
from hub.domain.explaining.line import Line, Why
from hub.domain.explaining.passed import CalledBefore, Passings
from hub.domain.explaining.story import Story, label_of, story_of

__all__ = ["CalledBefore", "Fate", "Line", "Passings", "Story", "Why", "fates_of", "is_choice", "label_of", "story_of"]
