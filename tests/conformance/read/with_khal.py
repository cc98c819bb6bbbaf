"""vdirsyncer fetches the feed over HTTP into files, and khal shows what is in them: `with_khal.py URL`.

khal tells local times of the machine's zone alone; here they become instants again.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shape import say

HERE = Path(sys.executable).parent
ZONE = ZoneInfo(os.environ["TZ"])
SHOWN = ("uid", "start", "end", "status", "title", "location", "description", "all-day")
SYNC = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[feed]]
path = {folder}/calendar
readonly = True
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M:%S
longdatetimeformat = %Y-%m-%dT%H:%M:%S
local_timezone = {zone}
default_timezone = {zone}
"""


def run(*command: str, folder: str) -> str:
    env = {**os.environ, "VDIRSYNCER_CONFIG": f"{folder}/sync", "XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder}
    done = subprocess.run([HERE / command[0], *command[1:]], env=env, input="y\n", capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def when(text: str, *, whole_day: bool, days: int = 0):
    if whole_day:
        return date.fromisoformat(text) + timedelta(days=days)
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


with tempfile.TemporaryDirectory() as folder:
    Path(folder, "sync").write_text(SYNC.format(folder=folder, url=sys.argv[1]))
    Path(folder, "show").write_text(SHOW.format(folder=folder, zone=os.environ["TZ"]))
    Path(folder, "calendar").mkdir()
    run("vdirsyncer", "discover", folder=folder)
    run("vdirsyncer", "sync", folder=folder)
    asked = [part for name in SHOWN for part in ("--json", name)]
    today = datetime.now(ZONE).date()
    span = [(today + timedelta(days=days)).isoformat() for days in (-366, 3 * 366)]
    told = run("khal", "-c", f"{folder}/show", "list", "--once", *asked, *span, folder=folder)

events = [event for line in told.splitlines() if line.startswith("[") for event in json.loads(line)]
say(
    (
        event["uid"],
        when(event["start"], whole_day=event["all-day"] == "True"),
        when(event["end"], whole_day=event["all-day"] == "True", days=1),  # khal says the last day, not the one after
        *(event[name] for name in ("status", "title", "location", "description")),
    )
    for event in events
)
