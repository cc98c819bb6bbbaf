"""References as the Publication Manual of the APA (7th edition) has them; its sections are named beside the cases.

Authors and works are invented. What is in italics stands in <i>, and addresses are links, left out here.
"""

import re

import pytest
from django.utils.safestring import SafeString

from larder.references.apa import shown
from larder.references.csl import tidied
from tests.larder.references import ADA, BO, CRAB, DOVE, article, book, chapter, page, person, year

LANE = {"container-title": "Journal of Lanes"}
THINGS = {"container-title": "Things that sing"}


def paper(title: str, *author: dict, **more) -> dict:
    return article(title, *author, **{**more, "type": "article-newspaper", "container-title": "The Lane Courier"})


def hands(n: int) -> list[dict]:
    return [person(f"Hand{chr(96 + i)}", "Hal") for i in range(1, n + 1)]


def told(first: int, last: int) -> str:
    return ", ".join(f"Hand{chr(96 + i)}, H." for i in range(first, last + 1))


CASES = [
    # authors (9.7 to 9.12)
    (book("Rivers", ADA, issued=year(1911)), "Alder, A. B. (1911). <i>Rivers</i>."),
    (book("Rivers", ADA, BO, issued=year(1911)), "Alder, A. B., & Birch, B. (1911). <i>Rivers</i>."),
    (
        book("Rivers", ADA, BO, CRAB, issued=year(1911)),
        "Alder, A. B., Birch, B., & Crab, C. D. (1911). <i>Rivers</i>.",
    ),
    (book("Rivers", *hands(20), issued=year(1911)), f"{told(1, 19)}, & Handt, H. (1911). <i>Rivers</i>."),
    (book("Rivers", *hands(21), issued=year(1911)), f"{told(1, 19)}, . . . Handu, H. (1911). <i>Rivers</i>."),
    (book("Rivers", *hands(25), issued=year(1911)), f"{told(1, 19)}, . . . Handy, H. (1911). <i>Rivers</i>."),
    (book("Rivers", {"literal": "Arts for Health"}, issued=year(2020)), "Arts for Health. (2020). <i>Rivers</i>."),
    (book("Rivers", person("King", "Mab", suffix="Jr.")), "King, M., Jr. (n.d.). <i>Rivers</i>."),
    (book("Rivers", person("van der Beek", "Jan")), "van der Beek, J. (n.d.). <i>Rivers</i>."),
    (book("Rivers", person("Strauß", "Anna-Lena J.")), "Strauß, A.-L. J. (n.d.). <i>Rivers</i>."),
    (book("Rivers", {"literal": "Sappho"}), "Sappho. (n.d.). <i>Rivers</i>."),
    (book("Rivers", person("Birch", "(Bob) A.")), "Birch, A. (n.d.). <i>Rivers</i>."),
    (book("Rivers", person("Birch", "Robert “Bob” A.")), "Birch, R. A. (n.d.). <i>Rivers</i>."),
    (book("Rivers", person("Birch", "(Bob)")), "Birch, B. (n.d.). <i>Rivers</i>."),
    # nobody named (9.12), edited (9.9)
    (book("Rivers", issued=year(1911)), "<i>Rivers</i>. (1911)."),
    (book("Rivers", editor=[ADA], issued=year(1911)), "Alder, A. B. (Ed.). (1911). <i>Rivers</i>."),
    (book("Rivers", editor=[ADA, BO], issued=year(1911)), "Alder, A. B., & Birch, B. (Eds.). (1911). <i>Rivers</i>."),
    # dates (9.13 to 9.17)
    (book("Rivers", ADA), "Alder, A. B. (n.d.). <i>Rivers</i>."),
    (book("Rivers", ADA, issued={"literal": "in press"}), "Alder, A. B. (in press). <i>Rivers</i>."),
    (book("Rivers", ADA, issued=year(1963, until=(1965,))), "Alder, A. B. (1963–1965). <i>Rivers</i>."),
    (article("Rivers", ADA, issued=year(2001, 3, 9), **LANE), "Alder, A. B. (2001). Rivers. <i>Journal of Lanes</i>."),
    (book("Rivers", ADA, issued={"literal": "1900/1953"}), "Alder, A. B. (1900/1953). <i>Rivers</i>."),
    (book("Rivers", ADA, issued={"literal": "c. 375 BCE"}), "Alder, A. B. (c. 375 BCE). <i>Rivers</i>."),
    # books (10.2)
    (
        book("Rivers", ADA, edition="second", publisher="Bark Press", issued=year(1911)),
        "Alder, A. B. (1911). <i>Rivers</i> (2nd ed.). Bark Press.",
    ),
    (book("Rivers", ADA, edition="first", volume="2"), "Alder, A. B. (n.d.). <i>Rivers</i> (Vol. 2)."),
    (book("Rivers", ADA, edition="1st ed."), "Alder, A. B. (n.d.). <i>Rivers</i>."),
    (book("Rivers", ADA, page="10-20", publisher="Oever"), "Alder, A. B. (n.d.). <i>Rivers</i>. Oever."),
    (book("Rivers", ADA, edition="11", volume="3"), "Alder, A. B. (n.d.). <i>Rivers</i> (11th ed., Vol. 3)."),
    (book("Rivers", ADA, edition="Rev."), "Alder, A. B. (n.d.). <i>Rivers</i> (Rev. ed.)."),
    (book("Rivers", ADA, editor=[BO], edition="2"), "Alder, A. B. (n.d.). <i>Rivers</i> (B. Birch, Ed.; 2nd ed.)."),
    (
        book("Rivers", {"literal": "Bark Press"}, publisher="Bark Press", issued=year(2020)),
        "Bark Press. (2020). <i>Rivers</i>.",
    ),
    (book("Whose river?", ADA, publisher="Bark Press"), "Alder, A. B. (n.d.). <i>Whose river?</i> Bark Press."),
    (book("rivers AND Ways", ADA), "Alder, A. B. (n.d.). <i>rivers AND Ways</i>."),
    # articles (10.1)
    (
        article("On words", ADA, BO, issued=year(2001), volume="3", issue="2", page="12--19", DOI="10.1000/1", **LANE),
        "Alder, A. B., & Birch, B. (2001). On words. <i>Journal of Lanes</i>, <i>3</i>(2), 12–19. https://doi.org/10.1000/1",
    ),
    (
        article("On words", ADA, issued=year(2001), volume="3", page="7", **LANE),
        "Alder, A. B. (2001). On words. <i>Journal of Lanes</i>, <i>3</i>, 7.",
    ),
    (
        article("On words", ADA, issued=year(2001), volume="3", issue="2", page="e12", **LANE),
        "Alder, A. B. (2001). On words. <i>Journal of Lanes</i>, <i>3</i>(2), Article e12.",
    ),
    (
        article("On words", ADA, issued=year(2001), URL="https://example.org/x", **LANE),
        "Alder, A. B. (2001). On words. <i>Journal of Lanes</i>. https://example.org/x",
    ),
    (article("Who speaks?", issued=year(2001), **LANE), "Who speaks? (2001). <i>Journal of Lanes</i>."),
    # newspapers and magazines (10.1, examples 15 and 16)
    (
        paper("On words", ADA, issued=year(2019, 3, 11), URL="https://example.org/x"),
        "Alder, A. B. (2019, March 11). On words. <i>The Lane Courier</i>. https://example.org/x",
    ),
    (
        paper("On words", ADA, issued=year(2019, 3), volume="7", issue="2", page="40-41"),
        "Alder, A. B. (2019, March). On words. <i>The Lane Courier</i>, <i>7</i>(2), 40–41.",
    ),
    # chapters (10.3)
    (
        chapter("The kettle", ADA, editor=[BO], page="40-55", publisher="Bark Press", issued=year(2015), **THINGS),
        "Alder, A. B. (2015). The kettle. In B. Birch (Ed.), <i>Things that sing</i> (pp. 40–55). Bark Press.",
    ),
    (
        chapter("The kettle", ADA, editor=[BO, CRAB], page="9", edition="3", **THINGS),
        "Alder, A. B. (n.d.). The kettle. In B. Birch & C. D. Crab (Eds.), <i>Things that sing</i> (3rd ed., p. 9).",
    ),
    (
        chapter("The kettle", ADA, editor=[BO, CRAB, DOVE], **THINGS),
        "Alder, A. B. (n.d.). The kettle. In B. Birch, C. D. Crab, & D. Dove (Eds.), <i>Things that sing</i>.",
    ),
    (chapter("The kettle", ADA, **THINGS), "Alder, A. B. (n.d.). The kettle. In <i>Things that sing</i>."),
    # pages on the web (10.16)
    (
        page("A page", ADA, issued=year(2020, 5, 6), URL="https://example.org/x", **{"container-title": "The Row"}),
        "Alder, A. B. (2020, May 6). <i>A page</i>. The Row. https://example.org/x",
    ),
    (
        page("A page", {"literal": "The Row"}, issued=year(2020, 5), **{"container-title": "The Row"}),
        "The Row. (2020, May). <i>A page</i>.",
    ),
    (
        page("A page", ADA, URL="https://example.org/x", accessed=year(2021, 2, 3)),
        "Alder, A. B. (n.d.). <i>A page</i>. Retrieved February 3, 2021, from https://example.org/x",
    ),
    (
        page("A page", ADA, issued=year(2020), URL="https://example.org/x", accessed=year(2021, 2, 3)),
        "Alder, A. B. (2020). <i>A page</i>. https://example.org/x",
    ),
]


@pytest.mark.parametrize(("item", "wanted"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_reference_stands_as_the_manual_has_it(item, wanted):
    told = re.sub(r"</?a[^>]*>", "", shown(tidied(item))).replace("&amp;", "&")
    assert told == wanted


def test_nothing_that_somebody_wrote_is_markup():
    bad = '<script>alert(1)</script> & "more"'
    item = chapter(bad, person(bad, "Ada"), editor=[{"literal": bad}], issued=year(2001), page=bad[:20], publisher=bad,
                   edition=bad[:30], DOI='10.1000/"><b>', **{"container-title": bad})  # fmt: skip
    for kind in ("book", "chapter", "article-journal", "webpage", "document"):
        told = shown(tidied({**item, "type": kind}))
        assert isinstance(told, SafeString)
        assert re.sub(r"</?i>|<a href=\"[^\"<>]*\" rel=\"noopener noreferrer\">|</a>", "", told).count("<") == 0
        assert "&amp;amp;" not in told


def test_a_doi_leads_to_its_address_and_nothing_else_does():
    told = shown(tidied(article("On words", ADA, DOI="doi:10.1000/A(1)<2>", **LANE)))
    assert 'href="https://doi.org/10.1000/A(1)%3C2%3E" rel="noopener noreferrer"' in told
    assert "<a" not in shown(tidied(book("Rivers", ADA)))
