"""What falls due with time alone."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from groups import registry
from groups.tick import tick


@pytest.fixture
def ticks(monkeypatch):
    """Only what a test puts in."""
    monkeypatch.setattr(registry, "ticks", [])
    return registry.ticks


def test_each_is_told_the_moment(ticks):
    told, at = [], timezone.now()
    ticks += [told.append, told.append]
    tick(at)
    assert told == [at, at]


def test_what_goes_wrong_keeps_nothing_else_from_being_done(ticks):
    told = []
    ticks += [lambda at: 1 / 0, told.append]
    tick()
    assert len(told) == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_asks_what_is_due(ticks):
    told = []
    ticks.append(told.append)
    call_command("worker", once=True)
    assert len(told) == 1
