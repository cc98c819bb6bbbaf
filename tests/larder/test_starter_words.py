"""What the starter larder promises of its words."""

import re
from collections import Counter

import pytest

from groups.parts import Part
from larder.lists import alike
from larder.models import Activity, Topic
from larder.models.kind import FIRST_KINDS
from larder.starter import ACTIVITIES, TOPICS

NEVER = (
    "user account admin dashboard task deadline overdue urgent vote reject block decline attendance no-show session"
    " agenda KPI progress streak engage content post feed oops sorry please invalid failed required submit"
    " successfully journey empower heal heals healing trigger tribe must"
).lower().split()  # fmt: skip
MARKDOWN = re.compile(r"(\d\. |- )?(?:[^*\n]|\*[^*\n]+\*)+")  # a line: of a list or not, with emphasis or not


def words_of(entry) -> str:
    lines = (entry.title, getattr(entry, "why", ""), *(getattr(entry, name, "") for name in HOW))
    return "\n".join(map(str, lines))


HOW = ("instructions", "alternative", "materials", "content_note", "source")
EVERY = pytest.mark.parametrize("entry", [*TOPICS, *ACTIVITIES], ids=lambda entry: entry.key)
EACH = pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.key)


def test_there_are_twenty_five_topics_and_forty_activities():
    assert (len(TOPICS), len(ACTIVITIES)) == (25, 40)


def test_each_kind_each_medium_and_each_part_of_a_meeting_has_some():
    kinds = Counter(topic.kind for topic in TOPICS)
    assert {*kinds} == {*range(len(FIRST_KINDS))}
    assert min(kinds.values()) >= 5
    mediums = Counter(activity.medium for activity in ACTIVITIES)
    assert {*mediums} == {*Activity.Medium} - {Activity.Medium.OTHER}
    assert min(mediums.values()) >= 5
    parts = Counter(activity.part for activity in ACTIVITIES)
    assert {*parts} == {*Part}
    assert min(parts.values()) >= 5


def test_no_title_and_no_key_stands_twice():
    for entries in (TOPICS, ACTIVITIES):
        assert len({alike(str(entry.title)) for entry in entries}) == len(entries)
    assert len({entry.key for entry in (*TOPICS, *ACTIVITIES)}) == len(TOPICS) + len(ACTIVITIES)


@EVERY
def test_no_word_is_one_that_we_do_not_say(entry):
    said = words_of(entry)
    assert {*re.findall(r"[a-z-]+", said.lower())} & {*NEVER} == set()
    assert "!" not in said
    assert "'" not in said
    assert '"' not in said


@EVERY
def test_it_fits_where_it_is_kept(entry):
    model = Topic if entry in TOPICS else Activity
    for name in ("title", "why", *HOW):
        if said := str(getattr(entry, name, "")):
            assert len(said) <= model._meta.get_field(name).max_length
            assert said == said.strip()


@EACH
def test_an_activity_has_everything_that_somebody_needs_to_offer_it(activity):
    assert 250 <= len(str(activity.instructions)) <= 900
    assert 40 <= len(str(activity.alternative)) <= 140
    assert str(activity.source)
    assert 5 <= activity.minutes <= 40
    assert activity.place in Activity.Place
    assert activity.least is None or 2 <= activity.least <= 4


@EACH
def test_its_instructions_keep_to_paragraphs_lists_and_emphasis(activity):
    for paragraph in str(activity.instructions).split("\n\n"):
        lines = paragraph.split("\n")
        assert all(MARKDOWN.fullmatch(line) for line in lines), paragraph
        if len(lines) > 1:
            marks = [MARKDOWN.fullmatch(line)[1] for line in lines]
            assert marks in (["- "] * len(lines), [f"{n}. " for n in range(1, len(lines) + 1)])


@EACH
def test_it_has_two_prompts_or_none(activity):
    """A list with dashes is a choice: of two, but for what is looked for with the eyes."""
    choices = [line for line in str(activity.instructions).split("\n") if line.startswith("- ")]
    assert len(choices) in (0, 2) or activity.key == "three-finds"


def test_most_can_be_done_online_and_all_of_them_sitting():
    in_the_room = [activity for activity in ACTIVITIES if activity.place == "room"]
    assert len(in_the_room) <= 4
    assert [a.key for a in ACTIVITIES if re.search(r"\b(stand up|lie down|jump|kneel)\b", words_of(a).lower())] == []
