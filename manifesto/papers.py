"""The manifesto on paper: an edition as a PDF that stays good to look at from one value to forty."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from copse import pdf, words
from copse.countries import LETTER_COUNTRIES
from copse.near import recall
from copse.pdf.letters import is_laden, missing_characters, name_of, settable
from copse.rings import seal
from manifesto import poster, sheets
from manifesto.columns import Entries

LONG = 400  # characters of a statement that may go on to the next column
MOST_NAMED = 12  # characters that could not be set
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Kind:
    """A paper that can be asked for. `room` is what its first sheet has for values, in mm beside heading and names."""

    key: str
    title: str
    size: str  # as CSS names it
    at_once: int  # characters up to which it is set while somebody waits for the page
    room: int = 0


KINDS = {
    kind.key: kind
    for kind in (
        Kind("a4", gettext_lazy("PDF, A4"), "A4", at_once=12_000, room=167),
        Kind("letter", gettext_lazy("PDF, US Letter"), "Letter", at_once=12_000, room=149),
        Kind("poster", gettext_lazy("Poster, A3"), "A3", at_once=2_000),
    )
}


def kinds_for(group) -> list[Kind]:
    """Every kind, what is usual where the group lives first."""
    usual = "letter" if group.country in LETTER_COUNTRIES else "a4"
    return sorted(KINDS.values(), key=lambda kind: (kind.key == "poster", kind.key != usual))


def has_poster(edition) -> bool:
    """Whether a poster of it is offered. Reckoned once for each wording."""
    key = f"poster:{edition.pk}:{edition.group.manifesto_version}"
    return recall(key, lambda: poster.poster_holds(_entries(edition)))


class ManifestoPaper:
    """An edition as one kind of paper, in its group's language.

    Holds its wording and whoever signed it, nothing that is still open.
    """

    def __init__(self, edition, kind: str):
        """Raises KeyError where there is no such kind."""
        self.edition, self.kind = edition, KINDS[kind]

    @cached_property
    def parts(self) -> dict:
        """What makes it up, as `copse.pdf.job` takes it: HTML, style sheets, seal, and for a poster what to try."""
        with override(self.edition.group.language):
            html, ring = manifesto_html(self.edition, self.kind.key)
        made, entries = {"html": html, "assets": {"seal": ring.encode()}}, _entries(self.edition)
        if self.kind.key == "poster":
            fits = poster.poster_fits(poster.poster_columns(entries))
            return {**made, "stylesheets": [poster.SHEET.read_text()], "fits": fits, "most_pages": 1}
        return {
            **made,
            "stylesheets": [sheets.SHEET.read_text(), f"@page {{ size: {self.kind.size}; }}"],
            "fits": sheets.sheet_fits(entries, self.kind.room),
        }

    def kept(self) -> Path | None:
        """The file, where it has been made. Raises `copse.pdf.PaperFailed` where it can't be.

        Where it lies is reckoned once for each version of the group: nothing is rendered for what was made before.
        """
        key = f"paper:{self.edition.pk}:{self.kind.key}:{self.edition.group.version}"
        path = recall(key, lambda: pdf.place(**self.parts))
        return path if pdf.kept(path) else None

    def make(self) -> Path:
        """The file, made where it wasn't. Raises `copse.pdf.PaperFailed`."""
        return pdf.paper(**self.parts)

    @property
    def is_long(self) -> bool:
        """Whether setting it takes longer than somebody waits for a page."""
        return sum(len(name) + len(statement) for name, statement in _entries(self.edition)) > self.kind.at_once

    @property
    def others(self) -> list[Kind]:
        """What else the edition can be printed as."""
        return [kind for kind in kinds_for(self.edition.group) if kind != self.kind]

    @property
    def reference(self) -> str:
        return f"{self.edition.n} {self.kind.key}"


def make(group, reference: str) -> None:
    """Set the paper of this reference, for the worker."""
    n, kind = reference.split()
    ManifestoPaper(group.editions.get(n=n), kind).make()


def manifesto_html(edition, kind: str = "a4") -> tuple[str, str]:
    """The edition as HTML, and the seal it calls `copse-asset:seal`."""
    group, entries = edition.group, _entries(edition)
    signers, consenting = _sorted(edition.signers), _sorted(edition.consenting)
    named = consenting or signers  # the seal is of those who consented
    columns, layout = _laid_out(entries, KINDS[kind])
    version = words.number_word(edition.n)
    written = " ".join([group.name, *sum(entries, ()), *(m.name for m in signers)])
    name = settable(group.name)
    ring_words = ""
    if named:
        ring_words = ngettext("A closed ring of %(number)s", "A closed ring of %(number)s", len(named))
        ring_words %= {"number": words.number_word(len(named))}
    html = render_to_string(
        "manifesto/paper.html",
        {
            "lang": group.language,
            "group": name,
            "title": _("Our manifesto: %(group)s, version %(number)s") % {"group": name, "number": version},
            "foot": _("%(group)s, version %(number)s, page") % {"group": name, "number": version},
            "layout": layout,
            "columns": [[_set(*entry) for entry in column] for column in columns],
            "seal": ring_words,
            "names": _names(named),
            "later": words.join_names(_names([m for m in signers if m not in named])),
            "note": _note(edition, version, len(consenting)),
            "agreed_on": edition.agreed_on.isoformat(),
            "address": _address(edition),
            "missing": _listed(missing_characters(written)),
            "laden": is_laden(written),
        },
    )
    return html, seal([settable(m.initial) for m in named], ring_words)


def _entries(edition) -> Entries:
    return [(entry.name, entry.statement) for entry in edition.wording()]


def _address(edition) -> str:
    """Where the edition stands on the site, for a site that has an address of its own; else nothing."""
    path = reverse("manifesto:edition", args=[edition.group.slug, edition.n])
    return settings.SITE_URL + path if settings.HTTPS else ""


def _laid_out(entries: Entries, kind: Kind) -> tuple[list[Entries], str]:
    """What stands in each column, and how it is set: "dealt", each column as it is given, or "flowing" from one to the
    next and on to further sheets.
    """
    if kind.key == "poster":
        return poster.poster_columns(entries), "dealt"
    columns = sheets.sheet_columns(entries, kind.room)
    return (columns, "dealt") if columns else ([entries], "flowing")


def _set(name: str, statement: str) -> dict:
    return {"name": settable(name), "statement": _tied(settable(statement)), "long": len(statement) > LONG}


def _note(edition, version: str, consenting: int) -> str:
    """How this edition came to be."""
    parts = {"number": version, "day": words.day_year(edition.agreed_on)}
    if consenting < 2:
        return _("Version %(number)s, agreed on %(day)s.") % parts
    if edition.all_consented:
        parts["all"] = words.sentence(words.all_of_us(consenting))
        return _("Version %(number)s. %(all)s consented on %(day)s.") % parts
    parts["some"] = words.sentence(words.number_word(consenting))
    return _("Version %(number)s. %(some)s of us consented on %(day)s.") % parts


def _listed(missing: list[str]) -> str:
    named = [name_of(character) for character in missing[:MOST_NAMED]]
    if len(missing) > MOST_NAMED:
        named.append(_("%(number)d others") % {"number": len(missing) - MOST_NAMED})
    return words.join_names(named)


def _names(memberships: list) -> list[str]:
    return [_unbroken(settable(membership.name)) for membership in memberships]


def _sorted(memberships: list) -> list:
    return sorted(memberships, key=lambda membership: _by_surname(membership.name))


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
    pdf.forget()
