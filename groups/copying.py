"""A copy of all that is somebody's own: what it holds, and how it is written down for programs and for people."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import override

from copse.words import day_year
from groups import registry


class Part(NamedTuple):
    """A part of a copy: its name, what it says under each title, and files that belong to it."""

    name: str
    sections: dict[str, list[dict]]
    files: dict[str, bytes]


def parts_of(member) -> list[Callable[[], Part]]:
    """What the copy is gathered from, one step after the other: the account, each app's rules, the files."""

    def account() -> Part:
        return Part("account", _rows([(h, [member]) for h in registry.holdings(of_account=True)]), {})

    def in_groups(app: str) -> Callable[[], Part]:
        def gather() -> Part:
            mine = list(member.memberships.filter(anonymised_at=None).select_related("group").order_by("pk"))
            rules = [rule for rule in registry.personal[app] if getattr(rule, "of_account", None) is False]
            return Part(app, _rows([(rule, mine) for rule in rules]), {})

        return gather

    def files() -> Part:
        return Part("files", {}, {name: data for give in registry.copied_files for name, data in give(member).items()})

    steps = [account, *(in_groups(app) for app in registry.personal), files]
    return [_in_language_of(member, step) for step in steps]


def _in_language_of(member, step: Callable[[], Part]) -> Callable[[], Part]:
    def gather() -> Part:
        with override(member.language):
            return step()

    return gather


def _rows(asked: list) -> dict[str, list[dict]]:
    """Under each rule's title the rows of all whose they are, each with the name of its group."""
    sections: dict[str, list[dict]] = {}
    for rule, owners in asked:
        for whose in owners:
            place = {} if rule.of_account else {"group": whose.group.name}
            sections.setdefault(str(rule.title), []).extend({**place, **row} for row in rule.copy(whose))
    return {title: rows for title, rows in sections.items() if rows}


def zip_of(parts: list[Part]) -> bytes:
    """`copy.json` for programs, `copy.md` to read, and the files."""
    buffer = io.BytesIO()
    told = {part.name: part.sections for part in parts if part.sections}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("copy.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        archive.writestr("copy.md", to_read(parts))
        for part in parts:
            for name, content in part.files.items():
                archive.writestr(name, content)
    return buffer.getvalue()


def to_read(parts: list[Part]) -> str:
    """The same in plain Markdown: a heading for each kind of thing, a line for each word on it."""
    lines = ["# " + _("What is yours on Copse"), ""]
    for part in parts:
        for title, rows in part.sections.items():
            lines += [f"## {title}", ""]
            for row in rows:
                lines += [*(line for name, value in row.items() for line in _line(name, value)), ""]
    return "\n".join(lines)


def _line(name: str, value) -> list[str]:
    """One word on a thing; nothing for what was left empty. Several lines are indented under it."""
    if value in (None, "", [], {}):
        return []
    if isinstance(value, dict):
        value = "\n".join(f"{key}: {said}" for key, said in value.items() if said not in (None, "", 0))
    if isinstance(value, datetime):
        value = f"{day_year(value.date())}, {value:%H:%M} UTC"
    elif isinstance(value, date):
        value = day_year(value)
    elif isinstance(value, time):
        value = f"{value:%H:%M}"
    label, said = name.replace("_", " "), str(value)
    if "\n" not in said:
        return [f"- {label}: {said}"]
    return [f"- {label}:", "", *(f"  > {line}" for line in said.splitlines()), ""]
