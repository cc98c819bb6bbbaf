"""A picture is drawn anew: upright, square, and with nothing in it but what one can see (trust.md, S34)."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from copse.pictures import MOST_PIXELS, SIDE, square, whole
from tests.pictures import drawn

RED, BLUE = (254, 0, 0), (0, 0, 254)

pytestmark = pytest.mark.slow


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def near(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("ending", ["jpg", "JPEG", "png", "webp"])
def test_each_kind_becomes_a_square_webp(ending):
    kind = "JPEG" if ending == "jpg" else ending.upper()
    image = opened(square(drawn(kind, (900, 600)), f"a.{ending}"))
    assert (image.format, image.size, image.mode) == ("WEBP", (SIDE, SIDE), "RGB")
    assert near(image.getpixel((100, 256)), RED)
    assert near(image.getpixel((400, 256)), BLUE)


def test_a_small_one_is_made_larger_and_a_tall_one_keeps_its_middle():
    assert opened(square(drawn(size=(10, 10)), "a.jpg")).size == (SIDE, SIDE)
    assert opened(square(drawn(size=(30, 900)), "a.jpg")).size == (SIDE, SIDE)


def test_nothing_of_where_and_when_and_nothing_hidden_stays():
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "canarycamera", "2026:01:01 10:00:00"
    exif.get_ifd(0x8825)[1] = "canaryplace"
    brought = drawn(exif=exif, comment=b"canarycomment", icc_profile=b"canaryprofile" * 20)
    brought += b"<script>canaryscript</script>PK\x03\x04"
    assert brought.count(b"canary") >= 4
    kept = square(brought, "a.jpg")
    assert b"canary" not in kept
    assert b"<script>" not in kept
    assert not opened(kept).getexif()
    assert not set(opened(kept).info) & {"exif", "xmp", "icc_profile", "comment"}


@pytest.mark.parametrize(("turned", "left"), [(1, RED), (2, BLUE), (3, BLUE), (4, RED)])
def test_it_is_upright_as_the_camera_meant_it(turned, left):
    exif = Image.Exif()
    exif[0x0112] = turned
    image = opened(square(drawn(size=(900, 600), exif=exif), "a.jpg"))
    assert near(image.getpixel((100, 256)), left)


@pytest.mark.parametrize(("turned", "top"), [(5, RED), (6, RED), (7, BLUE), (8, BLUE)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_upright_where_the_camera_lay_on_its_side(turned, top, kind):
    exif = Image.Exif()
    exif[0x0112] = turned
    image = opened(square(drawn(kind, size=(900, 600), exif=exif), f"a.{kind.lower()}"))
    assert near(image.getpixel((256, 100)), top)


def test_what_one_could_see_through_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(square(out.getvalue(), "a.png")).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(MOST_PIXELS // 4000 + 1, 4000), (20_000, 20_000)])
def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(size):
    out = BytesIO()
    Image.new("1", size).save(out, "PNG", compress_level=9)
    assert len(out.getvalue()) < 200_000
    with pytest.raises(ValidationError):
        square(out.getvalue(), "a.png")


@pytest.mark.parametrize("cut", [0, 1, 8, 20, 100, 300])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused_in_words(kind, cut):
    with pytest.raises(ValidationError, match="picture"):
        square(drawn(kind, (400, 400))[:cut], f"a.{kind.lower()}")


@pytest.mark.parametrize("name", ["a.gif", "a", "", "a.jpg.html", "a.svg", "a.jpg\0.png", "a.\u202egpj"])
def test_an_ending_that_does_not_agree_with_what_is_in_it_is_refused(name):
    with pytest.raises(ValidationError):
        square(drawn(), name)


@pytest.mark.parametrize("draw", [square, whole])
def test_a_scan_in_sixteen_bits_keeps_its_tones(draw):
    scan = Image.new("I;16", (600, 600), 65535)
    scan.paste(16448, (0, 0, 300, 600))  # 64 of 255
    out = BytesIO()
    scan.save(out, "PNG")
    anew = Image.open(BytesIO(draw(out.getvalue(), "scan.png"))).convert("L")
    assert anew.getpixel((100, 100)) == pytest.approx(64, abs=2)
    assert anew.getpixel((anew.width - 100, 100)) == pytest.approx(255, abs=2)


def test_what_is_another_kind_than_its_name_says_is_told():
    with pytest.raises(ValidationError, match=r"This is a PNG picture, though its name ends in .jpg. Give it"):
        square(drawn("PNG"), "a.jpg")
