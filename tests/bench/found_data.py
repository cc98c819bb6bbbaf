"""A group in which there is much to find, of words made up for it: the same ones each time."""

import random
from statistics import median

from groups.models import Entry, Group, Member
from larder.models import Topic

KNOWN = 3000  # words that the group uses, few of them often and most seldom, as in any language
TITLE, WHY = 3, 40  # words
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeiou"]


def make_group(slug: str, things: int) -> tuple[Group, dict[str, str]]:
    """The group, and what one may ask it."""
    rng = random.Random(slug)
    known = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(KNOWN)]
    weights = [1 / place for place in range(1, KNOWN + 1)]
    nia = Member.objects.create_user(f"nia@{slug}.example.org", None, name="Nia")
    group = Group.begin(name="Kettle Row", slug=slug, first=nia)
    by, kind = group.members.get(), group.topic_kinds.first()
    said = [rng.choices(known, weights, k=TITLE + WHY) for _ in range(things)]
    for words in said:
        Topic.put_by(by=by, title=" ".join(words[:TITLE]), why=" ".join(words[TITLE:]), kind=kind)
    seldom = max(said[things // 2], key=known.index)
    return group, {
        "a word that is everywhere": known[0],
        "a beginning": known[0][:1],
        "a word that is in one place": seldom,
        "two words": f"{known[1]} {seldom[:3]}",
        "what nobody wrote": "quincunx",
    }


def analyse() -> None:
    """Let PostgreSQL know how many rows there are, as it does by itself in time."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def milliseconds(slug: str, text: str, times: int = 15) -> float:
    """How long PostgreSQL is at the query of a search; the median."""
    from django.db import connection

    from groups.finding import Finding

    sql, params = Finding(Group.objects.get(slug=slug), text)._entries.query.sql_with_params()
    took = []
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0][0]
            took.append(plan["Planning Time"] + plan["Execution Time"])
    return median(took)


def sizes() -> dict[str, int]:
    """How many things can be found, and bytes: of what they say, and of all that is kept to find them by."""
    from django.db import connection

    with connection.cursor() as cursor:
        text = "sum(length(CAST(title AS {0})) + length(CAST(words AS {0})))"
        if connection.vendor == "postgresql":
            kept, text = "SELECT pg_total_relation_size('groups_entry')", text.format("bytea")
        else:
            names = (
                "name LIKE 'groups_entry%' OR name LIKE 'sqlite_autoindex_groups_entry%' OR tbl_name = 'groups_entry'"
            )
            kept = (
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'entries_by_token%'"
                f" OR name IN (SELECT name FROM sqlite_master WHERE {names})"
            )
            text = text.format("BLOB")
        cursor.execute(kept)
        index = cursor.fetchone()[0]
        cursor.execute(f"SELECT {text} FROM groups_entry")
        return {"things": Entry.objects.count(), "text": int(cursor.fetchone()[0]), "index": int(index)}
