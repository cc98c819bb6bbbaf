"""Where a value came from: what became of it in each edition, and why."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from manifesto.story import Story
from tests.factories import make_correction, make_edition, make_group, make_membership, make_next_edition

pytestmark = pytest.mark.django_db

COME, TIME = ("We come", "We keep a date that all of us made."), ("Time", "We end on the hour.")


@pytest.fixture
def nia():
    return make_membership(make_group(), "Nia")


@pytest.fixture
def first(nia):
    return make_edition(nia, values=[COME, TIME], agreed_on=date(2026, 1, 12))


@pytest.fixture
def come(first):
    return first.entries.first().value


@pytest.fixture
def time(first):
    return first.entries.last().value


def page_of(signed_in, by, value) -> str:
    answer = signed_in(by).get(reverse("manifesto:value", args=[by.group.slug, value.key]))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))


def told(value) -> list[str]:
    """The chapters, first to last."""
    return [
        f"{chapter.edition.n} corrected" if chapter.correction else f"{chapter.edition.n} {chapter.change.kind.value}"
        for chapter in Story(value).chapters
    ]


def test_a_value_tells_when_it_was_added_reworded_moved_and_retired(come, time, first):
    reworded = "We keep a day that all of us made."
    second = make_next_edition((come, "We come", reworded), (time, *TIME), (None, "Rest", "Soup."), after=first)
    rest = second.entries.last().value
    third = make_next_edition((time, *TIME), (rest, "Rest", "Soup."), (come, "We come", reworded), after=second)
    make_next_edition((time, *TIME), (rest, "Rest", "Soup."), after=third)
    assert told(come) == ["1 added", "2 reworded", "3 moved", "4 retired"]
    assert told(time) == ["1 added"]
    assert [Story(value).retired for value in (come, time)] == [True, False]


def test_each_chapter_has_its_version_its_day_and_its_reason(signed_in, nia, come, first):
    make_next_edition(
        (come, "We come", "We keep a day that all of us made."), after=first,
        agreed_on=date(2026, 2, 1), because="A date was one word too few.",
    )  # fmt: skip
    page = page_of(signed_in, nia, come)
    assert "Reworded, version two, 1 February 2026 We keep a removed: date; added: day; that all of us made." in page
    assert page.index("A date was one word too few.") < page.index("Added, version one, 12 January 2026")


def test_a_correction_is_a_chapter_and_what_follows_is_told_from_it(signed_in, nia, come, first):
    make_correction(first.entries.first(), nia, statement="We keep the date that all of us made.")
    make_next_edition((come, "We come", "We keep the date that all of us made."), after=first)
    assert told(come) == ["1 added", "1 corrected"]
    assert "Nia corrected it on" in page_of(signed_in, nia, come)


def test_what_was_undone_is_no_chapter(nia, come, first):
    make_correction(first.entries.first(), nia, name="We came").undo(by=nia)
    assert told(come) == ["1 added"]
    assert Story(come).reads.name == "We come"


def test_a_value_added_later_or_once_more_says_so(come, time, first):
    second = make_next_edition((come, *COME), (None, "Rest", "There is soup."), after=first)
    rest = second.entries.last().value
    make_next_edition((come, *COME), (time, *TIME), (rest, "Rest", "There is soup."), after=second)
    assert told(rest) == ["2 added"]
    assert told(time) == ["1 added", "2 retired", "3 added"]


def test_each_value_of_the_manifesto_leads_there_and_nobody_who_joins_is_led(signed_in, nia, come):
    page = signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()
    assert reverse("manifesto:value", args=[nia.group.slug, come.key]) in page
    assert 'Where it came from<span class="vh">: We come</span>' in page


def test_a_value_that_was_retired_is_not_offered_for_correction(signed_in, nia, come, time, first):
    make_next_edition((come, *COME), after=first)
    assert "Correct a slip" not in page_of(signed_in, nia, time)
    assert "Correct a slip" in page_of(signed_in, nia, come)


def test_a_value_of_another_group_is_not_there(signed_in, nia, come):
    other = make_edition().entries.first().value
    assert signed_in(nia).get(reverse("manifesto:value", args=[nia.group.slug, other.key])).status_code == 404


def test_the_same_queries_for_three_editions_as_for_three_hundred(signed_in, nia, come, time, first, queries_of):
    url, counts, newest = reverse("manifesto:value", args=[nia.group.slug, come.key]), [], first
    for upto in (3, 60):
        for n in range(newest.n, upto):
            newest = make_next_edition((time, *TIME), (come, "We come", f"We come {n} times."), after=newest)
        counts.append(queries_of(signed_in(nia), url))
    assert counts[0] == counts[1]
