"""Read aloud: a page for each value, from the first to the last."""

import pytest
from django.urls import reverse

from tests.factories import first_of, make_correction
from tests.manifesto.papers import make_manifesto

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_manifesto(
        [("Balance", "We laugh."), ("Craft", "Bring it.\n\nAll of it."), ("Reading", "With a pencil.")]
    )


@pytest.fixture
def read(edition, signed_in):
    """`read(2)`: the second page, as its first member sees it."""
    client = signed_in(first_of(edition.group))
    return lambda place: client.get(url_of(edition, place))


def url_of(edition, place) -> str:
    return reverse("manifesto:aloud", args=[edition.group.slug, edition.n, place])


def test_each_value_stands_alone_and_says_where_it_is(read):
    page = read(2).content.decode()
    assert '<h1 dir="auto">Craft</h1>' in page
    assert "<p>Bring it.</p>\n\n<p>All of it.</p>" in page
    assert "Second of three" in page
    assert "Balance" not in page


def test_a_slip_that_was_put_right_is_read_as_it_stands(read, edition):
    make_correction(edition.entries.get(name="Balance"), statement="We laugh loudly.")
    assert "We laugh loudly." in read(1).content.decode()


def test_links_lead_on_and_back_as_far_as_there_are_values(read, edition):
    ways = {
        place: [f'href="{url_of(edition, to)}"' in read(place).content.decode() for to in (1, 2, 3)]
        for place in (1, 2, 3)
    }
    assert ways == {1: [False, True, False], 2: [True, False, True], 3: [False, True, False]}
    assert "That was the last." in read(3).content.decode()


@pytest.mark.parametrize("place", [0, 4])
def test_beyond_them_is_nothing(place, read):
    assert read(place).status_code == 404


def test_the_pages_are_as_many_queries_for_one_value_as_for_forty(signed_in, django_assert_max_num_queries):
    for count in (1, 40):
        edition = make_manifesto([(f"Value {n}", "x") for n in range(count)])
        client = signed_in(first_of(edition.group))
        client.get(url_of(edition, 1))
        with django_assert_max_num_queries(8):
            client.get(url_of(edition, 1))
