"""What the worker does by itself is done once, also run twice or killed in between (trust.md, R10; tests/jobs.py)."""

import shutil
from collections.abc import Callable
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django_tasks.base import Task

from groups import registry
from groups.models import Outbox
from tests.jobs import TASKS, TICKS
from tests.thorough import as_often

# On SQLite: what is done again follows from the same questions on each database.
pytestmark = [pytest.mark.once, pytest.mark.django_db]

WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(BaseException):
    """As sudden as a signal: nothing that catches errors catches it."""


def name_of(tick) -> str:
    return f"{tick.__module__}.{tick.__qualname__}"


def test_each_tick_and_task_has_a_row_and_each_row_a_tick_or_task():
    modules = [import_module(f"{app.name}.tasks") for app in ours() if (Path(app.path) / "tasks.py").exists()]
    tasks = {task.module_path for module in modules for task in vars(module).values() if isinstance(task, Task)}
    assert {name_of(tick) for tick in registry.ticks} == set(TICKS)
    assert tasks == set(TASKS)
    assert all(job.leaves for job in [*TICKS.values(), *TASKS.values()])


def ours() -> list:
    return [app for app in apps.get_app_configs() if Path(app.path).parent == Path(__file__).parents[1]]


@pytest.fixture
def folder(settings, tmp_path):
    """Files of this test's own, and no mailbox but what a row sets."""
    settings.INBOUND_URL = settings.INBOUND_ADDRESS = ""
    settings.DATA_DIR = tmp_path / "data"
    settings.FILES_DIR, settings.PAPERS_DIR = settings.DATA_DIR / "files", settings.DATA_DIR / "papers"
    settings.DATA_DIR.mkdir()
    return settings.DATA_DIR


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TICKS, *TASKS])
def test_run_twice_or_killed_in_between_it_leaves_what_one_run_leaves(name, folder):
    job = {**TICKS, **TASKS}[name]
    said = job.due()
    before = state(folder)

    def work():
        job.forget()
        work_of(name)(said)

    once = left_by(work, folder)
    assert (once != before) is job.changes


@pytest.mark.parametrize("kind", ["anew each time", "noted as done before it is done"])
def test_a_job_that_is_not_done_once_is_found(kind, folder):
    row = Outbox.queue("account", "hello", to="nia@example.org", key="one")

    def work():
        if kind == "anew each time":
            Outbox.queue("account", "hello", to="nia@example.org", key=f"{Outbox.objects.count()}")
        elif Outbox.objects.filter(pk=row.pk, tries=0).update(tries=1):
            Outbox.queue("account", "hello", to="nia@example.org", key="two")

    with pytest.raises(AssertionError, match=r"twice is once|killed before write 2"):
        left_by(work, folder)


def left_by(work: Callable[[], None], folder: Path) -> dict:
    """What one run leaves. Raises AssertionError where two leave something else, or one that was killed and another."""
    with given_back(folder):
        writes = run(work)
        once = state(folder)
        run(work)
        assert state(folder) == once, "twice is once"
    for nth in chosen_of(writes):
        with given_back(folder):
            with pytest.raises(Killed), as_if_outermost():
                run(work, killed_before=nth)
            run(work)
            assert state(folder) == once, f"killed before write {nth} of {writes}"
    return once


def chosen_of(writes: int) -> list[int]:
    """Where to kill it: before a middle and the last write, or before each."""
    each = range(1, writes + 1)
    return [nth for nth in each if nth in as_often(((writes + 1) // 2, writes), each)]


def work_of(name: str) -> Callable:
    if name in TICKS:
        return next(tick for tick in registry.ticks if name_of(tick) == name)
    module, _dot, task = name.rpartition(".")

    def work(said):
        with suppress(Exception):  # that it failed is noted, and told to the queue by an error
            getattr(import_module(module), task).call(said)

    return work


def run(work: Callable[[], None], *, killed_before: int = 0) -> int:
    """Do it, and say how often it wrote. Raises Killed where it would write for the time that `killed_before` says."""
    written = 0

    def watched(execute, sql, params, many, context):
        nonlocal written
        written += sql.startswith(WRITES)
        if sql.startswith(WRITES) and written == killed_before:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watched):
        work()
    return written


@contextmanager
def as_if_outermost():
    """The test's own transaction counts for nothing: what is killed loses what it hasn't committed, and no more."""
    with pytest.MonkeyPatch.context() as patch:
        begun = transaction.Atomic.__init__
        patch.setattr(
            transaction.Atomic, "__init__", lambda self, using, savepoint, *more: begun(self, using, True, *more)
        )
        try:
            yield
        finally:
            transaction.set_rollback(False)


@contextmanager
def given_back(folder: Path):
    """What happens in the block hasn't happened after it, to rows and files."""
    shutil.copytree(folder, folder.with_name("kept"))
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    shutil.rmtree(folder)
    folder.with_name("kept").rename(folder)


def state(folder: Path) -> dict:
    """What is there: every row, and which files. Of a moment and of a random name, only whether there is one."""
    rows = {}
    for model in apps.get_models():
        made_up = [is_made_up(field) for field in model._meta.concrete_fields]
        found = model._base_manager.values_list(*(field.attname for field in model._meta.concrete_fields))
        rows[model._meta.label] = sorted(
            repr([bool(value) if new else value for new, value in zip(made_up, row, strict=True)]) for row in found
        )
    return rows | {"files": sorted(f"{path.parent.name} {path.suffix}" for path in folder.rglob("*"))}


def is_made_up(field) -> bool:
    return callable(field.default) or field.attname.endswith("_at") or field.attname in ("file", "sealed")
