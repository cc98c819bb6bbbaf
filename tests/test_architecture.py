"""The house keeps its shape: imports go one way, views never go round the membership, no file only grows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("copse", "groups", "manifesto", "larder", "meetings")
FRONT = {"home", "urls", "views", "wsgi", "sample", "management"}  # parts of copse that stand above the apps
BELOW = {
    "ground": {"copse"},
    "groups": {"copse", "groups"},
    "manifesto": {"copse", "groups", "manifesto"},
    "larder": {"copse", "groups", "larder"},
    "meetings": {"copse", "groups", "larder", "meetings"},
    "front": set(APPS),
}


def modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def floor_of(path: Path) -> str:
    app, *rest = path.relative_to(ROOT).with_suffix("").parts
    if app != "copse":
        return app
    return "front" if rest[0] in FRONT else "ground"


def imported(path: Path):
    """(app, module) of every import of ours, also those within functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path):
    ours = [name for name in imported(path) if name.split(".")[0] in APPS]
    assert [name for name in ours if name.split(".")[0] not in BELOW[floor_of(path)]] == []
    if floor_of(path) != "front":
        assert [name for name in ours if name.split(".")[:1] == ["copse"] and name.split(".")[1:2] and
                name.split(".")[1] in FRONT] == []  # fmt: skip


def views():
    for app in APPS:
        yield from (ROOT / app).glob("views.py")
        yield from (ROOT / app / "views").glob("*.py")


PUBLIC_TOKENS = {  # no group in their URL
    "groups/views/joining.py", "groups/views/founding.py", "copse/views.py", "meetings/views/calendar.py",
}  # fmt: skip


@pytest.mark.parametrize("path", list(views()), ids=lambda p: str(p.relative_to(ROOT)))
def test_views_start_at_the_group_or_the_membership(path):
    if str(path.relative_to(ROOT)) in PUBLIC_TOKENS:
        return
    nodes = ast.walk(ast.parse(path.read_text()))
    found = [node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr == "objects"]
    assert found == [], f"{path.name} goes round the membership in lines {found}"


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_sql_by_hand_and_no_signals_of_our_own(path):
    if path.parent == ROOT / "copse" and path.name in {"fulltext.py", "prepared.py", "traces.py", "tables.py"}:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        name = getattr(node, "attr", getattr(node, "id", ""))
        assert name not in {"raw", "extra", "RawSQL", "cursor"}, node.lineno
    assert "django.dispatch" not in set(imported(path))


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_one_module_makes_mails_and_only_one_makes_papers(path):
    ours, names = str(path.relative_to(ROOT)), set(imported(path))
    assert ours == "copse/mail.py" or not {n for n in names if n.startswith("django.core.mail")}
    assert ours.startswith("copse/pdf") or not {n for n in names if n.startswith("weasyprint")}


WITHOUT_A_TOKEN = {  # each says why beside it
    "groups/views/unsubscribing.py": 1, "copse/views.py": 2, "meetings/views/calendar.py": 1,
}  # fmt: skip


def test_only_what_machines_ask_for_goes_without_a_csrf_token():
    found = {str(path.relative_to(ROOT)): path.read_text().count("@csrf_exempt") for path in views()}
    assert {path: n for path, n in found.items() if n} == WITHOUT_A_TOKEN


def test_a_tabled_rule_can_be_broken():
    """The checks above see what they look for."""
    assert "manifesto" not in BELOW["larder"]
    assert list(imported(ROOT / "copse" / "home.py"))


def test_files_stay_small_enough_to_read():
    for path in (*modules(), *(ROOT / "tests").rglob("*.py")):
        assert len(path.read_text().splitlines()) <= 320, path


def test_templates_stay_small_and_say_what_they_take():
    for path in (*(ROOT / "templates").rglob("*.html"), *(ROOT / "copse/jinja2").rglob("*.html")):
        text = path.read_text()
        assert len(text.splitlines()) <= 120, path
        assert [word for word in ("style=", "onclick", "<script>") if word in text] == [], path
        if not {"allauth", "account", "copse", "icons"} & set(path.parts):
            assert text.startswith("{#"), path
