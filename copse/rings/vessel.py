"""The run sheet's bar."""

from collections.abc import Sequence

from copse.rings.trunk import HIDDEN, num

TONES = ("hold", "gather", "make")
CORNER = 23.0


def vessel(parts: Sequence[tuple[str, int]]) -> str:
    """A meeting as a bowl, filled from left to right with (tone, minutes), as wide as each is long.

    Tones: hold, gather, make; another raises ValueError. The minutes may add up to anything; parts without
    minutes are left out, and with none left nothing is drawn.
    """
    parts = [(tone, minutes) for tone, minutes in parts if minutes > 0]
    if not parts:
        return ""
    total = sum(minutes for _, minutes in parts)
    fills, outlines, x, last = [], [], 0.0, len(parts) - 1
    for i, (tone, minutes) in enumerate(parts):
        if tone not in TONES:
            raise ValueError(f"no tone {tone}")
        end = x + 1000 * minutes / total
        c = min(CORNER, end - x if last else (end - x) / 2)
        bend = f"A{num(c)} {num(c)} 0 0 0 "
        left = f"V{num(46 - c)}{bend}{num(x + c)} 46" if i == 0 else "V46"
        right = f"H{num(end - c)}{bend}{num(end, 46 - c)}" if i == last else f"H{num(end)}"
        d = f"M{num(x)} 0{left}{right}V0Z"
        fills.append(f'<path class="v-{tone}" d="{d}"/>')
        outlines.append(d)
        x = end
    rim = f'<path class="rim" d="{"".join(outlines)}"/>'
    return f'<svg class="vessel" viewBox="0 -1 1000 48" {HIDDEN}>{"".join(fills)}{rim}</svg>'
