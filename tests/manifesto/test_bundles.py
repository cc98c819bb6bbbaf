"""The words of all of us, opened, are drawn together into bundles; each gets a name and a sentence."""

import pytest
from django.core.exceptions import ValidationError

from groups.models import Bundle, Contribution, Gathering
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_membership
from tests.manifesto.gatherings import bundled, gathered, go, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


@pytest.fixture
def opened(nia, ruth):
    return gathered(nia, ruth, words=3)


def test_ticked_words_become_a_bundle_and_move_on_to_another(nia, opened, signed_in):
    client = signed_in(nia)
    a, b, c = words_of(opened)
    answer = client.post(go("draw", opened), {"words": [f"{a.key}:", f"{b.key}:"], "to": "new"}, follow=True)
    first = opened.bundles.get()
    assert list(first.contributions.all()) == [a, b]
    assert "Two are together in a bundle now." in answer.content.decode()
    client.post(go("draw", opened), {"words": f"{c.key}:", "to": "new"})
    second = opened.bundles.exclude(pk=first.pk).get()
    client.post(go("draw", opened), {"words": f"{b.key}:{first.key}", "to": second.key})
    assert list(second.contributions.all()) == [b, c]
    client.post(go("draw", opened), {"words": f"{b.key}:{second.key}", "to": "out"})
    assert opened.contributions.get(bundle=None) == b


def test_nothing_ticked_is_said(nia, opened, signed_in):
    answer = signed_in(nia).post(go("draw", opened), {"to": "new"}, follow=True)
    assert "Tick the words first" in answer.content.decode()
    assert not opened.bundles.exists()


def test_a_bundle_that_nothing_is_left_in_goes_unless_it_has_a_name(nia, opened):
    a, b, _c = words_of(opened)
    bare, named = bundled(opened, a, by=nia), bundled(opened, b, by=nia, name="Supper")
    opened.draw_together([(a, bare), (b, named)], None, by=nia)
    assert list(opened.bundles.all()) == [named]


def test_what_somebody_else_has_moved_stays_where_they_put_it(nia, ruth, opened, signed_in):
    a, b, _c = words_of(opened)
    theirs = bundled(opened, a, by=ruth, name="Supper")
    answer = signed_in(nia).post(go("draw", opened), {"words": [f"{a.key}:", f"{b.key}:"], "to": "new"}, follow=True)
    assert "Somebody else has moved “Bread 0” since you looked." in answer.content.decode()
    assert list(theirs.contributions.all()) == [a]
    assert opened.bundles.exclude(pk=theirs.pk).get().contributions.get() == b


@pytest.mark.django_db(transaction=True)
def test_two_who_move_the_same_words_at_once_move_them_once(nia, ruth, opened):
    (a, *_rest) = words_of(opened)

    def draw(by):
        return lambda: Gathering.objects.get(pk=opened.pk).draw_together([(a, None)], Bundle(gathering=opened), by=by)

    stayed = at_once(draw(nia), draw(ruth))
    assert sorted(len(each) for each in stayed) == [0, 1]
    assert opened.bundles.get().contributions.get() == a


def test_words_go_into_no_bundle_that_has_been_taken_apart(nia, ruth, opened):
    a, b, _c = words_of(opened)
    bundle = bundled(opened, a, by=ruth)
    gone = Bundle.objects.get(pk=bundle.pk)
    bundle.take_apart(by=ruth)
    with pytest.raises(ValidationError, match="taken apart"):
        opened.draw_together([(b, None)], gone, by=nia)
    assert not opened.contributions.exclude(bundle=None).exists()


def test_of_two_who_word_it_at_once_the_second_sees_what_the_first_wrote(nia, ruth, opened, signed_in):
    bundle = bundled(opened, *words_of(opened), by=nia)
    url, seen = go("bundle", opened, bundle.key), bundle.stamp
    said = {"name": "Supper", "statement": "We eat before we write.", "seen": seen}
    assert signed_in(ruth).post(url, said).status_code == 302
    answer = signed_in(nia).post(url, {"name": "Bread", "statement": "We bring bread.", "seen": seen})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "We eat before we write." in text
    assert "We bring bread." in text
    again = {"name": "Bread", "statement": "We bring bread.", "seen": answer.context["form"].data["seen"]}
    assert signed_in(nia).post(url, again).status_code == 302
    bundle.refresh_from_db()
    assert bundle.name == "Bread"


def test_a_bundle_that_somebody_has_worded_is_not_taken_apart_unseen(nia, ruth, opened, signed_in):
    bundle = bundled(opened, *words_of(opened), by=nia)
    seen = bundle.stamp
    bundle.word("Supper", "We eat.", by=ruth)
    client = signed_in(nia)
    client.post(go("take_apart", opened, bundle.key), {"seen": seen})
    assert opened.bundles.get().name == "Supper"
    client.post(go("take_apart", opened, bundle.key), {"seen": opened.bundles.get().stamp})
    assert opened.contributions.filter(bundle=None).count() == 3


def test_nobody_draws_what_is_not_opened_or_of_another_group(nia, ruth, opened, signed_in):
    stranger = make_membership()
    with pytest.raises(ValueError, match="another group"):
        opened.draw_together([], None, by=stranger)
    closed = Gathering.begin("manifesto", by=nia)
    with pytest.raises(ValueError, match="opened"):
        closed.draw_together([], None, by=nia)
    assert signed_in(nia).post(go("draw", closed), {"to": "new"}).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("drawn", [False, True], ids=["loose", "in bundles"])
def test_the_page_takes_as_many_queries_for_300_words_as_for_3(drawn, signed_in, queries_of):
    taken = []
    for number in (3, 300):
        nia = first_of(make_group())
        opened = gathered(nia, words=0)
        opened.contributions.bulk_create(
            Contribution(gathering=opened, membership=nia, text=f"Bread {n}") for n in range(number)
        )
        if drawn:
            words = words_of(opened)
            for n in range(0, number, 3):
                bundled(opened, *words[n : n + 3], by=nia, name=f"Bundle {n}", statement="We eat.")
        client = signed_in(nia)
        client.get(opened.get_absolute_url())
        taken.append(queries_of(client, opened.get_absolute_url()))
    assert taken[0] == taken[1]
