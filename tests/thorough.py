"""How much of what can be tried without end is tried: some by `make test`, far more by `make test-all`, and by
`make check` what a minute is enough for.
"""

import os

THOROUGH = os.environ.get("COPSE_TESTS") == "all"
QUICK = os.environ.get("COPSE_TESTS") == "few"


def as_often(usual, thorough):
    """How often to do something that finds more the longer it goes on, or with which of many things that are alike."""
    return thorough if THOROUGH else usual
