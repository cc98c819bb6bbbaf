"""Any two editions side by side: what became of each value, word by word."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from manifesto.beside import Beside, moved_between
from tests.factories import make_correction, make_edition, make_group, make_membership, make_next_edition

pytestmark = pytest.mark.django_db

FIRST = [
    ("We come", "We keep a date that all of us made."),
    ("We listen", "To the end."),
    ("Making first", "Before we talk."),
    ("Time", "We end on the hour."),
    ("Cake", "Whoever is late brings it."),
]


@pytest.fixture
def nia():
    return make_membership(make_group(), "Nia")


@pytest.fixture
def first(nia):
    return make_edition(nia, values=FIRST, agreed_on=date(2026, 1, 12))


@pytest.fixture
def second(first):
    """Time moved to the front, We come was reworded, Cake retired, Rest added."""
    come, listen, making, time, _cake = (entry.value for entry in first.entries.select_related("value"))
    return make_next_edition(
        (time, *FIRST[3]), (come, "We come", "We keep a day that all of us made."), (listen, *FIRST[1]),
        (making, *FIRST[2]), (None, "Rest", "There is soup."), after=first, agreed_on=date(2026, 2, 1),
    )  # fmt: skip


def url_of(by, **chosen) -> str:
    return reverse("manifesto:beside", args=[by.group.slug], query=chosen or None)


def outline(page: str) -> list[tuple[str, str]]:
    """The headings of the page, as somebody hears them who goes from one to the next."""
    main = page[page.index("<main") : page.index("</main>")]
    return [(level, unescape(words)) for level, words in re.findall(r"<h([1-3])[^>]*>([^<]*)</h", main)]


def test_each_value_stands_under_what_became_of_it(signed_in, nia, second):
    page = signed_in(nia).get(url_of(nia, one=1, other=2)).content.decode()
    assert outline(page) == [
        ("1", "Two versions side by side"),
        ("2", "Reworded"), ("3", "We come"),
        ("2", "Added"), ("3", "Rest"),
        ("2", "Retired"), ("3", "Cake"),
        ("2", "Moved"), ("3", "Time"),
        ("3", "We listen"), ("3", "Making first"),
        ("2", "Others side by side"),
    ]  # fmt: skip


def test_what_was_reworded_reads_word_by_word(signed_in, nia, second):
    page = signed_in(nia).get(url_of(nia, one=1, other=2)).content.decode()
    assert '<del><span class="vh">removed: </span>date<span class="vh">;</span></del>' in page
    assert '<ins><span class="vh">added: </span>day<span class="vh">;</span></ins>' in page
    assert "It stood fourth and stands first now." in page
    assert "Two values stand as they did" in page
    assert "agreed on 12 January 2026, to version two, agreed on 1 February 2026" in page


def test_a_name_is_reworded_like_a_statement(first):
    later = make_next_edition((first.entries.first().value, "We all come", FIRST[0][1]), after=first)
    (change,) = Beside(first, later).of("reworded")
    assert change.name_changes == [("same", "We "), ("added", "all "), ("same", "come")]
    assert change.statement_changes == []


def test_the_earlier_stands_first_however_they_were_chosen(signed_in, nia, second):
    client = signed_in(nia)
    assert client.get(url_of(nia, one=2, other=1)).context["beside"].earlier.n == 1
    assert client.get(url_of(nia)).context["beside"].later == second
    assert [kind.value for kind, _found in Beside(second, second).kinds] == []


def test_without_a_choice_the_newest_stands_beside_the_one_before(signed_in, nia, second):
    third = make_next_edition((second.entries.first().value, *FIRST[3]), after=second)
    beside = signed_in(nia).get(url_of(nia)).context["beside"]
    assert (beside.earlier, beside.later) == (second, third)


def test_a_single_edition_stands_beside_itself(signed_in, nia, first):
    page = signed_in(nia).get(url_of(nia)).content.decode()
    assert "Not a word of them differs." in page
    assert "Five values stand as they did" in page
    assert url_of(nia) not in signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()


@pytest.mark.parametrize("one", ["3", "0", "-1", "two", "", "9" * 40])
def test_what_was_never_made_is_not_there(signed_in, nia, second, one):
    assert signed_in(nia).get(url_of(nia, one=one, other=1)).status_code == 404


def test_before_the_first_there_is_nothing(signed_in, nia):
    assert signed_in(nia).get(url_of(nia)).status_code == 404


def test_it_is_told_in_the_words_that_were_agreed_on(nia, first):
    entry = first.entries.first()
    make_correction(entry, statement="We keep the date that all of us made.")
    later = make_next_edition((entry.value, *FIRST[0]), after=first)
    assert [change.reads.name for change in Beside(first, later).same] == ["We come"]


def test_the_manifesto_leads_there_without_a_script(signed_in, nia, second):
    page = signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()
    assert f'<form class="stack" method="get" action="{url_of(nia)}">' in page
    assert "Version one, 12 January 2026" in page


def test_an_earlier_version_is_offered_beside_the_one_in_force(signed_in, nia, second):
    make_next_edition((second.entries.first().value, *FIRST[3]), after=second)
    client = signed_in(nia)
    offered = {
        n: client.get(reverse("manifesto:edition", args=[nia.group.slug, n])).context["page"].beside.initial
        for n in (1, 2, 3)
    }
    assert offered == {1: {"one": 1, "other": 3}, 2: {"one": 2, "other": 3}, 3: {"one": 2, "other": 3}}


def test_the_same_queries_for_three_values_as_for_three_hundred(signed_in, queries_of):
    counts = []
    for number in (3, 300):
        nia = make_membership()
        edition = make_edition(nia, values=[(f"Value {n}", "We come.") for n in range(number)])
        values = [entry.value for entry in edition.entries.select_related("value")]
        make_next_edition(*[(value, "Another", "We go.") for value in values], after=edition)
        counts.append(queries_of(signed_in(nia), url_of(nia)))
    assert counts[0] == counts[1]


@given(st.permutations(range(8)))
def test_of_what_moved_the_rest_keeps_its_order(after):
    before = list(range(8))
    moved = moved_between(before, after)
    assert [key for key in after if key not in moved] == [key for key in before if key not in moved]
    assert (moved == set()) == (list(after) == before)


@pytest.mark.parametrize(
    ("after", "moved"),
    [([1, 2, 4], set()), ([9, 1, 2, 3, 4], set()), ([4, 1, 2, 3], {4}), ([2, 3, 1, 4], {1})],
    ids=["one is retired", "one is added", "the last comes first", "the first goes third"],
)
def test_what_is_added_or_retired_moves_nothing(after, moved):
    assert moved_between([1, 2, 3, 4], after) == moved
