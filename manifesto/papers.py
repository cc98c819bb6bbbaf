"""The manifesto on paper: an edition as a PDF that stays good to look at from one value to forty."""

import unicodedata
from math import ceil
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from copse import words
from copse.pdf import forget as forget_papers
from copse.pdf import paper
from copse.pdf.letters import missing_characters, name_of, settable
from copse.rings import seal

SHEET = Path(__file__).with_name("paper.css")
FEW = 8  # values that stand in one column
ROOM = 167  # mm of the first sheet for the values, beside heading and names
LONG = 400  # characters of a statement that may go on to the next column
MOST_NAMED = 12  # characters that could not be set
NO_BREAK = "\u00a0"


def manifesto_paper(edition) -> Path:
    """The edition as a PDF file, in its group's language; raises `copse.pdf.PaperFailed`.

    Holds its wording and whoever signed it, nothing that is still open.
    """
    with override(edition.group.language):
        return paper(**manifesto_parts(edition))


def manifesto_parts(edition) -> dict:
    """What makes up the paper, as `copse.pdf.paper` takes it: HTML, style sheet, seal."""
    html, ring = manifesto_html(edition)
    return {"html": html, "stylesheets": [SHEET.read_text()], "assets": {"seal": ring.encode()}}


def manifesto_html(edition) -> tuple[str, str]:
    """The edition as HTML, and the seal it calls `copse-asset:seal`."""
    group = edition.group
    entries = [(entry.name, entry.statement) for entry in edition.wording()]
    signers = sorted(edition.signers, key=lambda membership: _by_surname(membership.name))
    version = words.number_word(edition.n)
    missing = missing_characters(" ".join([group.name, *sum(entries, ()), *(m.name for m in signers)]))
    name = settable(group.name)
    ring_words = ""
    if signers:
        ring_words = ngettext("A closed ring of %(number)s", "A closed ring of %(number)s", len(signers))
        ring_words %= {"number": words.number_word(len(signers))}
    html = render_to_string(
        "manifesto/paper.html",
        {
            "lang": group.language,
            "group": name,
            "title": _("Our manifesto: %(group)s, version %(number)s") % {"group": name, "number": version},
            "foot": _("%(group)s, version %(number)s, page") % {"group": name, "number": version},
            "layout": _layout(entries),
            "entries": [_set(value, statement) for value, statement in entries],
            "seal": ring_words,
            "names": ", ".join(_unbroken(settable(m.name)) for m in signers),
            "note": _note(edition, version, len(signers)),
            "missing": _listed(missing),
        },
    )
    return html, seal([settable(m.initial) for m in signers], ring_words)


def _layout(entries: list[tuple[str, str]]) -> str:
    """ "few": up to eight in one column, large, where that fits on the sheet; else "more": two columns."""
    height = 0.0  # mm, by what paper.css says of the large size and about 60 characters a line
    for name, statement in entries:
        lines = ceil(len(name) / 50) + sum(ceil(len(line) / 60) or 1 for line in statement.splitlines())
        height += 7.9 * lines + 4.8
    return "few" if len(entries) <= FEW and height <= ROOM else "more"


def _set(name: str, statement: str) -> dict:
    return {"name": settable(name), "statement": _tied(settable(statement)), "long": len(statement) > LONG}


def _note(edition, version: str, signed: int) -> str:
    """How this edition came to be."""
    parts = {
        "number": version,
        "all": words.sentence(words.all_of_us(signed)),
        "day": words.day_year(edition.agreed_on),
    }
    of_us = edition.group.members.filter(joined_at__lte=edition.made_at)
    waiting = of_us.exclude(signatures__edition=edition).exists()
    if edition.brought_in_by_id or signed < 2 or waiting:
        return _("Version %(number)s, agreed on %(day)s.") % parts
    return _("Version %(number)s. %(all)s consented on %(day)s.") % parts


def _listed(missing: list[str]) -> str:
    named = [name_of(character) for character in missing[:MOST_NAMED]]
    if len(missing) > MOST_NAMED:
        named.append(_("%(number)d others") % {"number": len(missing) - MOST_NAMED})
    return words.join_names(named)


def _by_surname(name: str) -> tuple[str, str]:
    """Alphabetical by the last word, without regard to accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return plain.split()[-1] if plain.split() else "", plain


def _unbroken(name: str) -> str:
    """A name of usual length stays on one line."""
    return name.replace(" ", NO_BREAK) if len(name) <= 30 else name


def _tied(statement: str) -> str:
    """The last two words on one line, so that no line is a single short word."""
    head, _space, last = statement.rstrip().rpartition(" ")
    return f"{head}{NO_BREAK}{last}" if head and len(last) <= 12 and "\n" not in last else statement


def forget(group) -> None:
    """Delete the manifesto of a group that ends, and what was kept of its papers."""
    group.editions.all().delete()
    group.values.all().delete()
    forget_papers()
