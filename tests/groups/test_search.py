"""Finding things again: one file that runs on SQLite's FTS5 and on PostgreSQL's full-text search alike."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from groups import search
from groups.finding import LONGEST, MOST, Finding
from groups.models import Entry, Gathering, Goal, Group, Member
from meetings.models import Attendance, OwnNotes
from tests import factories
from tests.factories import make_activity, make_edition, make_meeting, make_membership, make_topic
from tests.kept import strayed

pytestmark = [pytest.mark.django_db, pytest.mark.each]


@pytest.fixture
def me():
    return make_membership()


def found(group, text: str, **more) -> list[str]:
    """The titles of what is found, kind by kind; of what has none its first words."""
    kinds = Finding(group, text, **more).kinds
    return ["".join(words for _hit, words in hit.title or hit.words) for kind in kinds for hit in kind.hits]


# -- what is found


@pytest.mark.parametrize(
    "text", ["table", "TABLE", "tab", "táblé", "kitchen", "what kitchen table", "kit wh tab", "“table”", "(tab,"]
)
def test_a_topic_is_found_by_all_its_words_and_by_their_beginnings(me, text):
    make_topic(me, "Tables", "What we carry to the kitchen table.")
    assert found(me.group, text) == ["Tables"]


@pytest.mark.parametrize("text", ["able", "tables kitchens", "garden", "table garden", "t able"])
def test_what_lacks_one_of_the_words_is_not_found(me, text):
    make_topic(me, "Tables", "What we carry to the kitchen table.")
    assert found(me.group, text) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Café", "cafe"), ("Cafe", "CAFÉ"), ("Łódź by night", "lodz"), ("Großmutter", "grossm"), ("ŵyneb", "wyn"),
        ("Cafe\u0301", "café"), ("Ελλάδα", "ελλαδα"), ("Ёлка", "елка"), ("写作坊在", "坊在"), ("写作坊在", "在"),
        ("हिन्दी", "हिन्दी"), ("שָׁלוֹם", "שלו"), ("مُحَمَّد", "محمد"), ("ภาษาไทย", "ไทย"), ("がぎぐ", "ぎ"),
        ("3.5 minutes", "3.5"), ("C# and C++", "c#"), ("O’Brien", "o'brien"), ("snake_case", "case"),
    ],
)  # fmt: skip
def test_every_script_is_found_as_it_is_spelt(me, title, text):
    make_topic(me, title)
    assert found(me.group, text) == [title]


@pytest.mark.parametrize(("title", "text"), [("写作坊", "作写"), ("が", "か"), ("İs", "ıt")])
def test_what_is_another_word_is_not_found(me, title, text):
    make_topic(me, title)
    assert found(me.group, text) == []


def test_all_that_we_may_read_is_found_kind_by_kind(me):
    topic = make_topic(me, "Otter", "by the river")
    make_activity(me, "Otter lines", instructions="Write.", materials="a rivet", alternative="Draw the riverbed.")
    make_edition(me, values=[("Otters", "We rest by rivers.")])
    past = make_meeting(me, days=-7, topics=[topic], place="Riverside")
    past.note_outcomes({past.opened.get(): "An otter, twice."}, by=me)
    Goal.write(by=me, ours=True, text="To see an otter")
    kinds = Finding(me.group, "otter").kinds
    assert [kind.name for kind in kinds] == ["topics", "activities", "values", "meetings", "goals"]
    assert [len(kind.hits) for kind in kinds] == [1, 1, 1, 1, 1]
    assert [kind.name for kind in Finding(me.group, "riv").kinds] == ["topics", "activities", "values", "meetings"]


def test_an_activity_is_found_by_its_words_and_shown_without_its_marks(me):
    make_activity(me, instructions="1. Hum *the otter*.\n2. Or read [a poem](https://example.org/otter).")
    ((hit,),) = [kind.hits for kind in Finding(me.group, "otter").kinds]
    assert "Hum the otter. Or read a poem." in " ".join("".join(words for _marked, words in hit.words).split())


def test_those_by_their_title_come_first_then_the_newest(me):
    at = timezone.now()
    make_topic(me, "Old in the words", "salt", at=at - timedelta(days=9))
    make_topic(me, "Salt, old", at=at - timedelta(days=8))
    make_topic(me, "New in the words", "salt", at=at)
    make_topic(me, "Salt, new", at=at - timedelta(days=1))
    assert found(me.group, "salt") == ["Salt, new", "Salt, old", "New in the words", "Old in the words"]


def test_of_two_of_one_moment_the_one_made_later_comes_first(me):
    at = timezone.now()
    for title in ("Salt one", "Salt two", "Salt three"):
        make_topic(me, title, at=at)
    assert found(me.group, "salt") == ["Salt three", "Salt two", "Salt one"]


def test_a_value_is_found_as_it_reads_today(me):
    edition = make_edition(me, values=[("Resting", "We stop at nin."), ("Bread", "We eat first.")])
    correction = factories.make_correction(edition.entries.first(), me, statement="We stop at nine.")
    assert found(me.group, "nine") == ["Resting"]
    correction.undo(by=me)
    assert found(me.group, "nine") == []
    bread = edition.entries.last().value
    factories.make_next_edition((bread, "Bread", "We eat before we write."), after=edition)
    assert found(me.group, "resting") == []
    assert found(me.group, "eat write") == ["Bread"]


def test_what_every_run_sheet_begins_with_leads_to_no_meeting_and_what_was_written_does(me):
    meeting = make_meeting(me, title="Supper")
    assert found(me.group, "chair window") == []
    parts = [{"minutes": part.minutes, "leader": None, "words": part.words} for part in meeting.parts.all()]
    parts[2]["words"] = "Write to the chair."
    type(meeting.parts.first()).rewrite(meeting, parts, by=me, materials="Charcoal")
    assert found(me.group, "chair") == found(me.group, "charc") == ["Supper"]


def test_the_page_goes_on_where_there_are_many(me):
    for n in range(2 * MOST + 3):
        make_topic(me, f"Salt {n:03}", at=timezone.now() + timedelta(seconds=n))
    first, second, third, fourth = (Finding(me.group, "salt", kind="topics", page=n) for n in (1, 2, 3, 4))
    assert [len(page.kinds[0].hits) for page in (first, second, third)] == [MOST, MOST, 3]
    assert [page.kinds[0].more for page in (first, second, third)] == [True, True, False]
    assert fourth.kinds == []
    titles = [title for page in (1, 2, 3) for title in found(me.group, "salt", kind="topics", page=page)]
    assert titles == [f"Salt {n:03}" for n in reversed(range(2 * MOST + 3))]


# -- what is not


def test_nothing_of_another_group_is_found_nor_counted(me):
    other = make_membership()
    for by in (me, other):
        make_topic(by, f"Salt of {by.group.name}")
    assert found(me.group, "salt") == [f"Salt of {me.group.name}"]
    assert [kind.more for kind in Finding(me.group, "salt").kinds] == [False]


def test_a_group_whose_number_begins_as_ours_does_is_another_group():
    """Words have the group's number before them: 1, 11 and 111 are three."""
    member = factories.make_member()
    for pk in (7_001, 70_011, 700_111):
        group = Group.objects.create(pk=pk, name=f"Group {pk}", slug=f"group-{pk}")
        by = group.welcome(member)
        group.topic_kinds.create(name="Practice")
        for title in ("1salt", "w", "t", f"{pk}", f"{pk}wsalt"):
            make_topic(by, title)
    for pk in (7_001, 70_011, 700_111):
        assert found(Group.objects.get(pk=pk), "1") == ["1salt"]
        assert found(Group.objects.get(pk=pk), f"{pk}") == [f"{pk}wsalt", f"{pk}"]


def test_what_is_for_somebodys_own_eyes_is_found_by_nobody(me):
    Member.objects.filter(pk=me.member_id).update(name="Canary Salt")
    me.known_as, me.about, me.access_note = "Salt", "salt", "salt"
    me.save()
    Goal.write(by=me, text="Salt, for me alone")
    Gathering.begin("goals", by=me).write("Salt", by=me)
    factories.make_proposal(me, factories.make_change("Salt", "We salt."))
    meeting = make_meeting(me, join_url="https://salt.example.org/salt")
    Attendance.say(meeting, "can", by=me, note="salt")
    OwnNotes.keep(meeting, "salt", by=me)
    me.group.invite("salt@example.org", by=factories.first_of(me.group), note="salt")
    assert found(me.group, "salt") == []


def test_a_goal_is_found_while_it_is_shown(me):
    goal = Goal.write(by=me, text="To sing aloud")
    assert found(me.group, "sing") == []
    goal.share(by=me)
    goal.change(by=me, text="To hum aloud")
    assert found(me.group, "sing") == []
    assert found(me.group, "hum") == ["To hum aloud"]
    goal.keep_to_myself(by=me)
    assert found(me.group, "hum") == []


def test_what_was_taken_out_is_not_found(me):
    opened, other = make_topic(me, "Salt", "and pepper"), make_topic(me, "Salt too")
    make_meeting(me, days=-7, topics=[opened])
    opened.take_out()
    other.take_out()
    assert found(me.group, "salt") == found(me.group, "pepper") == []
    assert found(me.group, "taken out") == ["A topic that was taken out"]


def test_what_goes_with_somebody_is_not_found_any_more(me):
    group, wren = me.group, make_membership(me.group)
    make_topic(wren, "Salt")
    Goal.write(by=wren, text="To salt").share(by=wren)
    wren.leave({"topics": "goes", "goals": "goes"})
    assert found(group, "salt") == []
    assert strayed() == set()


def test_a_group_that_ends_leaves_nothing_to_find(me):
    make_topic(me, "Salt")
    me.group.delete_for_good()
    assert not Entry.objects.exists()
    assert strayed() == set()


# -- whatever is asked

PAYLOADS = [
    "", " ", "*", '"', "'", "\\", '"salt" OR "pepper"', "salt*", "salt AND pepper", "NEAR(salt pepper)", "tokens:salt",
    "{tokens}:salt", "-salt", "salt ^pepper", "rank MATCH 'x'", "salt') OR 1=1 --", "salt:* | pepper", "!salt", "a<->b",
    "salt & !pepper", "%", "_", "\x00", "salt\x00pepper", "\ud800", "🌱", "\u202esalt\u202c", "salt\u200b", "%s %(q)s",
    "{{ salt }}", "<script>alert(1)</script>", "\u0301\u0301", "１２", "٣", "ﷺ", "½", "x" * 100_000, "salt " * 20_000,
    "写" * 5_000, "7wsalt", "1t", "'salt':*B", "salt\n\rpepper", "${salt}", "..", "salt\\:*",
]  # fmt: skip


@pytest.mark.parametrize("text", PAYLOADS, ids=range(len(PAYLOADS)))
def test_whatever_is_asked_is_words_and_nothing_else(me, text):
    make_topic(me, "Something else")
    finding = Finding(me.group, text)
    assert finding.kinds == []
    assert len(finding.text) <= LONGEST


@pytest.mark.slow
def test_random_questions_find_what_a_plain_look_finds(me):
    """On both databases the same, in the same order: compared with Python's own reading of every word."""
    rng = random.Random(13)
    syllables = ["sa", "lt", "ta", "ble", "é", "łó", "ß", "写", "作", "1", "o"]
    said = ["".join(rng.choices(syllables, k=rng.randint(1, 3))) for _ in range(60)]
    topics = [make_topic(me, " ".join(rng.choices(said, k=2)), " ".join(rng.choices(said, k=5))) for _ in range(120)]
    entries = {entry.ref: set(entry.tokens.split()) for entry in Entry.objects.all()}
    mine = me.group_id

    def has(topic, words, mark):
        return all(any(t.startswith(f"{mine}{mark}{w}") for t in entries[topic.pk]) for w in words)

    for _ in range(300):
        text = " ".join(word[: rng.randint(1, 4)] for word in rng.choices(said, k=rng.randint(1, 2)))
        finding = Finding(me.group, text, kind="topics")
        hits = [topic for topic in topics if has(topic, finding.words, "w")]
        hits.sort(key=lambda topic: (has(topic, finding.words, "t"), topic.put_by_at, topic.pk), reverse=True)
        assert found(me.group, text, kind="topics") == [topic.title for topic in hits[:MOST]], text


# -- kept, made anew, wiped


def test_it_is_made_anew_by_a_command(me, capsys):
    make_topic(me, "Salt")
    other = make_topic(None, "Pepper")
    kept = set(Entry.objects.values_list("source", "ref", "tokens"))
    Entry.objects.all().delete()
    call_command("rebuild_search", me.group.slug)
    assert found(me.group, "salt") == ["Salt"]
    assert found(other.group, "pepper") == []
    call_command("rebuild_search")
    assert set(Entry.objects.values_list("source", "ref", "tokens")) == kept
    assert "2 things in 2 groups" in capsys.readouterr().out


def test_what_was_not_kept_is_noticed(me):
    """The check that other tests rely on sees what it looks for."""
    topic = make_topic(me, "Salt")
    assert strayed() == set()
    type(topic).objects.filter(pk=topic.pk).update(title="Pepper")
    assert len(strayed()) == 2


def test_nothing_is_kept_where_the_change_is_not(me):
    with transaction.atomic():
        make_topic(me, "Salt")
        transaction.set_rollback(True)
    assert found(me.group, "salt") == []


def test_putting_by_the_same_twice_is_found_once(me):
    for _ in range(2):
        make_topic(me, "Salt", key="pressed")
    search.keep_all(me.group, "topics")
    search.keep(me.group, "topics")
    assert found(me.group, "salt") == ["Salt"]
