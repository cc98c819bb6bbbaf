"""A whole group as a file, and a group from such a file on another site: all of it or nothing. See groups.carrying."""

import hashlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from copse import files, pictures, tables, uploads
from copse.archive import Archive, Limits, Refused, Writer
from groups import registry, search
from groups.carrying import Carried, Made, Numbers
from groups.models import File, Group, Member
from groups.moving import FILES

KIND = "group of Copse"
LIMITS = Limits(size=settings.FILES_OF_A_GROUP + (1 << 30), parts=20_000)
MOST_ROWS = 200_000  # of one model


@dataclass(frozen=True)
class Brought:
    """A group that came from another site, and how many of its members had an account here already."""

    group: Group
    members: int
    known: int


def rules() -> list[Carried]:
    return [rule for app in registry.moving.values() for rule in app if isinstance(rule, Carried)]


def columns() -> dict[str, list[str]]:
    return {rule.model._meta.label: rule.columns for rule in rules()}


def export_group(group: Group, path: Path) -> int:
    """Write the group to `path`, for its owner's eyes, whole or not at all: how many rows. Members go on writing."""
    numbers: Numbers = {}
    with files.aside(path) as part, Writer(part, KIND) as writer:
        writer.facts = {"name": group.name, "slug": group.slug, "columns": columns()}
        with tables.snapshot(connection):
            for rule in rules():
                with writer.part(rule.part) as rows:
                    for line in rule.lines(group, numbers):
                        rows.write(line)
            brought = list(FILES.rows(group))
        for file in brought:
            if (content := file.read()) is not None:
                with writer.part(f"files/{file.key}") as part_of_it:
                    part_of_it.write(content)
    return sum(len(rows) for rows in numbers.values())


# -- in


def import_group(path: Path, *, slug: str = "") -> Brought:
    """Make the group that the file holds, under its own slug or another. Nobody is told by mail.

    Its members who have no account here get one without a password: they sign in by a code that is mailed to them.
    Refused whole, with nothing written: what is damaged, foreign, too large or made up, a slug that is taken, a group
    that is here already (`Refused`).
    """
    with Archive(path, KIND, LIMITS) as archive:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Refused("The database isn’t as this Copse has it. Say `manage.py migrate` first.")
        _check_parts(archive)
        archive.verify()
        kept: list[str] = []
        try:
            with transaction.atomic():
                return _bring(archive, slug, kept)
        except BaseException as error:
            for name in kept:
                files.let_go(name)
            if isinstance(error, IntegrityError):
                words = "Something of this group is on this site already, or its rows contradict each other."
                raise Refused(words) from error
            raise


def _check_parts(archive: Archive) -> None:
    if archive.manifest.get("columns") != columns():
        raise Refused("This group comes from another version of Copse. Bring both sites to the same one first.")
    wanted = {rule.part for rule in rules()}
    others = {name for name in archive.parts if not name.startswith("files/")}
    if others != wanted:
        raise Refused("This archive holds other parts than a group has.")


def _bring(archive: Archive, slug: str, kept: list[str]) -> Brought:
    made, later, before = Made(), [], set(Member.objects.values_list("pk", flat=True))
    for rule in rules():
        made.keys[rule.model] = []
        lines = enumerate(archive.lines(rule.part), 1)
        while batch := list(islice(lines, tables.BATCH)):
            rows = [_row(archive, rule, n, told, made, kept, later, slug) for n, told in batch]
            if rule.bring is None:
                rule.model._default_manager.bulk_create(rows)
            made.keys[rule.model] += [row.pk for row in rows]
            if len(made.keys[rule.model]) > (1 if rule.model is Group else MOST_ROWS):
                raise Refused(f"{rule.part} has more rows than a group has.")
    for model, name, of, key in later:
        _point(model, name, made.keys[model][of], key, made)
    connection.check_constraints()
    group = Group.objects.get(pk__in=made.keys[Group])
    for after in registry.after_restore:  # an old file brings back nobody who has been erased here since
        after()
    search.rebuild(group)
    members = made.keys[Member]
    for member in Member.objects.filter(pk__in=members):
        group.size_changed(member)
    return Brought(group, len(members), len(before & set(members)))


def _row(archive, rule: Carried, n: int, told: list, made: Made, kept: list, later: list, slug: str):
    """The row of one line, made or, where it can be written down with others, ready to be."""
    try:
        values = rule.read(told, made)
        if rule.model is Group:
            values["slug"] = _free(slug or values["slug"])
        if rule is FILES:
            values["stored_as"] = _keep(archive, values, kept)
    except Refused as refused:
        raise Refused(f"{rule.part}, line {n}: {refused}.") from None
    if rule.afterwards and (key := values.pop(rule.afterwards)):
        later.append((rule.model, rule.afterwards, n - 1, key))
    if rule.bring:
        return rule.bring(values)
    return rule.model(**{rule.model._meta.get_field(name).attname: value for name, value in values.items()})


def _free(slug: str) -> str:
    if not Group.is_free(slug):
        raise Refused(f"a group “{slug}” is or was here already; give another by --slug")
    return slug


def _keep(archive: Archive, values: dict, kept: list[str]) -> str:
    """Write a file's bytes, if they are what a member may bring; the name they lie under."""
    part = f"files/{values['key']}"
    size = archive.parts.get(part, {}).get("size")
    if size != values["size"] or size > uploads.MOST_BYTES:
        raise Refused("its file is missing or none of ours")
    content = archive.read(part)
    try:
        kind = uploads.taken(content, values["name"]).kind
    except ValidationError:
        raise Refused("its file is missing or none of ours") from None
    if kind != values["kind"] or hashlib.sha256(content).hexdigest() != values["sha256"]:
        raise Refused("its file is missing or none of ours")
    kept.append(files.keep(content))
    return kept[-1]


def _point(model, name: str, pk: int, key: str, made: Made) -> None:
    """Let a row point at what was made after it, or with it. A photo is shown by whose it is alone."""
    there = model._meta.get_field(name).related_model
    ours = {"owner": pk, "kind": pictures.KIND} if there is File else {"pk__in": made.keys[there]}
    found = there._default_manager.filter(key=key, **ours).exclude(pk=pk if there is model else None).first()
    if found is None:
        raise Refused(f"{name} is something that isn’t there.")
    model.objects.filter(pk=pk).update(**{name: found})
