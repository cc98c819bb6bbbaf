"""The manifesto on paper: every word of it, well set from one value to forty."""

import re
from html import unescape

import pikepdf
import pytest
from django.urls import reverse

from copse.words import day_year
from groups.models import Sabbatical
from manifesto.models import Edition
from manifesto.papers import ManifestoPaper, manifesto_html
from tests.factories import first_of, make_edition, make_membership, make_round, to_consent
from tests.manifesto.papers import make_manifesto, make_values, pages_of
from tests.tagged_pdf import figure_words, findings, height_of, tags, text_of
from tests.thorough import as_often

pytestmark = [pytest.mark.django_db, pytest.mark.press]


def made(edition):
    return ManifestoPaper(edition, "a4").make()


def test_it_says_whose_it_is_what_we_hold_to_and_who_signed(set_paper):
    path = set_paper(make_manifesto([("Turning up", "We come when we said we would.")]))
    text = text_of(path)
    assert "The Alders Our manifesto Turning up We come when we said we would." in text
    assert "Zoë Ash, Ruth Elm, Bea Oak, Nia Yew" in text  # by surname
    assert "Version one, agreed on 16 January 2021." in text
    assert pages_of(path) == 1


def adopted(group, *, without=()):
    """The edition that came of a round in which all but those on sabbatical consented."""
    for person in without:
        Sabbatical.take(by=person, starts=group.today())
    begun = to_consent(make_round(first_of(group)))
    for person in begun.waiting_for():
        begun.answer("consent", by=person)
    return begun.proposal.made


def note_of(edition) -> str:
    html, _seal = manifesto_html(edition)
    return unescape(html[html.index('<section class="assent">') :])


def test_an_edition_that_we_consented_to_says_so():
    edition = adopted(make_manifesto().group)
    assert f"Version two. All four of us consented on {day_year(edition.agreed_on)}." in note_of(edition)


def test_whoever_joined_us_since_signed_later_and_did_not_consent(signed_in):
    edition = adopted(make_manifesto().group)
    for name in ("Ida Rowan", "Tom Hazel"):
        edition.sign(by=make_membership(edition.group, name))
    note = note_of(edition)
    assert "Version two. All four of us consented on" in note
    assert "Signed later by Tom\u00a0Hazel and Ida\u00a0Rowan." in note
    assert "A closed ring of four" in note
    page = signed_in(first_of(edition.group)).get(reverse("manifesto:edition", args=[edition.group.slug, edition.n]))
    assert "Nia Yew, Bea Oak, Zoë Ash and Ruth Elm consented." in page.text
    assert page.text.count("signed it later") == 2


def test_where_not_all_of_us_were_asked_it_says_how_many_consented():
    edition = make_manifesto()
    group = edition.group
    later = adopted(group, without=[group.members.get(known_as="Ruth Elm")])
    assert "Version two. Three of us consented on" in note_of(later)
    later.sign(by=group.members.get(known_as="Ruth Elm"))
    assert "Version two. Three of us consented on" in note_of(later)
    assert "Signed later by Ruth\u00a0Elm." in note_of(later)


def test_whoever_has_left_since_consented_all_the_same():
    edition = adopted(make_manifesto().group)
    edition.group.members.get(known_as="Ruth Elm").leave()
    assert "All four of us consented on" in note_of(edition)


def test_what_was_brought_in_is_agreed_on_by_whoever_signed_it():
    note = note_of(make_manifesto())
    assert "Version one, agreed on 16 January 2021." in note
    assert "later" not in note


def test_a_paper_that_nobody_signed_has_no_seal(set_paper):
    edition = make_edition(values=make_values(2))
    assert "<img" not in manifesto_html(edition)[0]
    assert "Figure" not in tags(set_paper(edition))


def test_it_can_be_read_aloud(set_paper):
    path = set_paper(make_manifesto(make_values(17)))
    assert findings(path) == []
    assert tags(path).count("H1") == 1
    assert tags(path).count("H2") == 17
    assert figure_words(path) == ["A closed ring of four"]
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "Our manifesto: The Alders, version one"
        assert str(pdf.docinfo.Author) == "The Alders"
        assert str(pdf.Root.Lang) == "en-gb"


MANY = as_often([(17, 90), (40, 300)], [(16, 60), (17, 90), (40, 30), (40, 1000)])
MANY = [pytest.param(*size, marks=pytest.mark.slow) for size in MANY]


@pytest.mark.parametrize(("count", "length"), [(1, 1), (1, 1000), (8, 30), (9, 60), *MANY])
def test_no_word_is_lost(count, length, set_paper):
    values = [(f"Value {n}", " ".join(f"w{n}x{i}" for i in range(length // 6)) or "x") for n in range(1, count + 1)]
    path = set_paper(make_manifesto(values))
    text = text_of(path)
    for name, statement in values:
        assert re.search(rf"\b{name}\b", text)
        assert not [word for word in statement.split() if not re.search(rf"\b{word}\b", text)]


@pytest.mark.parametrize(
    ("count", "length", "kind"),
    [(1, 1, "a4"), (1, 1000, "a4"), (3, 60, "a4"), (3, 60, "letter"), (8, 1, "letter"), (8, 75, "a4"), (12, 75, "a4")],
)
def test_what_goes_on_one_sheet_fills_it_with_the_names_at_its_foot(count, length, kind, set_paper):
    path = set_paper(make_manifesto(make_values(count, length)), kind)
    assert pages_of(path) == 1
    assert 0.1 < height_of("Version one", path) < 0.25


@pytest.mark.parametrize(
    ("count", "length", "columns"), [(1, 1000, 1), (5, 60, 1), (3, 300, 1), (8, 1, 2), (8, 75, 2), (8, 400, 0)]
)
def test_few_values_stand_in_one_column_and_more_in_two_alike(count, length, columns):
    html, _seal = manifesto_html(make_manifesto(make_values(count, length)))
    assert f'"values values-{"dealt" if columns else "flowing"}"' in html
    in_each = [column.count("<section") for column in html.partition('"assent"')[0].split('"column"')[1:]]
    assert len(in_each) == (columns or 1)
    assert max(in_each) - min(in_each) <= 1


@pytest.mark.parametrize("count", as_often([3], [1, 3, 8]))
def test_the_names_stand_under_the_values_also_where_they_need_more_room(count, set_paper):
    values, others = [*make_values(count), ("The last", "🌳漢字かな文章説明書")], [f"Bea {'Oak' * 3}"] * 40
    path = set_paper(make_manifesto(values, others=others))
    assert pages_of(path) == 1
    assert height_of("Version one", path) < height_of("Bea", path) < height_of("The last", path)
    assert height_of("Version one", path) < 0.35


def test_wide_letters_that_one_sheet_does_not_hold_go_on_to_the_next(set_paper):
    path = set_paper(make_manifesto([(f"Value {n}", "W" * 400) for n in range(4)]))
    assert pages_of(path) == 2
    assert text_of(path).count("W") == 1600


def test_further_pages_say_where_they_belong(set_paper):
    path = set_paper(make_manifesto(make_values(40)))
    assert pages_of(path) > 1
    assert f"The Alders, version one, page 2 of {pages_of(path)}" in text_of(path)
    assert "page 1 of" not in text_of(path)


@pytest.mark.slow
def test_the_same_edition_is_made_once_and_a_new_name_makes_it_anew():
    edition = make_manifesto()
    path = made(edition)
    assert made(Edition.objects.get(pk=edition.pk)) == path
    edition.group.members.filter(known_as="Bea Oak").update(known_as="Bea Holm")
    assert made(Edition.objects.get(pk=edition.pk)) != path


def test_what_no_font_has_is_said_in_a_sentence(set_paper):
    text = text_of(set_paper(make_manifesto([("Outside 🌳", "We meet under a 🌳.")], group_name="漢 & <Oak>")))
    assert "Outside … We meet under a …." in text
    assert "… & <Oak>" in text
    assert "These characters could not be set here: cjk unified ideograph-6f22 and deciduous tree." in text


def test_members_words_are_words_and_not_markup(set_paper):
    words = '<img src="http://127.0.0.1/x"> </h2><style>@import "file:///etc/passwd";</style> {{ group }} &amp;'
    text = text_of(set_paper(make_manifesto([("A value", words)])))
    assert words.replace(" ", "") in text.replace(" ", "")
