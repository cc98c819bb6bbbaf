"""Views are imported when they are first asked for (record 50): what a route names is there all the same."""

import subprocess
import sys

import pytest
from django.urls import get_resolver

from copse.later import Later, LaterThing


def later_views(resolver):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from later_views(each)
        elif isinstance(each.callback, LaterThing):
            yield each.callback


def test_each_route_leads_to_a_view_that_is_there():
    views = list(later_views(get_resolver()))
    assert len(views) > 200
    assert all(callable(view.found) for view in views)


def test_a_view_keeps_its_marks():
    calendar = Later("meetings.views.calendar")
    assert calendar.feed.login_required is False
    assert calendar.feed.csrf_exempt is True
    assert calendar.feeds.login_required is True
    assert calendar.feeds.csrf_exempt is False


def test_a_name_that_is_not_there_is_said_when_it_is_called():
    with pytest.raises(AttributeError, match="no_such_view"):
        Later("meetings.views.calendar").no_such_view()


def test_a_site_that_begins_has_imported_nothing_that_few_pages_are_for():
    code = "import sys, copse.wsgi; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    begun = set(done.stdout.split())
    seldom = {
        "PIL", "bibtexparser", "cryptography", "dateutil", "django.contrib.admin", "fido2", "holidays",
        "icalendar", "imap_tools", "markdown_it", "nh3", "pylatexenc", "recurring_ical_events", "rispy",
        "weasyprint",
    }  # fmt: skip
    assert seldom & begun == set()
    assert {name for name in begun if ".views." in name and name.split(".")[0] in ("groups", "larder")} == set()


def test_the_ways_in_are_all_of_allauths():
    from allauth.account import urls as theirs

    from groups import urls_ways_in as ours

    assert {pattern.name for pattern in theirs.urlpatterns} <= {pattern.name for pattern in ours.urlpatterns}
    addresses = {pattern.name: str(pattern.pattern) for pattern in ours.urlpatterns}
    assert all(addresses[pattern.name] == str(pattern.pattern) for pattern in theirs.urlpatterns)
