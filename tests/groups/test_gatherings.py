"""A gathering: each of us writes alone, and all of it is opened together."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.models import Gathering, Goal, Membership, Sabbatical
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_membership
from tests.groups.post import mails_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


@pytest.fixture
def gathering(nia, ruth):
    return Gathering.begin("goals", by=nia)


def texts(group) -> list[str]:
    return [goal.text for goal in group.goals.shared()]


def page(client, gathering) -> str:
    return client.get(gathering.get_absolute_url()).content.decode()


def home(client, group) -> str:
    return client.get(reverse("home", args=[group.slug])).content.decode()


def test_nobody_reads_the_others_words_until_all_are_ready(nia, ruth, gathering, signed_in):
    gathering.write("To be read to", by=nia)
    gathering.be_ready(by=nia)
    assert "To be read to" not in page(signed_in(ruth), gathering)
    assert "To be read to" in page(signed_in(nia), gathering)
    gathering.write("To sing", by=ruth)
    gathering.be_ready(by=ruth)
    for reader in (nia, ruth):
        text = page(signed_in(reader), gathering)
        assert "To be read to" in text
        assert "To sing" in text


def test_who_is_ready_is_seen(nia, ruth, gathering, signed_in):
    gathering.be_ready(by=nia)
    assert "We wait to hear from Ruth" in page(signed_in(nia), gathering)
    gathering.go_on_writing(by=nia)
    assert f"We wait to hear from {nia.name}" in page(signed_in(ruth), gathering)


def test_what_is_opened_is_a_goal_of_whoever_wrote_it(nia, ruth, gathering):
    for author, words in ((nia, "To be read to"), (ruth, "To sing"), (ruth, "To laugh")):
        gathering.write(words, by=author)
    assert texts(nia.group) == []
    for author in (nia, ruth):
        gathering.be_ready(by=author)
    assert sorted(texts(nia.group)) == ["To be read to", "To laugh", "To sing"]
    assert {g.author for g in Goal.objects.filter(text__in=["To sing", "To laugh"])} == {ruth}


def test_a_goal_taken_back_is_not_on_the_opened_page_either(nia, ruth, gathering, signed_in):
    gathering.write("To be read to", by=nia)
    for author in (nia, ruth):
        gathering.be_ready(by=author)
    nia.goals.get().keep_to_myself(by=nia)
    assert "To be read to" not in page(signed_in(ruth), gathering)
    nia.goals.get().share(by=nia)
    assert "To be read to" in page(signed_in(ruth), gathering)


def test_whoever_has_nothing_to_say_passes(nia, ruth, gathering):
    gathering.write("To be read to", by=nia)
    for author in (nia, ruth):
        gathering.be_ready(by=author)
    assert texts(nia.group) == ["To be read to"]


def test_words_of_mine_can_be_changed_and_taken_away_until_then(nia, ruth, gathering, signed_in):
    words = gathering.write("To be red to", by=nia)
    url = reverse("groups:words", args=[nia.group.slug, gathering.key, words.key])
    assert signed_in(ruth).get(url).status_code == 404
    signed_in(nia).post(url, {"text": "To be read to"})
    assert gathering.contributions.get().text == "To be read to"
    signed_in(nia).post(url, {"text": ""})
    assert not gathering.contributions.exists()


@pytest.mark.parametrize("end", ["opened", "let go"])
def test_once_it_is_over_nothing_is_added_and_what_i_wrote_is_in_the_form(nia, ruth, gathering, signed_in, end):
    words = gathering.write("To be read to", by=nia)
    if end == "opened":
        for author in (nia, ruth):
            gathering.be_ready(by=author)
    else:
        gathering.let_go(by=nia)
    deeds = (gathering.be_ready, gathering.go_on_writing, gathering.open)
    for deed in (*deeds, lambda by: gathering.write("More", by=by), lambda by: gathering.rewrite(words, "More", by=by)):
        with pytest.raises(ValidationError, match="opened or let go"):
            deed(by=nia)
    answer = signed_in(ruth).post(gathering.get_absolute_url(), {"text": "To be heard"})
    assert answer.status_code == 422
    assert "To be heard" in answer.context["form"]["text"].value()


def test_let_go_nobody_else_ever_reads_it(nia, ruth, gathering, signed_in):
    gathering.write("To be read to", by=ruth)
    with pytest.raises(ValueError, match="who began it"):
        gathering.let_go(by=ruth)
    gathering.let_go(by=nia)
    assert "To be read to" not in page(signed_in(nia), gathering)
    assert "To be read to" in page(signed_in(ruth), gathering)
    assert texts(nia.group) == []


def test_where_whoever_began_it_has_left_any_of_us_lets_it_go(nia, ruth, gathering, signed_in):
    let_go = reverse("groups:let_go", args=[nia.group.slug, gathering.key])
    assert let_go not in page(signed_in(ruth), gathering)
    assert signed_in(ruth).post(let_go).status_code == 404
    Membership.objects.filter(pk=nia.pk).update(left_at=timezone.now())
    assert let_go in page(signed_in(ruth), gathering)
    signed_in(ruth).post(let_go)
    gathering.refresh_from_db()
    assert gathering.let_go_at


def test_there_is_one_at_a_time_and_all_of_us_are_told_once(nia, ruth, gathering):
    assert Gathering.begin("goals", by=ruth) == gathering
    assert [m.subject for m in mails_to(ruth.member.email)] == ["What do you hope for from our group?"]


def test_a_newcomer_is_not_waited_for_but_may_write(nia, ruth, gathering):
    bea = make_membership(nia.group, "Bea")
    gathering.write("To listen", by=bea)
    for author in (nia, ruth):
        gathering.be_ready(by=author)
    assert texts(nia.group) == ["To listen"]


def test_where_the_last_one_left_or_rests_any_of_us_opens_it(nia, ruth, gathering):
    gathering.write("To be read to", by=nia)
    gathering.be_ready(by=nia)
    with pytest.raises(ValidationError, match="Not everyone"):
        gathering.open(by=nia)
    Sabbatical.take(by=ruth, starts=nia.group.today())
    gathering.open(by=nia)
    assert texts(nia.group) == ["To be read to"]


def test_whoever_left_is_not_waited_for(nia, ruth, gathering):
    Membership.objects.filter(pk=ruth.pk).update(left_at=timezone.now())
    assert gathering.waiting_for() == [nia]


@pytest.mark.django_db(transaction=True)
def test_of_two_last_ones_at_once_it_is_opened_once():
    nia = first_of(make_group())
    ruth = make_membership(nia.group, "Ruth")
    gathering = Gathering.begin("goals", by=nia)
    for author in (nia, ruth):
        gathering.write(f"Words of {author.name}", by=author)
    ready = [lambda by=by: Gathering.objects.get(pk=gathering.pk).be_ready(by=by) for by in (nia, ruth)]
    assert at_once(*ready) == [None, None]
    assert len(texts(nia.group)) == 2


def test_home_asks_for_my_words_until_i_am_ready(nia, ruth, gathering, signed_in):
    client = signed_in(ruth)
    assert "What do you hope for?" in home(client, nia.group)
    gathering.be_ready(by=ruth)
    assert "What do you hope for?" not in home(client, nia.group)


def test_nobody_of_another_group_takes_part(gathering, signed_in):
    stranger = make_membership()
    with pytest.raises(ValueError, match="another group"):
        gathering.write("Mine", by=stranger)
    assert signed_in(stranger).get(gathering.get_absolute_url()).status_code == 404
