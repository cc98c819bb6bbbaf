"""The ring, drawn once and used everywhere: the year, members' discs, meetings, consent, the run sheet.

Pure geometry without Django: each function takes plain values and returns one SVG element as a string,
with attributes and classes only, so that colour stays in the style sheet and nothing is inline (a seal is
a document of its own and brings its style along). Words that come from outside are escaped here. Angles
are radians, clockwise, with 1 January at twelve o'clock; lengths are units of the view box. What the
calendar alone decides is drawn once for the process.
"""

from copse.rings.consent import consent_ring, seal
from copse.rings.disc import disc, disc_again, disc_shapes, group_mark
from copse.rings.marks import KINDS, Mark, kind_mark
from copse.rings.paper import kind_document, year_document
from copse.rings.vessel import vessel
from copse.rings.year import MOST_YEARS, how_crowded, year_ring

__all__ = [
    "KINDS",
    "MOST_YEARS",
    "Mark",
    "consent_ring",
    "disc",
    "disc_again",
    "disc_shapes",
    "group_mark",
    "how_crowded",
    "kind_document",
    "kind_mark",
    "seal",
    "vessel",
    "year_document",
    "year_ring",
]
