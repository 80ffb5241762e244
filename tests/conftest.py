"""Property tests: no time limit an example, as the machine may be busy; in CI the same examples at every run."""

import os

from hypothesis import settings

settings.register_profile("selten", deadline=None, max_examples=60, derandomize="CI" in os.environ)
settings.load_profile("selten")
