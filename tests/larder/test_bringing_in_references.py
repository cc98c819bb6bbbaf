"""References pasted from another program are looked at first, then brought in, all or none; and given away again."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from larder.models import Resource
from larder.references import bibtex, csl_json, ris
from larder.references.pasted import KINDS, MOST, References
from tests.at_once import at_once
from tests.factories import make_membership, make_reference
from tests.larder.references import THIRTY

pytestmark = pytest.mark.django_db
TWO = "@book{a, title = {Rivers}, author = {Alder, Ada}}\n@book{b,\n title = {Ways}\n year = 2001}\n"


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def to(by, name: str, *more) -> str:
    return reverse(f"larder:{name}", args=[by.group.slug, *more])


def look(client, by, text: str):
    return client.post(to(by, "bring_in_references"), {"text": text})


def bring_in(client, by, text: str, seen: str | None = None):
    seen = look(client, by, text).context["found"].stamp if seen is None else seen
    return client.post(to(by, "brought_references"), {"text": text, "seen": seen})


@pytest.mark.parametrize("program", [bibtex, ris, csl_json], ids=lambda program: program.NAME)
def test_thirty_are_looked_at_brought_in_and_given_back(signed_in, nia, program):
    client, text = signed_in(nia), program.written(THIRTY)
    looked = look(client, nia, text)
    assert "To bring in: 30 references" in looked.content.decode()
    assert not nia.group.resources.exists()
    assert bring_in(client, nia, text).status_code == 302
    by_title = {resource.title: resource.item for resource in nia.group.resources.all()}
    assert by_title == {item["title"]: item for item in THIRTY}
    for kind in KINDS:
        answer = client.get(to(nia, "all_references", kind))
        assert "attachment" in answer.headers["Content-Disposition"]
        again = [found.item for found in KINDS[kind].read(answer.content.decode())]
        assert sorted(again, key=lambda item: item["title"]) == sorted(THIRTY, key=lambda item: item["title"])


def test_what_is_refused_is_told_with_its_line_and_the_rest_can_be_brought_in(signed_in, nia):
    told = look(signed_in(nia), nia, TWO).content.decode()
    assert "Line 3" in told
    assert "After “title” a comma, a brace or a quotation mark is missing." in told
    bring_in(signed_in(nia), nia, TWO)
    assert [resource.title for resource in nia.group.resources.all()] == ["Rivers"]


def test_what_is_here_is_not_brought_in_again(signed_in, nia):
    for _ in range(3):
        bring_in(signed_in(nia), nia, bibtex.written(THIRTY))
    assert nia.group.resources.count() == 30
    found = References(bibtex.written(THIRTY) * 2, by=nia)
    assert (len(found.new), len(found.here)) == (0, 60)


def test_what_has_the_same_number_is_told_and_brought_in(signed_in, nia):
    known = make_reference(nia, "Rivers, first", ISBN="0306406152")
    text = "@book{a, title = {Rivers, again}, isbn = {978-0-306-40615-7}}"
    told = look(signed_in(nia), nia, text).content.decode()
    assert known.get_absolute_url() in told
    bring_in(signed_in(nia), nia, text)
    assert nia.group.resources.count() == 2


def test_pressed_twice_it_is_brought_in_once_and_said_alike(signed_in, nia):
    client, seen = signed_in(nia), References(TWO, by=nia).stamp
    for _ in range(2):
        answer = bring_in(client, nia, TWO, seen)
        assert answer.url == to(nia, "resources")
        assert "Brought in: one." in client.get(answer.url).content.decode()
    assert nia.group.resources.count() == 1


def test_what_came_meanwhile_is_looked_at_first(signed_in, nia):
    seen = References(TWO, by=nia).stamp
    make_reference(nia, "Rivers", author=[{"family": "Alder", "given": "Ada"}])
    answer = bring_in(signed_in(nia), nia, TWO, seen)
    assert answer.status_code == 409
    assert "There is nothing to bring in" in answer.content.decode()
    assert nia.group.resources.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "neither BibTeX nor RIS nor CSL-JSON"),
        ("me@example.org", "There is no reference in it"),
        ("[]", "There is no reference in it"),
        ('[{"title": "A"},\n{]', "line 2"),
        ("", ""),
        ("@book{a, title={A}}\n" * (MOST + 1), "500"),
        ("a" * 1_000_001, "a million letters"),
    ],
)
def test_what_is_no_list_is_put_right_and_stays(signed_in, nia, text, words):
    for name in ("bring_in_references", "brought_references"):
        answer = signed_in(nia).post(to(nia, name), {"text": text})
        assert answer.status_code == 422
        assert words in " ".join(answer.context["form"].errors["text"])


def test_one_goes_back_to_the_list_with_what_was_pasted(signed_in, nia):
    answer = signed_in(nia).post(to(nia, "bring_in_references"), {"text": TWO, "again": "yes"})
    assert answer.context["form"]["text"].value() == TWO


def test_lines_are_counted_from_the_first_also_where_that_is_empty(nia):
    assert References("\n\n" + TWO, by=nia).new[0].number == 3


@pytest.mark.parametrize("above", ["\ufeff", "Database: The Lane\n____\n\n", "\ufeffDatabase: The Lane\n"])
def test_what_a_library_writes_above_a_reference_is_passed_over_and_named(nia, above):
    two = "TY  - BOOK\nTI  - Rivers\nER  - \n\nRecord: 2\nTY  - BOOK\nTI  - Ways\nER  - \n"
    found, named = References(f"{above}{two}", by=nia), ["the lines above it"]
    assert (len(found.new), found.refused) == (2, [])
    assert [read.left for read in found.new] == [named if "Database" in above else [], named]


def test_one_reference_is_given_to_another_program(signed_in, nia):
    reference = make_reference(nia, **{k: v for k, v in THIRTY[22].items() if k != "title"})
    for kind in KINDS:
        answer = signed_in(nia).get(to(nia, "reference", reference.key, kind))
        assert [found.item for found in KINDS[kind].read(answer.content.decode())] == [reference.item]
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="reference-{reference.key}.')
    assert signed_in(nia).get(to(nia, "reference", reference.key, "endnote")).status_code == 404


def test_of_another_groups_references_none_is_given_away(signed_in, nia):
    make_reference(title="Elsewhere")
    assert "Elsewhere" not in signed_in(nia).get(to(nia, "all_references", "ris")).content.decode()


def test_all_or_none(nia):
    items = [*THIRTY[:3], {"type": "book", "title": None}]
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.bring_in(items, by=nia, key="same")
    assert not nia.group.resources.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_bring_in_once():
    nia = make_membership()
    given = at_once(*[lambda: Resource.bring_in(THIRTY, by=nia, key="same")] * 2)
    assert given == [None, None]
    assert nia.group.resources.count() == 30


def test_what_is_pasted_is_a_list_of_one_of_the_three():
    with pytest.raises(ValidationError):
        References("", by=make_membership())
