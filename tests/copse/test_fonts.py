import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from copse import fonts

FOLDER = settings.BASE_DIR / "static/fonts"


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """`cut(face, name)`: that subset's file. The one that `make` cut, unless what it is cut from has changed since."""
    made, sources = FOLDER / ".made", (Path(fonts.__file__), settings.BASE_DIR / "requirements.txt")
    fresh = made.exists() and all(source.stat().st_mtime <= made.stat().st_mtime for source in sources)
    folder = FOLDER if fresh else tmp_path_factory.mktemp("fonts")

    def find(face: str, name: str) -> Path:
        path = folder / f"{face}-{name}.woff2"
        if not path.exists():
            fonts.cut(face, fonts.RANGES[name], path)
        return path

    return find


def test_a_range_is_read_as_css_writes_it():
    assert fonts.characters("U+0041-0043, U+20AC") == {0x41, 0x42, 0x43, 0x20AC}


def test_the_style_sheet_asks_for_each_file_with_its_own_range():
    css = (settings.BASE_DIR / "static/css/fonts.css").read_text()
    asked = re.findall(r"fonts/([\w-]+)\.woff2.*?unicode-range:\s*([^;}]+)", css, flags=re.DOTALL)
    assert {file: fonts.characters(text) for file, text in asked} == {
        f"{face}-{name}": fonts.characters(text) for face in fonts.FACES for name, text in fonts.RANGES.items()
    }


@pytest.mark.parametrize("face", ["vollkorn", "cabin"])
def test_a_subset_varies_from_400_to_700_in_weight_alone(cut, face):
    axes = TTFont(cut(face, "latin"))["fvar"].axes
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in axes] == [("wght", 400, 700)]


@pytest.mark.parametrize("face", ["vollkorn", "cabin"])
def test_a_subset_holds_the_letters_of_its_range_and_kerns_them(cut, face):
    font = TTFont(cut(face, "latin"))
    letters = set(font.getBestCmap())
    assert {ord(letter) for letter in "AZazäß£€“”–"} <= letters <= fonts.characters(fonts.RANGES["latin"])
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


def test_letters_beyond_western_europe_are_in_the_second_file(cut):
    assert {ord(letter) for letter in "čęłőşŷẅ"} <= set(TTFont(cut("cabin", "latin-ext")).getBestCmap())


def test_vollkorn_keeps_its_two_kinds_of_figures(cut):
    font = TTFont(cut("vollkorn", "latin"))
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"lnum", "onum", "tnum"} <= features <= set(fonts.FEATURES) | {"rvrn"}


def test_two_runs_make_the_same_bytes(cut, tmp_path):
    fonts.cut("cabin-italic", fonts.RANGES["latin-ext"], tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == cut("cabin-italic", "latin-ext").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again"]


@pytest.mark.parametrize("face", fonts.FACES)
def test_the_licence_lets_a_subset_keep_its_familys_name(face):
    copyright_line = (fonts.source(face).parent.parent / "LICENSE").read_text().splitlines()[0]
    assert copyright_line.startswith("Copyright")
    assert "Reserved Font Name" not in copyright_line
    assert "Reserved Font Name" not in TTFont(fonts.source(face))["name"].getDebugName(0)
