"""The style guide shows every component, to whoever keeps the server."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import make_member

SHEETS = sorted((settings.BASE_DIR / "static/css/components").glob("*.css"))
TEMPLATES = settings.BASE_DIR / "templates"
FRAME = {"foot", "masthead", "meanwhile", "messages", "passkey", "you"}  # seen on pages that are met anyway
ELSEWHERE = {"door", "home", "meeting"}  # a page's own frame, seen on that page


@pytest.fixture
def guide(signed_in):
    return signed_in(make_member(is_staff=True)).get(reverse("styleguide")).content.decode()


@pytest.mark.django_db
def test_members_find_nothing_there(signed_in):
    assert signed_in(make_member()).get(reverse("styleguide")).status_code == 404


@pytest.mark.django_db
def test_every_component_is_shown(guide):
    shown = {name for names in re.findall(r'class="([^"]*)"', guide) for name in names.split()}
    missing = []
    for sheet in SHEETS:
        named = set(re.findall(r"\.(-?[a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)))
        if not named & shown:
            missing.append(sheet.stem)
    assert set(missing) <= ELSEWHERE


def test_every_part_that_pages_share_is_among_them():
    shown = "".join(page.read_text() for page in (TEMPLATES / "site/styleguide").glob("*.html"))
    parts = {part.stem for part in (TEMPLATES / "components").glob("*.html")} - FRAME
    assert {part for part in parts if f'"components/{part}.html"' not in shown} == set()


@pytest.mark.django_db
def test_nothing_is_inline(guide):
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", guide) == []


def test_components_are_small_and_never_shout():
    for sheet in SHEETS:
        source = sheet.read_text()
        assert source.count("\n") <= 120, sheet.name
        assert "!important" not in source, sheet.name
        assert not re.search(r"(?m)^#[a-z]", source), sheet.name
