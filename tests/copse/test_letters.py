"""Which characters a paper can be set in."""

import importlib
import json

import fontpkg
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from copse.pdf import letters
from copse.pdf.letters import fonts_for, missing_characters, name_of, settable


def make_font_package(folder, character):
    """An installed font package (`fontpkg-lent`) whose one font has one character."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 700))
    pen.closePath()
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", "one"])
    font.setupCharacterMap({ord(character): "one"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "one": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (500, 0), "one": (600, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Lent", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    package, info = folder / "fontpkg_lent", folder / "fontpkg_lent-1.0.dist-info"
    package.mkdir()
    info.mkdir()
    font.save(package / "Lent.ttf")
    (package / "__init__.py").touch()
    (package / "metadata.json").write_text(
        json.dumps(
            {
                "family": "Lent",
                "slug": "lent",
                "version": "1.0",
                "license": "OFL-1.1",
                "files": [{"path": "Lent.ttf", "style": "normal", "weight": 400, "variable": False}],
            }
        )
    )
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fontpkg-lent\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[fontpkg.family]\nlent = fontpkg_lent\n")


@pytest.fixture
def lent_font(tmp_path, monkeypatch):
    """A third font package with the character 漢."""
    make_font_package(tmp_path, "漢")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    fontpkg.refresh()
    letters._families.cache_clear()
    yield
    monkeypatch.undo()
    fontpkg.refresh()
    letters._families.cache_clear()


def test_vollkorn_has_the_sure_characters_upright_and_italic():
    for font in fonts_for(""):
        if font["family"] == "Vollkorn":
            with TTFont(font["path"]) as whole:
                assert not {c for c in letters.SURE if ord(c) not in whole.getBestCmap()}


def test_a_paper_takes_both_families_upright_and_italic():
    faces = {(font["family"], font["style"]) for font in fonts_for("Nia")}
    assert faces == {(family, style) for family in ("Vollkorn", "Cabin") for style in ("normal", "italic")}


@pytest.mark.parametrize(
    "text", ["", "Ŵyn, ŷ and Žofie: “yes” – no…", "Ελλάδα", "Привет", "a\u00adb\u200bc\n\td\ufe0f", "e\u0301"]
)
def test_latin_greek_cyrillic_and_what_leaves_no_mark_are_not_missing(text):
    assert missing_characters(text) == []
    assert settable(text) == text


def test_what_no_font_has_is_named_and_left_out():
    text = "We meet 🌳🌳 outside, 漢字"
    assert missing_characters(text) == ["🌳", "漢", "字"]
    assert settable(text) == "We meet … outside, …"
    assert name_of("🌳") == "deciduous tree"
    assert name_of("\ue000") == "U+E000"


def test_another_installed_font_package_lends_its_characters(lent_font):
    assert missing_characters("漢字") == ["字"]
    assert settable("漢字") == "漢…"
    assert "Lent" in {font["family"] for font in fonts_for("漢")}
    assert "Lent" not in {font["family"] for font in fonts_for("only Latin")}
