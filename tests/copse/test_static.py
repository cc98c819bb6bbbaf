import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile

from copse.static import SHEET, JoinedStorage, join


@pytest.fixture
def source(tmp_path):
    """A storage with a small style sheet in parts."""
    storage = StaticFilesStorage(location=tmp_path / "source")
    storage.save(
        SHEET,
        ContentFile(
            b"@layer base, components;\n"
            b'@import url("base.css") layer(base);\n'
            b'@import url("components/jar.css") layer(components);\n'
        ),
    )
    storage.save("css/base.css", ContentFile(b'/* why */\n.a { src: url("../fonts/a.woff2"); }\n'))
    storage.save("css/components/jar.css", ContentFile(b'.jar { src: url("../../fonts/a.woff2"); }\n'))
    storage.save("fonts/a.woff2", ContentFile(b"font"))
    return storage


def collect(source, target, names):
    """What collectstatic does: copies, then post-processes. Returns the target storage."""
    storage = JoinedStorage(location=target, base_url="/static/")
    for name in names:
        with source.open(name) as file:
            if not storage.exists(name):
                storage.save(name, file)
    for _, _, processed in storage.post_process({name: (source, name) for name in names}):
        if isinstance(processed, Exception):
            raise processed
    return storage


NAMES = [SHEET, "css/base.css", "css/components/jar.css", "fonts/a.woff2"]


def test_each_part_stands_in_its_layer_and_in_its_order(source):
    assert join(source, SHEET) == (
        "@layer base, components;\n"
        '@layer base {\n.a { src: url("../fonts/a.woff2"); }\n}\n'
        '@layer components {\n.jar { src: url("../fonts/a.woff2"); }\n}\n'
    )


def test_the_served_sheet_imports_nothing_and_names_hashed_fonts(source, tmp_path):
    storage = collect(source, tmp_path / "served", NAMES)
    with storage.open(storage.stored_name(SHEET)) as file:
        served = file.read().decode()
    assert "@import" not in served
    assert re.findall(r'url\("([^"]+)"\)', served) == [f"../{storage.stored_name('fonts/a.woff2')}"] * 2


def test_the_parts_are_not_served_beside_the_sheet(source, tmp_path):
    folder = tmp_path / "served"
    collect(source, folder, NAMES)
    kinds = {file.name.partition(".")[0] for file in folder.rglob("*.*") if file.suffix != ".json"}
    assert kinds == {"copse", "a"}


def test_collecting_twice_gives_the_same_sheet(source, tmp_path):
    once = collect(source, tmp_path / "served", NAMES).stored_name(SHEET)
    assert collect(source, tmp_path / "served", NAMES).stored_name(SHEET) == once


def test_a_change_in_a_part_changes_the_name_of_the_sheet(source, tmp_path):
    before = collect(source, tmp_path / "served", NAMES).stored_name(SHEET)
    source.delete("css/base.css")
    source.save("css/base.css", ContentFile(b".b {}"))
    assert collect(source, tmp_path / "served", NAMES).stored_name(SHEET) != before


def test_an_import_without_a_layer_is_refused(source):
    source.delete(SHEET)
    source.save(SHEET, ContentFile(b'@import url("base.css");\n'))
    with pytest.raises(ValueError, match="layer"):
        join(source, SHEET)


def test_a_missing_part_is_refused(source):
    source.delete("css/base.css")
    with pytest.raises(FileNotFoundError):
        join(source, SHEET)


def test_every_part_of_the_real_sheet_is_imported():
    folder = settings.BASE_DIR / "static/css"
    sheet = (folder / "copse.css").read_text()
    parts = [part.relative_to(folder).as_posix() for part in folder.rglob("*.css") if part.name != "copse.css"]
    assert sorted(parts) == sorted(re.findall(r'url\("([^"]+)"\)', sheet))
    assert "@import" not in join(StaticFilesStorage(location=settings.BASE_DIR / "static"), SHEET)
