"""The little Markdown that members write instructions in (CommonMark 0.31, a part of it): paragraphs, *emphasis*,
**strong**, lists with dots or numbers, quotations, links, and lines that break where they were broken. Nothing else:
what looks like anything more, HTML too, stands there as it was written.

Two libraries stand behind it. markdown-it makes HTML of what its few rules know, and nh3 lets through nothing but what
is named here, whatever the first may one day do.
"""

import re
from functools import lru_cache

from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

RULES = ["list", "blockquote", "newline", "escape", "emphasis", "link"]  # besides paragraphs and text
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = ("http", "https", "mailto")
REL = "noopener noreferrer nofollow"
LONGEST = 50_000  # characters
ANCHOR = re.compile(r'<a href="(?P<address>[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)  # as nh3 writes it
# What marks look like, for `plain`.
LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
MARKS = re.compile(
    r"^(?:[ \t]*(?:[-*+>]|\d{1,9}[.)])[ \t]+)+|(?<!\\)\*+|(?<!\w)_{1,3}|_{1,3}(?!\w)|\\(?=[^\w\s])", re.MULTILINE
)
DEEPEST = 12  # elements within each other; a paper holds twenty, with those around the words


def html_of(text: str) -> SafeString:
    """The words as HTML that is safe on any page and in any paper.

    What is longer or nests deeper than it may is set as it was written, its lines kept.
    """
    if len(text) > LONGEST:
        return _as_written(text)
    parser, cleaner = _tools()
    tokens = parser.parse(text)
    if _depth(tokens) > DEEPEST:
        return _as_written(text)
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(cleaner.clean(html))  # noqa: S308  nh3 lets through what is named above


def with_addresses(html: SafeString) -> SafeString:
    """What `html_of` gave, for paper: after the words of a link its address in brackets, where they don't tell it."""
    return mark_safe(ANCHOR.sub(_with_address, html))  # noqa: S308  the address stands escaped in it already


def _with_address(link: re.Match) -> str:
    address = link["address"].removeprefix("mailto:")
    return link[0] if address in link["words"] else f"{link[0]} ({address})"


def plain(text: str) -> str:
    """The words without their marks, and of a link what it is called: to be found by, for pages have `html_of`. It only
    looks for what marks look like, and takes thousands of texts in the time that a few dozen take as HTML.
    """
    return MARKS.sub("", LINK.sub(r"\1", text))


def _as_written(text: str) -> SafeString:
    return mark_safe(linebreaks(escape(text)))  # noqa: S308  escaped


@lru_cache(maxsize=1)
def _tools():
    """The parser and the sieve, made when words are first shown: loading them takes a tenth of a second."""
    from markdown_it import MarkdownIt
    from nh3 import Cleaner

    parser = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 20}).enable(RULES)
    parser.validateLink = _is_link
    cleaner = Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(SCHEMES), url_relative="deny", link_rel=REL)
    return parser, cleaner


def _is_link(url: str) -> bool:
    scheme, colon, rest = url.partition(":")
    return bool(colon and rest) and scheme.lower() in SCHEMES


def _depth(tokens: list) -> int:
    """How many elements stand within each other at most."""
    depth = deepest = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth + _depth(token.children or []))
    return deepest
