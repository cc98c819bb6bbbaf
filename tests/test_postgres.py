import subprocess
import sys
from pathlib import Path

import pytest

from copse import machine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not machine.postgresql_programs(), reason="PostgreSQL is not here"),
]

ASK = """
import os, psycopg
url = os.environ["DATABASE_URL"]
print(url.partition("host=")[2])
print(psycopg.connect(url).execute("select current_database()").fetchone()[0])
raise SystemExit(7)
"""


def test_a_command_gets_a_postgresql_of_its_own_which_is_gone_afterwards():
    command = [sys.executable, "-m", "tests.postgres", "--", sys.executable, "-c", ASK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    folder, database = done.stdout.split()
    assert (done.returncode, database) == (7, "copse"), done.stderr
    assert not Path(folder).exists()
