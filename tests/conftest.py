"""Property tests: no time limit an example, as the machine may be busy; in CI the same examples at every run.

Workers of pytest-xdist keep compiled kernels apart: two processes that write one index of numba's cache at a time can
leave a name in it for another form of the kernel.
"""

import os
from pathlib import Path

from hypothesis import settings

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:
    os.environ["NUMBA_CACHE_DIR"] = str(Path(__file__).resolve().parent.parent / ".pytest_cache" / f"numba-{WORKER}")
    os.environ.pop("PYTEST_ADDOPTS", None)  # the tests that run pytest themselves want no workers of their own

settings.register_profile("selten", deadline=None, max_examples=60, derandomize="CI" in os.environ)
settings.load_profile("selten")
