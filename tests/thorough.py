"""How much of what can be tried without end is tried: some of it by `make test`, far more by `make test-all`."""

import os

THOROUGH = os.environ.get("COPSE_TESTS") == "all"


def as_often(usual, thorough):
    """How often to do something that finds more the longer it goes on, or with which of many things that are alike."""
    return thorough if THOROUGH else usual
