"""Finding the date of a meeting: what is offered, what each of us can, settling."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from copse.clocks import When
from copse.keys import key_in
from copse.pages import do, form_page, posted, pressed, put_on
from copse.words import day_near, join_names
from groups.access import facilitators_only
from meetings.away import Known, known_words
from meetings.called import apart
from meetings.finding import AllDates, Finding
from meetings.forms.dates import DateRuleForm, DatesForm, MonthForm, OfferForm
from meetings.forms.meeting import AnswerForm
from meetings.models import DatePoll, DateRule, ExceptionOffer, PollReminder, TreatedAway
from meetings.page import MeetingPage
from meetings.same_days import copy_to
from meetings.views.meeting import find

SECTION = {"section": "year"}


def find_poll(group, key) -> DatePoll:
    """The poll of a meeting, with the meeting as the group has it."""
    meeting = find(group, key)
    poll = DatePoll.of(meeting)
    if poll is None:
        raise Http404
    return poll


def dates(request, group, key):
    """The dates that are offered, and my answers to them."""
    poll = find_poll(group, key)
    page = Finding(poll, request.membership)
    if why := _why_closed(poll):
        return _too_late(request, poll, why)
    if request.method != "POST":
        return render(request, "meetings/dates.html", {"page": page, "form": page.form, **SECTION})
    form = DatesForm(request.POST, hearings=page.hearings, membership=request.membership, note=page.my_note)
    page = Finding(poll, request.membership, form=form)
    if form.is_valid():
        try:
            gone = poll.answer(form.said(), by=request.membership, note=form.cleaned_data["note"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _say_what_is_kept(request, form, [*gone, *form.gone(group)])
            return redirect("meetings:dates", group.slug, key)
    return form_page(request, "meetings/dates.html", form, page=page, **SECTION)


def _why_closed(poll) -> str:
    """Why no date is looked for; "" where one is."""
    if poll.meeting.let_go_at:
        return _("This meeting is let go.")
    return _("The date is settled.") if poll.closed_at else ""


def _too_late(request, poll, why: str):
    """To the meeting. A note that was written comes back there, to be sent with an answer to the date that stands."""
    if request.method != "POST":
        messages.info(request, why)
        return redirect(poll.meeting)
    messages.info(request, " ".join([why, _("What you chose came too late and was not kept.")]))
    if not (note := request.POST.get("note", "").strip()):
        return redirect(poll.meeting)
    said = poll.meeting.answers.standing().filter(membership=request.membership).first()
    again = {"note": note, "answer": said and said.answer, "seen": poll.meeting.sequence}
    page = MeetingPage(poll.meeting, request.membership, answer_form=AnswerForm(initial=again))
    return render(request, "meetings/detail.html", {"page": page, "meeting": poll.meeting, **SECTION}, status=409)


def _say_what_is_kept(request, form, gone) -> None:
    """That answers are with the others, or nothing was answered; and of which dates nothing was kept, since they are
    `gone`.
    """
    if form.said().keys() - {*gone}:
        messages.success(request, _("Your answers are with the others. You can change them."))
    elif "note" in form.changed_data:
        messages.success(request, _("Your note is saved."))
    elif not gone:
        messages.info(request, _("You have answered no date yet, so there was nothing to save."))
    if gone:
        _say_what_is_gone(request, gone)


def _say_what_is_gone(request, gone) -> None:
    polls = {option.poll_id for option in gone}
    settled = request.membership.group.meetings.filter(poll__in=polls).settled().select_related("poll").order_by("pk")
    for meeting in settled:
        polls.discard(meeting.poll.pk)
        day = When(meeting).near(timezone.localdate())
        messages.info(request, _("%(day)s has been settled since you opened the page.") % {"day": day})
    if gone := [option for option in gone if option.poll_id in polls]:
        days = join_names(apart(gone, timezone.localdate()))
        words = ngettext("%(days)s isn’t offered any more.", "%(days)s are not offered any more.", len(gone))
        messages.info(request, words % {"days": days})


def all_dates(request, group):
    """All the dates that are offered, of all meetings that look for one, answered in one go."""
    page = AllDates(request.membership)
    if request.method == "POST":
        form = DatesForm(request.POST, hearings=page.hearings, membership=request.membership)
        page = AllDates(request.membership, form=form)
        if not form.is_valid():
            return form_page(request, "meetings/all_dates.html", form, page=page, **SECTION)
        gone = DatePoll.answer_all(form.said(), by=request.membership)
        _say_what_is_kept(request, form, [*gone, *form.gone(group)])
        return redirect("meetings:all_dates", group.slug)
    return render(request, "meetings/all_dates.html", {"page": page, "form": page.form, **SECTION})


@facilitators_only
def copy(request, group, key):
    """Dates like these, for a meeting in another month."""
    poll = find_poll(group, key)
    form = MonthForm(posted(request), today=group.today())
    if request.method == "POST" and form.is_valid():
        try:
            meeting, left_out = copy_to(form.cleaned_data["month"], poll, by=request.membership, key=pressed(request))
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The same days are offered for that month. Take back what doesn’t fit."))
            for day in left_out:
                words = _("%(day)s is left out: the clocks go forward over these hours.")
                messages.info(request, words % {"day": day_near(day, group.today())})
            return redirect("meetings:dates", group.slug, meeting.key)
    return form_page(request, "meetings/copy_dates.html", form, poll=poll, meeting=poll.meeting, **SECTION)


def rule(request, group):
    """When we say that a date suits. All of us can read it; admins change it."""
    if request.method == "POST" and not request.membership.is_admin:
        raise PermissionDenied
    form = DateRuleForm(posted(request), instance=DateRule.of(group))
    if request.method == "POST" and form.is_valid():
        DateRule.agree(by=request.membership, **form.cleaned_data)
        messages.success(request, _("That is how we find dates from now on."))
        return redirect("meetings:rule", group.slug)
    return form_page(request, "meetings/rule.html", form, **SECTION)


def offer(request, group, key):
    """Another date that could be. Anyone of us may."""
    poll = find_poll(group, key)
    meeting, i_plan = poll.meeting, poll.is_planned_by(request.membership)
    if request.method != "POST" and (why := _why_closed(poll)):
        messages.info(request, why)
        return redirect(meeting)
    form = OfferForm(posted(request), instance=meeting, initial={"starts_on": None, "ends_on": None})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                option = poll.offer(by=request.membership, **form.cleaned_data)
                poll.answer({option: "can"}, by=request.membership)
        except ValidationError as error:
            put_on(form, error)
        else:
            _say_which_note_stays(request, form, option)
            said = _("This date is offered, and you can make it: %(when)s.") % {"when": When(option).whole}
            messages.success(request, said)
            if i_plan:
                _say_for_whom_it_clashes(request, group, option)
            return redirect("meetings:dates", group.slug, key)
    known = known_words(group) if i_plan else []
    return form_page(request, "meetings/offer.html", form, meeting=meeting, known=known, **SECTION)


def _say_which_note_stays(request, form, option) -> None:
    """Of a date that was offered already, with other words."""
    if (note := form.cleaned_data["note"]) and note != option.note:
        words = _("It was offered already, with a note that stays: “%(note)s”")
        messages.info(request, words % {"note": option.note})


def _say_for_whom_it_clashes(request, group, option) -> None:
    others = [who.name for who in Known(group, [option]).clashes_for(option) if who != request.membership]
    if others:
        messages.info(request, _("As far as we know it clashes for %(names)s.") % {"names": join_names(others)})


@require_POST
@facilitators_only
def open_again(request, group, key):
    """The settled date isn't settled any more: another is looked for."""
    meeting = find(group, key)
    words = _("The date is open again. Offer another one, and everyone is asked.")
    try:
        DatePoll.open(meeting, by=request.membership)
    except ValidationError as error:
        messages.info(request, error.message)
        return redirect(meeting)
    messages.success(request, words)
    return redirect("meetings:dates", group.slug, key)


def _do(request, verb, poll, words: str):
    """Do it, and lead to where the poll stands then."""
    do(request, verb, poll, words)
    return redirect(_where_it_stands(poll))


def _option(request, group, key, option):
    poll = find_poll(group, key)
    return poll, get_object_or_404(poll.options, key=key_in(option))


@require_POST
@facilitators_only
def settle(request, group, key, option):
    poll, chosen = _option(request, group, key, option)
    try:
        poll.settle(chosen, by=request.membership)
    except ValidationError as error:
        messages.info(request, error.message)
        return redirect(_where_it_stands(poll))
    messages.success(request, _("The date is settled."))
    return redirect(poll.meeting)


def _where_it_stands(poll):
    """Where what became of a poll is to be seen: its dates, or the meeting that has one by now, or is let go."""
    now = DatePoll.of(find(poll.meeting.group, poll.meeting.key))
    return now.meeting if _why_closed(now) else now


@require_POST
def take_back(request, group, key, option):
    poll, offered = _option(request, group, key, option)
    if not offered.may_be_taken_back_by(request.membership):
        raise Http404
    return _do(request, offered.take_back, poll, _("That date isn’t offered any more."))


@require_POST
def confirm(request, group, key, option):
    """At a stretch, and all right."""
    poll, offered = _option(request, group, key, option)
    return _do(request, offered.confirm, poll, _("Thank you. It counts as a yes."))


@require_POST
def offer_exception(request, group, key, option):
    """Of whoever can't make that date: the others may meet without them this once."""
    poll, offered = _option(request, group, key, option)
    offer = partial(ExceptionOffer.make_for, offered)
    return do(request, offer, f"{poll.get_absolute_url()}#exceptions", _("The others can accept it now."))


def _other(request, group, person):
    """Somebody of us but me."""
    return get_object_or_404(group.members.exclude(pk=request.membership.pk), key=key_in(person))


@require_POST
def remind(request, group, key, person):
    """Ask somebody, in my name, which dates would do."""
    poll, other = find_poll(group, key), _other(request, group, person)
    words = _("We have written to %(name)s in your name.") % {"name": other.name}
    return _do(request, lambda by: PollReminder.send(poll, other, by=by), poll, words)


@require_POST
def treat_as_away(request, group, key, person):
    """Agree to go on without hearing from somebody."""
    poll, other = find_poll(group, key), _other(request, group, person)
    words = _("You agree. One answer from %(name)s, and it was never said.") % {"name": other.name}
    return _do(request, lambda by: TreatedAway.agree(poll, other, by=by), poll, words)
