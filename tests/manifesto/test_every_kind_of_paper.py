"""A4, US Letter and the poster: what each of them owes whoever prints it, and whoever has it read to them."""

import time

import pikepdf
import pytest
from django.urls import reverse

from copse import pdf
from copse.pdf import PaperFailed, press
from manifesto.papers import KINDS, ManifestoPaper, kinds_for, manifesto_html
from tests.factories import first_of, make_edition
from tests.manifesto.papers import make_manifesto, make_values, pages_of
from tests.tagged_pdf import boxes, figure_words, findings, fonts, headings, tags, text_of
from tests.thorough import as_often

pytestmark = [pytest.mark.django_db, pytest.mark.press]
MILLIMETRES = {"a4": (210, 297), "letter": (216, 279), "poster": (297, 420)}
MANY = [pytest.param(16, 60, marks=pytest.mark.slow), pytest.param(40, 60, marks=pytest.mark.slow)]
SHORT = [(1, 1), *as_often(MANY[1:], [(1, 1000), (3, 60), *MANY])]


def sides(path) -> set[tuple[int, int]]:
    """The sizes of its pages in mm."""
    with pikepdf.open(path) as paper:
        return {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in paper.pages}


def test_every_kind_is_looked_at_here():
    assert set(MILLIMETRES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("count", "length"), SHORT)
def test_it_is_tagged_named_and_outlined_with_its_fonts_in_it(count, length, kind, set_paper):
    """And a poster is one sheet, with every word on it."""
    values = make_values(count, length)
    path = set_paper(make_manifesto(values), kind)
    assert findings(path) == []
    assert sides(path) == {MILLIMETRES[kind]}
    assert headings(path) == [(1, "Our manifesto"), *((2, name) for name, _statement in values)]
    assert [tag for tag in tags(path) if tag in ("H1", "H2")] == ["H1", *["H2"] * count]
    assert figure_words(path) == ["A closed ring of four"]
    assert {name.partition("-")[0] for name, _embedded, _cut in fonts(path)} <= {"Vollkorn", "Cabin"}
    assert all(embedded and cut for _name, embedded, cut in fonts(path))
    assert boxes(path) == 0
    with pikepdf.open(path) as paper:
        assert str(paper.docinfo.Title) == "Our manifesto: The Alders, version one"
        assert str(paper.docinfo.Author) == "The Alders"
        assert str(paper.docinfo.CreationDate).startswith("D:20210116")
        assert str(paper.Root.Lang) == "en-gb"
    text = text_of(path).replace(" ", "")
    assert kind != "poster" or pages_of(path) == 1
    assert kind != "poster" or [v for v in values if (v[0] + v[1]).replace(" ", "") not in text] == []


@pytest.mark.parametrize("length", as_often([30], [1, 30, 120, 400]))
def test_the_fewer_the_words_the_larger_the_letters(length, set_paper):
    def largest(count):
        with pikepdf.open(set_paper(make_manifesto(make_values(count, length)), "poster")) as paper:
            stream = pikepdf.parse_content_stream(paper.pages[0], "Tf")
            sizes = {float(operands[1]) for operands, operator in stream if str(operator) == "Tf"}
            return sorted(sizes)

    assert largest(1)[-1] >= largest(3)[-1]


@pytest.mark.parametrize(
    "values", [[("A word", "x" * 1000)], make_values(3, 1000), make_values(16, 200)], ids=["word", "long", "many"]
)
def test_a_poster_is_soon_there(values, set_paper):
    edition, began = make_manifesto(values), time.process_time()
    assert pages_of(set_paper(edition, "poster")) == 1
    assert time.process_time() - began < 8  # seconds; it takes one or two


@pytest.mark.parametrize(
    ("count", "length", "offered"), [(1, 1, True), (6, 1000, True), (7, 1000, False), (16, 300, False)]
)
def test_a_poster_is_offered_where_it_may_hold_all_of_it(count, length, offered, signed_in, set_paper):
    edition = make_manifesto(make_values(count, length))
    page = signed_in(first_of(edition.group)).get(reverse("manifesto:edition", args=[edition.group.slug, 1])).text
    there = reverse("manifesto:paper", args=[edition.group.slug, 1, "poster"])
    assert (there in page, "There is no poster" in page) == (offered, not offered)
    if not offered:
        with pytest.raises(press.TooFull):
            set_paper(edition, "poster")


@pytest.mark.slow
def test_what_cannot_be_read_on_one_sheet_is_refused_and_not_tried_again(settings, tmp_path, monkeypatch):
    settings.PAPERS_DIR = tmp_path
    paper = ManifestoPaper(make_manifesto(make_values(40, 1000)), "poster")
    with pytest.raises(PaperFailed, match=r"There is more in it than fits on one sheet"):
        paper.make()
    monkeypatch.setattr(pdf, "PRESS", tmp_path / "no-press-at-all")
    with pytest.raises(PaperFailed, match=r"There is more in it than fits on one sheet"):
        paper.kept()


@pytest.mark.parametrize(("country", "first"), [("", "a4"), ("GB", "a4"), ("US", "letter"), ("CA", "letter")])
def test_what_is_usual_in_the_country_comes_first(country, first):
    edition = make_edition(values=make_values(1))
    edition.group.country = country
    assert [kind.key for kind in kinds_for(edition.group)] == [first, *sorted({"a4", "letter"} - {first}), "poster"]


def test_a_site_with_an_address_of_its_own_stands_at_the_foot_as_a_link(set_paper, settings):
    settings.SITE_URL, settings.HTTPS = "https://copse.example", True
    edition = make_manifesto()
    address = f"https://copse.example/groups/{edition.group.slug}/manifesto/1/"
    path = set_paper(edition)
    assert findings(path) == []
    assert address in text_of(path).replace(" ", "")
    with pikepdf.open(path) as paper:
        links = [note for page in paper.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert {str(link.A.URI) for link in links} == {address}
    assert "Link" in tags(path)


def test_a_site_on_ones_own_machine_does_not(settings):
    settings.HTTPS = False
    assert "Where we keep it" not in manifesto_html(make_manifesto())[0]
