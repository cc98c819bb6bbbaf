"""`make conformance`: whether other programs read our feed as it is meant, as a table."""

import os
import subprocess
import sys

from tests.__main__ import shout
from tests.conformance import readers


def main() -> int:
    """0 where all that could be asked agree and, under CI, none was missing."""
    _here, missing = readers.prepare()
    test = "tests/conformance/test_conformance.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:xdist", "--no-migrations", "-W", "ignore", test]
    )
    shout([f"NOT TESTED: {line}" for line in missing])
    return 1 if done.returncode or (missing and os.environ.get("CI")) else 0


if __name__ == "__main__":
    sys.exit(main())
