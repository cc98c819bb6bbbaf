"""What a list may say, what is refused of it with its line and why, and that what goes out comes in again as it was."""

import csv
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from copse import sheets
from copse.fields import tidy, visible
from copse.folding import folded
from groups.models import Group
from larder import lists
from larder.bringing_in import MOST_KINDS, LarderList
from larder.models import TopicKind
from tests.factories import first_of, make_activity, make_group, make_topic
from tests.thorough import as_often

pytestmark = pytest.mark.django_db

TOPICS = "title,why,kind\nSalt,The taste of it,Form\n"
ACTIVITIES = "title,instructions,medium,minutes,people, least"
HEAD = "title,instructions,minutes"


@pytest.fixture
def nia():
    return first_of(make_group())


def json_of(**parts) -> str:
    return json.dumps({"format": "copse-larder", "version": 1, **parts})


def refused(text: str, by) -> list[tuple[str, str]]:
    found = LarderList(text, by=by)
    assert found.new == []
    return [tuple(line) for line in found.refused]


# -- in


def test_a_list_of_topics_becomes_topics(nia):
    assert LarderList(TOPICS, by=nia).take_in() == 1
    topic = nia.group.topics.get()
    assert (topic.title, topic.why, topic.kind.name, topic.by) == ("Salt", "The taste of it", "Form", nia)


def test_a_list_of_activities_becomes_activities(nia):
    head = ",".join(f'"{heading}"' for heading in lists.columns("activity").values())
    line = '=Ten lines,"One\n\n- two","Movement",20,Paper,2,8,In the room,Check-in,Old times,Listen,Us,ten lines too'
    other = "Ten lines too,Write.,,5,,,,,,,,,"
    LarderList(f"{head}\n{line}\n{other}\n", by=nia).take_in()
    ten, too = nia.group.activities.order_by("pk")
    assert (ten.title, ten.instructions, ten.minutes, ten.least, ten.most) == ("=Ten lines", "One\n\n- two", 20, 2, 8)
    assert (ten.medium, ten.place, ten.part, ten.variation_of) == ("movement", "room", "opening", too)
    assert (too.medium, too.place, too.part, too.least) == ("other", "both", "", None)


def test_columns_come_in_any_order_and_between_them_whatever_a_spreadsheet_writes(nia):
    for between in ",;\t":
        found = LarderList(f"Kind{between}TITLE\nForm{between}“Café”\n", by=nia)
        assert [(row.title, row.label) for row in found.new] == [("“Café”", "Form")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_may_come_in_the_letters_of_any_spreadsheet(encoding):
    assert sheets.decoded("title\r\n“Café”".encode(encoding)) == "title\r\n“Café”"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\x00\x00", "no CSV"), (b"title\n\x81\x8d", "letters"), (b"\xff\xfe\x00\xd8", "letters")],
)
def test_a_file_that_is_no_text_is_refused(content, words):
    with pytest.raises(ValidationError, match=words):
        sheets.decoded(content)


def test_json_holds_both(nia):
    text = json_of(topics=[{"title": "Salt"}], activities=[{"title": "Ten", "instructions": "Write.", "minutes": 5}])
    assert LarderList(text, by=nia).take_in() == 2
    assert (nia.group.topics.get().kind, nia.group.activities.get().minutes) == (nia.group.topic_kinds.first(), 5)


def test_a_kind_that_we_do_not_have_comes_with_it_under_the_lid_that_is_used_least(nia):
    found = LarderList("title,kind\nSalt,Sea\nRope,sea\nSand,  FORM \n", by=nia)
    assert list(found.new_kinds.values()) == ["Sea"]
    found.take_in()
    assert {topic.title: topic.kind.name for topic in nia.group.topics.all()} == {
        "Salt": "Sea", "Rope": "Sea", "Sand": "Form",
    }  # fmt: skip
    assert nia.group.topic_kinds.get(name="Sea").lid == 5


def test_there_are_twelve_kinds_at_most(nia):
    text = "title,kind\n" + "".join(f"Topic {n},Kind {n}\n" for n in range(10))
    found = LarderList(text, by=nia)
    assert len(found.new) == MOST_KINDS - 4
    assert [line.where for line in found.refused] == ["Line 10", "Line 11"]
    assert "one kind too many" in found.refused[0].words
    found.take_in()
    assert TopicKind.objects.filter(group=nia.group).count() == MOST_KINDS


def test_what_is_here_already_is_left_out_unless_asked_for(nia):
    make_topic(nia, "Café")
    found = LarderList("title\n cafe\nSalt\nSALT\n", by=nia)
    assert [row.title for row in found.new] == ["Salt"]
    assert [(row.where, row.title) for row in found.here] == [("Line 2", "cafe"), ("Line 4", "SALT")]
    assert found.take_in(with_here=True) == 3
    assert nia.group.topics.count() == 4


# -- refused


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",Write.,5", "no title"),
        ("Ten,,5", "how it goes"),
        ("Ten,Write.,", "how many minutes"),
        ("Ten,Write.,half", "whole number from 1 to 600"),
        ("Ten,Write.,0", "whole number from 1 to 600"),
        ("Ten,Write.,٥", "whole number from 1 to 600"),
        ("Ten,Write.,99999999", "whole number"),
        ("Ten,Write, and rest.,5", "more cells than the first line"),
        ("x" * 121 + ",Write.,5", "“title” has more than 120"),
        ("Ten," + "x" * 8001 + ",5", "“instructions” has more than 8000"),
    ],
)
def test_a_line_that_cannot_be_taken_says_where_and_why(nia, line, words):
    (told,) = refused(f"{HEAD}\n{line}\n", nia)
    assert told[0] == "Line 2"
    assert words in told[1]


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("medium", "clay", "“clay” can’t stand under “medium”. Write one of: Writing; Drawing;"),
        ("place", "sea", "Write one of: Online and in the room;"),
        ("part", "tea", "Write one of: Grounding;"),
        ("people, least", "9", "fewer people at most than at least"),
        ("variation of", "Nine", "“Nine”, of which it is a variation"),
        ("variation of", "ten", "“ten”, of which it is a variation"),
    ],
)
def test_an_activity_with_something_unknown_says_what_is_known(nia, name, said, words):
    text = f'{HEAD},"{name}","people, most"\nTen,Write.,5,{said},3\n'
    assert words in refused(text, nia)[0][1]


def test_a_variation_of_what_was_refused_is_refused_too_and_all_in_their_order(nia):
    text = f"{HEAD},variation of\nThree,Write.,5,Two\nTwo,Write.,5,One\nOne,Write.,,\n"
    assert [where for where, _words in refused(text, nia)] == ["Line 2", "Line 3", "Line 4"]


def test_a_long_chain_of_variations_without_its_beginning_takes_no_longer_than_any_list(nia):
    chain = "".join(f"A{n},Write.,5,A{n + 1}\n" for n in range(4000))
    assert len(refused(f"{HEAD},variation of\n{chain}", nia)) == 4000
    ring = "".join(f"B{n},Write.,5,B{(n + 1) % 50}\n" for n in range(50))
    assert LarderList(f"{HEAD},variation of\n{ring}", by=nia).take_in() == 50


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("salt", "names and values"),
        ({"title": "Salt", "taste": "x"}, "“taste”, which nothing here has"),
        ({"title": ["Salt"]}, "neither words nor a whole number"),
        ({"title": True}, "neither words nor a whole number"),
        ({"title": 1.5}, "neither words nor a whole number"),
        ({"title": None}, "no title"),
    ],
)
def test_an_entry_of_json_that_cannot_be_taken_says_which_and_why(nia, entry, words):
    (told,) = refused(json_of(topics=[entry]), nia)
    assert told[0] == "Topic 1"
    assert words in told[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "A list of topics has: title; why; kind; tags"),
        ("when,where\n", "There is no column “when”"),
        ("why,minutes\n", "some are of activities|of topics, and some of activities"),
        ("title,title\na,b\n", "names the columns"),
        ('title\n"Salt\n', "Line 2 can’t be read"),
        ("title\n" + "Salt\n" * 6000, "5,000 lines at most"),
        ("[1]", "no larder"),
        ("{}", "no larder"),
        ('{"format": "copse-larder",\n"version": 1,\n"topics": [}', "from line 3 on"),
        ('{"format": "copse-larder", "version": NaN}', "“NaN” is no number"),
        ('{"format": "copse-larder", "format": 1}', "“format” stands twice"),
        ('{"format": ' + "[" * 100_000, "without end"),
        ('{"format": ' + "9" * 5000 + "}", "too long"),
        ('{"format": "copse-larder", "version": 2}', "another version"),
        ('{"format": "copse-larder", "version": true}', "another version"),
        (json_of(jars=[]), "no part “jars”"),
        (json_of(topics={}), "“topics” is no list"),
        (json_of(topics=[{}] * 5001), "5,000 lines at most"),
    ],
)
def test_what_is_no_list_of_ours_is_said_in_a_sentence(nia, text, words):
    with pytest.raises(ValidationError, match=words):
        LarderList(text, by=nia)


# -- out, and in again


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@a", "\tx", "'=1", "''-", "'", "'a", "a", "", "'\n="])
def test_no_spreadsheet_reckons_with_a_cell_and_it_comes_back_as_it_was(cell):
    assert not sheets.quoted(cell).startswith(sheets.FORMULA)
    assert sheets.unquoted(sheets.quoted(cell)) == cell


def test_a_list_to_fill_in_can_be_brought_in_as_it_is(nia):
    for what in lists.COLUMNS:
        text = "".join(sheets.written(lists.columns(what).values(), lists.examples(what))).removeprefix("\ufeff")
        found = LarderList(text, by=nia)
        assert found.refused == []
        assert found.new != []


def test_what_goes_out_has_no_formula_no_name_and_no_day(nia):
    make_topic(nia, "=HYPERLINK(1)", "@SUM(1)")
    rows = list(csv.reader(io.StringIO("".join(lists.topics_sheet(nia.group)))))
    assert rows == [["\ufefftitle", "why", "kind", "tags"], ["'=HYPERLINK(1)", "'@SUM(1)", "Practice", ""]]


SIGNS = [*"=+-@'\"\t,;|\r\n\u202e\u2067\u2069\ufeff [{", "🌳", "👩🏽‍🌾", "שלום", "مرحبا", "\r\n", "\x00", "title"]
SAID = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=5)), max_size=12).map("".join)
WORDS = SAID.map(lambda said: visible(tidy(said).strip()))  # as our forms take it
TITLE = SAID.map(lambda said: visible(" ".join(tidy(said).split("\n")).strip())).filter(bool)
TAG = TITLE.map(lambda said: " ".join(said.replace(",", " ").split())).filter(lambda tag: folded(tag) and len(tag) < 30)
ACTIVITY = st.fixed_dictionaries(
    {
        "title": TITLE, "instructions": WORDS.filter(bool), "alternative": WORDS,
        "materials": TITLE, "content_note": TITLE, "source": TITLE, "minutes": st.integers(1, 600),
        "medium": st.sampled_from(["writing", "song", "other"]), "place": st.sampled_from(["both", "room"]),
        "part": st.sampled_from(["", "opening", "closing"]), "least": st.sampled_from([None, 1, 3]),
        "most": st.sampled_from([None, 3, 99]),
    }
)  # fmt: skip


def told(group: Group) -> list:
    return [list(lists._topics(group)), list(lists._activities(group))]


@pytest.mark.once  # what is odd about it is the words of a file
@settings(max_examples=as_often(30, 400), deadline=None, phases=[Phase.generate], derandomize=True)
@given(st.lists(st.tuples(TITLE, WORDS, st.lists(TAG, max_size=3)), max_size=4), st.lists(ACTIVITY, max_size=4))
@pytest.mark.slow
def test_what_goes_out_comes_in_again_as_it_was(topics, activities):
    here, there, elsewhere = (first_of(make_group()) for _ in range(3))
    for title, why, tags in topics:
        make_topic(here, title, why, tags=tags)
    first = None
    for what in activities:
        first = make_activity(here, **what, variation_of=None if first and len(topics) % 2 else first)
    for sheet in (lists.topics_sheet, lists.activities_sheet):
        take_in("".join(sheet(here.group)), there)
    take_in("".join(lists.larder_json(here.group)), elsewhere)
    assert told(there.group) == told(here.group)
    assert told(elsewhere.group) == told(here.group)


def take_in(text: str, by) -> None:
    found = LarderList(sheets.ListInput().clean(text), by=by)
    assert found.refused == []
    found.take_in(with_here=True)


def test_a_larder_of_more_lines_than_come_in_at_once_goes_out_in_parts_that_do(nia, signed_in, monkeypatch):
    there = first_of(make_group())
    for n in range(3):
        make_topic(nia, f"Topic {n}")
        make_activity(nia, f"Activity {n}")
    monkeypatch.setattr(lists, "MOST_LINES", 2)
    client, address = signed_in(nia), reverse("larder:json", args=[nia.group.slug])
    page = client.get(reverse("larder:bring_in", args=[nia.group.slug])).text
    assert [f"{address}?part={n}" in page for n in (1, 3, 4)] == [True, True, False]
    assert reverse("larder:topics_csv", args=[nia.group.slug]) + "?part=2" in page
    with pytest.raises(ValidationError, match="two lines at most"):
        LarderList("".join(lists.larder_json(nia.group)), by=there)
    for n in (1, 2, 3):
        answer = client.get(address, {"part": n})
        assert f"larder-{n}.json" in answer["Content-Disposition"]
        assert LarderList(answer.getvalue().decode(), by=there).take_in() == 2
    for ours, theirs in ((nia.group.topics, there.group.topics), (nia.group.activities, there.group.activities)):
        assert [*theirs.order_by("pk").values_list("title", flat=True)] == [
            *ours.order_by("pk").values_list("title", flat=True)
        ]
