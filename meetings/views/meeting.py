from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.keys import key_in
from copse.pages import both_texts, form_page, posted, pressed, put_on
from groups.access import facilitators_only
from meetings.away import known_words
from meetings.forms.meeting import MeetingForm, OpenTopicForm
from meetings.models import Meeting, RotaOrder
from meetings.page import MeetingPage


def find(group, key) -> Meeting:
    return get_object_or_404(group.meetings, key=key)


@require_safe
def detail(request, group, key):
    page = MeetingPage(get_object_or_404(group.meetings, key=key), request.membership)
    return render(request, "meetings/detail.html", {"page": page, "meeting": page.meeting, "section": "year"})


@facilitators_only
def plan(request, group):
    """A new meeting; `?topic=…` opens a topic there."""
    initial = {"facilitator": request.membership}
    if "topic" in request.GET:
        initial["topics"] = group.topics.filter(key=key_in(request.GET["topic"]))
    form = MeetingForm(posted(request), group=group, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            what = {"topics": data["topics"], "settled": data["settled"], **form.what()}
            meeting = Meeting.plan(by=request.membership, key=pressed(request), **what)
        except ValidationError as error:
            put_on(form, error)
        else:
            if meeting.settled_at:
                messages.success(request, _("The meeting is in the programme."))
                return redirect(meeting)
            messages.success(request, _("The meeting is in the programme. Offer more dates, or wait to hear from us."))
            return redirect("meetings:dates", group.slug, meeting.key)
    return form_page(request, "meetings/plan.html", form, known=known_words(group), section="year")


@facilitators_only
def edit(request, group, key):
    """Change what was planned. Two at once: the second sees what the first wrote and loses nothing."""
    meeting = find(group, key)
    if not meeting.is_ahead():
        messages.info(request, _("This meeting has been, or is let go. Its plan stays as it was."))
        return redirect(meeting)
    form = MeetingForm(posted(request), group=group, instance=meeting)
    context = {"meeting": meeting, "section": "year"}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            meeting.change(by=request.membership, seen=data["seen"], topics=data["topics"], **form.what())
        except Meeting.ChangedMeanwhile:
            context["meeting"] = now = find(group, key)
            return both_texts(request, "meetings/edit.html", form, seen=now.changed_at.isoformat(), **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect(meeting)
    return form_page(request, "meetings/edit.html", form, **context)


@facilitators_only
def let_go(request, group, key):
    """Ask once, then let the meeting go."""
    meeting = find(group, key)
    if request.method != "POST":
        context = {"meeting": meeting, "takes_turns": RotaOrder.takes_turns(meeting), "section": "year"}
        return render(request, "meetings/let_go.html", context)
    try:
        meeting.let_go(by=request.membership)
        messages.success(request, _("The meeting is let go. Our calendars will say so."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect(meeting)


@require_POST
@facilitators_only
def revive(request, group, key):
    meeting = find(group, key)
    try:
        meeting.revive(by=request.membership)
        messages.success(request, _("The meeting takes place after all. Everyone is asked again."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect(meeting)


@facilitators_only
def open_topic(request, group, key):
    """Choose a topic of the larder for a meeting ahead."""
    topic = get_object_or_404(group.topics, key=key)
    form = OpenTopicForm(posted(request), group=group)
    planned = group.meetings.ahead().named().filter(opened__topic=topic)
    if request.method == "POST" and form.is_valid():
        meeting = form.cleaned_data["meeting"]
        try:
            new = meeting.open_topic(topic, by=request.membership)
        except ValidationError as error:
            put_on(form, error)
        else:
            said = _("We will open it there.") if new else _("It was chosen for this meeting already.")
            others = [OpenTopicForm.describe(other) for other in planned if other != meeting]
            too = _("It is planned for another meeting too: %(meetings)s.") % {"meetings": "; ".join(others)}
            messages.success(request, f"{said} {too}" if others else said)
            return redirect(meeting)
    return form_page(request, "meetings/open_topic.html", form, topic=topic, planned=planned, section="larder")
