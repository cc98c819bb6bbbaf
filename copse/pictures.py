"""Pictures: whatever a member brings is drawn anew, so that only what one can see is left of it.

No place, no camera and no name of the photographer stays, and nothing that was hidden behind the picture.
"""

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from threading import Lock

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 512  # pixels
LONGEST = 4096  # pixels of the longer side
KIND = "image/webp"  # of what `square` gives
BEGINNINGS = {"JPEG": rb"\xff\xd8\xff", "PNG": rb"\x89PNG\r\n\x1a\n", "WEBP": rb"(?s:RIFF.{4}WEBP)"}
ENDINGS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}

_one_at_a_time = Lock()  # a large picture takes some 200 MB while it is drawn


def square(content: bytes, name: str) -> bytes:
    """The middle of the picture, upright, as a WebP of 512 by 512 pixels and without anything beside it.

    `name` is the file's as it came: its ending and its first bytes have to agree. Raises ValidationError, in words
    for whoever brought it, for anything but a JPEG, PNG or WebP of up to 10 MiB and 40 megapixels that can be drawn.
    """
    return _anew(content, name, _middle)


def whole(content: bytes, name: str) -> bytes:
    """All of the picture, upright, in the kind that it came in, and without anything beside it. Its longer side has up
    to 4,096 pixels, and of what moves the first frame is left. Raises as `square` does.
    """
    return _anew(content, name, _all_of_it)


def _anew(content: bytes, name: str, draw: Callable) -> bytes:
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This picture is larger than ten megabytes. Choose a smaller one."))
    ending = PurePath(name).suffix.lower()
    kind = next((kind for kind, begins in BEGINNINGS.items() if re.match(begins, content)), None)
    if kind is None or ending not in ENDINGS:
        raise ValidationError(_("Choose a JPEG, PNG or WebP picture."))
    if kind != ENDINGS[ending]:
        words = _("This is a %(kind)s picture, though its name ends in %(ending)s. Give it the ending %(right)s.")
        right = next(other for other, of in ENDINGS.items() if of == kind)
        raise ValidationError(words % {"kind": kind, "ending": ending, "right": right})
    try:
        with _one_at_a_time:
            return _drawn(content, kind, draw)
    except ValidationError:
        raise
    except Exception:  # of the many kinds that broken pictures raise
        raise ValidationError(_("This picture can’t be read. Try another.")) from None


def _drawn(content: bytes, kind: str, draw: Callable) -> bytes:
    from PIL import Image, ImageFile  # where it is used: few pages need it

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for its whole process
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            plain, kind, saved = draw(_in_eight_bits(picture), kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        words = _("This picture has more than forty megapixels. Choose a smaller one.")
        raise ValidationError(words) from None
    out = BytesIO()
    plain.save(out, kind, **saved)
    return out.getvalue()


def _in_eight_bits(picture):
    """A scan whose greys have sixteen bits keeps its tones: Pillow itself would cut off all that are above 255."""
    if not picture.mode.startswith("I"):
        return picture
    picture.info.pop("transparency", None)  # one of the 65,536 greys, that has no like among 256
    return picture.point(lambda grey: grey * (1 / 257) + 0.5).convert("L")


def _middle(picture, _kind: str) -> tuple:
    from PIL import Image, ImageOps

    picture.draft("RGB", (SIDE * 2, SIDE * 2))  # a JPEG is read at about the size that is wanted
    upright = ImageOps.exif_transpose(ImageOps.contain(picture, (SIDE * 4, SIDE * 4)))
    middle = ImageOps.fit(upright.convert("RGBA"), (SIDE, SIDE))
    plain = Image.new("RGB", (SIDE, SIDE), "white")  # a new one, that has nothing of the old but what is seen
    plain.paste(middle, mask=middle)
    return plain, "WEBP", {"quality": 82, "method": 4}


def _all_of_it(picture, kind: str) -> tuple:
    from PIL import Image, ImageOps

    picture.draft("RGB", (LONGEST, LONGEST))
    picture.thumbnail((LONGEST, LONGEST))
    upright = ImageOps.exif_transpose(picture)
    colours = "RGBA" if upright.has_transparency_data and kind != "JPEG" else "RGB"
    upright = upright.convert(colours)
    plain = Image.new(colours, upright.size)
    plain.paste(upright)
    return plain, kind, {"JPEG": {"quality": 88}, "PNG": {}, "WEBP": {"quality": 85, "method": 4}}[kind]
