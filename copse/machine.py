"""What Copse asks of a machine, told in one line when it is missing: `python3 -m copse.machine folder port`.

`make` runs this before there is a virtual environment, so it needs the standard library alone and is written
for Python 3.6 and later: an older Python than Copse's can still read it and say so. Each check gives the line
to show, or "" when all is well. On Debian, root isn't asked for packages: they are fetched with apt-get.
"""

import ctypes
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from pathlib import Path

PYTHON = (3, 11)
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")  # that WeasyPrint loads
HINTS = {
    "libraries": {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "pango harfbuzz",
        "brew": "pango",
    },
    "browser": {"apt-get": "chromium chromium-headless-shell", "dnf": "chromium", "brew": "chromium"},
    "libical": {"apt-get": "gcc libc6-dev libical-dev", "dnf": "gcc libical-devel", "brew": "libical"},
    "sabre": {"apt-get": "php-cli php-sabre-vobject"},
    "mailbox": {"apt-get": "dovecot-imapd", "dnf": "dovecot", "brew": "dovecot"},
    "clock": {"apt-get": "faketime", "dnf": "libfaketime", "brew": "libfaketime"},
    "postgresql": {"apt-get": "postgresql", "dnf": "postgresql-server", "brew": "postgresql"},
}


def python(version=sys.version_info[:3]) -> str:
    """Whether this Python is new enough."""
    if tuple(version) >= PYTHON:
        return ""
    have = ".".join(str(part) for part in version)
    return f"Copse needs Python 3.11 or newer; this is {have}. Name a newer one: make run PYTHON=python3.12"


def venv() -> str:
    """Whether Python can make virtual environments: Debian ships that apart."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return "Python's venv is missing. Get it with: sudo apt-get install python3-venv"
    return ""


def folder() -> str:
    """Whether Copse's own folder and the data folder (DATA_DIR) can be written."""
    here = Path(__file__).resolve().parent.parent
    data = Path(os.environ.get("DATA_DIR") or here / "var")
    while not data.exists():
        data = data.parent
    if not data.is_dir():
        return f"DATA_DIR is to be a folder, and {data} is a file."
    for path in [here, here / ".venv", here / "static", data, data / "copse.sqlite3"]:
        if path.exists() and not (os.access(path, os.W_OK) and (path.is_file() or takes_files(path))):
            return f"{path} can't be written by this account."
    return ""


def takes_files(folder: Path) -> bool:
    """Whether a file can be made there. For root only a try tells: `/proc` says yes and takes none."""
    try:
        tempfile.TemporaryFile(dir=str(folder)).close()
    except OSError:
        return False
    return True


def port(text: str = "") -> str:
    """Whether the web server can listen on localhost at a port: `text`, or $PORT, or 8000."""
    text = text or os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        return f"PORT={text} is no port: it is a number from 1 to 65535."
    other = f"Choose another: make run PORT={int(text) + 1 if 1024 <= int(text) < 65535 else 8000}"
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind(("127.0.0.1", int(text)))
        except PermissionError:
            return f"Port {text} is not open to this account. {other}"
        except OSError:
            return f"Port {text} is in use. {other}"
    try:  # a browser tries ::1 first, so what listens there would answer in Copse's stead
        socket.create_connection(("::1", int(text)), timeout=1).close()
    except OSError:
        return ""
    return f"Port {text} is in use. {other}"


def libraries() -> str:
    """Whether the libraries that draw the papers (PDF) are here."""
    missing = [name for name in LIBRARIES if not (find_library(name) or loads(f"lib{name}.so.0"))]
    return fetch("libraries", "The papers (PDF) need " + ", ".join(missing)) if missing else ""


def browser() -> str:
    """Whether Chromium is here for the browser tests, and on Debian its headless shell."""
    if not shutil.which("chromium") or (may_fetch() and not shutil.which("chromium-headless-shell")):
        problem = fetch("browser", "The browser tests need Chromium and its headless shell")
    return "" if shutil.which("chromium") else problem


def chromium():
    """The path of Chromium's headless shell, which shows the same pages for less, or of Chromium, or None."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def mailbox() -> str:
    """Whether an IMAP server is here for the tests of answers by mail."""
    return "" if shutil.which("dovecot") else fetch("mailbox", "The tests of a mailbox need Dovecot")


def clock() -> str:
    """Whether the program is here that lets a clock jump."""
    return "" if shutil.which("faketime") else fetch("clock", "The tests of clocks that jump need faketime")


def postgresql() -> str:
    """Whether a PostgreSQL server is here for the tests on it."""
    return "" if postgresql_programs() else fetch("postgresql", "The tests on PostgreSQL need its server")


def postgresql_programs():
    """The folder with the newest PostgreSQL's initdb and postgres, or None. Debian keeps them off PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(path.parts[4]), default=shutil.which("initdb"))
    return Path(newest).parent if newest else None


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library by its file name."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def may_fetch() -> bool:
    """Whether this account may get packages by itself: as root on Debian."""
    return bool(shutil.which("apt-get")) and os.geteuid() == 0 and Path("/etc/debian_version").exists()


def fetch(what: str, need: str) -> str:
    """Install packages as root on Debian; else, or when that fails, the line that says how to."""
    manager = next((name for name in HINTS[what] if shutil.which(name)), "")
    if not manager:
        return f"{need}: get it from your system's packages."
    packages = HINTS[what][manager]
    if manager == "apt-get" and may_fetch():
        print(f"{need}: getting {packages} with apt-get.", flush=True)
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "universal_newlines": True}
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*apt, "update"], check=False, **quiet)  # noqa: S603
        install = [*apt, "install", "-y", "--no-install-recommends", *packages.split()]
        done = subprocess.run(install, check=False, env=env, **quiet)  # noqa: S603
        if done.returncode == 0:
            return ""
        last = (done.stdout.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        return f"{need}: apt-get could not install {packages} ({last})."
    sudo = "" if manager == "brew" else "sudo "
    return f"{need}. Get it with: {sudo}{manager} install {packages}"


CHECKS = {check.__name__: check for check in (python, venv, folder, port, libraries, browser, postgresql)}

if __name__ == "__main__":
    for name in sys.argv[1:]:
        line = CHECKS[name]()
        if line:
            sys.exit(line)
