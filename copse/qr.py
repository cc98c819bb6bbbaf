"""A QR code (ISO/IEC 18004) as one SVG element: attributes and classes alone, so that nothing on a page is inline."""

from html import escape

QUIET = 4  # modules of empty ground on each side, which the standard asks for


def draw(text: str, says: str) -> str:
    """`text` for a camera, one path of squares; `says` is its name for whoever can't see it.

    Level M: it can be read where 15 % of it are hidden. The library is imported here, because few pages need it.
    """
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    return (
        f'<svg class="qr" viewBox="0 0 {len(rows)} {len(rows)}" role="img" aria-label="{escape(says)}">'
        f'<path shape-rendering="crispEdges" d="{path}"/></svg>'
    )


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """(where it begins, how many) of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
