"""In which order a transaction locks rows: the group's own first (groups.locking)."""

import re

WRITES = r'^(?:UPDATE|INSERT INTO|DELETE FROM) "(\w+)"'
HOLDS = r'^SELECT .*? FROM "(\w+)".* FOR (?:NO KEY )?UPDATE'
LOCKS = re.compile(f"{WRITES}|{HOLDS}", re.DOTALL)
OF_GROUPS = ("groups_", "larder_", "manifesto_", "meetings_")


def locked_before_the_group(statements: list[str]) -> list[str]:
    """Of each transaction in `statements` that locks a group's row, what it had locked before; what was made or
    changed is locked. Savepoints within others belong to the transaction around them.
    """
    found: list[str] = []
    for transaction in _transactions(statements):
        locked = [(match[1] or match[2], sql) for sql in transaction if (match := LOCKS.match(sql))]
        locked = [(table, sql) for table, sql in locked if table.startswith(OF_GROUPS)]
        tables = [table for table, _sql in locked]
        if "groups_group" in tables:
            found += [sql for _table, sql in locked[: tables.index("groups_group")]]
    return found


def _transactions(statements: list[str]) -> list[list[str]]:
    found, depth = [], 0
    for sql in statements:
        if sql.startswith("SAVEPOINT"):
            if not depth:
                found.append([])
            depth += 1
        elif sql.startswith("RELEASE SAVEPOINT"):
            depth -= 1
        elif depth:
            found[-1].append(sql)
    return found
