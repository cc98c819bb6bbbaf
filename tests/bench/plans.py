"""Which tables a database would read from one end to the other to answer a query."""

import json
import re

BIG = 1000  # rows; below that PostgreSQL reads all of a table because it is quicker


def scanned(connection, sql: str, params) -> set[str]:
    """Tables (or their aliases) without a fitting index, by the database's own plan of a SELECT."""
    if not sql.startswith("SELECT"):
        return set()
    if connection.vendor == "postgresql":
        return _on_postgresql(connection, sql, params)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        details = [row[-1] for row in cursor.fetchall()]
    made_on_the_way = {detail.removeprefix("CO-ROUTINE ") for detail in details}
    read = {
        found[1]
        for detail in details
        if (found := re.match(r"SCAN (?!CONSTANT)(\w+)\b(?! VIRTUAL TABLE INDEX)", detail))
    }
    return read - made_on_the_way


def _on_postgresql(connection, sql: str, params) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s", [BIG])
        big = {name for (name,) in cursor.fetchall()}
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if node["Node Type"].endswith("Seq Scan")} & big


def _nodes(node: dict):
    yield node
    for part in node.get("Plans", ()):
        yield from _nodes(part)
