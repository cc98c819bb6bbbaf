"""The bench sees what it is there for. How long anything takes is no part of these tests."""

import json

import pytest
from django.db import connection

from manifesto.models import Value
from tests import factories
from tests.bench import plans, rows_start, server, table
from tests.bench.__main__ import PARTS
from tests.bench.bench import Bench
from tests.bench.place import ROOT, Floor
from tests.bench.rows_pages import PAGE, limited
from tests.bench.table import Row
from tests.bench.visit import Visit

pytestmark = pytest.mark.slow


def test_the_rows_that_the_bench_has():
    numbers = {int(number) for numbers, *_rest in PARTS for number in numbers.split()}
    assert numbers == set(range(1, 15))


def test_the_server_is_started_as_the_readmes_service_starts_it():
    service = (ROOT / "README.md").read_text().partition("copse-web.service`")[2].partition("[Install]")[0]
    started = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    assert {*server.OPTIONS, str(rows_start.WEB_PROCESSES)} <= {*started.split()}
    assert all(f"Environment={name}={value}" in service for name, value in server.ENVIRONMENT.items())


def test_a_row_over_its_target_or_with_too_many_queries_is_missed():
    assert Row("6 a page", 6, 6, queries=12, most_queries=12).met
    assert not Row("6 a page", 6.01, 6, queries=12, most_queries=12).met
    assert not Row("6 a page", 1, 6, queries=13, most_queries=12).met


def test_a_row_under_what_it_has_to_be_at_least_is_missed():
    assert Row("4 whole", 60, 60, at_least=True).met
    assert not Row("4 whole", 59.9, 60, at_least=True).met


def test_the_table_points_at_what_is_missed():
    lines = table.show([Row("5 home", 1.5, 2), Row("6 larder:list", 7, 6)]).splitlines()
    assert [line[0] for line in lines] == [" ", " ", ">"]


def test_the_rows_are_kept_as_json(tmp_path):
    table.write([Row("5 home", 1.5, 2)], "by hand", tmp_path / "bench.json")
    (row,) = json.loads((tmp_path / "bench.json").read_text())["rows"]
    assert (row["name"], row["ratio"], row["target"], row["met"]) == ("5 home", 1.5, 2, True)


@pytest.mark.django_db
def test_a_table_that_is_read_whole_is_seen():
    group = factories.make_group()
    Value.objects.bulk_create(Value(group=group) for _ in range(2 * plans.BIG))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    whole = str(Value.objects.filter(made_at__isnull=True).query)
    by_key = str(Value.objects.filter(pk=1).query)
    assert plans.scanned(connection, whole, ()) == {Value._meta.db_table}
    assert plans.scanned(connection, by_key, ()) == set()


def test_a_planted_slow_page_is_seen(tmp_path):
    """Twenty times the floor's work is far above what a page may cost, however the machine is loaded."""
    bench = Bench(tmp_path, quick=True)
    slow = Floor(tmp_path / "slow").prepare()
    slow.env["WSGI"] = "tests.bench.slow_floor"
    cost = bench.in_floors((slow, [Visit("slow", "/", slow.cookie)]))["slow"]
    assert cost.queries == 40
    row = limited("6 slow", cost, PAGE["warm"], PAGE["queries"])
    assert not row.met
    assert row.ratio > PAGE["warm"]
