"""Colours: each once with both its lights, plain daylight first, and legible."""

import re
from math import cos, radians, sin

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
OKLCH = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
LIGHT_DARK = re.compile(rf"--([\w-]+): light-dark\({OKLCH}, {OKLCH}\);")
PLAIN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")

TEXT = [(ink, ground) for ink in ("ink", "ink-2", "leaf", "berry") for ground in ("canvas", "sheet", "leaf-wash")]
TEXT += [("ink", f"tone-{n}") for n in range(1, 9)]
TEXT += [("sheet", kind) for kind in ("online", "face", "hybrid", "retreat", "learning")]
TEXT += [("on-leaf", "leaf"), ("on-leaf", "leaf-deep"), ("on-catkin", "catkin"), ("ink", "catkin-wash")]
SHAPES = [("edge", "canvas"), ("edge", "sheet"), ("bark", "canvas"), ("bark", "wood"), ("leaf", "canvas")]


def srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear sRGB of an oklch colour (CSS Color 4, 10.2 and 10.5), cut to what a screen can show."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return tuple(
        min(max(value, 0), 1)
        for value in (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
    )


def as_hex(colour: tuple[float, float, float]) -> str:
    curve = [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in srgb(*colour)]
    return "#" + "".join(f"{round(v * 255):02x}" for v in curve)


def luminance(colour: tuple[float, float, float]) -> float:
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), srgb(*colour), strict=True))


def contrast(one: tuple, other: tuple) -> float:
    """WCAG 2.2's contrast ratio of two oklch colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


COLOURS = {
    name: [tuple(map(float, lights[:3])), tuple(map(float, lights[3:]))] for name, *lights in LIGHT_DARK.findall(TOKENS)
}


def test_each_colour_is_written_once_with_both_its_lights():
    names = [name for name, *_ in LIGHT_DARK.findall(TOKENS)]
    assert len(names) == len(set(names)) == TOKENS.count("light-dark(oklch")


def test_the_plain_colours_are_the_daylight_ones():
    assert dict(PLAIN.findall(TOKENS)) == {name: as_hex(light) for name, (light, _dark) in COLOURS.items()}


def test_no_other_style_sheet_names_a_colour():
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b|oklch\(|rgb\(|hsl\(")
    sheets = [path for path in (settings.BASE_DIR / "static/css").rglob("*.css") if path.name != "tokens.css"]
    assert [path.name for path in sheets if named.search(path.read_text())] == []


@pytest.mark.parametrize("light", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_legible(ink, ground, light):
    assert contrast(COLOURS[ink][light], COLOURS[ground][light]) >= 5.5


@pytest.mark.parametrize("light", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_borders_and_shapes_are_seen(line, ground, light):
    assert contrast(COLOURS[line][light], COLOURS[ground][light]) >= 3
