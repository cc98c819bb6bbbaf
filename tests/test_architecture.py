"""The house keeps its shape: imports go one way, views never go round the membership, no file only grows."""

import ast
from functools import cache
from pathlib import Path

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


def nodes(path: Path):
    return ast.walk(ast.parse(path.read_text()))


@cache
def imported(path: Path) -> list[str]:
    """Every module that is imported, also within functions and by `Later`."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Later":
            found += [place.value for place in node.args]
    return found


def test_imports_go_one_way():
    for path in modules():
        ours = [name.split(".") for name in imported(path) if name.split(".")[0] in APPS]
        assert [name for name in ours if name[0] not in BELOW[floor_of(path)]] == [], path
        if floor_of(path) != "front":
            assert [name for name in ours if name[0] == "copse" and FRONT & {*name[1:2]}] == [], path


def views():
    for app in APPS:
        yield from (ROOT / app).glob("views.py")
        yield from (ROOT / app / "views").glob("*.py")


PUBLIC_TOKENS = {  # no group in their URL
    "groups/views/joining.py", "groups/views/founding.py", "copse/views.py", "meetings/views/calendar.py",
}  # fmt: skip


def test_views_start_at_the_group_or_the_membership():
    for path in views():
        if str(path.relative_to(ROOT)) not in PUBLIC_TOKENS:
            found = [n.lineno for n in nodes(path) if isinstance(n, ast.Attribute) and n.attr == "objects"]
            assert found == [], f"{path} goes round the membership in lines {found}"


SQL_BY_HAND = {ROOT / "copse" / name for name in ("fulltext.py", "prepared.py", "traces.py", "tables.py")}


def test_no_sql_by_hand_and_no_signals_of_our_own():
    for path in {*modules()} - SQL_BY_HAND:
        for node in nodes(path):
            name = getattr(node, "attr", getattr(node, "id", ""))
            assert name not in {"raw", "extra", "RawSQL", "cursor"}, f"{path}, line {node.lineno}"
        assert "django.dispatch" not in {*imported(path)}, path


def test_only_one_module_makes_mails_and_only_one_makes_papers():
    for path in modules():
        ours, names = str(path.relative_to(ROOT)), {*imported(path)}
        handing_over = "django.core.mail.backends" if ours == "copse/smtp.py" else None
        makes_mails = {n for n in names if n.startswith("django.core.mail")} - {handing_over}
        assert ours == "copse/mail.py" or not makes_mails, path
        assert ours.startswith("copse/pdf") or not {n for n in names if n.startswith("weasyprint")}, path


WITHOUT_A_TOKEN = {  # each says why beside it
    "groups/views/unsubscribing.py": 1, "copse/views.py": 2, "meetings/views/calendar.py": 1,
}  # fmt: skip


def test_only_what_machines_ask_for_goes_without_a_csrf_token():
    found = {str(path.relative_to(ROOT)): path.read_text().count("@csrf_exempt") for path in views()}
    assert {path: n for path, n in found.items() if n} == WITHOUT_A_TOKEN


TRANSLATED = {"_", "_t", "_n", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}


def test_no_words_to_be_translated_stand_where_makemessages_finds_none():
    """It doesn't look into an f-string."""
    for path in modules():
        for node in nodes(path):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            assert not [call for call in inside if getattr(getattr(call, "func", None), "id", "") in TRANSLATED], path


def test_a_tabled_rule_can_be_broken():
    """The checks above see what they look for."""
    assert "manifesto" not in BELOW["larder"]
    assert imported(ROOT / "copse" / "home.py")
    assert "groups.views.gatherings" in imported(ROOT / "manifesto" / "urls.py")


def test_files_stay_small_enough_to_read():
    for path in (*modules(), *(ROOT / "tests").rglob("*.py")):
        assert len(path.read_text().splitlines()) <= 320, path


def test_templates_stay_small_and_say_what_they_take():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert len(text.splitlines()) <= 120, path
        assert [word for word in ("style=", "onclick", "<script>") if word in text] == [], path
        if not {"allauth", "account", "copse", "icons"} & set(path.parts):
            assert text.startswith("{#"), path
