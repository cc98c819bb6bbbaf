"""The ring's geometry: what it draws for the years, months and members a group can have."""

import re
from datetime import date, timedelta
from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest
from cssselect2 import ElementWrapper, Matcher, compile_selector_list
from tinycss2 import parse_stylesheet, serialize

from copse.rings import (
    KINDS,
    Mark,
    consent_ring,
    disc,
    disc_again,
    disc_shapes,
    group_mark,
    kind_mark,
    seal,
    vessel,
    year_document,
    year_ring,
)
from copse.rings.paper import STYLE

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
TODAY = date(2026, 3, 3)


def make_ring(*marks, year=2026, today=TODAY, past=((2024, 8), (2025, 9)), season=None, **options):
    options.setdefault("month_names", MONTHS)
    return year_ring(year, today, past, marks, season, **options)


def make_mark(month, day, kind="online", days=1, **facts):
    first = date(2026, month, day)
    return Mark(kind, first, first + timedelta(days - 1), **facts)


def hits(svg):
    """The middle of each mark."""
    found = re.findall(r'class="mark-hit" cx="([\d.]+)" cy="([\d.]+)"', svg)
    return [(float(x), float(y)) for x, y in found]


def from_centre(point):
    return hypot(point[0] - 320, point[1] - 320)


EVERYTHING = [
    make_ring(make_mark(4, 17, "retreat", 3, href="/a/"), make_mark(3, 12, next=True)),
    make_ring(*(make_mark(m, 5, kind) for m, kind in enumerate(KINDS, 1)), size="small"),
    make_ring(past=[], season=(date(2026, 5, 1), date(2026, 11, 20))),
    *(kind_mark(kind, settled) for kind in KINDS for settled in (True, False)),
    *(disc("N", seed, tone, large=seed > 4) for tone, seed in enumerate((1, 2, 3, 4, 99999, 6, 7, 8), 1)),
    *(consent_ring([("N", "yes"), ("B", "notyet")] * n) for n in (1, 6)),
    group_mark(),
    vessel([("hold", 10), ("gather", 15), ("make", 45), ("hold", 5)]),
]


@pytest.mark.parametrize("svg", EVERYTHING)
def test_every_drawing_is_well_formed_hidden_from_screen_readers_and_has_nothing_inline(svg):
    root = ElementTree.fromstring(svg)
    assert root.get("aria-hidden") == "true"
    assert root.get("focusable") == "false"
    for element in root.iter():
        assert element.tag not in ("style", "script", "title")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("svg", EVERYTHING)
def test_numbers_have_one_decimal_at_most(svg):
    assert not re.search(r"\d\.\d\d", re.sub(r"scale\([\d.]+\)", "", svg))


def test_a_mark_links_only_where_it_leads_and_stays_out_of_the_tab_order():
    svg = make_ring(make_mark(1, 15, href='/g/"x"&y/'), make_mark(2, 12))
    links = [e for e in ElementTree.fromstring(svg).iter() if e.tag == "a"]
    assert [(a.get("href"), a.get("tabindex")) for a in links] == [('/g/"x"&y/', "-1")]
    assert len(hits(svg)) == 2


def test_a_mark_says_its_state_in_classes_and_bears_its_day():
    svg = make_ring(make_mark(1, 15, held=True), make_mark(3, 12, next=True), make_mark(10, 10, settled=False))
    assert 'class="mark mark-online mark-held"' in svg
    assert 'class="mark mark-online mark-next"' in svg
    assert 'class="mark mark-online mark-open"' in svg
    assert re.findall(r">(\d+)</text>", svg) == ["15", "12", "10"]
    assert not re.findall(r">(\d+)</text>", make_ring(make_mark(1, 15), numbers=False))


def test_january_begins_at_twelve_oclock_and_the_year_turns_clockwise():
    (top,) = hits(make_ring(make_mark(1, 1)))
    (right,) = hits(make_ring(make_mark(4, 2)))
    assert abs(top[0] - 320) < 3
    assert top[1] < 320
    assert right[0] > 500
    assert abs(right[1] - 320) < 5


def test_a_retreat_lies_at_the_middle_of_its_days():
    assert hits(make_ring(make_mark(4, 17, "retreat", 3))) == hits(make_ring(make_mark(4, 18, "retreat")))


def test_a_retreat_across_new_year_is_drawn_in_both_years_with_the_day_of_each():
    retreat = make_mark(12, 29, "retreat", 6)  # 29 December to 3 January
    old, new = make_ring(retreat), make_ring(retreat, year=2027)
    assert hits(old) == hits(make_ring(make_mark(12, 30, "retreat")))
    assert ">29</text>" in old
    assert ">1</text>" in new
    assert hits(new)[0][0] > 320 > hits(old)[0][0]


def test_a_meeting_of_another_year_is_left_out():
    assert hits(make_ring(make_mark(5, 5), year=2025)) == []


def test_two_marks_nearer_than_nine_days_move_inwards_and_outwards():
    alone = hits(make_ring(make_mark(5, 1), make_mark(5, 10)))
    assert {round(from_centre(p) / 4) for p in alone} == {57}  # both near r 228
    inner, outer = hits(make_ring(make_mark(5, 1), make_mark(5, 9)))
    assert from_centre(outer) - from_centre(inner) == pytest.approx(28, abs=2)


def test_marks_near_new_years_eve_and_day_move_apart_too():
    january, december = sorted(hits(make_ring(make_mark(1, 2), make_mark(12, 30))), key=lambda p: -p[0])
    assert abs(from_centre(january) - from_centre(december)) > 25


@pytest.mark.parametrize("gap", [0, 1, 3, 7])
def test_a_cluster_of_marks_covers_none_of_them(gap):
    first = date(2026, 5, 1)
    marks = [Mark("online", *[first + timedelta(i * gap)] * 2) for i in range(6)]
    points = hits(make_ring(*marks))
    assert len(points) == 6
    assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(points, 2)) > 22


def test_fifty_two_meetings_in_a_year_keep_their_numbers():
    marks = [
        make_mark(1, 1)._replace(first=d, last=d) for d in (date(2026, 1, 1) + timedelta(7 * i) for i in range(52))
    ]
    assert len(re.findall(r">\d+</text>", make_ring(*marks))) == 52


@pytest.mark.parametrize(("kind", "numbered"), [(kind, 0 if kind == "retreat" else 8) for kind in KINDS])
def test_of_many_close_together_each_kind_but_a_leaf_keeps_its_number(kind, numbered):
    first = date(2026, 5, 1)
    marks = [Mark(kind, *[first + timedelta(3 * i)] * 2) for i in range(8)]
    assert len(re.findall(r">\d+</text>", make_ring(*marks))) == numbered


def test_the_first_year_has_a_pith_and_an_empty_trunk():
    svg = make_ring(past=[])
    assert "ring-pith" in svg
    assert not re.search(r"ring-(early|mid|late|heart)", svg)


def test_a_year_in_which_nobody_met_is_a_narrow_ring():
    svg = make_ring(past=[(2023, 8), (2024, 0), (2025, 8)])
    late = [float(s) for s in re.findall(r'ring-late"[^>]+scale\(([\d.]+)\)', svg)]
    assert len(late) == 2
    assert late[1] - late[0] < 0.03


def test_only_years_in_which_nobody_met_still_draw():
    assert make_ring(past=[(2024, 0), (2025, 0)]).count("ring-late") == 1


def test_after_fifteen_years_the_oldest_merge_into_the_heartwood():
    fifteen, forty = (make_ring(past=[(2026 - n, 8) for n in range(1, years + 1)]) for years in (15, 40))
    assert "ring-heart" not in fifteen
    assert fifteen.count("ring-late") == 14
    assert forty.count("ring-heart") == 1
    assert forty.count("ring-late") == 15


def test_the_year_grows_to_today():
    assert "ring-grown" not in make_ring(today=date(2025, 12, 31))
    assert "ring-today" not in make_ring(today=date(2027, 1, 1))
    assert "ring-grown" not in make_ring(today=date(2026, 1, 1))
    assert "ring-today" in make_ring(today=date(2026, 1, 1))
    assert 'ring-month-now" ' in make_ring(today=date(2026, 12, 31))
    assert make_ring(year=2024, today=date(2024, 12, 31))


def test_a_season_is_drawn_as_far_as_it_falls_in_the_year():
    assert "ring-season" in make_ring(season=(date(2025, 11, 1), date(2026, 2, 1)))
    assert "ring-season" not in make_ring(season=(date(2025, 3, 1), date(2025, 11, 1)))


def test_the_same_contour_has_another_id_in_the_small_ring():
    ids = [re.findall(r' id="([^"]+)"', make_ring(size=size)) for size in ("year", "small")]
    assert not set(ids[0]) & set(ids[1])


def test_words_from_outside_are_escaped():
    drawings = [
        make_ring(month_names=["<b>", *MONTHS[1:]]),
        disc('"<i>&', 1, 1),
        consent_ring([("<i>", "yes")]),
        seal(["<i>"], '"><script>'),
    ]
    for svg in drawings:
        ElementTree.fromstring(svg)
        assert not re.search(r"<(b|i|script)>", svg)


def test_a_large_disc_has_a_ring_for_each_year_up_to_fifteen():
    assert [disc("N", 5, 1, years=y, large=True).count("disc-ring") for y in (0, 1, 7, 15, 40)] == [
        0,
        1,
        7,
        15,
        15,
    ]
    assert disc("N", 5, 1, years=40).count("disc-ring") == 3
    assert 'class="disc tone-8 disc-large disc-waiting"' in disc("N", 5, 8, large=True, waiting=True)
    with pytest.raises(ValueError, match="tone"):
        disc("N", 5, 9)


def test_discs_that_a_page_shows_often_are_drawn_once():
    shapes = disc_shapes((("N", 5), ("<", 7)))
    assert [shape.get("id") for shape in ElementTree.fromstring(shapes)] == ["disc-5", "disc-7"]
    assert disc("N", 5, 3).partition(">")[2].removesuffix("</svg>") in shapes
    assert '<use href="#disc-5"/>' in disc_again(5, 3)
    assert 'class="disc tone-3"' in disc_again(5, 3)
    with pytest.raises(ValueError, match="tone"):
        disc_again(5, 9)


def test_each_member_keeps_a_contour_of_their_own():
    assert disc("N", 5, 1) == disc("N", 5, 1) != disc("N", 6, 1)


@pytest.mark.parametrize("n", [1, 2, 5, 12])
def test_the_consent_ring_has_an_arc_for_each_of_us(n):
    svg = consent_ring([("N", "yes")] * n)
    assert svg.count("consent-arc") == n
    assert ("A70 70 0 1 1" in svg) == (n == 1)  # only one's own arc is more than half the circle


def test_the_consent_ring_leaves_larger_groups_to_the_list():
    assert consent_ring([]) == consent_ring([("N", "wait")] * 13) == ""
    with pytest.raises(ValueError, match="state"):
        consent_ring([("N", "no")])


def test_a_seal_is_a_document_of_its_own():
    root = ElementTree.fromstring(seal(["N", "B"], "A closed ring of two"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label") == "A closed ring of two"
    assert seal(list("ABCDEFGHIJKLM"), "").count("<text") == 0


def test_the_vessel_is_full_whatever_the_minutes_add_up_to():
    for parts in (
        [("make", 7)],
        [("hold", 1), ("make", 600), ("hold", 1)],
        [("hold", 5), ("gather", 0), ("make", 5)],
    ):
        svg = vessel(parts)
        assert svg.count('class="v-') == len([p for p in parts if p[1]])
        assert "H1000" in svg or " 1000 " in svg
    assert vessel([]) == vessel([("hold", 0)]) == ""
    with pytest.raises(ValueError, match="tone"):
        vessel([("loud", 5)])


def test_on_paper_a_mark_is_drawn_once_and_the_place_around_it_not_at_all():
    marks = [make_mark(n, 4, kind, settled=False) for n, kind in enumerate(KINDS, 1)]
    drawn = ElementTree.fromstring(year_document(2026, [], marks, month_names=MONTHS, words="The year"))
    rules = Matcher()
    for rule in parse_stylesheet(STYLE, skip_whitespace=True):
        for selector in compile_selector_list(rule.prelude):
            rules.add_selector(selector, serialize(rule.content))
    hits = [one for one in ElementWrapper.from_xml_root(drawn).iter_subtree() if "mark-hit" in one.classes]
    strokes = [re.findall(r"stroke:([#\w]+)", ";".join(said for *_rank, said in rules.match(hit)))[-1] for hit in hits]
    assert strokes == ["none"] * len(KINDS)
