"""A reference in the style of the American Psychological Association, seventh edition (2020), chapters 9 and 10.

As HTML that is safe to show, with what is set in italics as <i>. Titles stay as they were written. See
docs/decisions/0038 for why this is ours.
"""

import re
from urllib.parse import quote

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
CALLED = re.compile(r"\([^)]*\)|“[^”]*”|\"[^\"]*\"")
WHOLE = ("book", "webpage", "document")  # stand by themselves: their title is in italics
MOST_NAMED = 20


def shown(item: dict) -> SafeString:
    """`item` (larder.references.csl) as it stands in a list of references."""
    head, title = _head(item), _title(item)
    date = f"({_date(item)})."
    begins = [_stop(head), date, title] if head else [title, date]
    return _spaced(*begins, _where(item), _link(item))


def _spaced(*parts: str, between: str = " ") -> SafeString:
    """Those that say something, each escaped unless it is HTML already."""
    return mark_safe(between.join(conditional_escape(part) for part in parts if part))  # noqa: S308


# -- who


def _head(item: dict) -> str:
    """Who comes first: the authors, else those who edited it."""
    if authors := item.get("author"):
        return people(authors)
    editors = item.get("editor")
    if editors and item["type"] != "chapter":
        return f"{people(editors)} ({_ed(editors)})"
    return ""


def people(names: list[dict]) -> str:
    """All of them up to twenty; of more the first nineteen and the last."""
    told = [_turned(name) for name in names]
    if len(told) == 1:
        return told[0]
    if len(told) > MOST_NAMED:
        return f"{', '.join(told[: MOST_NAMED - 1])}, . . . {told[-1]}"
    return f"{', '.join(told[:-1])}, & {told[-1]}"


def _turned(name: dict) -> str:
    if "literal" in name:
        return name["literal"]
    return ", ".join(filter(None, (name["family"], initials(name["given"]), name.get("suffix"))))


def _straight(name: dict) -> str:
    if "literal" in name:
        return name["literal"]
    told = f"{initials(name['given'])} {name['family']}"
    return f"{told}, {name['suffix']}" if "suffix" in name else told


def _editors(names: list[dict]) -> str:
    told = [_straight(name) for name in names]
    if len(told) < 3:
        return " & ".join(told)
    return f"{', '.join(told[:-1])}, & {told[-1]}"


def _ed(names: list[dict]) -> str:
    return "Ed." if len(names) == 1 else "Eds."


def initials(given: str) -> str:
    """“Ada (Addie) Jean-Paul van” as “A. J.-P. van”: what somebody is called besides stands in brackets."""
    words = (CALLED.sub(" ", given).strip() or given).replace(".", ". ").split()
    return " ".join(word if word[0].islower() else _initial(word) for word in words)


def _initial(word: str) -> str:
    letters = (next(filter(str.isalnum, part), "") for part in word.split("-"))
    return "-".join(f"{letter}." for letter in letters if letter)


# -- when


def _date(item: dict) -> str:
    issued = item.get("issued", {})
    if "literal" in issued:
        return issued["literal"]
    days = issued.get("date-parts")
    if not days:
        return "n.d."
    full = item["type"] in ("article-newspaper", "webpage", "document")
    return "–".join(_day(day) if full else str(day[0]) for day in days)


def _day(parts: list[int]) -> str:
    """2001, 2001, March, or 2001, March 9."""
    year, *rest = parts
    return ", ".join([str(year), *([_month_day(rest)] if rest else [])])


def _month_day(rest: list[int]) -> str:
    return " ".join([MONTHS[rest[0] - 1], *map(str, rest[1:])])


# -- what


def _title(item: dict) -> SafeString:
    title = item["title"]
    if item["type"] not in WHOLE:
        return _stop(title)
    beside = _beside(item, pages=False)
    return _stop(format_html("<i>{}</i> ({})", title, beside) if beside else format_html("<i>{}</i>", title))


def _beside(item: dict, *, pages: bool) -> str:
    """What stands in brackets after the title of a book."""
    editors = item.get("editor", []) if item.get("author") and item["type"] != "chapter" else []
    said = [f"{_editors(editors)}, {_ed(editors)}"] if editors else []
    if (edition := item.get("edition", "1")) != "1":
        said.append(_edition(edition))
    if volume := item.get("volume"):
        said.append(f"Vol. {volume}")
    if pages and (page := item.get("page")):
        said.append(f"pp. {_pages(page)}" if re.search(r"[-,]", page) else f"p. {page}")
    return "; ".join([*said[:1], ", ".join(said[1:])]) if editors and said[1:] else ", ".join(said)


def _edition(edition: str) -> str:
    if not edition.isdecimal():
        return edition if re.search(r"\bed(\.|ition|n)", edition, re.IGNORECASE) else f"{edition} ed."
    n = int(edition)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending} ed."


def _pages(page: str) -> str:
    return page.replace("-", "–")


# -- where


def _where(item: dict) -> SafeString | str:
    if item["type"].startswith("article"):
        return _in_journal(item)
    if item["type"] == "chapter":
        return _spaced(_in_book(item), _publisher(item))
    return _spaced(_container(item), _publisher(item))


def _in_journal(item: dict) -> SafeString | str:
    volume, issue, page = item.get("volume"), item.get("issue"), item.get("page")
    number = format_html("<i>{}</i>", volume) if volume else ""
    if issue:
        number = format_html("{}({})", number, issue)
    journal = item.get("container-title")
    article = page and re.fullmatch(r"e\d+", page)
    pages = f"Article {page}" if article else _pages(page or "")
    told = _spaced(format_html("<i>{}</i>", journal) if journal else "", number, pages, between=", ")
    return _stop(told) if told else ""


def _in_book(item: dict) -> SafeString:
    editors = item.get("editor")
    who = f"{_editors(editors)} ({_ed(editors)}), " if editors else ""
    book, beside = item["container-title"], _beside(item, pages=True)
    if beside:
        return _stop(format_html("In {}<i>{}</i> ({})", who, book, beside))
    return _stop(format_html("In {}<i>{}</i>", who, book))


def _container(item: dict) -> SafeString | str:
    """The site that a page is of; unless its author is the site."""
    site = item.get("container-title")
    return _stop(site) if site and site not in _said(item) else ""


def _publisher(item: dict) -> SafeString | str:
    publisher = item.get("publisher")
    return _stop(publisher) if publisher and publisher not in _said(item) else ""


def _said(item: dict) -> list[str]:
    """Groups that are named as its authors; what has the same name isn't said twice."""
    return [name.get("literal", "") for name in item.get("author", [])]


def _link(item: dict) -> SafeString | str:
    if doi := item.get("DOI"):
        return _anchor(f"https://doi.org/{quote(doi, safe='/:;()._-')}", f"https://doi.org/{doi}")
    if not (url := item.get("URL")):
        return ""
    read = item.get("accessed", {}).get("date-parts")
    if item["type"] == "webpage" and read and not item.get("issued"):
        year, *rest = read[0]
        day = ", ".join(filter(None, (_month_day(rest) if rest else "", str(year))))
        return format_html("Retrieved {}, from {}", day, _anchor(url, url))
    return _anchor(url, url)


def _anchor(url: str, words: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, words)


def _stop(words: str) -> SafeString:
    """With a full stop, unless it ends with one or with another end of a sentence."""
    told = conditional_escape(words)
    plain = str(words).removesuffix("</i>")
    return told if plain.endswith((".", "?", "!", "…")) else format_html("{}.", told)
