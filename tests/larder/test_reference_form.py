"""The form of a reference shows what its kind has, and keeps what was written when another is chosen."""

import pytest

from tests.factories import make_membership, make_reference
from tests.larder.test_resources import to

pytestmark = pytest.mark.django_db
WRITTEN = {"type": "chapter", "shown": "book", "title": "The kettle", "author": "Alder, Ada", "isbn": "0306406152"}


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.mark.parametrize(
    ("kind", "has", "has_not"),
    [
        ("book", {"publisher", "edition", "isbn"}, {"container", "issue", "page", "accessed"}),
        ("chapter", {"container", "editor", "page", "publisher"}, {"issue", "accessed"}),
        ("article-journal", {"container", "volume", "issue", "page", "doi"}, {"publisher", "edition", "isbn"}),
        ("article-newspaper", {"container", "page"}, {"publisher", "isbn", "accessed"}),
        ("webpage", {"container", "url", "accessed"}, {"volume", "issue", "page", "isbn", "doi"}),
        ("nonsense", {"publisher", "edition", "isbn"}, {"container"}),
    ],
)
def test_each_kind_has_its_fields(signed_in, nia, kind, has, has_not):
    form = signed_in(nia).get(f"{to(nia, 'new_resource_of', 'reference')}?type={kind}").context["form"]
    assert has <= set(form.fields)
    assert not has_not & set(form.fields)


@pytest.mark.parametrize("button", [{"again": "yes"}, {}])
def test_another_kind_brings_its_fields_and_keeps_what_was_written(signed_in, nia, button):
    answer = signed_in(nia).post(to(nia, "new_resource_of", "reference"), {**WRITTEN, **button})
    form = answer.context["form"]
    assert (answer.status_code, form.errors, form.kind) == (200, {}, "chapter")
    assert "container" in form.fields
    assert (form["title"].value(), form["author"].value()) == ("The kettle", "Alder, Ada")
    assert 'name="shown" value="chapter"' in answer.content.decode()
    assert not nia.group.resources.exists()


def test_what_holds_something_stays_though_its_kind_has_not_got_it(signed_in, nia):
    said = {**WRITTEN, "type": "webpage", "shown": "chapter", "page": "12"}
    form = signed_in(nia).post(to(nia, "new_resource_of", "reference"), said).context["form"]
    assert {"page", "isbn"} <= set(form.fields)
    assert "edition" not in form.fields


def test_a_chapter_is_asked_for_its_book(signed_in, nia):
    answer = signed_in(nia).post(to(nia, "new_resource_of", "reference"), {**WRITTEN, "shown": "chapter"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"container": ["Write which book it is a chapter of."]}


def test_a_reference_that_is_changed_becomes_another_kind_and_keeps_its_words(signed_in, nia):
    book, client = make_reference(nia, "The kettle", edition="2"), signed_in(nia)
    said = {"type": "webpage", "shown": "book", "title": "The pot", "edition": "2", "seen": book.stamp}
    form = client.post(to(book, "edit_resource"), said).context["form"]
    assert (form.kind, form["title"].value(), form["seen"].value()) == ("webpage", "The pot", book.stamp)
    assert "edition" in form.fields
    client.post(to(book, "edit_resource"), {**said, "shown": "webpage"})
    assert nia.group.resources.get().item == {**book.item, "type": "webpage", "title": "The pot"}
