"""References pasted from another program: looked at first, then brought in, all or none."""

import json

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse.keys import stamp
from copse.sheets import Refusal
from larder.models import Resource
from larder.references import apa, bibtex, csl, csl_json, ris
from larder.references.found import Read

KINDS = {"bibtex": bibtex, "ris": ris, "csl-json": csl_json}
ENDINGS = {"bibtex": "bib", "ris": "ris", "csl-json": "json"}
MOST = 500
MOST_CHARACTERS = 1_000_000


def kind_of(text: str):
    """The module that reads what `text` is. Raises ValidationError for what is none of the three."""
    begins = text.lstrip()
    if begins.startswith(("[", "{")):
        return csl_json
    if ris.BEGINS.search(text) or ris.LINE.match(begins.partition("\n")[0].rstrip()):
        return ris
    if "@" in begins:
        return bibtex
    raise ValidationError(_("This is neither BibTeX nor RIS nor CSL-JSON: there is no reference in it."))


class References:
    """References in a text, for the group of `by`: what is new, what is here already, what can’t be taken.

    Raises ValidationError for what is no such text, or too long.
    """

    def __init__(self, text: str, *, by):
        self.by, self.new, self.here, self.refused, self.brought = by, [], [], [], 0
        met, text = set(self._known), text.removeprefix("\ufeff")
        for n, found in enumerate(kind_of(text).read(text)):
            if n >= MOST:
                raise ValidationError(_("Up to 500 references at once. Bring in one part, then the other."))
            if isinstance(found, Refusal):
                self.refused.append(found)
            elif (facts := json.dumps(found.item, sort_keys=True)) in met:
                self.here.append(found.number)
            else:
                met.add(facts)
                self.new.append(found)
        if not (self.new or self.here or self.refused):
            raise ValidationError(_("There is no reference in it."))

    @cached_property
    def _known(self) -> dict[str, Resource]:
        references = self.by.group.resources.references()
        return {json.dumps(resource.item, sort_keys=True): resource for resource in references}

    @cached_property
    def _marked(self) -> dict[str, Resource]:
        """What is in the larder, by each mark that tells which work it is."""
        return {mark: resource for resource in self._known.values() for mark in csl.marks(resource.item)}

    @property
    def shown(self) -> list[tuple[Read, str, Resource | None]]:
        """Each that is new, how it will stand, and what is in the larder with the same DOI, ISBN or address."""
        return [
            (
                found,
                apa.shown(found.item),
                next((self._marked[m] for m in csl.marks(found.item) if m in self._marked), None),
            )
            for found in self.new
        ]

    @property
    def stamp(self) -> str:
        """Changes with whatever would be brought in."""
        return stamp([found.item for found in self.new])

    @classmethod
    def bring_in(cls, text: str, *, by, seen: str, key: str) -> "References":
        """All that is new, if it is what was `seen`; otherwise nothing.

        `brought` of what is returned tells how many were brought in, be it by an earlier press with the same `key`.
        """
        found = cls(text, by=by)
        if found.new and found.stamp == seen:
            Resource.bring_in([read.item for read in found.new], by=by, key=key)
            found.brought = len(found.new)
        else:
            found.brought = Resource.brought_in(len(found.new) + len(found.here), by=by, key=key)
        return found
