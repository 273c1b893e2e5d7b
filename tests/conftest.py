"""What all tests share: Hypothesis searches the same examples on every machine, as many as a test run can afford.

For a longer search with new examples: `pytest --hypothesis-profile=search`.
"""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("steady")
