"""Links, references and files: put by, found again, attached to topics and activities, changed and taken out."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from larder.models import Attachment, Resource
from tests.factories import (
    make_file,
    make_group,
    make_link,
    make_membership,
    make_reference,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def to(what, name: str, *more) -> str:
    """The address of a resource's page, or of one of the group's."""
    ours = [what.key] if isinstance(what, Resource) else []
    return reverse(f"larder:{name}", args=[what.group.slug, *ours, *more])


def page(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# -- putting by


def test_a_link_is_put_by_and_shows_whose_address_it_is(signed_in, nia):
    said = {"address": "https://www.example.org/rivers?a=1", "title": "On rivers", "why": "Slow and good"}
    answer = signed_in(nia).post(to(nia, "new_resource"), said)
    resource = nia.group.resources.get()
    assert (resource.form, resource.title, resource.why, resource.by) == ("link", "On rivers", "Slow and good", nia)
    told = page(signed_in(nia), answer.url)
    assert 'href="https://www.example.org/rivers?a=1" rel="noopener noreferrer">Open it at example.org' in told
    assert "Slow and good" in told


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "example", "rivers", ""]
)
def test_an_address_of_another_kind_is_put_right(signed_in, nia, address):
    answer = signed_in(nia).post(to(nia, "new_resource"), {"address": address, "title": "Rivers", "why": "Stays"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"address"}
    assert "Stays" in answer.content.decode()
    assert not nia.group.resources.exists()


@pytest.mark.parametrize("form", ["link", "reference"])
def test_an_address_without_its_beginning_is_one(signed_in, nia, form):
    said = dict.fromkeys(["address", "url"], "www.example.org/rivers")
    signed_in(nia).post(to(nia, "new_resource_of", form), {**said, "title": "On rivers", "type": "webpage"})
    assert nia.group.resources.get().address == "https://www.example.org/rivers"


def test_a_host_in_other_letters_is_read_in_them():
    assert make_link(address="https://xn--bcher-kva.example/").host == "bücher.example"
    assert make_link(address="https://EXAMPLE.org:8443/a").host == "example.org"


def test_a_reference_is_put_by_and_stands_as_the_apa_has_it(signed_in, nia):
    said = {
        "type": "chapter", "author": "Alder, Ada B.\nArts for Health", "issued": "2015", "title": "The kettle",
        "container": "Things that sing", "editor": "Birch, Bo", "page": "40–55", "publisher": "Bark Press",
        "isbn": "978-0-306-40615-7", "doi": "https://doi.org/10.1000/182",
    }  # fmt: skip
    signed_in(nia).post(to(nia, "new_resource_of", "reference"), said)
    resource = nia.group.resources.get()
    assert (resource.title, resource.item["ISBN"], resource.item["DOI"]) == (
        "The kettle",
        "9780306406157",
        "10.1000/182",
    )
    told = page(signed_in(nia), resource.get_absolute_url())
    assert "In B. Birch (Ed.), <i>Things that sing</i> (pp. 40–55). Bark Press." in told
    assert 'href="https://doi.org/10.1000/182" rel="noopener noreferrer"' in told


def test_what_is_wrong_with_a_reference_stands_beside_it(signed_in, nia):
    said = {"type": "book", "title": "Rivers", "isbn": "9780306406158", "issued": "2O01", "author": "Alder, Ada"}
    answer = signed_in(nia).post(to(nia, "new_resource_of", "reference"), said)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"isbn", "issued"}
    assert "Alder, Ada" in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [("link", {"address": "https://example.org/", "title": "A"}), ("reference", {"type": "book", "title": "A"})],
)
def test_pressed_twice_it_is_put_by_once(signed_in, nia, form, said):
    for _ in range(2):
        signed_in(nia).post(to(nia, "new_resource_of", form), said)
    assert nia.group.resources.count() == 1


def test_there_is_no_fourth_form(signed_in, nia):
    assert signed_in(nia).get(to(nia, "new_resource_of", "song")).status_code == 404


def test_nothing_is_neither_nor_both():
    reference = make_reference()
    for wrong in ({"reference": None}, {"form": "link", "address": "https://example.org/"}, {"form": "file"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Resource.objects.filter(pk=reference.pk).update(**wrong)


# -- what is here already


def test_the_same_put_by_again_is_told_and_not_refused(signed_in, nia):
    first = make_reference(nia, "Rivers", DOI="10.1000/ABC", ISBN="0306406152")
    again = [
        make_reference(nia, "By its number", ISBN="9780306406157"),
        make_reference(nia, "By its DOI", DOI="10.1000/abc"),
    ]
    for other in again:
        assert other.others_like_it == [first]
        assert to(first, "resource") in page(signed_in(nia), to(other, "resource"))
    link = make_link(nia)
    assert make_link(nia, title="Again").others_like_it == [link]
    assert make_link(address=link.address).others_like_it == []  # another group's


# -- changing and taking out


def test_any_of_us_changes_it(signed_in, nia):
    link, bea = make_link(nia), make_membership(nia.group, "Bea")
    signed_in(bea).post(
        to(link, "edit_resource"), {"address": "https://example.org/b", "title": "B", "seen": link.stamp}
    )
    link.refresh_from_db()
    assert (link.address, link.title, link.by) == ("https://example.org/b", "B", nia)


def test_a_reference_is_changed_in_the_form_that_it_was_written_in(signed_in, nia):
    names = [{"family": "King", "given": "Mab", "suffix": "Jr."}, {"literal": "Alder, Birch and Crab"}]
    reference = make_reference(nia, author=names, issued={"date-parts": [[1963], [1965]]}, edition="2", volume="3")
    form = signed_in(nia).get(to(reference, "edit_resource")).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    signed_in(nia).post(to(reference, "edit_resource"), {**said, "title": "Ways"})
    changed = nia.group.resources.get()
    assert changed.item == {**reference.item, "title": "Ways"}


@pytest.mark.each
@pytest.mark.parametrize("make", [make_link, make_reference])
def test_of_two_changes_at_once_the_second_sees_both(signed_in, nia, make):
    resource, client = make(nia), signed_in(nia)
    seen = resource.stamp
    resource.change(by=nia, title="What somebody else wrote")
    said = {"title": "What I wrote", "address": "https://example.org/", "type": "book", "seen": seen}
    answer = client.post(to(resource, "edit_resource"), said)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "What somebody else wrote" in told
    assert "What I wrote" in told
    again = {**said, "seen": answer.context["form"]["seen"].value()}
    assert client.post(to(resource, "edit_resource"), again).status_code == 302
    resource.refresh_from_db()
    assert resource.title == "What I wrote"


def test_whoever_put_it_by_takes_it_out_once_they_have_left_each_of_us(signed_in, nia):
    bea = make_membership(nia.group, "Bea")
    link = make_link(bea)
    assert signed_in(nia).post(to(link, "take_out_resource")).status_code == 403
    with pytest.raises(ValueError, match="somebody else"):
        link.take_out(by=nia)
    bea.leave()
    assert signed_in(nia).get(to(link, "take_out_resource")).status_code == 200
    assert signed_in(nia).post(to(link, "take_out_resource")).status_code == 302
    assert not nia.group.resources.exists()


def test_a_group_that_ends_takes_all_of_it_along():
    nia = make_membership()
    make_file(nia, to=make_topic(nia))
    nia.group.resources.all().delete()
    assert not Attachment.objects.exists()


# -- the list


def test_the_list_is_of_one_form_where_that_is_asked_for(signed_in, nia):
    make_link(nia, title="The link"), make_reference(nia, "The book"), make_file(nia, "The file")
    for form, title in (("link", "The link"), ("reference", "The book"), ("file", "The file")):
        told = page(signed_in(nia), f"{to(nia, 'resources')}?form={form}")
        assert [t for t in ("The link", "The book", "The file") if t in told] == [title]
    everything = page(signed_in(nia), f"{to(nia, 'resources')}?form=song&page=x")
    assert everything.index("The file") < everything.index("The book") < everything.index("The link")


def test_an_empty_list_says_what_to_put_by(signed_in, nia):
    assert "Nothing to read yet." in page(signed_in(nia), to(nia, "resources"))
    assert "Nothing of this form yet." in page(signed_in(nia), f"{to(nia, 'resources')}?form=file")


def test_pages_take_as_many_queries_for_three_hundred_as_for_three(signed_in, nia, queries_of):
    topic = make_topic(nia)
    client, counts = signed_in(nia), []
    for n in (3, 300):
        rows = [{"title": f"{i}", "address": f"https://example.org/{n}/{i}"} for i in range(n - 3 * (n > 3))]
        for row in rows:
            make_link(nia, to=topic, **row)
        places = [
            to(nia, "resources"),
            f"{to(nia, 'resources')}?page=2",
            reverse("larder:detail", args=[nia.group.slug, topic.key]),
        ]
        counts.append([queries_of(client, url) for url in places])
    assert counts[0][0] == counts[1][0]
    assert counts[0][2] == counts[1][2]


def test_a_reference_that_is_none_can_not_be_moved_in():
    field = Resource._meta.get_field("reference")
    for wrong in (
        [],
        {"type": "book", "title": "A"},
        {"type": "song"},
        {"type": "book", "note": "A"},
        {"type": "book", "ISBN": "1"},
    ):
        with pytest.raises(ValidationError):
            field.run_validators(wrong)
    field.run_validators({"type": "book", "ISBN": "9780306406157"})


def test_a_link_of_one_group_is_not_in_another(signed_in, nia):
    link = make_link(by=make_membership(make_group()))
    assert signed_in(nia).get(reverse("larder:resource", args=[nia.group.slug, link.key])).status_code == 404
