"""Vollkorn and Cabin as small WOFF2 files for the web: `python -m copse.fonts static/fonts` (`make fonts`).

The packages carry whole variable fonts of up to 1 MB. Each face is cut to the weights that Copse uses and
to two sets of characters; a browser loads the second only when a page needs it. Both families are under the
SIL Open Font License without a Reserved Font Name, so a subset keeps its family's name. The PDF takes the
whole files (`source`). Two runs make the same bytes.
"""

import sys
from pathlib import Path

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# File name -> family and style in the font packages.
FACES = {
    "vollkorn": ("Vollkorn", "normal"),
    "vollkorn-italic": ("Vollkorn", "italic"),
    "cabin": ("Cabin", "normal"),
    "cabin-italic": ("Cabin", "italic"),
}
# Word for word the `unicode-range` of the @font-face rules in static/css; test_fonts.py compares them.
RANGES = {
    "latin": (
        "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, "
        "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD"
    ),
    "latin-ext": (
        "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, "
        "U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF"
    ),
}
LIMITS = {"wght": (400, 700), "wdth": 100}  # of each axis that a family varies along
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "onum"]


def characters(unicode_range: str) -> set[int]:
    """The code points of a CSS `unicode-range`."""
    points: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def source(face: str) -> Path:
    """The whole variable TrueType file of a face, as its package carries it."""
    family, style = FACES[face]
    return Path(fontpkg.path(family, weight=400, style=style))


def cut(face: str, unicode_range: str, target: Path) -> None:
    """Write one face's subset as WOFF2: all or nothing, so a broken run leaves no half file."""
    font = TTFont(source(face), recalcTimestamp=False)
    options = Options(layout_features=FEATURES, notdef_outline=True, recalc_timestamp=False, flavor="woff2")
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters(unicode_range))
    subsetter.subset(font)
    limits = {axis.axisTag: LIMITS[axis.axisTag] for axis in font["fvar"].axes}
    instancer.instantiateVariableFont(font, limits, inplace=True)
    font.flavor = "woff2"
    half = target.with_suffix(".part")
    font.save(half)
    half.replace(target)


def build(folder: Path) -> None:
    """Make every face's files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        for name, unicode_range in RANGES.items():
            cut(face, unicode_range, folder / f"{face}-{name}.woff2")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
