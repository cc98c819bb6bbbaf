"""Whose turn it is: the screen, a turn of somebody's own, and laying turns over the meetings ahead."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from copse.near import kept_page
from copse.pages import do, form_page, posted
from copse.words import day_near, number_word, sentence
from groups.access import facilitators_only
from meetings.forms.turn import GiftForm, LayForm, SwapForm, WaysForm
from meetings.models import RotaOrder, Turn, TurnOffer
from meetings.turn_page import TurnPage, TurnsPage
from meetings.turns import Laying, Turns
from meetings.views.meeting import find

SECTION = {"section": "year"}


@require_safe
def turns(request, group):
    """Whose turn it is, drawn again when something has changed."""
    page = TurnsPage(group, request.membership)
    facilitates = request.membership.facilitates
    return kept_page(request, f"turns:{group.pk}:{group.version}:{facilitates:d}", partial(page.drawn, request))


@require_safe
def turn(request, group, key):
    """One turn: whose it is and why; and for whoever has it, what they can do about it."""
    page = TurnPage(find(group, key), request.membership)
    return kept_page(request, f"turn:{page.meeting.pk}:{group.version}", partial(page.drawn, request))


@require_POST
def accept(request, group, key):
    meeting = find(group, key)
    return do(request, partial(Turn.accept, meeting), _here(meeting), _("The turn is yours."))


@require_POST
def skip(request, group, key):
    """I can’t: say who goes instead, and which is mine."""
    meeting = find(group, key)
    try:
        instead = Turn.skip(meeting, by=request.membership)
    except ValidationError as error:
        messages.info(request, error.messages[0])
    else:
        messages.success(request, " ".join(_what_follows(instead, group.today())))
    return redirect(_here(meeting))


def _what_follows(instead, today):
    if instead.goes is None:
        yield _("Nobody else could, so nobody has this turn.")
    else:
        yield _("%(name)s goes instead.") % {"name": instead.goes.name}
    if instead.mine:
        yield _("Yours is %(day)s now.") % {"day": day_near(instead.mine.starts_on, today)}
    else:
        yield _("You keep your place in the order.")


@require_POST
def take_again(request, group, key):
    """I can after all."""
    meeting = find(group, key)
    return do(request, partial(Turn.take_again, meeting), _here(meeting), _("The turn is yours again."))


@require_POST
def swap(request, group, key):
    """Offer my turn for another's."""
    meeting = find(group, key)
    form = SwapForm(request.POST, turns=Turns(group), meeting=meeting, by=request.membership)
    if form.is_valid():
        other, to = form.cleaned_data["turn"]
        return _offer(request, meeting, _("%(name)s is asked.") % {"name": to.name}, other=other, to=to)
    page = TurnPage(meeting, request.membership, swap_form=form)
    return form_page(request, "meetings/turn.html", form, page=page, **SECTION)


@require_POST
def give(request, group, key):
    """Offer my turn for nothing."""
    meeting = find(group, key)
    form = GiftForm(request.POST, turns=Turns(group), meeting=meeting)
    if form.is_valid():
        return _offer(request, meeting, _("It is yours until somebody takes it."), to=form.cleaned_data["to"])
    page = TurnPage(meeting, request.membership, gift_form=form)
    return form_page(request, "meetings/turn.html", form, page=page, **SECTION)


def _offer(request, meeting, words: str, **what):
    return do(request, partial(TurnOffer.make, meeting, **what), _here(meeting), words)


def _here(meeting) -> str:
    return reverse("meetings:turn", args=[meeting.group.slug, meeting.key])


@require_POST
def take(request, group, key):
    offer = get_object_or_404(TurnOffer.of(group).for_page().offered_to(request.membership), key=key)
    words = _("You have swapped.") if offer.is_swap else _("The turn is yours.")
    return do(request, offer.take, f"{TurnsPage.url(group)}#mine", words)


@require_POST
def decline(request, group, key):
    offer = get_object_or_404(TurnOffer.of(group).filter(to=request.membership), key=key)
    words = _("All stays as it is. %(name)s sees on their home that it doesn’t suit you.")
    return do(request, offer.decline, f"{TurnsPage.url(group)}#mine", words % {"name": offer.by.name})


@require_POST
def withdraw(request, group, key):
    offer = get_object_or_404(request.membership.turn_offers, key=key)
    return do(request, offer.withdraw, f"{TurnsPage.url(group)}#mine", _("You keep your turn."))


@facilitators_only
def lay(request, group):
    """Look at the turns that the order finds, then lay them; where something has changed meanwhile, look again."""
    laying, changed = Laying(Turns(group)), False
    form = LayForm(posted(request), laying=laying)
    if request.method == "POST":
        chosen, seen = set(request.POST.getlist("meeting")), request.POST.get("seen", "")
        if form.is_valid() and (laid := Laying.lay(chosen, by=request.membership, seen=seen)):
            n = len(laid.laid)
            words = ngettext("%(number)s turn is laid.", "%(number)s turns are laid.", n)
            messages.success(request, sentence(words % {"number": number_word(n)}))
            return redirect("meetings:turns", group.slug)
        group.refresh_from_db()
        laying, changed = Laying(Turns(group)), True
        form = LayForm(laying=laying)
    page = TurnsPage(group, request.membership)
    context = {
        "page": page,
        "laying": laying,
        "form": form,
        "rows": page.proposals(laying),
        "changed_meanwhile": changed,
        **SECTION,
    }
    return render(request, "meetings/lay_turns.html", context, status=409 if changed else 200)


@facilitators_only
def ways(request, group):
    """How turns are taken, for each kind of meeting."""
    form = WaysForm(posted(request), ways=RotaOrder.ways_of(group))
    if request.method == "POST" and form.is_valid():
        RotaOrder.arrange(form.ways(), by=request.membership)
        messages.success(request, _("From now on turns are taken so."))
        return redirect("meetings:turns", group.slug)
    return form_page(request, "meetings/turn_ways.html", form, **SECTION)
