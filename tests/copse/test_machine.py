import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from copse import machine


@pytest.fixture
def taken():
    """A port of localhost that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def test_an_older_python_is_told_what_is_needed():
    assert machine.python((3, 9, 2)) == (
        "Copse needs Python 3.11 or newer; this is 3.9.2. Name a newer one: make run PYTHON=python3.12"
    )


def test_newer_pythons_will_do():
    assert machine.python() == machine.python((3, 11, 0)) == machine.python((4, 0, 0)) == ""


def test_an_older_python_can_read_the_checks():
    ast.parse(Path(machine.__file__).read_text(), feature_version=(3, 6))


def test_a_port_in_use_is_said_with_another_to_try(taken):
    assert machine.port(taken).startswith(f"Port {taken} is in use. Choose another: make run PORT=")


def test_a_port_that_only_the_newer_internet_protocol_uses_is_in_use_too():
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no ::1")
    with server:
        port = str(server.getsockname()[1])
        assert machine.port(port).startswith(f"Port {port} is in use.")


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "8000x"])
def test_what_is_no_port_is_said(text):
    assert machine.port(text) == f"PORT={text} is no port: it is a number from 1 to 65535."


def test_the_port_comes_from_the_environment(monkeypatch, taken):
    monkeypatch.setenv("PORT", taken)
    assert "in use" in machine.port()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_data_folder_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    tmp_path.chmod(0o500)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "copse" / "var"))
    assert machine.folder() == f"{tmp_path} can't be written by this account."


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_a_data_folder_that_even_root_cannot_make_is_one_line_and_no_traceback():
    check = [sys.executable, "-m", "copse.machine", "folder"]
    env = {**os.environ, "DATA_DIR": "/proc/nope"}
    done = subprocess.run(check, cwd=Path(machine.__file__).parent.parent, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "/proc can't be written by this account.\n")


@pytest.mark.parametrize("below", ["", "copse/var"])
def test_a_data_folder_that_is_a_file_or_lies_below_one_is_said(monkeypatch, tmp_path, below):
    file = tmp_path / "notes"
    file.touch()
    monkeypatch.setenv("DATA_DIR", str(file / below))
    assert machine.folder() == f"DATA_DIR is to be a folder, and {file} is a file."


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
@pytest.mark.parametrize("version", ["2.7.18", "3.5.3"])
def test_a_python_that_cannot_read_the_checks_is_told_what_is_needed(tmp_path, version):
    parts = version.replace(".", ",")
    older = tmp_path / "python"
    older.write_text(
        f"""#!/bin/sh
        [ "$1" = -c ] && exec {sys.executable} -c "import sys; sys.version_info = ({parts}); exec(sys.argv[1])" "$2"
        echo SyntaxError >&2; exit 1
        """
    )
    older.chmod(0o755)
    ask = ["make", "machine", f"PYTHON={older}"]
    done = subprocess.run(ask, cwd=Path(machine.__file__).parent.parent, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == f"Copse needs Python 3.11 or newer; this is {version}."
    assert "SyntaxError" not in done.stderr


def test_looking_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert machine.folder() == ""
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_comes_with_the_command_that_brings_it(monkeypatch, tmp_path):
    (tmp_path / "brew").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.fetch("libraries", "The papers need pango") == (
        "The papers need pango. Get it with: brew install pango"
    )


def test_where_no_package_manager_is_known_the_need_is_still_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.fetch("browser", "The tests need Chromium") == (
        "The tests need Chromium: get it from your system's packages."
    )
