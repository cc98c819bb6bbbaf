"""Thirty references of every sort that we expect; all of their authors, and what they wrote, are invented."""


def person(family: str, given: str, **more) -> dict:
    return {"family": family, "given": given, **more}


def year(*parts: int, until: tuple[int, ...] = ()) -> dict:
    return {"date-parts": [list(parts), *([list(until)] if until else [])]}


def book(title: str, *author: dict, **more) -> dict:
    return {"type": "book", "title": title, "author": list(author), **more}


def article(title: str, *author: dict, **more) -> dict:
    return {"type": "article-journal", "title": title, "author": list(author), **more}


def chapter(title: str, *author: dict, **more) -> dict:
    return {"type": "chapter", "title": title, "author": list(author), **more}


def page(title: str, *author: dict, **more) -> dict:
    return {"type": "webpage", "title": title, "author": list(author), **more}


ADA, BO = person("Alder", "Ada B."), person("Birch", "Bo")
CRAB, DOVE = person("Crab", "Cai Dee"), person("Dove", "Dilys")
JOURNAL = {"container-title": "Journal of Small Rooms", "volume": "3", "issue": "2", "page": "12-19"}
THINGS = {"container-title": "Things & kettles"}
ROW = {"container-title": "The Row", "URL": "https://example.org/x"}
THIRTY = [
    book("The name of the tree", ADA, issued=year(1911), publisher="Bark Press", ISBN="9780306406157"),
    book("Rivers", person("van der Beek", "Jan"), issued=year(1998), publisher="Oever", edition="2"),
    book("Über Wörter", person("Müller", "Jürgen Örs"), issued=year(2003), publisher="Verlag Weiß"),
    book("Y llyn", person("Ŵyn", "Siân Ŷ."), person("d’Été", "Zoë"), issued=year(2019), ISBN="0306406152"),
    book("Strength", person("King", "Mab Lee", suffix="Jr."), issued=year(1963, until=(1965,))),
    book("The book of {braces} & 50% \\ signs_#1 ~ $5 ^ up", ADA, issued=year(2001)),
    book("Two--three ''four'' ``five`` ?`six", ADA, BO, issued=year(2001), publisher="P & Q, Ltd."),
    book("Undated", {"literal": "Sappho of the Lane"}),
    book("Edited by two", editor=[ADA, BO], issued=year(2011), publisher="Bark Press"),
    book("Of a group", {"literal": "Arts, Crafts and Rest"}, issued=year(2022), publisher="Rest"),
    book("And and", person("Sand and Stone", "Ann"), {"literal": "Bread and Roses"}, issued=year(2020)),
    book("Volumes", ADA, volume="2", edition="rev. ed.", issued=year(1850), publisher="Oever"),
    book("Many hands", *[person(f"Hand{n:02}", f"Hal {n}") for n in range(23)], issued=year(1999)),
    article("On words", ADA, BO, issued=year(2001, 3), DOI="10.1000/xyz_(1)<2>", **JOURNAL),
    article("On silence: a reply", CRAB, issued=year(2002, 3, 9), **JOURNAL),
    article("Notes", DOVE, issued={"literal": "in press"}, **{"container-title": "The Lane"}),
    article("One page", DOVE, **{"container-title": "The Lane", "page": "7", "issued": year(2010)}),
    article("Electronic", DOVE, **{"container-title": "The Lane", "page": "e12", "issued": year(2010)}),
    article("Supplement", DOVE, **{"container-title": "The Lane", "page": "S1-S12", "volume": "4 Suppl. 1"}),
    article("Scattered", DOVE, **{"container-title": "The Lane", "page": "12-19, 24", "issued": year(2012, 12)}),
    article("“Quoted” and ‘quoted’: it’s – a title — yes", ADA, URL="https://example.org/a?b=c;d&e=1_2%20x~y#z"),
    article("Nobody’s", issued=year(1900), **{"container-title": "The Lane"}),
    chapter("The kettle", ADA, editor=[BO, CRAB], page="40-55", publisher="Bark Press", issued=year(2015), **THINGS),
    chapter("One page of it", ADA, editor=[BO], **{"container-title": "Things", "page": "9", "edition": "3"}),
    chapter("Three editors", ADA, BO, DOVE, editor=[ADA, BO, person("de la Haye", "Íde")], **THINGS),
    chapter("Nobody edited", ADA, DOI="10.1234/abc-DEF", **{"container-title": "The whole book"}),
    page("A page", {"literal": "Arts for Health Row"}, issued=year(2020, 5, 6), accessed=year(2021, 2, 3), **ROW),
    page("No author", URL="http://example.org/", accessed=year(2021, 2, 3)),
    page("Ein Blatt", person("Strauß", "Anna-Lena"), issued=year(2020, 5), URL="https://example.org/ß"),
    {"type": "document", "title": "A leaflet", "author": [CRAB], "issued": year(1985), "publisher": "The Lane"},
]  # fmt: skip
for _item in THIRTY:
    if not _item.get("author"):
        _item.pop("author", None)
