"""The style sheet's parts, joined into the one file that is served."""

import posixpath
import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/copse.css"

IMPORT = re.compile(r'^@import url\("(?P<part>[^"]+)"\) layer\((?P<layer>[\w-]+)\);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
URL = re.compile(r'url\("(?!/|[a-z]+:)(?P<path>[^"]+)"\)')


class JoinedStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files, and `css/copse.css` with all it imports written in, each in its layer.

    A browser would ask for the parts one after another, so collectstatic joins them before hashing, and
    leaves comments behind, and the parts too: each file that is served costs every start a look at it.
    Development serves them as they are. An imported file that does not exist ends collectstatic with
    FileNotFoundError, an import that names no layer with ValueError.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            storage, path = paths[SHEET]
            joined, parts = join(storage, path), parts_of(storage, path)
            for name in [SHEET, *parts]:
                self.delete(name)
            self.save(SHEET, ContentFile(joined.encode()))
            paths = {name: found for name, found in paths.items() if name not in parts} | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def join(storage, path: str) -> str:
    """The style sheet at `path`, with each of its imports replaced by the imported words in a layer block.

    What a part names by a relative `url("…")` is named from the whole sheet's folder instead.
    """
    folder = posixpath.dirname(path)

    def part(found: re.Match) -> str:
        words = COMMENT.sub("", _read(storage, posixpath.join(folder, found["part"])))
        return f"@layer {found['layer']} {{\n{_seen_from(posixpath.dirname(found['part']), words)}}}"

    sheet = IMPORT.sub(part, COMMENT.sub("", _read(storage, path)))
    if "@import" in sheet:
        raise ValueError(f'{path} can only import by: @import url("part.css") layer(name);')
    return sheet


def parts_of(storage, path: str) -> list[str]:
    """The names of what the style sheet at `path` imports."""
    folder = posixpath.dirname(path)
    return [posixpath.join(folder, found["part"]) for found in IMPORT.finditer(_read(storage, path))]


def _read(storage, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()


def _seen_from(folder: str, words: str) -> str:
    return URL.sub(lambda found: f'url("{posixpath.normpath(posixpath.join(folder, found["path"]))}")', words)
