import io
import json
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from copse import machine
from copse.sample import words
from groups.models import FoundingLink, Group

PATIENCE = 10  # seconds that a child has to finish what it is at
PAUSE = 5  # seconds at least from one start of the worker to the next, where it ends by itself


class Child:
    """A `manage.py` command in a process group of its own, so that Ctrl-C reaches it through us alone."""

    def __init__(self, *arguments: str):
        self.arguments = arguments
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, settings.BASE_DIR / "manage.py", *self.arguments],
            env={**os.environ, "PYTHONUNBUFFERED": "1", "DJANGO_RUNSERVER_HIDE_WARNING": "true"},
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def runs(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask it to finish; after PATIENCE, make it."""
        for name in (signal.SIGTERM, signal.SIGKILL):
            if self.runs():
                os.killpg(self.process.pid, name)
                try:
                    self.process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    continue


class Command(BaseCommand):
    """Get the database ready, then keep the web server and the worker running until Ctrl-C (or SIGTERM).

    The web server reloads itself after a change to the code; the worker is started afresh, as it is where it was
    killed. Ends with status 1 and one line where the folder can't be written, the port is taken or the database
    can't be used.
    """

    help = "Run the web server and the worker together, for development only."
    is_ready = False
    requires_system_checks = []  # the web server makes them, and again after each change

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="without the sample group, to begin from nothing")

    def handle(self, *, empty: bool, **options):
        if not settings.DEBUG:
            sys.exit("`run` is for one's own machine: set DEBUG=1. README.md says how a server runs.")
        problem = machine.folder() or machine.port()
        if problem:
            sys.exit(problem)
        self.asked_to_stop, self.children = False, []
        try:
            for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(name, self.ask_to_stop)
            self.prepare(sample=not empty)
            self.is_ready = True
            self.watch()
        except KeyboardInterrupt:
            pass
        except DatabaseError as error:  # as which SQLite tells of a stop that met a function of ours
            if not self.asked_to_stop:
                sys.exit(f"The database can't be used: {str(error).strip().splitlines()[0]}")
        finally:
            for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(name, signal.SIG_IGN)  # we are stopping already
            for child in self.children:
                child.stop()

    def ask_to_stop(self, *_signal) -> None:
        """While the site is got ready, at once, and kept in mind: an exception that meets a destructor is lost. Later
        between two looks, so that nobody is started and forgotten.
        """
        self.asked_to_stop = True
        if not self.is_ready:
            raise KeyboardInterrupt

    def prepare(self, *, sample: bool) -> None:
        """Tables, the cache's table, and, unless it is to be empty, the sample group in an empty database."""
        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if sample:
            call_command("sample_group", if_empty=True, stdout=self.stdout)
        self.welcome = self.invite()
        connections.close_all()

    def invite(self) -> str:
        """Where the site is, and whom one can sign in as; without a group, how to make the first."""
        lines = [f"Copse is at {settings.SITE_URL} (Ctrl-C stops it)."]
        if Group.objects.filter(slug=words.GROUP[1]).exists():
            printed = io.StringIO()
            call_command("sample_group", json=True, stdout=printed)
            sample = json.loads(printed.getvalue())
            lines += [f"Sign in as one of the sample members; the password is {sample['password']}"]
            lines += [f"  {address}" for address in sample["members"]]
        if not Group.objects.exists():
            lines += ["There is no group yet. This link makes the first one, once, within three days:"]
            lines += [f"  {FoundingLink.make()}"]
        return "\n".join(lines)

    def watch(self) -> None:
        """Start both; say so when the site answers. Returns when it is asked to stop; a stopped web server exits."""
        if self.asked_to_stop:
            return
        port = int(os.environ.get("PORT") or 8000)
        web = Child("runserver", "--nostatic", f"localhost:{port}")  # WhiteNoise has them, with our headers
        self.children.append(web)
        while self.goes_on(web) and not answers(port):
            time.sleep(0.2)
        if self.goes_on(web):
            self.stdout.write(self.welcome)
            self.stdout.flush()  # into a pipe too, such as a log
            self.work_beside(web)
        if not self.asked_to_stop:
            sys.exit("The web server has stopped.")

    def goes_on(self, web: Child) -> bool:
        return web.runs() and not self.asked_to_stop

    def work_beside(self, web: Child) -> None:
        """The worker, whose first mails are printed below the welcome, for as long as the web server runs."""
        worker, code = Child("worker"), written()
        self.children.append(worker)
        while self.goes_on(web):
            if code != (code := written()):
                worker.stop()
                worker.start()
            if not worker.runs() and time.monotonic() - worker.started > PAUSE:
                self.stderr.write("The worker has stopped. It starts again.")
                worker.start()
            time.sleep(0.5)


def written() -> float:
    """When the newest of the apps' Python files was written."""
    apps = [settings.BASE_DIR / app for app in settings.INSTALLED_APPS if "." not in app]
    return max((path.stat().st_mtime for app in apps for path in app.rglob("*.py")), default=0)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
