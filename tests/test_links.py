"""Every link of the site, followed: no page leads to one that is missing, nor to a part of it that is."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import resolve, reverse

from groups.models import Goal
from larder.shelves import MOST
from tests.factories import (
    days_from_now,
    make_activity,
    make_edition,
    make_group,
    make_meeting,
    make_membership,
    make_topic,
)  # fmt: skip
from tests.thorough import as_often

# On SQLite alone: links stand in templates, and what each page asks of the database is tried by test_isolation.py.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


class Links(HTMLParser):
    """The links of a page and the parts that links can lead to."""

    def __init__(self, text: str):
        super().__init__()
        self.hrefs, self.ids = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "a" and "href" in attributes:
            self.hrefs.add(attributes["href"])
        if "id" in attributes:
            self.ids.add(attributes["id"])


PAPERS = {"manifesto:paper", "larder:card", "larder:cards", "meetings:year_paper"}
# So many pages of things of a kind are opened; papers take long to set.
ALIKE, ALIKE_PAPERS = as_often((8, 1), (10_000, 10_000))


def crawl(client, start: str, *, but=()) -> tuple[dict[str, int], set[str]]:
    """Status by address of all that can be reached by links from `start`, and the addresses of missing parts.

    Leaves out the views that `but` names, and the pages of things where `ALIKE` of their kind have been opened.
    """
    opened: Counter[str] = Counter()
    statuses: dict[str, int] = {}
    parts: dict[str, set[str]] = {}
    wanted: set[tuple[str, str]] = set()
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in statuses:
            continue
        if address.startswith("/groups/"):
            view = resolve(urlsplit(address).path)
            most = ALIKE_PAPERS if view.view_name in PAPERS else ALIKE
            if view.view_name in but or (len(view.kwargs) > 1 and opened[view.view_name] >= most):
                continue
            opened[view.view_name] += 1
        answer = client.get(address)
        statuses[address] = answer.status_code
        if answer.streaming:
            list(answer.streaming_content)  # to its end, where the file is closed
        if answer.status_code in (301, 302):
            waiting.append(urldefrag(urljoin(address, answer.url)).url)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = Links(answer.content.decode())
        parts[address] = page.ids
        for href in sorted(page.hrefs):
            there, part = urldefrag(urljoin(address, href))
            if there.startswith("/"):
                waiting.append(there)
                wanted.add((there, part))
    return statuses, {f"{there}#{part}" for there, part in wanted if part and part not in parts.get(there, {part})}


def a_group_with_everything(topics: int = 4):
    nia = make_membership(make_group(), "Nia", duty="admin")
    bea = make_membership(nia.group, "Bea")
    put_by = [make_topic(bea, f"Topic {n}", at=days_from_now(-n)) for n in range(topics)]
    make_meeting(nia, topics=put_by[:2], join_url="https://room.example.org/a", learning=True, focus=bea)
    past, activity = make_meeting(nia, days=-40, topics=put_by[2:3]), make_activity(bea)
    make_activity(bea, "Slower", variation_of=activity).change(by=nia, instructions="Slowly.")
    for meeting in (past, nia.group.meetings.ahead().first()):
        meeting.parts.first().pick(activity, by=nia)
    make_meeting(nia, days=-400)
    make_meeting(nia, days=30, settled=False)
    make_meeting(nia, days=50, kind="retreat", start_time=None, end_time=None).let_go(by=nia)
    make_meeting(nia, days=500)
    make_edition(nia)
    nia.group.invite("new@example.org", by=nia)
    Goal.objects.create(group=nia.group, author=nia, text="To write")
    return nia


def test_no_link_leads_to_a_page_that_is_missing(signed_in):
    nia = a_group_with_everything(topics=MOST + 4)  # so that the shelf goes on
    statuses, missing_parts = crawl(signed_in(nia), reverse("home", args=[nia.group.slug]))
    assert {address: status for address, status in statuses.items() if status >= 400} == {}
    assert missing_parts == set()
    for page in ("meetings:year", "larder:list", "manifesto:current", "groups:members", "groups:goals"):
        assert reverse(page, args=[nia.group.slug]) in statuses


def test_no_link_leads_to_a_page_that_is_missing_in_a_new_group(signed_in):
    first = make_group().members.get()
    statuses, missing_parts = crawl(signed_in(first), reverse("front"))
    assert {address: status for address, status in statuses.items() if status >= 400} == {}
    assert missing_parts == set()


def test_a_member_without_duties_is_offered_nothing_that_is_refused(signed_in):
    nia = a_group_with_everything()
    nia.group.all_facilitate = False
    nia.group.save()
    ruth = make_membership(nia.group, "Ruth")
    # That everybody may have papers is said by their rows of the matrix.
    statuses, _missing_parts = crawl(signed_in(ruth), reverse("home", args=[nia.group.slug]), but=PAPERS)
    assert {address: status for address, status in statuses.items() if status >= 400} == {}
