"""Pictures as somebody might bring them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


class Upload(SimpleUploadedFile):
    """A file that can be sent again and again: it is read from its beginning each time."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def drawn(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saved) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def picture(content: bytes | None = None, name: str = "me.jpg") -> Upload:
    return Upload(name, content or drawn())
