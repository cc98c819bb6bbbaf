"""Which tests run on PostgreSQL too: those that show something of it that they haven't shown on SQLite (record 51).

And which `make check` does without.
"""

from tests.thorough import THOROUGH

MEETING = {"db", "transactional_db", "django_db_setup", "live_server"}
COUNTING = {"queries_of", "django_assert_num_queries", "django_assert_max_num_queries"}
LOOKING = {"signed_in", "client"}


def left_out(items: list) -> set:
    """Of tests in their order, those that don't. `make test-all` leaves out only what meets no database.

    The others are these, unless a test is marked `each` because it is the database that decides:

    - What counts questions: they are as many on both.
    - What is said by pages: that PostgreSQL understands what each page asks, and each change, is shown by walking them
      all (test_isolation.py), and what comes of a deed by the tests of the verb. Two at once are tried on both.
    - What is tried with one thing after another, but for the first.
    """
    without = {item for item in items if not item.get_closest_marker("django_db") and not asks(item, MEETING)}
    if THOROUGH:
        return without
    counting = {item for item in items if asks(item, COUNTING)}
    looking = {item for item in items if asks(item, LOOKING) and not is_for_good(item)}
    return without | {item for item in counting | looking | again(items) if not item.get_closest_marker("each")}


def left_out_of_a_check(items: list) -> set:
    """What is tried with one thing after another, but for the first, and what counts questions for long lists."""
    return again(items) | {item for item in items if asks(item, COUNTING)}


def asks(item, fixtures: set[str]) -> bool:
    return not fixtures.isdisjoint(item.fixturenames)


def is_for_good(item) -> bool:
    """What it writes is written for others to see, as by two at once."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def again(items: list) -> set:
    """Those of a function that has been met before with other values."""
    met, others = set(), set()
    for item in items:
        function = item.nodeid.partition("[")[0]
        if function in met:
            others.add(item)
        met.add(function)
    return others
