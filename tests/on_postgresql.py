"""Which tests run on PostgreSQL too: those that show something of it that they haven't shown on SQLite (record 51)."""

from tests.thorough import THOROUGH

MEETING = {"db", "transactional_db", "django_db_setup", "live_server"}
COUNTING = {"queries_of", "django_assert_num_queries", "django_assert_max_num_queries"}


def left_out(items: list) -> list:
    """Of tests in their order, those that don't: they meet no database, or count questions that are as many on both.

    What is tried with one thing after another is tried with the first: what differs is decided before the database is
    asked. Where it is the database that decides, the test is marked `each`. `make test-all` leaves out only what meets
    no database.
    """
    without = [i for i in items if not i.get_closest_marker("django_db") and not MEETING & {*i.fixturenames}]
    if THOROUGH:
        return without
    counting = [item for item in items if COUNTING & {*item.fixturenames}]
    return [*{*without, *counting, *again(items)}]


def again(items: list) -> list:
    """Those of a function that has been met before with other values, and isn't marked `each`."""
    met, others = set(), []
    for item in items:
        function = item.nodeid.partition("[")[0]
        if function in met and not item.get_closest_marker("each"):
            others.append(item)
        met.add(function)
    return others
