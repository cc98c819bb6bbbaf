"""Activities on cards: A6, four to a sheet of A4, every word of them, and read aloud as well as any paper."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from copse import pdf
from copse.pdf import job, press
from groups.models import AskedPaper
from groups.tasks import make_paper
from larder.cards import KINDS, MOST, Cards
from tests.factories import make_activity, make_membership
from tests.quick_fonts import quick_fonts
from tests.tagged_pdf import boxes, findings, fonts, headings, tags, text_of
from tests.thorough import as_often

pytestmark = [pytest.mark.django_db, pytest.mark.press]

WORDS = "Write down the first table that comes to mind, and who laid it. "
MILLIMETRES = {"a4": (210, 297), "a6": (105, 148)}


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.fixture
def set_cards(tmp_path):
    """`set_cards(activities)`: their paper, set in this process. WeasyPrint's errors fail the test."""

    def set_here(activities, kind="a6") -> Path:
        errors, path = [], tmp_path / "cards.pdf"
        with quick_fonts():
            path.write_bytes(press.set_paper(job(**Cards(activities[0].group, activities, kind).parts), errors))
        assert errors == []
        return path

    return set_here


def sides(path) -> set[tuple[int, int]]:
    with pikepdf.open(path) as paper:
        return {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in paper.pages}


def pages(path) -> list[str]:
    """The words of each page."""
    with pypdfium2.PdfDocument(path) as paper:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in paper]


def sizes(path) -> set[float]:
    """The sizes of its letters, in points."""
    with pikepdf.open(path) as paper:
        streams = [pikepdf.parse_content_stream(page, "Tf") for page in paper.pages]
        found = {float(operands[1]) for stream in streams for operands, op in stream if str(op) == "Tf"}
    return {round(pixels * 0.75, 2) for pixels in found}


def url_of(by, name: str, *more, **ticked) -> str:
    keys = "&".join(f"activity={activity.key}" for activity in ticked.get("ticked", ()))
    return reverse(f"larder:{name}", args=[by.group.slug, *more]) + (f"?{keys}" if keys else "")


def is_paper(answer) -> bool:
    return answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")


# What stands on them


def test_a_card_says_all_that_somebody_needs_to_offer_it(nia, set_cards):
    activity = make_activity(
        nia, "Ten lines", instructions="*Slowly*:\n\n1. write\n2. stop", minutes=20, materials="A pen", least=2, most=6,
        content_note="A death", alternative="Draw it", source="Bea",
    )  # fmt: skip
    path = set_cards([activity])
    text = text_of(path)
    for words in (
        "Writing Ten lines", "Twenty minutes · Creative activity · Online and in the room · Two to six people",
        "To bring: A pen", "Slowly: write stop", "What it might bring up: A death",
        "For whoever would rather not: Draw it", "From: Bea", nia.group.name,
    ):  # fmt: skip
        assert words in text.replace("\u00a0", " "), words
    assert [tag for tag in tags(path) if tag in ("L", "LI", "Lbl")] == ["L", "LI", "Lbl", "LI", "Lbl"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 5])
def test_it_is_tagged_named_and_outlined_with_its_fonts_in_it(nia, count, kind, set_cards):
    some = [make_activity(nia, f"Activity {n}", instructions=WORDS * 3, alternative="Rest") for n in range(count)]
    path = set_cards(some, kind)
    assert findings(path) == []
    assert sides(path) == {MILLIMETRES[kind]}
    assert headings(path) == [(1, f"Activity {n}") for n in range(count)]
    assert tags(path).count("H1") == count
    assert {name.partition("-")[0] for name, _embedded, _cut in fonts(path)} <= {"Vollkorn", "Cabin"}
    assert all(embedded and cut for _name, embedded, cut in fonts(path))
    assert boxes(path) == 0
    with pikepdf.open(path) as paper:
        assert nia.group.name in str(paper.docinfo.Title)
        assert str(paper.docinfo.Author) == nia.group.name
        assert str(paper.Root.Lang) == "en-gb"


def test_four_stand_on_a_sheet_each_in_its_quarter(nia, set_cards):
    some = [make_activity(nia, f"Activity {letter}") for letter in "ABCDE"]
    path = set_cards(some, "a4")
    assert [re.findall(r"Activity [A-E]", page) for page in pages(path)] == [
        [f"Activity {c}" for c in "ABCD"],
        ["Activity E"],
    ]
    with pypdfium2.PdfDocument(path) as paper:
        text, places = paper[0].get_textpage(), []
        for letter in "ABCD":
            place, _length = text.search(f"Activity {letter}").get_next()
            left, bottom, _right, _top = text.get_charbox(place)
            places.append((left > paper[0].get_width() / 2, bottom < paper[0].get_height() / 2))
    assert places == [(False, False), (True, False), (False, True), (True, True)]


# Long and short ones


@pytest.mark.parametrize("times", as_often([1, 14, 20, 24, 120], [1, 6, 14, 20, 24, 60, 120]))
def test_no_word_is_lost_and_no_letter_is_smaller_than_eight_points(nia, times, set_cards):
    words = " ".join(f"w{n}x" for n in range(times * 12))
    path = set_cards([make_activity(nia, instructions=words, content_note="Note", alternative="Rest", source="Bea")])
    text = text_of(path)
    assert [word for word in words.split() if not re.search(rf"\b{word}\b", text)] == []
    assert min(sizes(path)) >= 8


def test_what_is_short_stands_in_larger_letters(nia, set_cards):
    def largest(times):
        return max(sizes(set_cards([make_activity(nia, instructions=WORDS * times)])) - {19})

    assert largest(1) > largest(12) > largest(18)


def test_what_is_long_goes_on_over_the_card_and_says_so(nia, set_cards):
    path = set_cards([make_activity(nia, "Ten lines", instructions=WORDS * 40), make_activity(nia, "Zest")])
    first, second, third = pages(path)
    assert "Goes on over the card" in first
    assert "Ten lines" in second
    assert "Goes on" not in second
    assert third.startswith("Writing Zest")


def test_long_lists_go_on_too(nia, set_cards):
    steps = "\n".join(f"{n}. step{n} {WORDS}" for n in range(1, 41))
    text = text_of(set_cards([make_activity(nia, instructions=steps)], "a4"))
    assert [n for n in range(1, 41) if f"step{n} " not in text] == []


# Bad input


SHORT = ("title", "materials", "content_note", "source")
ODD = [
    "<script>alert(1)</script>", "<img src=x onerror=y>", "![x](http://127.0.0.1/x)", "{{ group }} &amp;", "W" * 500,
    "﷽" * 10, "a\u0301" * 300, "> " * 100 + "deep", "*" * 99 + "x" + "*" * 99, "- " * 200 + "x", "\n" * 500 + "x",
    "fi" * 99, "\u202eturned", "x\u200by",
]  # fmt: skip


@pytest.mark.parametrize("together", as_often([ODD], [[words] for words in ODD]), ids=ascii)
@pytest.mark.parametrize("kind", as_often(["a4"], KINDS))
def test_whatever_is_written_is_set_and_nothing_is_asked_for(nia, together, kind, set_cards):
    some = [
        make_activity(nia, instructions=words, alternative=words, **dict.fromkeys(SHORT, words[:100]))
        for words in together
    ]
    path = set_cards([*some, make_activity(nia)], kind)
    assert findings(path) == []
    assert boxes(path) == 0
    assert "Write ten lines that begin with a place." in text_of(path)


def test_what_no_font_has_is_said_on_its_card(nia, set_cards):
    text = text_of(set_cards([make_activity(nia, "Tree 🌳", instructions="漢")]))
    assert "Tree …" in text
    assert "These characters could not be set here: deciduous tree and cjk unified ideograph-6f22." in text


def test_a_link_can_be_followed_and_is_no_address_that_is_asked_for(nia, set_cards):
    path = set_cards([make_activity(nia, instructions="[there](https://a.example/b)")], "a4")
    with pikepdf.open(path) as paper:
        links = [note for page in paper.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert [str(link.A.URI) for link in links] == ["https://a.example/b"]
    assert "Link" in tags(path)


# Asking for them


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.DATA_DIR, settings.PAPERS_DIR = tmp_path, tmp_path / "papers"


@pytest.mark.usefixtures("own_folder")
def test_one_is_set_at_once_and_then_found_without_the_press(signed_in, nia, monkeypatch, tmp_path):
    url, client = url_of(nia, "card", make_activity(nia).key, "a6"), signed_in(nia)
    assert is_paper(client.get(url))
    monkeypatch.setattr(pdf, "PRESS", tmp_path / "no-press-at-all")
    assert is_paper(client.get(url))


@pytest.mark.usefixtures("own_folder")
def test_many_wait_on_their_own_page_which_leads_to_them(signed_in, nia):
    ticked = [make_activity(nia, f"Activity {n:02}", instructions=WORDS * 5) for n in range(12)]
    url, client = url_of(nia, "cards", "a4", ticked=ticked), signed_in(nia)
    waiting = client.get(url)
    assert waiting.status_code == 202
    assert f'href="{url.replace("&", "&amp;")}" data-look-again' in waiting.text
    make_paper.call(AskedPaper.objects.get().pk)
    assert is_paper(client.get(url))


@pytest.mark.usefixtures("own_folder")
def test_a_changed_activity_is_another_card(signed_in, nia):
    activity = make_activity(nia)
    url, client = url_of(nia, "card", activity.key, "a6"), signed_in(nia)
    assert is_paper(client.get(url))
    activity.change(by=nia, instructions="Other words.")
    assert "Other words." in text_of(b"".join(client.get(url).streaming_content))


def test_the_address_of_a_link_is_printed_after_its_words(nia, set_cards):
    activity = make_activity(nia, instructions="Hum [a song](https://example.org/song).")
    assert "asong(https://example.org/song)." in pages(set_cards([activity]))[0].replace(" ", "")


def test_nothing_ticked_leads_back_and_says_what_to_do(signed_in, nia):
    answer = signed_in(nia).get(url_of(nia, "cards", "a4"), follow=True)
    assert answer.redirect_chain == [(url_of(nia, "activities"), 302)]
    assert "Tick the activities that you would like on cards" in answer.text


def test_only_our_own_that_nobody_took_out_are_printed_and_thirty_at_most(nia):
    ours, theirs, gone = make_activity(nia), make_activity(), make_activity(nia, "Gone")
    gone.take_out(by=nia)
    assert Cards.chosen(nia.group, [ours.key, theirs.key, gone.key, "none"], "a4").activities == [ours]
    many = [make_activity(nia, f"Activity {n}").key for n in range(MOST + 5)]
    cards = Cards.chosen(nia.group, many, "a4")
    assert len(cards.activities) == MOST
    longest = len("a4") + MOST * (1 + cards.activities[0]._meta.get_field("key").max_length)
    assert longest <= AskedPaper._meta.get_field("reference").max_length


def test_another_kind_than_there_is_is_not_there(signed_in, nia):
    client, activity = signed_in(nia), make_activity(nia)
    assert client.get(url_of(nia, "card", activity.key, "a5")).status_code == 404
    assert client.get(url_of(nia, "cards", "a5", ticked=[activity])).status_code == 404
