"""Members and the group as wood: a disc for each member, four stems for the group."""

from functools import lru_cache
from math import cos, pi, sin

from copse.rings.trunk import HIDDEN, label, num, smooth

MOST_RINGS = 15


@lru_cache(maxsize=4096)
def disc(initial: str, seed: int, tone: int, *, years: int = 3, large: bool = False, waiting: bool = False) -> str:
    """A member's mark: a small cross-section of wood with an initial.

    `seed` (any whole number) shapes the contour, so each member keeps one. A large disc has a ring for each
    of `years` in the group, up to fifteen; a small one at most three. Raises ValueError for a tone outside
    1 to 8.
    """
    _check(tone)
    half, edge, core, most = (48, 45.0, 22.0, MOST_RINGS) if large else (24, 22.0, 14.2, 3)
    rings = max(0, min(years, most))
    states = {"disc-large": large, "disc-waiting": waiting}
    css = " ".join(["disc", f"tone-{tone}", *(name for name, so in states.items() if so)])
    # As in a tree, later rings are narrower.
    radii = [core + (edge - core) * ((i + 1) / (rings + 1)) ** 0.85 for i in range(rings)]
    face = _contour(half, edge, 1.0, seed)
    lines = "".join(f'<path class="disc-ring" d="{_contour(half, r, r / edge, seed)}"/>' for r in radii)
    wood = f'<path class="disc-face" d="{face}"/>{lines}<path class="disc-edge" d="{face}"/>'
    words = label(half, half * 1.033, initial)
    return f'<svg class="{css}" viewBox="0 0 {2 * half} {2 * half}" {HIDDEN}>{wood}{words}</svg>'


@lru_cache(maxsize=1024)
def disc_shapes(people: tuple[tuple[str, int], ...]) -> str:
    """The small discs of some people, each its initial and its seed, drawn once for a page that shows them often: out
    of sight, for `disc_again`.
    """
    shapes = (
        disc(initial, seed, 1).replace('<svg class="disc tone-1"', f'<symbol class="disc" id="disc-{seed}"')
        for initial, seed in people
    )
    return f'<svg class="vh" {HIDDEN}>{"".join(shapes).replace("</svg>", "</symbol>")}</svg>'


def disc_again(seed: int, tone: int) -> str:
    """The small disc that `disc_shapes` drew. Raises ValueError as `disc`."""
    _check(tone)
    return f'<svg class="disc tone-{tone}" viewBox="0 0 48 48" {HIDDEN}><use href="#disc-{seed}"/></svg>'


def _check(tone: int) -> None:
    if not 1 <= tone <= 8:
        raise ValueError(f"no tone {tone}")


def _contour(half: int, r: float, outwards: float, seed: int) -> str:
    """A closed contour round the middle, the livelier the farther outwards (0 to 1)."""
    k, turn = outwards**0.7, seed % 997  # beyond that the sines only lose precision
    points = []
    for i in range(19):
        t = 2 * pi * (i % 18) / 18
        wave = 0.035 * sin(2 * t + turn * 1.7) + 0.022 * sin(3 * t + turn * 2.9) + 0.012 * sin(5 * t + turn)
        rr = r * (1 + k * wave)
        points.append((half + rr * cos(t), half + rr * sin(t)))
    return smooth(points, closed=True) + "Z"


@lru_cache(maxsize=1)
def group_mark() -> str:
    """Four stems of one stool, seen from above."""
    parts = [f'<svg class="mark-copse" viewBox="0 0 50 50" {HIDDEN}>']
    for x, y, r in ((17, 18, 11.2), (35, 15.5, 9), (33.5, 34.5, 11.6), (14, 37, 8.2)):
        parts.append(f'<circle class="copse-disc" cx="{x}" cy="{y}" r="{r}"/>')
        for k in (0.76, 0.5, 0.26):
            cx, cy = num(x - (1 - k)), num(y + (1 - k))
            parts.append(f'<circle class="copse-ring" cx="{cx}" cy="{cy}" r="{num(r * k)}"/>')
    return "".join(parts) + "</svg>"
