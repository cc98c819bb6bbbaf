"""The order of turns is fair, whatever a group goes through (docs/decisions/0046). No database: meetings/rota.py."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.rota import Go, Rota, Way
from tests.thorough import as_often

FIRST = date(2030, 1, 1)


@dataclass
class Person:
    joined_at: datetime
    away: list = field(default_factory=list)  # (first day, last day)

    def rests_on(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)


def moment(day: date, hour: int = 19) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def us(number: int, **joined: int) -> dict:
    """So many who were there from the first day, by numbers; and others, who came so many days later."""
    people = {n: Person(moment(FIRST - timedelta(days=30), n)) for n in range(number)}
    return people | {int(name[1:]): Person(moment(FIRST + timedelta(days=d))) for name, d in joined.items()}


def meeting(n: int, sort: str = "online", **facts) -> Go:
    """The nth week's, ahead, with nobody."""
    day = FIRST + timedelta(days=7 * n)
    return Go(
        **{"meeting": n, "sort": sort, "day": day, "starts_at": moment(day), "open": 1, "is_ahead": True, **facts}
    )


def found(people: dict, goes: list, **ways: Way) -> list[tuple]:
    return [told.who for told in Rota(people, goes, ways).told]


def alone(*who: int, ahead: int = 0, **facts) -> list[Go]:
    """Meetings that these had, one after the other, and so many ahead without anybody."""
    past = [meeting(n, who=(person,), open=0, is_ahead=False) for n, person in enumerate(who)]
    return past + [meeting(len(who) + n, **facts) for n in range(ahead)]


def test_longest_since_goes_first_and_then_by_joining():
    assert found(us(4), alone(2, 0, ahead=5)) == [(1,), (3,), (2,), (0,), (1,)]


def test_each_kind_has_its_own_order():
    goes = [meeting(0), meeting(1, "face"), meeting(2), meeting(3, "face")]
    assert found(us(3), goes) == [(0,), (0,), (1,), (1,)]


def test_whoever_had_fewer_turns_comes_first_where_the_last_was_the_same():
    past = [meeting(0, who=(0,), open=0, is_ahead=False), meeting(1, who=(0, 1), open=0, is_ahead=False)]
    assert found(us(2), [*past, meeting(2)]) == [(1,)]


def test_a_newcomer_never_goes_first_but_once_somebody_else_has():
    people = us(2, p9=6)
    assert found(people, alone(0, ahead=3)) == [(1,), (9,), (0,)]


def test_in_a_group_that_never_met_nobody_is_new():
    assert found(us(1), [meeting(0)]) == [(0,)]


def test_a_newcomer_who_is_alone_waits_for_nobody_to_be_found():
    people = us(1, p9=6)
    people[0].away = [(FIRST, FIRST + timedelta(days=99))]
    assert found(people, alone(0, ahead=1)) == [()]


def test_where_only_newcomers_are_left_they_wait_for_nobody():
    assert found(us(0, p8=6, p9=6), alone(0, ahead=3)) == [(8,), (9,), (8,)]


def test_whoever_is_on_sabbatical_that_day_is_skipped_and_is_first_when_they_are_back():
    people = us(3)
    people[0].away = [(FIRST, FIRST + timedelta(days=8))]
    assert found(people, [meeting(n) for n in range(4)]) == [(1,), (2,), (0,), (1,)]


def test_the_focus_of_a_set_never_goes():
    goes = [meeting(n, "learning", cannot=frozenset({n})) for n in range(3)]
    assert found(us(3), goes) == [(1,), (0,), (1,)]


def test_whoever_cannot_keeps_their_place():
    goes = [meeting(0, cannot=frozenset({0})), *(meeting(n) for n in (1, 2, 3))]
    assert found(us(3), goes) == [(1,), (0,), (2,), (1,)]


def test_a_turn_given_away_counts_for_whoever_gave_it():
    given_away = meeting(0, who=(2,), open=0, owners={2: 0})
    assert found(us(3), [given_away, *(meeting(n) for n in (1, 2, 3))]) == [(2,), (1,), (2,), (0,)]


def test_a_term_goes_on_for_several_meetings_and_over_one_at_which_the_next_one_began_theirs():
    goes = [meeting(n, cannot=frozenset({0} if n == 1 else ())) for n in range(6)]
    assert found(us(3), goes, online=Way(term=2)) == [(0,), (1,), (0,), (1,), (2,), (2,)]


def test_two_go_together():
    goes = [meeting(n, open=2) for n in range(5)]
    assert found(us(5), goes, online=Way(together=2)) == [(0, 1), (2, 3), (4, 0), (1, 2), (3, 4)]


def test_whoever_said_yes_to_a_turn_within_the_round_is_not_found_for_another_before_it():
    goes = [meeting(0), meeting(1, who=(0,), firm=(0,), open=0), meeting(2, who=(1,), firm=(1,), open=0)]
    assert found(us(3), goes) == [(2,), (0,), (1,)]


def test_a_meeting_let_go_leaves_the_turn_with_whose_it_was():
    first, *others = [meeting(n) for n in range(3)]
    assert found(us(3), [first, *others])[0] == (0,)
    assert found(us(3), others)[0] == (0,)


# Random years


@st.composite
def years(draw):
    """A group, how it takes turns, and what happens week by week: (sort, who joins, leaves or rests, let go)."""
    weeks = draw(st.integers(5, 40))
    size = draw(st.integers(2, 7))
    ways = {sort: Way(draw(st.integers(1, 2)), draw(st.sampled_from([1, 1, 2, 3]))) for sort in ("online", "face")}
    happens = st.sampled_from(["", "", "", "", "", "joins", "leaves", "rests", "can’t", "let go"])
    return size, ways, [(draw(st.sampled_from(["online", "online", "face"])), draw(happens), draw(st.integers(0, 9)))
                        for _ in range(weeks)]  # fmt: skip


@settings(max_examples=as_often(60, 1500), deadline=None)
@given(years())
def test_over_any_run_of_meetings_at_which_both_could_go_nobody_is_more_than_one_turn_ahead(year):
    size, ways, weeks = year
    people, held, could = us(size), [], []
    for n, (sort, happens, whom) in enumerate(weeks):
        day = FIRST + timedelta(days=7 * n)
        name = sorted(people)[whom % len(people)]
        if happens == "joins" and len(people) < 9:
            people[100 + n] = Person(moment(day, 1))
        elif happens == "leaves" and len(people) > 2:
            del people[name]
        elif happens == "rests":
            people[name].away.append((day, day + timedelta(days=7 * whom)))
        cannot = frozenset({name} if happens == "can’t" else ())
        go = meeting(n, sort, open=ways[sort].together, cannot=cannot)
        rota = Rota(people, [*held, go], ways)
        (told,) = rota.told
        if happens == "let go":
            continue
        before = Rota(people, held, ways)
        held.append(meeting(n, sort, open=0, who=told.who, cannot=cannot, is_ahead=False))
        begun = {who for who in told.who if who not in before.order(sort).terms}
        could.append((sort, begun, {who for who in people if before.may(who, go)}))
    for sort in ways:
        check_runs([(begun, able) for kind, begun, able in could if kind == sort])


def check_runs(meetings: list) -> None:
    """A turn is a term, and begins with its first meeting."""
    for start in range(len(meetings)):
        turns, able = Counter(), meetings[start][1]
        for begun, could in meetings[start:]:
            able = able & could
            turns.update(begun)
            counts = [turns[person] for person in able]
            assert not counts or max(counts) - min(counts) <= 1, (start, turns, able)


@pytest.mark.parametrize("together", [1, 2])
def test_over_many_years_all_have_had_as_many(together):
    goes = [meeting(n, open=together) for n in range(60)]
    turns = Counter(who for told in found(us(6), goes, online=Way(together)) for who in told)
    assert set(turns.values()) == {60 * together // 6}
