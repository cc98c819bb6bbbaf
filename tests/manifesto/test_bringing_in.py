"""Every version that a manifesto has had comes from a list: looked at first, all of them or none, and never twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from manifesto.bringing_in import EarlierEditions, examples
from manifesto.models import Edition, Value
from tests.at_once import at_once
from tests.factories import first_of, make_edition, make_group

pytestmark = pytest.mark.django_db

LIST = """number,date,value,statement
1,5/3/2019,We come,We keep a date.
2,2020-09-11,We come,We keep a date that all of us have said yes to.
2,,We begin on time,And we end on time.
"""


@pytest.fixture
def me():
    return first_of(make_group())


def bring_in(text: str, by) -> EarlierEditions:
    return EarlierEditions.bring_in(text, by=by, seen=EarlierEditions(text, by=by).stamp)


def test_each_version_stands_with_its_day_and_its_wording(me):
    bring_in(LIST, me)
    first, second = me.group.editions.order_by("n")
    assert (first.agreed_on, second.agreed_on) == (date(2019, 3, 5), date(2020, 9, 11))
    assert [(e.name, e.statement) for e in first.entries.all()] == [("We come", "We keep a date.")]
    assert [e.name for e in second.entries.all()] == ["We come", "We begin on time"]
    assert me.group.editions.in_force() == second


def test_a_value_goes_through_all_versions_that_have_it(me):
    bring_in(LIST, me)
    assert Value.objects.count() == 2


def test_what_is_here_is_not_brought_in_twice(me):
    bring_in(LIST, me)
    again = bring_in(LIST, me)
    assert again.here_already
    assert again.new == []
    assert Edition.objects.count() == 2


def test_a_manifesto_that_we_have_is_not_gone_round(me):
    """Nothing is agreed on by a list: a version to come goes the way that all versions go."""
    make_edition(me)
    bring_in(LIST, me)
    assert Edition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once(me):
    seen = EarlierEditions(LIST, by=me).stamp
    done = at_once(*[lambda: EarlierEditions.bring_in(LIST, by=me, seen=seen)] * 2)
    assert all(isinstance(one, EarlierEditions) for one in done), done
    assert Edition.objects.count() == 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (",5/3/2019,We come,", "It has no number"),
        ("one,5/3/2019,We come,", "It has no number"),
        ("1,,We come,", "It has no date"),
        ("1,5/3/2999,We come,", "Its day is yet to come"),
        ("1,5/3/0201,We come,", "Its day is before 1900"),
        ("1,5/3/2019,,We keep a date.", "Its value has no name"),
        ("1,5/3/2019," + "x" * 61 + ",", "more than 60 characters"),
        ("1,5/3/2019,We come," + "x" * 1001, "more than 1000 characters"),
        ("1,5/3/2019,We come,\n1,6/3/2019,We stay,", "Version 1 has another day above"),
        ("1,5/3/2019,We come,\n1,,we come,", "Version 1 has “we come” already"),
    ],
)
def test_one_line_that_cannot_be_taken_holds_all_of_them(me, lines, words):
    found = bring_in(f"number,date,value,statement\n{lines}\n", me)
    assert words in found.refused[-1].words
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "There is no version in this list"),
        ("2,5/3/2019,We come,", "numbered from 1 on"),
        ("1,5/3/2019,We come,\n3,5/3/2020,We come,", "none is left out"),
        ("1,5/3/2020,We come,\n2,5/3/2019,We come,", "after the one before it"),
    ],
)
def test_a_list_that_does_not_hang_together(me, lines, words):
    with pytest.raises(ValidationError, match=words):
        EarlierEditions(f"number,date,value,statement\n{lines}\n", by=me)


def test_two_values_of_one_name_in_the_manifesto_that_we_write_down_stay_two(me):
    edition = make_edition(me, values=[("We come", "On time."), ("We come", "With an open ear.")])
    assert edition.entries.count() == 2


def test_it_is_looked_at_then_brought_in(me, signed_in):
    client, slug = signed_in(me), me.group.slug
    look = client.post(reverse("manifesto:bring_in_editions", args=[slug]), {"text": LIST})
    assert "Version 2" in look.content.decode()
    assert not Edition.objects.exists()
    data = {"text": LIST, "seen": look.context["found"].stamp}
    assert client.post(reverse("manifesto:editions", args=[slug]), {**data, "seen": "x"}).status_code == 409
    done = client.post(reverse("manifesto:editions", args=[slug]), data)
    assert done["Location"] == reverse("manifesto:current", args=[slug])
    assert "We begin on time" in client.get(done["Location"]).content.decode()


@pytest.mark.parametrize("name", ["bring_in", "bring_in_editions"])
def test_where_there_is_a_manifesto_none_is_brought_in_beside_it(me, signed_in, name):
    make_edition(me)
    ours, there = (reverse(f"manifesto:{page}", args=[me.group.slug]) for page in ("current", name))
    answer = signed_in(me).get(there, follow=True)
    assert answer.redirect_chain == [(ours, 302)]
    assert "We have a manifesto already." in answer.content.decode()
    assert there not in answer.content.decode()


def test_the_list_to_fill_in_can_be_brought_in_as_it_is(me, signed_in):
    answer = signed_in(me).get(reverse("manifesto:editions_sheet", args=[me.group.slug]))
    found = EarlierEditions(answer.content.decode("utf-8-sig"), by=me)
    assert sum(len(edition.values) for edition in found.new) == len(examples())


def test_the_way_there_is_on_the_page_that_brings_one_in(me, signed_in):
    page = signed_in(me).get(reverse("manifesto:bring_in", args=[me.group.slug])).content.decode()
    assert reverse("manifesto:bring_in_editions", args=[me.group.slug]) in page
