"""Whatever members write, it is words: the paper holds them or says that it can't, and opens nothing."""

from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pikepdf
import pytest

from copse.pdf import PaperFailed, render
from copse.pdf.letters import is_laden
from manifesto.papers import manifesto_html
from tests.manifesto.papers import make_manifesto
from tests.tagged_pdf import boxes, findings, text_of
from tests.thorough import as_often

pytestmark = [pytest.mark.django_db, pytest.mark.press]

MARKUP = [
    '<img src="{at}/img">', '<img srcset="{at}/a 1x, {at}/b 2x">', '<link rel="stylesheet" href="{at}/sheet">',
    '<link rel="attachment" href="file:///etc/passwd">', '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "<style>@import '{at}/import';</style>", "<style>@font-face {{ font-family: X; src: url({at}/font) }}</style>",
    "<style>@color-profile --x {{ src: url({at}/profile) }}</style>", '<object data="{at}/object"></object>',
    '<embed src="{at}/embed">', '<iframe src="{at}/frame"></iframe>', '<base href="{at}/"><img src="x">',
    '<svg><image href="{at}/svg"/></svg>', '<svg><image xlink:href="file:///etc/passwd"/></svg>',
    '<img src="data:image/svg+xml,<svg><image href=%27{at}/nested%27/></svg>">', "<p style='background:url({at}/b)'>",
    "<script src='{at}/script'></script>", '<meta http-equiv="refresh" content="0;url={at}/">',
    '<video poster="{at}/poster"></video>', '<input type="image" src="{at}/input">', "<math href='{at}/math'/>",
    '"><img src={at}/out>', "copse-asset:seal copse-font:0", "![x]({at}/markdown)", "[x]: {at}/reference",
    "{at}/bare file:///etc/passwd", "{{{{ settings.SECRET_KEY }}}} {{% include '/etc/passwd' %}}", "]]><!--",
    "&#0; &amp; &lt;",
]  # fmt: skip


@pytest.fixture(scope="module")
def canary():
    """An address on this machine, and who asked for it."""
    asked = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        log_message = partial(lambda *args: None)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def plain(text: str) -> str:
    """Without white space: lines break anywhere in long words."""
    return "".join(text.split())


@pytest.mark.parametrize("kind", ["a4", "poster"])
def test_markup_is_printed_as_it_was_written_and_nothing_is_asked_for(kind, canary, set_paper):
    address, asked = canary
    values = [(written[:60], written) for written in (markup.format(at=address) for markup in MARKUP)]
    path = set_paper(make_manifesto(values), kind)
    text = plain(text_of(path))
    assert [words for _name, words in values if plain(words) not in text] == []
    assert findings(path) == []
    assert b"root:x:" not in path.read_bytes()
    assert asked == []


def test_names_are_words_too(canary, set_paper):
    address, asked = canary
    markup = f'<img src="{address}/name">'
    edition = make_manifesto(others=[markup, "Bea Oak"], group_name=markup)
    assert plain(text_of(set_paper(edition))).count(plain(markup)) == 2
    assert asked == []


ODD = [
    "<blockquote>" * 80, "> " * 150 + "deep", "(" * 1000, "« " * 150 + "deep", "- " * 500, "\n" * 999 + "x",
    "x" * 1000, "\t" * 500 + "x", "W" * 999 + " i", "a\u0301" * 500, "\u200b" * 999 + "x", "﷽" * 10, "fi" * 500,
]  # fmt: skip
ON_A_POSTER = as_often(["x" * 1000, "\n" * 999 + "x", "\u200b" * 999 + "x"], ODD)  # to find its size takes longest


TOGETHER = as_often([(ODD, "a4")], [([odd], "a4") for odd in ODD])


@pytest.mark.parametrize(("together", "kind"), [*TOGETHER, *(([odd], "poster") for odd in ON_A_POSTER)], ids=ascii)
def test_what_is_deep_long_or_odd_is_set(together, kind, set_paper):
    path = set_paper(make_manifesto([(f"Value {n}", odd[:1000]) for n, odd in enumerate(together)]), kind)
    assert findings(path) == []
    assert boxes(path) == 0


CONTROLS = "\x00\x01\x0b\x1b\x7f\x85\ufeff\u2028\u00ad"


def test_control_characters_leave_no_mark(set_paper):
    values = [(f"A{control} value {n}", f"We{control} come{control}.") for n, control in enumerate(CONTROLS)]
    path = set_paper(make_manifesto(values, group_name=f"The{CONTROLS} Alders"))
    assert boxes(path) == 0
    assert "�" not in text_of(path)
    assert "could not be set" not in text_of(path)


OVERRIDES = ["\u202e", "\u202d", "\u202b", "\u2067", "\u2066", "\u200f", "\u061c"]


@pytest.mark.parametrize("overrides", as_often([OVERRIDES], [[one] for one in OVERRIDES]), ids=ascii)
def test_a_turn_of_direction_ends_with_the_words_it_was_written_in(overrides, set_paper):
    values, others = [], []
    for n, override in enumerate(overrides):
        values += [(f"One {n}{override} abc", f"Two {override}def"), (f"Three {n}", "Four")]
        others += [f"Bea {override}Oak {n}", f"Zoë Ash {n}"]
    path = set_paper(make_manifesto(values, others=others))
    text = text_of(path)
    for n in range(len(overrides)):
        assert f"Three {n} Four" in text
        assert f"Zoë Ash {n}" in text
    assert "Version one, agreed on 16 January 2021." in text
    assert boxes(path) == 0


@pytest.mark.parametrize("override", as_often(["\u202e", "\u2067"], OVERRIDES[:5]), ids=ascii)
def test_it_ends_in_what_stands_on_the_same_line_too(override, set_paper):
    path = set_paper(make_manifesto(group_name=f"The {override}Alders"))
    end = "\u202c" if override <= "\u202e" else "\u2069"
    with pikepdf.open(path) as paper:
        assert str(paper.docinfo.Title) == f"Our manifesto: The {override}Alders{end}, version one"


def test_marks_upon_marks_cover_nothing_and_are_said(set_paper):
    marks = "".join(map(chr, range(0x300, 0x304)))
    values = [("Before", "Plain."), ("Z" + marks * 12, f"a{marks * 200}b"), ("After", "Plain.")]
    path = set_paper(make_manifesto(values))
    text = text_of(path)
    assert sum(text.count(mark) for mark in marks) <= 12
    assert "A letter here bears more than six marks; six of them are set." in text


def test_what_languages_put_on_a_letter_is_set_whole():
    words = "a\u0323\u0302\u0301 \u05e9\u05c1\u05bc\u05b8\u05bd\u0591 \u0915\u094d\u0937\u0902 \u0e19\u0e49\u0e33"
    assert not is_laden(words)
    assert "bears more than" not in manifesto_html(make_manifesto([("Words", words)]))[0]


def test_what_no_font_has_is_named_and_never_a_box(set_paper):
    path = set_paper(make_manifesto([("漢 \ue000 \uffff", "🌳 \U000e0041 \u0378 עברית 👩\u200d🌾 ⁂")]))
    assert boxes(path) == 0
    text = text_of(path)
    assert "These characters could not be set here:" in text
    for name in ("deciduous tree", "U+E000", "hebrew letter ayin"):
        assert name in text


def page(body: str) -> str:
    return f'<!doctype html><html lang="en-gb"><title>A page</title><body><h1>A page</h1>{body}</body></html>'


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<blockquote>" * 150 + "deep", "more than twenty deep. No paper has that. Your words are safe."),
        ("<p>" + "word " * 60_001, "more words in it than one paper holds, which is 60,000. Your words are safe."),
    ],
    ids=["deep", "long"],
)
def test_too_deep_and_too_long_are_refused_with_a_sentence(body, sentence):
    with pytest.raises(PaperFailed, match=sentence):
        render(page(body))


def test_twenty_deep_is_not_too_deep():
    assert render(page("<div>" * 17 + "<p>deep"))
