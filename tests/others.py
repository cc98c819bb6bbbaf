"""Programs of others that our tests ask, each in an environment of its own under `.venv/others/`, by the hashes in
`tests/pins/`. None of them is in the site's own environment.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS, FOLDER = ROOT / "tests" / "pins", ROOT / ".venv" / "others"


def python_of(name: str) -> Path:
    """The Python that has what `tests/pins/<name>.txt` names."""
    return FOLDER / name / "bin" / "python"


def from_pypi(name: str) -> str:
    """Get what `tests/pins/<name>.txt` names: "", or the line to show where it can't be had."""
    pins, uv = PINS / f"{name}.txt", [sys.executable, "-m", "uv", "--quiet"]
    make = [*uv, "venv", "--allow-existing", "--python", sys.executable, FOLDER / name]
    sync = [*uv, "pip", "sync", "--require-hashes", "--compile-bytecode", "--python", python_of(name), pins]
    return made(name, [pins], [make, sync])


def from_npm(name: str) -> str:
    """Get what `tests/pins/package.json` names; as `from_pypi`."""
    pins = [PINS / "package.json", PINS / "package-lock.json"]
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    for pin in pins:
        shutil.copy(pin, FOLDER / name)
    quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    return made(name, pins, [["npm", "ci", *quiet, "--prefix", FOLDER / name]])


def made(name: str, sources: list[Path], commands: list[list]) -> str:
    """Run `commands`, unless they have been run for the same sources; the line to show where one fails."""
    mark = FOLDER / name / ".made"
    wanted = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return ""
    print(f"Getting {name} for the tests.", flush=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except OSError as error:
            return f"{name}: {error}."
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
            return f"{name} can't be had: {last}"
    mark.write_text(wanted)
    return ""
