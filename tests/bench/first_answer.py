"""One process from its start to its first answer: `python -m tests.bench.first_answer plan.json`, in a place."""

import importlib
import os
import sys
from pathlib import Path

from tests.bench import probe, visit

if __name__ == "__main__":
    application = importlib.import_module(os.environ["WSGI"]).application
    probe.ask(application, visit.read(Path(sys.argv[1]), visit.Visit)[0])
