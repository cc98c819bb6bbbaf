"""A slip in the edition in force is put right by anyone, at once; another meaning isn't a slip."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from copse.home import Home
from manifesto.home import in_force
from manifesto.models import Correction
from manifesto.papers import manifesto_html
from tests.at_once import at_once
from tests.factories import (
    make_change,
    make_correction,
    make_edition,
    make_meeting,
    make_membership,
    make_next_edition,
    make_round,
)

pytestmark = pytest.mark.django_db

SLIP, RIGHT = "We keep teh dates that all of us made.", "We keep the dates that all of us made."


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


@pytest.fixture
def edition(nia):
    return make_edition(nia, values=[("We come", SLIP), ("We listen", "To the end.")])


@pytest.fixture
def entry(edition):
    return edition.entries.first()


def url_of(entry, name: str) -> str:
    return reverse(f"manifesto:{name}", args=[entry.edition.group.slug, entry.value.key])


def undo_url(correction) -> str:
    return reverse("manifesto:undo_correction", args=[correction.by.group.slug, correction.key])


def current(signed_in, by) -> str:
    return unescape(signed_in(by).get(reverse("manifesto:current", args=[by.group.slug])).content.decode())


def wording(edition) -> list[tuple[str, str]]:
    return [(reads.name, reads.statement) for reads in edition.wording()]


def correct(signed_in, by, entry, **written):
    reads = entry.reads()
    written = {"name": reads.name, "statement": reads.statement, "seen": reads.stamp, **written}
    return signed_in(by).post(url_of(entry, "correct"), written)


# Correcting


def test_a_correction_counts_at_once_and_what_was_agreed_on_stays(signed_in, nia, bea, edition, entry):
    answer = correct(signed_in, bea, entry, statement=RIGHT)
    assert answer.url == reverse("manifesto:current", args=[nia.group.slug])
    assert wording(edition) == [("We come", RIGHT), ("We listen", "To the end.")]
    entry.refresh_from_db()
    assert (entry.statement, nia.group.editions.count()) == (SLIP, 1)


def test_all_see_who_corrected_what_in_both_wordings(signed_in, nia, bea, entry):
    make_correction(entry, bea, statement=RIGHT)
    page = current(signed_in, nia)
    assert "<b>Bea</b> corrected “We come” on" in page
    assert "teh<" in page
    assert "the<" in page


def test_signatures_stand_and_nobody_is_asked_again(signed_in, nia, edition, entry):
    edition.sign(by=nia)
    make_correction(entry, statement=RIGHT)
    assert edition.signers == [nia]
    assert Home(nia).asks["first"] == []


def test_it_is_news_at_home_and_the_paper_reads_so(nia, bea, edition, entry):
    make_meeting(nia, days=-3)
    make_correction(entry, bea, statement=RIGHT)
    (news,) = [item for item in Home(nia).news if "slip" in item.deed]
    assert (news.by, news.about, news.url) == (bea, "We come", url_of(entry, "value"))
    assert RIGHT.rpartition(" ")[0] in unescape(manifesto_html(edition)[0])


def test_whoever_joins_reads_it_as_it_stands(entry):
    before = in_force(entry.edition.group)
    make_correction(entry, statement=RIGHT)
    now = in_force(entry.edition.group)
    assert now.context["entries"][0].statement == RIGHT
    assert before.seen != now.seen


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("We keep the day which all of us made.", True),
        ("We keep the day which all of them made.", False),
        ("We keep the dates that all of us made well.", True),
        ("Whoever is late brings cake.", False),
        ("We keep  teh dates that all of us\nmade.", False),
        (SLIP, False),
    ],
    ids=["three words", "four words", "words more", "another text", "spaces alone", "nothing"],
)
def test_a_few_words_may_change_and_at_least_one(entry, statement, allowed):
    if allowed:
        make_correction(entry, statement=statement)
    else:
        with pytest.raises(ValidationError):
            make_correction(entry, statement=statement)
    assert entry.corrections.exists() == allowed


def test_the_words_of_name_and_statement_count_together(entry):
    with pytest.raises(ValidationError):
        make_correction(entry, name="They came", statement="We keep the days that all of us made.")
    make_correction(entry, name="We came", statement="We keep the days that all of us made.")
    assert entry.reads().name == "We came"


def test_several_corrections_dont_add_up_to_another_meaning(signed_in, nia, entry):
    make_correction(entry, statement="We keep the days that all of us made.")
    answer = correct(signed_in, nia, entry, statement="We keep the days which some of us made.")
    assert answer.status_code == 422
    assert "for all of us to agree on" in answer.content.decode()
    assert "which some of us" in answer.content.decode()
    make_correction(entry, statement="We keep the days which all of us made.")
    assert entry.corrections.count() == 2


def test_only_the_edition_in_force_is_corrected(signed_in, nia, edition, entry):
    make_next_edition((entry.value, "We come", "Always."), after=edition)
    with pytest.raises(ValidationError, match="newer version"):
        make_correction(entry, statement=RIGHT)
    retired = edition.entries.last()
    assert signed_in(nia).get(url_of(retired, "correct")).status_code == 404


def test_a_new_edition_stands_uncorrected(edition, entry):
    make_correction(entry, statement=RIGHT)
    second = make_next_edition((entry.value, "We come", "Always."), after=edition)
    assert wording(second) == [("We come", "Always.")]
    assert wording(edition)[0] == ("We come", RIGHT)


@pytest.mark.parametrize("missing", ["name", "statement"])
def test_no_value_loses_its_name_or_its_statement(signed_in, nia, entry, missing):
    answer = correct(signed_in, nia, entry, **{missing: " "})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert not entry.corrections.exists()


def test_nobody_corrects_for_another_group(entry):
    with pytest.raises(ValueError, match="another group"):
        make_correction(entry, make_membership(), statement=RIGHT)


def test_whoever_was_slower_sees_both_wordings(signed_in, nia, entry):
    seen = entry.reads().stamp
    make_correction(entry, statement=RIGHT)
    answer = correct(signed_in, nia, entry, statement="We keep all dates that all of us made.", seen=seen)
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert RIGHT in page
    assert "We keep all dates" in page
    assert answer.context["form"]["seen"].value() == entry.reads().stamp
    assert entry.corrections.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_the_second_is_told(entry, nia, bea):
    seen = entry.reads().stamp
    deeds = [
        lambda by=by: Correction.make(entry, by=by, name="We come", statement=RIGHT, seen=seen) for by in (nia, bea)
    ]
    results = at_once(*deeds)
    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "Correction"]
    assert entry.corrections.count() == 1


# Undoing


def test_anyone_undoes_it_and_it_reads_as_before(signed_in, nia, bea, edition, entry):
    correction = make_correction(entry, bea, statement=RIGHT)
    assert undo_url(correction) in current(signed_in, nia)
    signed_in(nia).post(undo_url(correction))
    page = current(signed_in, bea)
    assert wording(edition)[0] == ("We come", SLIP)
    assert "Nia undid it on" in page
    assert undo_url(correction) not in page


def test_the_button_that_undoes_it_works_where_the_browser_is_checked(signed_in, nia, entry):
    correction = make_correction(entry, statement=RIGHT)
    client = signed_in(nia, enforce_csrf_checks=True)
    page = client.get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()
    form = page[page.index(undo_url(correction)) :]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form[: form.index("</form>")]).group(1)
    assert client.post(undo_url(correction), {"csrfmiddlewaretoken": token}).status_code == 302
    assert entry.reads().statement == SLIP


def test_no_value_gets_the_name_of_another(signed_in, nia, entry):
    other = entry.edition.entries.last()
    with pytest.raises(ValidationError, match="Another value has this name"):
        make_correction(entry, name=other.name.upper())
    renamed = make_correction(entry, name="We came")
    make_round(nia, make_change("We come", "Always."))
    page = signed_in(nia).post(undo_url(renamed), follow=True).text
    assert "Another value has this name, or would get it." in page


def test_undone_twice_is_undone_once(nia, bea, entry):
    correction = make_correction(entry, statement=RIGHT)
    correction.undo(by=nia)
    correction.undo(by=bea)
    assert correction.undone_by == nia


@pytest.mark.parametrize(("days", "allowed"), [(6.99, True), (7, False)])
def test_it_can_be_undone_for_seven_days(nia, entry, days, allowed):
    now = timezone.now()
    correction = make_correction(entry, statement=RIGHT, at=now - timedelta(days=days))
    assert correction.is_fresh(now) == allowed
    if allowed:
        correction.undo(by=nia, at=now)
    else:
        with pytest.raises(ValidationError, match="seven days ago"):
            correction.undo(by=nia, at=now)
    assert bool(correction.undone_at) == allowed


def test_the_newest_of_a_value_is_undone_first(signed_in, nia, entry):
    first = make_correction(entry, statement=RIGHT)
    second = make_correction(entry, name="We came")
    other = make_correction(entry.edition.entries.last(), statement="To the ends.")
    undoable = signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).context["page"].undoable
    assert set(undoable) == {second, other}
    page = signed_in(nia).post(undo_url(first), follow=True).content.decode()
    assert "Undo that first." in page
    second.undo(by=nia)
    first.undo(by=nia)
    assert entry.reads().statement == SLIP


def test_what_stands_in_an_earlier_edition_stays(signed_in, nia, edition, entry):
    correction = make_correction(entry, statement=RIGHT)
    make_next_edition((entry.value, "We come", RIGHT), after=edition)
    page = signed_in(nia).post(undo_url(correction), follow=True).content.decode()
    assert "There is a newer version. What stands in this one stays." in page
    old = signed_in(nia).get(reverse("manifesto:edition", args=[nia.group.slug, 1])).content.decode()
    assert RIGHT in old
    assert undo_url(correction) not in old
    assert url_of(entry, "correct") not in old


@pytest.mark.django_db(transaction=True)
def test_undone_and_corrected_once_more_at_the_same_moment_nothing_is_lost(nia, bea, entry):
    correction = make_correction(entry, statement=RIGHT)
    seen = entry.reads().stamp
    again = "We keep the days that all of us made."
    at_once(
        lambda: correction.undo(by=nia),
        lambda: Correction.make(entry, by=bea, name="We come", statement=again, seen=seen),
    )
    undone = Correction.objects.get(pk=correction.pk).undone_at
    assert entry.reads().statement == (SLIP if undone else again)


# How it reads


def test_how_an_edition_reads_takes_two_queries(django_assert_num_queries, nia):
    edition = make_edition(nia, values=[(f"Value {n}", "We come.") for n in range(40)])
    for entry in edition.entries.all()[:5]:
        make_correction(entry, statement="We came.")
    with django_assert_num_queries(2):
        read = [(reads.value.key, reads.statement) for reads in edition.wording()]
    assert [statement for _key, statement in read[4:6]] == ["We came.", "We come."]


def test_the_page_takes_as_many_queries_for_many_values_and_corrections_as_for_few(signed_in, nia, queries_of):
    edition = make_edition(nia, values=[(f"Value {n}", "We come.") for n in range(300)])
    url = reverse("manifesto:current", args=[nia.group.slug])
    entries = list(edition.entries.all())
    for entry in entries[:3]:
        make_correction(entry, nia, statement="We came.")
    few = queries_of(signed_in(nia), url)
    for entry in entries[3:60]:
        make_correction(entry, nia, statement="We came.")
    assert queries_of(signed_in(nia), url) == few
