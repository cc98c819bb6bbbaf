"""What README and the other pages name is there: settings, links, make's targets, management commands, records."""

import ast
import re
import shlex
import subprocess

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
README = (ROOT / "README.md").read_text()
RECORDS = sorted((ROOT / "docs/decisions").glob("*.md"))

LINK = re.compile(r"\]\((?P<path>[^)#\s:]*)(?:#(?P<part>[^)\s]+))?\)")
CODE = re.compile(r"`([^`\n]+)`|^ {4}(.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:manage\.py|copse-manage) ([a-z_]+)")


def each(pattern: re.Pattern):
    """(page, match) for every match on every page."""
    return [(page, found) for page in PAGES for found in pattern.finditer(page.read_text())]


def read_from_environment() -> set[str]:
    """The names that the settings ask `os.environ` for."""
    names = set()
    for module in ("settings", "environment"):
        for node in ast.walk(ast.parse((ROOT / f"copse/{module}.py").read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv"):
                names.add(node.args[0].value)
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                names.add(node.slice.value)
    return names


def test_the_table_of_settings_has_each_that_is_read_and_no_other():
    section = README.partition("\n## Settings\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)) == read_from_environment()


def parts_of(text: str) -> set[str]:
    """The anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_within_the_repository_leads_somewhere():
    for page, link in each(LINK):
        target = page.parent / link["path"] if link["path"] else page
        assert target.exists(), f"{page.name}: {link[0]}"
        if link["part"]:
            assert link["part"] in parts_of(target.read_text()), f"{page.name}: {link[0]}"


def test_every_target_of_make_exists():
    lines = [code[1] or code[2] for _page, code in each(CODE)]
    targets = {word for line in lines if line.startswith("make ") for word in shlex.split(line)[1:] if "=" not in word}
    assert {"run", "test"} <= targets
    done = subprocess.run(["make", "-n", *targets], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_management_command_exists():
    named = {(page.name, found[1]) for page, found in each(COMMAND)}
    assert {name for _page, name in named} >= {"new_group", "worker", "send_test_mail"}
    assert [pair for pair in named if pair[1] not in get_commands()] == []


def test_every_command_of_ours_is_named():
    ours = {
        name for name, app in get_commands().items() if app in ("copse", "groups", "manifesto", "larder", "meetings")
    }
    assert ours - {found[1] for _page, found in each(COMMAND)} - {"run"} == set()  # `make run` runs that one


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name)
def test_a_record_says_context_choice_and_cost_on_one_page(record):
    text = record.read_text()
    assert text.startswith(f"# {int(record.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Cost"]
    assert len(text.splitlines()) <= 60


def test_records_are_numbered_in_order():
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_pictures_are_small():
    pictures = list((ROOT / "docs/pictures").iterdir())
    assert [picture.name for picture in pictures if picture.stat().st_size > 150_000] == []
