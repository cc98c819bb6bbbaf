"""Twos and threes: a meeting of some of us, which only those in it change."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.keys import key_in
from copse.pages import both_texts, do, form_page, posted, pressed, put_on
from meetings import calendar
from meetings.forms.meeting import AnswerForm
from meetings.forms.smaller import SmallerForm
from meetings.models import Attendance, Meeting, SmallerGuest
from meetings.smaller import SmallerPage
from meetings.views.calendar import CALENDAR

FEWEST = 3  # in a group of which some can meet
DATES = ("starts_on", "start_time", "end_time", "zone")


def find(request, key: str, *, mine: bool = False) -> Meeting:
    """One that whoever asks may see; `mine`: that they are in, otherwise 403."""
    smaller = request.group.meetings(manager="of_any_size").of_some().visible_to(request.membership)
    meeting = get_object_or_404(smaller, key=key)
    if mine and not meeting.guests.filter(membership=request.membership).exists():
        raise PermissionDenied
    return meeting


@require_safe
def detail(request, group, key):
    page = SmallerPage(find(request, key), request.membership)
    return render(request, "meetings/smaller.html", {"page": page, "meeting": page.meeting, "section": "year"})


def arrange(request, group):
    """A new one; `?meeting=…` begins with the day of a meeting of all of us that can't take place as it was planned."""
    if len(group.people) < FEWEST:
        return render(request, "meetings/smaller_few.html", {"alone": len(group.people) == 1, "section": "year"})
    form = SmallerForm(posted(request), by=request.membership, initial=_begin_with(request, group))
    if request.method == "POST" and form.is_valid():
        try:
            meeting = SmallerGuest.arrange(
                form.cleaned_data["guests"], by=request.membership, key=pressed(request), **form.what()
            )
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("It is arranged. Those who are in it are asked whether they can come."))
            return redirect(meeting)
    return form_page(request, "meetings/smaller_form.html", form, section="year")


def _begin_with(request, group) -> dict:
    asked = key_in(request.GET.get("meeting", ""))
    meeting = asked and group.meetings.filter(key=asked, start_time__isnull=False).first()
    return {name: getattr(meeting, name) for name in DATES} if meeting else {}


def edit(request, group, key):
    """Change it, or who is in it. Two at once: the second sees what the first wrote and loses nothing."""
    meeting = find(request, key, mine=True)
    if not meeting.is_ahead():
        messages.info(request, _("This meeting has been, or is let go. Its plan stays as it was."))
        return redirect(meeting)
    form = SmallerForm(posted(request), by=request.membership, instance=meeting)
    context = {"meeting": meeting, "section": "year"}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            SmallerGuest.rearrange(meeting, said["guests"], by=request.membership, seen=said["seen"], **form.what())
        except Meeting.ChangedMeanwhile:
            context["meeting"] = now = find(request, key, mine=True)
            return both_texts(request, "meetings/smaller_form.html", form, seen=now.changed_at.isoformat(), **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect(meeting)
    return form_page(request, "meetings/smaller_form.html", form, **context)


@require_POST
def answer(request, group, key):
    """Whether I can come, of somebody who is in it."""
    meeting = find(request, key, mine=True)
    form = AnswerForm(request.POST)
    context = {"meeting": meeting, "section": "year"}
    if not form.is_valid():
        page = SmallerPage(meeting, request.membership, answer_form=form)
        return form_page(request, "meetings/smaller.html", form, page=page, **context)
    said = form.cleaned_data
    try:
        Attendance.say(meeting, said["answer"], by=request.membership, seen=said["seen"])
    except ValidationError as error:
        form.add_error(None, error)
        context["meeting"] = now = find(request, key, mine=True)
        context["page"] = SmallerPage(now, request.membership, answer_form=form)
        return both_texts(request, "meetings/smaller.html", form, seen=now.sequence, **context)
    messages.success(request, _("Your answer is with the others. You can change it."))
    return redirect(meeting)


@require_POST
def leave(request, group, key):
    """Take myself out of it. Where that leaves one, it is let go."""
    meeting = find(request, key, mine=True)
    if not SmallerPage(meeting, request.membership).can_leave:
        messages.info(request, _("Nobody would be in it. You can let it go."))
        return redirect(meeting)
    year = reverse("meetings:year_of", args=[group.slug, meeting.starts_on.year])
    return do(request, partial(SmallerGuest.leave, meeting), f"{year}#smaller", _("You are not in it any more."))


@require_POST
def let_go(request, group, key):
    meeting = find(request, key, mine=True)
    return do(request, meeting.let_go, meeting, _("The meeting is let go."))


@require_POST
def revive(request, group, key):
    meeting = find(request, key, mine=True)
    return do(request, meeting.revive, meeting, _("The meeting takes place after all. Everyone in it is asked again."))


@require_safe
def ics(request, group, key):
    """It as a file: a copy, which doesn't follow changes."""
    meeting = find(request, key, mine=True)
    response = HttpResponse(calendar.single(meeting, get_language(), timezone.now()), CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="copse-{meeting.starts_on}.ics"'
    return response
