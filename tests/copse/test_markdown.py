"""What members write in a little Markdown, and what nobody can write in it: anything but a few harmless elements."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copse.markdown import ATTRIBUTES, DEEPEST, LONGEST, REL, SCHEMES, TAGS, html_of, plain, with_addresses
from tests.copse.payloads import PAYLOADS
from tests.thorough import as_often


class Elements(HTMLParser):
    """The elements of a text: each tag with its attributes, how deep they stand, and what isn't an element at all."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.found, self.others, self.depth, self.deepest, self.text = [], [], 0, 0, ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag != "br":
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth -= 1

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def harm_in(html: str) -> list:
    """All that should not be in it."""
    elements = Elements(html)
    harm = [tag for tag, _attributes in elements.found if tag not in TAGS] + elements.others
    for tag, attributes in elements.found:
        harm += [name for name in attributes if name not in ATTRIBUTES.get(tag, set()) and name != "rel"]
        if tag == "a":
            href = attributes.get("href") or "https:"
            harm += [href] if href.partition(":")[0].lower() not in SCHEMES else []
            harm += [] if attributes.get("rel") == REL else ["rel"]
        elif "rel" in attributes:
            harm.append("rel")
    harm += ["depth"] if elements.deepest > DEEPEST or elements.depth else []
    return harm


def test_there_are_a_couple_of_hundred_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_nothing_harmful_comes_of(payload):
    for words in (
        payload,
        f"- {payload}",
        f"> {payload}\n\n1. *{payload}*",
        f"[a]({payload})",
        f"[{payload}](https://a.b)",
    ):
        assert harm_in(html_of(words)) == [], html_of(words)


PIECES = st.sampled_from(
    ["*", "**", "_", "__", "[", "](", ")", "<", ">", "&", '"', "'", "`", "\\", "\n", "\n\n", "- ", "1. ", "> ", "    ",
     "![", "<!--", "-->", "]]>", "javascript:", "data:", "https://", "mailto:", "&#x6a;", "&lt;", "a", "b c", "\t", "|"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@example("*" * 999 + "x" + "*" * 999)
@settings(max_examples=as_often(150, 5000), deadline=None)
def test_nothing_harmful_comes_of_any_text(text):
    assert harm_in(html_of(text)) == []


@given(
    st.text(
        alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="*_[]\\<>-+.)!&"), max_size=200
    )
)
@settings(max_examples=as_often(100, 2000), deadline=None)
def test_words_that_mean_nothing_special_stay_as_they_are(text):
    assert "".join(Elements(html_of(text)).text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("A *soft* and a **hard** word", "<p>A <em>soft</em> and a <strong>hard</strong> word</p>\n"),
        ("One line\nand another", "<p>One line<br>\nand another</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("[it](https://a.example/b)", f'<p><a href="https://a.example/b" rel="{REL}">it</a></p>\n'),
        ("[us](mailto:us@a.example)", f'<p><a href="mailto:us@a.example" rel="{REL}">us</a></p>\n'),
        (r"\*not soft\*", "<p>*not soft*</p>\n"),
    ],
)
def test_what_can_be_written(words, html):
    assert html_of(words) == html


@pytest.mark.parametrize(
    "words", ["# A heading", "`code`", "| a | b |", "---", "<b>bold</b>", "~~gone~~", "[a]: https://b", "www.a.example",
              "<https://a.example>", "[a](/here)", "[a](//there)", "[a](ftp://a)", "&amp;"],
)  # fmt: skip
def test_anything_else_stands_as_it_was_written(words):
    assert Elements(html_of(words)).text.strip() == words
    assert {tag for tag, _attributes in Elements(html_of(words)).found} == {"p"}


@pytest.mark.parametrize(
    "words", ["> " * 15 + "deep", "*" * 60 + "deep" + "*" * 60, "\n".join("  " * n + "- x" for n in range(15))]
)
def test_what_nests_too_deep_stands_as_it_was_written(words):
    assert "".join(Elements(html_of(words)).text.split()) == "".join(words.split())
    assert harm_in(html_of(words)) == []


def test_what_is_too_long_stands_as_it_was_written():
    assert "*a*" in html_of("*a* " * LONGEST)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    ["*a _b ", "[", "[a](", "a*", "**a ", "<", "![a](<", "- a\n", "> ", "\\", "[[]]", "1. ", "_a*", "&#0;", "`"],
)
def test_nothing_takes_long(words):
    began = time.process_time()
    html_of((words * LONGEST)[:LONGEST])
    assert time.process_time() - began < 4  # seconds; it takes half of one


def test_plain_words_are_without_marks():
    text = "1. *Slowly* & **once**\n2. [a song](https://example.org/)\n\n> - _hum_ it, snake_case\nquiet\\*"
    assert plain(text).split("\n") == ["Slowly & once", "a song", "", "hum it, snake_case", "quiet*"]


@pytest.mark.parametrize("sign", "*_[>\\-1")
def test_plain_words_of_many_marks_take_no_time(sign):
    begun = time.perf_counter()
    plain(sign * 50_000 + "a")
    plain(f"{sign} " * 50_000)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("[A *song*](https://example.org/?a=1&b=2), twice", "A song (https://example.org/?a=1&b=2), twice"),
        ("[https://example.org](https://example.org)", "https://example.org"),
        ("[Write](mailto:bea@example.org)", "Write (bea@example.org)"),
        ("No link", "No link"),
    ],
)
def test_on_paper_the_address_of_a_link_stands_after_its_words(text, reads):
    elements = Elements(with_addresses(html_of(text)))
    assert elements.text.strip() == reads
    assert {tag for tag, _attributes in elements.found} <= TAGS
