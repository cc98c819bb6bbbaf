"""The screen *whose turn*, a turn's own page, the sheet that lays them, and what home and the meeting say of them."""

import re
from html import unescape

import pytest
from django.urls import reverse

from copse.home import Home
from copse.templatetags.ui import span
from groups.models import Sabbatical
from meetings.models import Attendance, OwnNotes, RotaOrder, Subscription, Turn, TurnOffer
from meetings.rota import Way
from meetings.turn_page import TurnsPage, way_in_words
from meetings.turns import Laying, Turns
from tests.factories import days_from_now, first_of, make_group, make_meeting, make_member, make_membership
from tests.meetings.laid import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def us():
    group = make_group(first=make_member("Nia"))
    us = [first_of(group), *(make_membership(group, name) for name in ("Bea", "Ruth"))]
    for n, who in enumerate(us):
        who.joined_at = days_from_now(n - 300)
        who.save()
    return us


def page_of(by) -> TurnsPage:
    by.group.refresh_from_db()  # as for each request
    return TurnsPage(by.group, by)


def test_it_says_who_goes_next_and_why_and_what_came_before(us, signed_in):
    nia, bea, _ruth = us
    last = make_meeting(nia, days=-20)
    make_meeting(nia, days=-10, facilitator=bea)
    make_meeting(nia, days=7, facilitator=None)
    text = read(signed_in, nia)
    (ruths,) = nia.group.meetings.ahead()
    assert f"Ruth , {span(ruths)} Has not had a turn online yet; here since" in text
    assert "By the order: nobody has this turn yet." in text
    assert f"Nia Longest since a turn online: last on {last.starts_on:%A} {last.starts_on.day}" in text
    assert "What came before" in text
    (kind,) = page_of(nia).kinds
    assert [whose for _meeting, whose in kind.before] == ["Bea", "Nia"]
    assert [person.name for person, _why in kind.after] == ["Nia", "Bea", "Ruth"]


def why(by, n: int = 0) -> str:
    return page_of(by).kinds[0].ahead[n].why


def test_it_says_what_was_done_with_a_turn(us):
    nia, bea, ruth = us
    first, second = make_meeting(nia, days=7), make_meeting(nia, days=14, facilitator=bea)
    assert why(nia).startswith("Has not had a turn online yet")
    TurnOffer.make(first, by=nia, other=second, to=bea).take(by=bea)
    assert [why(nia, n) for n in (0, 1)] == ["Swapped with Nia.", "Swapped with Bea."]
    TurnOffer.make(second, by=nia).take(by=ruth)
    assert why(nia, 1) == "Nia gave it away."
    Turn.skip(first, by=bea)
    assert why(nia).startswith("Bea can’t that day.")
    first.change(by=nia, facilitator=ruth, facilitates_with=nia)
    second.change(by=nia, facilitator=nia)
    assert why(nia, 1) == "Agreed on outside the order."


def test_it_says_who_is_passed_over_and_in_the_middle_of_a_term(us):
    nia, bea, _ruth = us
    RotaOrder.arrange({"online": Way(1, 3)}, by=nia)
    make_meeting(nia, days=-7)
    make_meeting(nia, days=7)
    make_membership(nia.group, "Cleo")
    Sabbatical.take(by=bea, starts=nia.group.today())
    (kind,) = page_of(nia).kinds
    assert kind.way == "One of us, three meetings in a row"
    assert kind.after[0] == (nia, "Goes on: the third of three in a row.")
    assert ("Bea", "On sabbatical.") in [(person.name, why) for person, why in kind.skipped]


def test_a_turn_of_somebody_who_rests_is_nobodys_and_the_next_one_is_laid(us, signed_in):
    nia, bea, ruth = us
    meeting = make_meeting(bea, days=7)
    Turn.accept(meeting, by=bea)
    Sabbatical.take(by=bea, starts=nia.group.today())
    (ahead,) = page_of(nia).kinds[0].ahead
    assert (ahead.who, ahead.kept) == ([nia], [bea])
    assert ahead.why.startswith("Bea is on sabbatical then. Has not had a turn online yet")
    assert "Bea has a turn and can’t go. Lay the turns" in read(signed_in, nia)
    assert "By the order it would be Nia. Bea is on sabbatical then." in read(signed_in, ruth, "turn", meeting.key)
    assert "Bea has this turn and is on sabbatical then. Lay the turns" in read(signed_in, nia, "detail", meeting.key)
    assert home(ruth).next.in_words.endswith("Bea is on sabbatical. Bea has the turn. Nobody goes instead yet.")
    nia.group.refresh_from_db()
    found = Laying(Turns(nia.group))
    Laying.lay({meeting.key}, by=nia, seen=found.stamp)
    meeting.refresh_from_db()
    assert list(meeting.seats) == [nia]


def test_it_names_who_is_passed_over_in_focus_or_with_a_yes_to_a_turn_soon(us):
    nia, bea, ruth = us
    make_meeting(nia, days=-7, learning=True, focus=bea, facilitator=ruth)
    make_meeting(nia, days=7, learning=True, focus=nia, facilitator=None)
    Turn.accept(make_meeting(nia, days=14, learning=True, focus=ruth, facilitator=bea), by=bea)
    assert why(nia).startswith("Nia is in focus. Bea has said yes to a turn soon. Longest since a turn at")


def test_with_pairs_and_terms_what_the_order_laid_is_by_the_order_after_a_skip_too_and_names_both(us):
    nia = us[0]
    for name in ("Cleo", "Dora"):
        who = make_membership(nia.group, name)
        who.joined_at = nia.joined_at
        who.save()
    RotaOrder.arrange({"online": Way(2, 2)}, by=nia)
    meetings = [make_meeting(nia, days=7 * n, facilitator=None) for n in range(1, 6)]
    found = Laying(Turns(nia.group))
    Laying.lay({m.key for m in meetings}, by=nia, seen=found.stamp)
    first = nia.group.meetings.ahead().first()
    Turn.accept(first, by=first.facilitator)
    Turn.skip(meetings[1], by=nia.group.meetings.get(pk=meetings[1].pk).facilitator)
    said = [one.why for one in page_of(nia).kinds[0].ahead]
    assert "outside the order" not in " ".join(said)
    assert said[2] == "Nia: Goes on: the second of two in a row. Bea: By the order when it was laid."


def test_a_newcomer_is_told_when_their_turn_comes(us):
    make_meeting(us[0], days=-7)
    cleo = make_membership(us[0].group, "Cleo")
    (kind,) = page_of(cleo).kinds
    assert kind.skipped == [(cleo, "New here: goes once somebody else has.")]


def test_how_turns_are_taken_in_words():
    assert way_in_words(Way()) == "One of us, one meeting each"
    assert way_in_words(Way(2, 2)) == "Two together, two meetings in a row"
    assert way_in_words(Way(0)) == "Nobody takes a turn"


def test_an_empty_screen_says_so(us, signed_in):
    assert "Nobody has had a turn yet." in read(signed_in, us[0])


# What one does there


def post(signed_in, by, name: str, *args, **data):
    return signed_in(by).post(reverse(f"meetings:{name}", args=[by.group.slug, *args]), data, follow=True)


def test_turns_are_shown_then_laid_then_said_yes_to(us, signed_in):
    nia, bea, _ruth = us
    first, second = (make_meeting(nia, days=days, facilitator=None) for days in (7, 14))
    sheet = signed_in(nia).get(reverse("meetings:lay_turns", args=[nia.group.slug])).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', sheet)[1]
    assert post(signed_in, nia, "lay_turns", seen="another", meeting=[first.key]).status_code == 409
    text = post(signed_in, nia, "lay_turns", seen=seen, meeting=[first.key, second.key]).content.decode()
    assert "Two turns are laid." in text
    bea.group.refresh_from_db()
    assert [a.button for a in Home(bea).asks["first"] if a.title.startswith("Your turn")] == ["Look at it"]
    assert "Yes, I facilitate" in read(signed_in, bea, "turn", second.key)
    post(signed_in, bea, "accept_turn", second.key)
    assert "You have said yes." in read(signed_in, bea, "turn", second.key)
    bea.group.refresh_from_db()
    assert [a.title for a in Home(bea).asks["first"] if a.title.startswith("Your turn")] == []


def test_a_swap_is_offered_on_the_turns_page_and_taken_from_home(us, signed_in):
    nia, bea, ruth = us
    mine, theirs = make_meeting(nia, days=7), make_meeting(nia, days=14, facilitator=bea)
    refused = post(signed_in, nia, "swap_turn", mine.key)
    assert (refused.status_code, "Choose one of these turns." in refused.content.decode()) == (422, True)
    said = post(signed_in, nia, "swap_turn", mine.key, turn=f"{theirs.key}-{bea.key}").content.decode()
    assert "Bea is asked." in said
    bea.group.refresh_from_db()
    assert "Nia would swap turns with you" in [ask.title for ask in Home(bea).asks["first"]]
    assert "would swap" not in read(signed_in, ruth)
    offer = TurnOffer.objects.get()
    assert "You have swapped." in post(signed_in, bea, "take_turn", offer.key).content.decode()
    mine.refresh_from_db()
    assert mine.facilitator == bea


def home(by) -> Home:
    by.group.refresh_from_db()
    return Home(by)


def test_a_gift_to_whoever_takes_it_stands_on_the_home_of_all_who_could_and_on_the_meetings_page(us, signed_in):
    nia, bea, ruth = us
    cleo = make_membership(nia.group, "Cleo")
    meeting = make_meeting(nia, days=7, learning=True, focus=ruth)
    Sabbatical.take(by=cleo, starts=nia.group.today())
    offer = TurnOffer.make(meeting, by=nia)
    title = "Nia gives a turn to whoever takes it"
    assert [title in [ask.title for ask in home(who).asks["first"]] for who in (nia, bea, ruth, cleo)] == [
        False, True, False, False,
    ]  # fmt: skip
    assert ["Take the turn" in read(signed_in, who, "detail", meeting.key) for who in us] == [False, True, False]
    offer.take(by=bea)
    (news,) = [n for n in home(nia).news if n.by == bea]
    assert news.deed == "took the turn that you offered"
    assert bea not in [n.by for n in home(ruth).news]


def test_an_offer_to_somebody_who_has_come_into_focus_since_is_asked_nowhere(us, signed_in):
    nia, bea, _ruth = us
    meeting = make_meeting(nia, days=7)
    TurnOffer.make(meeting, by=nia, to=bea)
    meeting.change(by=nia, learning=True, focus=bea)
    assert "would give you" not in " ".join(ask.title for ask in home(bea).asks["first"])
    assert "Take the turn" not in read(signed_in, bea) + read(signed_in, bea, "turn", meeting.key)


def test_whoever_cannot_is_told_who_goes_and_which_is_theirs(us, signed_in):
    nia, _bea, _ruth = us
    first, second = (make_meeting(nia, days=days, facilitator=None) for days in (7, 14))
    nia.group.refresh_from_db()
    found = Laying(Turns(nia.group))
    Laying.lay({first.key, second.key}, by=nia, seen=found.stamp)
    said = unescape(post(signed_in, nia, "skip_turn", first.key).content.decode())
    assert "Bea goes instead. Yours is" in said
    assert "Until somebody says yes to it, you can take it again." in said
    assert "The turn is yours again." in post(signed_in, nia, "take_turn_again", first.key).content.decode()


def test_how_we_take_turns_is_arranged_kind_by_kind(us, signed_in):
    nia = us[0]
    ways = {f"{sort}-{name}": 1 for sort in RotaOrder.Sort for name in ("together", "term")}
    post(signed_in, nia, "turn_ways", **ways | {"online-together": 2, "online-term": 3})
    assert RotaOrder.ways_of(nia.group)["online"] == Way(2, 3)
    refused = post(signed_in, nia, "turn_ways", **ways | {"face-term": 9})
    assert refused.status_code == 422
    assert "There is something to put right" in refused.content.decode()


# Two facilitate together


def test_both_are_named_wherever_one_is(us, signed_in):
    nia, bea, _ruth = us
    meeting = make_meeting(nia, facilitates_with=bea)
    assert "Nia and Bea facilitate" in read(signed_in, nia, "detail", meeting.key)
    assert "Nia and Bea facilitate" in read(signed_in, nia, "year_of", meeting.starts_on.year)
    home = signed_in(us[2]).get(reverse("home", args=[nia.group.slug])).content.decode()
    assert "Nia and Bea facilitate." in home
    _subscription, token = Subscription.begin(member=nia.member, label="mine", detail="full")
    feed = signed_in(nia).get(f"/c/{token}/calendar.ics").content.decode()
    assert "Nia and Bea facilitate." in feed.replace("\r\n ", "")


def test_access_notes_notes_to_the_planner_and_own_notes_are_for_both(us, signed_in):
    nia, bea, ruth = us
    meeting = make_meeting(nia, facilitates_with=bea)
    ruth.access_note = "A chair with arms"
    ruth.save()
    ruth.group.changed("people")
    Attendance.say(meeting, "can", by=ruth, note="A little late")
    OwnNotes.keep(meeting, "Slowly", by=bea)
    for who, sees in ((nia, True), (bea, True), (ruth, False)):
        text = read(signed_in, who, "detail", meeting.key)
        assert ("A chair with arms" in text, "A little late" in text) == (sees, sees)
        assert ("Slowly" in text) == (who == bea)


def test_the_plan_says_with_whom_and_refuses_two_who_are_one(us, signed_in):
    nia, bea, _ruth = us
    meeting = make_meeting(nia)
    page = signed_in(nia).get(reverse("meetings:edit", args=[nia.group.slug, meeting.key]))
    plan = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    plan |= {"start_time": "19:00", "end_time": "21:00", "facilitator": nia.pk, "topics": []}
    refused = post(signed_in, nia, "edit", meeting.key, **plan, facilitates_with=nia.pk)
    assert refused.context["form"].errors["facilitates_with"] == ["Two facilitate together. Choose somebody else."]
    post(signed_in, nia, "edit", meeting.key, **plan, facilitates_with=bea.pk)
    meeting.refresh_from_db()
    assert list(meeting.seats) == [nia, bea]


def test_the_screen_takes_as_many_queries_for_sixty_turns_as_for_three(us, queries_of, signed_in):
    nia, url = us[0], reverse("meetings:turns", args=[us[0].group.slug])
    client, counts = signed_in(nia), []
    for days in (range(-1, 2), range(-30, 30)):
        for n, day in enumerate(days):
            meeting = make_meeting(nia, days=3 * day + 1, facilitator=us[n % 3])
            if day >= 0:
                Turn.accept(meeting, by=us[n % 3])
        nia.group.changed("programme")
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= 12
