"""How we want to work together: each of us writes, all of it is opened, and what we found in it is proposed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Bundle, Gathering, Stage
from manifesto.models import Change, Proposal
from manifesto.starter import STARTERS, StartersForm
from tests.factories import first_of, make_change, make_edition, make_group, make_membership
from tests.manifesto.gatherings import bundled, gathered, go, page, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


@pytest.fixture
def opened(nia, ruth):
    return gathered(nia, ruth, words=3)


# -- writing and opening


def test_home_and_the_manifesto_ask_for_my_words_and_nobody_reads_them_yet(nia, ruth, signed_in):
    client = signed_in(ruth)
    begin = reverse("manifesto:begin_gathering", args=[nia.group.slug])
    answer = client.post(begin)
    gathering = Gathering.objects.get()
    assert answer.url == gathering.get_absolute_url()
    gathering.write("Bread", by=ruth)
    hers = signed_in(nia)
    home = hers.get(reverse("home", args=[nia.group.slug])).content.decode()
    assert "How do you want us to work together?" in home
    manifesto = hers.get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()
    assert "Ruth asks how each of us wants to work together." in manifesto
    written = page(hers, gathering)
    assert "Ruth is writing" in written
    assert "Bread" not in written + home + manifesto


def test_one_about_goals_and_one_about_the_manifesto_are_two(nia):
    assert Gathering.begin("goals", by=nia) != Gathering.begin("manifesto", by=nia)


def test_opened_all_of_us_read_it_and_it_is_nobodys_goal(nia, ruth, opened, signed_in):
    assert "Bread 0" in page(signed_in(ruth), opened)
    assert not nia.group.goals.exists()


def test_a_group_of_one_gathers_too(nia, signed_in):
    gathering = gathered(nia, words=1)
    assert "Bread 0" in page(signed_in(nia), gathering)


def test_that_it_was_opened_is_news_at_home(nia, ruth, opened, signed_in):
    home = signed_in(ruth).get(reverse("home", args=[nia.group.slug])).content.decode()
    assert "We opened what each of us wrote about how we work together" in home


def test_words_not_opened_yet_go_with_whoever_leaves(nia, ruth):
    gathering = Gathering.begin("manifesto", by=nia)
    gathering.write("Bread", by=ruth)
    ruth.leave()
    assert not gathering.contributions.exists()
    assert not ruth.goals.exists()


@pytest.mark.parametrize(("fate", "name"), [("unnamed", ""), ("named", "Ruth"), ("goes", None)])
def test_opened_words_of_whoever_leaves_stay_as_they_chose_and_what_we_found_in_them_stays(nia, ruth, fate, name):
    gathering = gathered(ruth, nia, words=1)
    bundle = bundled(gathering, *words_of(gathering), by=nia, name="Supper", statement="We eat.")
    ruth.leave({"values": fate})
    assert [words.membership.known_as for words in bundle.contributions.all()] == ([] if name is None else [name])
    assert gathering.bundles.get().name == "Supper"


def test_the_leaving_page_says_what_becomes_of_them(nia, ruth, signed_in):
    gathering = gathered(ruth, nia, words=2)
    gathering.group.refresh_from_db()
    url = reverse("groups:leaving", args=[nia.group.slug])
    said = signed_in(ruth).post(url, {"values": "unnamed"}).content.decode()
    assert "Two lines of yours on how we work together stay, without your name." in said
    assert "What we haven’t opened goes with you." in said


# -- common values


def test_common_values_are_laid_beside_ours_and_offered_once(nia, opened, signed_in):
    client = signed_in(nia)
    client.post(go("draw_from_starters", opened), {"starters": ["pass", "mend"]})
    assert [bundle.name for bundle in opened.bundles.all()] == ["A pass needs no reason", "Mending"]
    client.post(go("draw_from_starters", opened), {"starters": ["mend"]})
    assert opened.bundles.count() == 2


def test_common_values_fit_where_values_stand():
    for starter in STARTERS:
        assert len(str(starter.name)) <= 60
        assert len(str(starter.statement)) <= 1000
    assert len({starter.key for starter in STARTERS}) == len(STARTERS) >= 12


def test_what_is_held_already_is_not_offered():
    assert "mend" not in dict(StartersForm(but=["MENDING"]).fields["starters"].choices)


def test_a_starter_set_becomes_a_draft_of_mine(nia, ruth, signed_in):
    url = reverse("manifesto:starters", args=[nia.group.slug])
    assert signed_in(nia).post(url, {}).status_code == 422
    signed_in(nia).post(url, {"starters": ["pass", "mend"]})
    proposal = Proposal.objects.get()
    assert proposal.round.stage == Stage.DRAFT
    assert proposal.round.by == nia
    assert [change.name for change in Change.objects.all()] == ["A pass needs no reason", "Mending"]


# -- the first proposal


def test_what_is_worded_becomes_a_draft_that_knows_where_each_came_from(nia, opened, signed_in):
    a, b, c = words_of(opened)
    supper = bundled(opened, a, b, by=nia, name="Supper", statement="We eat before we write.")
    bundled(opened, c, by=nia)
    answer = signed_in(nia).post(go("propose_gathered", opened))
    proposal = Proposal.objects.get()
    assert answer.url == proposal.round.get_absolute_url()
    change = proposal.round.version.changes.get()
    assert (change.act, change.name, change.statement) == ("add", "Supper", "We eat before we write.")
    assert list(change.gathered.contributions.all()) == [a, b]
    assert change.gathered == supper


def test_nothing_worded_makes_no_proposal(nia, opened, signed_in):
    bundled(opened, *words_of(opened), by=nia, name="Supper")
    answer = signed_in(nia).post(go("propose_gathered", opened), follow=True)
    assert "Give a bundle a name and a sentence first." in answer.content.decode()
    assert not Proposal.objects.exists()


def test_pressed_twice_it_is_one_draft_and_another_of_us_has_their_own(nia, ruth, opened):
    bundled(opened, *words_of(opened), by=nia, name="Supper", statement="We eat.")
    assert Proposal.draft_from(opened, by=nia) == Proposal.draft_from(opened, by=nia)
    assert Proposal.draft_from(opened, by=ruth).round.by == ruth


def test_once_it_is_before_all_of_us_it_stays_as_it_is(nia, ruth, opened, signed_in):
    bundle = bundled(opened, *words_of(opened), by=nia, name="Supper", statement="We eat.")
    proposal = Proposal.draft_from(opened, by=nia)
    proposal.open(by=nia)
    deeds = (
        lambda: opened.draw_together([(words_of(opened)[0], bundle)], None, by=ruth),
        lambda: bundle.word("Bread", "We bring bread.", by=ruth),
        lambda: bundle.take_apart(by=ruth),
        lambda: Bundle.make(opened, [("Rest", "We rest.")], by=ruth),
    )
    for deed in deeds:
        with pytest.raises(ValidationError, match="It has been proposed"):
            deed()
    assert Proposal.draft_from(opened, by=ruth) == proposal
    text = page(signed_in(ruth), opened)
    assert proposal.round.get_absolute_url() in text
    assert "Make a proposal of these" not in text


def test_taken_back_it_can_be_drawn_on_again(nia, opened):
    bundled(opened, *words_of(opened), by=nia, name="Supper", statement="We eat.")
    proposal = Proposal.draft_from(opened, by=nia)
    proposal.open(by=nia)
    proposal.round.withdraw(by=nia)
    assert Proposal.draft_from(opened, by=nia) != proposal


def test_a_draft_written_anew_still_knows_where_it_came_from(nia, opened):
    bundle = bundled(opened, *words_of(opened), by=nia, name="Supper", statement="We eat.")
    proposal = Proposal.draft_from(opened, by=nia)
    proposal.redraft([make_change("Supper", "We eat before we write."), make_change("Rest", "We rest.")], by=nia)
    assert [change.gathered for change in proposal.round.version.changes.all()] == [bundle, None]


def test_a_draft_of_many_bundles_is_opened_to_be_changed_with_all_of_them(nia, opened, signed_in):
    Bundle.make(opened, [(f"Value {n}", "We hold to it.") for n in range(40)], by=nia)
    proposal = Proposal.draft_from(opened, by=nia)
    form = signed_in(nia).get(proposal.edit_url).context["form"]
    assert len(form.new) == proposal.round.version.changes.count() == 40


def test_a_value_says_in_whose_words_we_found_it(nia, ruth, opened, signed_in):
    bundled(opened, *words_of(opened)[:2], by=nia, name="Supper", statement="We eat.")
    proposal = Proposal.draft_from(opened, by=nia)
    proposal.open(by=nia)
    for person in (nia, ruth):
        proposal.round.be_done(by=person)
    for person in (nia, ruth):
        proposal.round.be_done(by=person)
    for person in (nia, ruth):
        proposal.round.answer("consent", by=person)
    value = nia.group.editions.in_force().entries.get().value
    text = signed_in(ruth).get(reverse("manifesto:value", args=[nia.group.slug, value.key])).content.decode()
    assert "Drawn from what we gathered" in text
    assert "Bread 0" in text
    assert "Bread 2" not in text


# -- pages


def test_without_a_manifesto_its_page_says_how_to_begin(nia, signed_in):
    text = signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()
    assert "No manifesto yet. Begin with one word each." in text
    for name in ("begin_gathering", "starters", "propose", "bring_in"):
        assert reverse(f"manifesto:{name}", args=[nia.group.slug]) in text


def test_with_a_manifesto_we_can_gather_anew(nia, signed_in):
    make_edition(nia)
    url = reverse("manifesto:current", args=[nia.group.slug])
    begin = reverse("manifesto:begin_gathering", args=[nia.group.slug])
    before, _form, _after = signed_in(nia).get(url).content.decode().partition(begin)
    assert "Copse writes to all of us." in before.rpartition("<details")[2]
    signed_in(nia).post(begin)
    text = signed_in(nia).get(url).content.decode()
    assert begin not in text
    assert Gathering.objects.get().get_absolute_url() in text
