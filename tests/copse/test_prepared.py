"""Queries that are built once and run many times."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from copse.prepared import Given, Prepared, PreparedFor, PreparedUpdate
from groups.models import Member, Membership
from tests.at_once import at_once
from tests.factories import make_group, make_member, make_membership

pytestmark = pytest.mark.django_db


def by_name():
    return Member.objects.filter(name=Given("name")).values_list("pk", "is_active", "date_joined")


def test_it_gives_what_the_queryset_gives_with_each_value_anew():
    nia, ruth = make_member("Nia"), make_member("Ruth")
    ask = Prepared(by_name)
    assert ask(name="Nia") == [(nia.pk, True, nia.date_joined)]
    assert ask(name="Ruth") == [(ruth.pk, True, ruth.date_joined)]
    assert ask(name="Bea") == []


def test_it_is_built_once():
    built = []
    ask = Prepared(lambda: built.append(1) or by_name())
    ask(name="Nia")
    ask(name="Ruth")
    assert built == [1]


def test_it_is_one_query(django_assert_num_queries):
    ask = Prepared(by_name)
    for name in ("Nia", "Ruth"):
        with django_assert_num_queries(1):
            ask(name=name)


def test_it_sees_what_has_changed_since():
    membership = make_membership(name="Nia")
    live = Prepared(lambda: Membership.objects.live().filter(member_id=Given("member")).values_list("group_id"))
    assert live(member=membership.member_id) == [(membership.group_id,)]
    Membership.objects.update(left_at=timezone.now())
    assert live(member=membership.member_id) == []


def test_any_number_of_keys_are_asked_for_64_at_a_time(django_assert_num_queries):
    people = [make_member(f"Member {n}") for n in range(70)]
    ask = PreparedFor(lambda keys: Member.objects.filter(pk__in=keys).order_by("pk").values_list("pk"))
    for number, queries in ((0, 0), (1, 1), (64, 1), (70, 2)):
        with django_assert_num_queries(queries):
            assert ask([person.pk for person in people[:number]]) == [(person.pk,) for person in people[:number]]


def test_a_value_is_a_value_whatever_is_in_it():
    make_member("Nia")
    assert Prepared(by_name)(name="Nia' OR '1'='1") == []


def test_a_value_left_out_is_an_error():
    with pytest.raises(KeyError):
        Prepared(by_name)()


def test_an_update_says_how_many_rows_it_changed():
    group, other = make_group(), make_group()
    other.refresh_from_db()
    began = group.created_at
    raised = PreparedUpdate(
        lambda: type(group).objects.filter(pk=Given("group"), version__lt=12),
        version=F("version") + 5, created_at=began - timedelta(days=1),
    )  # fmt: skip
    assert [raised(group=group.pk) for _ in range(3)] == [1, 1, 0]
    group.refresh_from_db()
    assert group.created_at == began - timedelta(days=1)
    assert type(other).objects.get(pk=other.pk).version == other.version


@pytest.mark.django_db(transaction=True)
def test_many_threads_may_ask_it_first():
    nia = make_member("Nia")
    ask = Prepared(by_name)
    assert [rows[0][0] for rows in at_once(*[lambda: ask(name="Nia")] * 3)] == [nia.pk] * 3
