"""At a meeting: whether I can come, the run sheet, what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import formset_factory
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import both_texts, form_page, posted
from groups.access import facilitators_only
from meetings.forms.meeting import AnswerForm, MaterialsForm, NotesForm, OutcomeForm, RunSheetPartForm
from meetings.models import Attendance, Meeting, OwnNotes, RunSheetPart
from meetings.models.use import stamp_of_outcomes
from meetings.page import MeetingPage
from meetings.views.meeting import find


@require_POST
def answer(request, group, key):
    """One to a date or a place that has changed meanwhile comes back as it was written, beside what stands now."""
    meeting = find(group, key)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        page = MeetingPage(meeting, request.membership, answer_form=form)
        return form_page(request, "meetings/detail.html", form, page=page, meeting=meeting, section="year")
    said = form.cleaned_data
    try:
        Attendance.say(meeting, said["answer"], by=request.membership, seen=said["seen"], note=said["note"])
    except ValidationError as error:
        form.add_error(None, error)
        now = find(group, key)
        context = {"page": MeetingPage(now, request.membership, answer_form=form), "meeting": now, "section": "year"}
        return both_texts(request, "meetings/detail.html", form, seen=now.sequence, **context)
    if said["answer"] == Attendance.Answer.CANNOT:
        words = _("Your answer is with the others. Thank you for saying so: nobody needs a reason.")
        messages.success(request, words)
    else:
        messages.success(request, _("Your answer is with the others. You can change it."))
    return redirect(meeting)


@facilitators_only
def run_sheet(request, group, key):
    """The five parts: how long, who leads, in which words."""
    meeting = find(group, key)
    parts = list(meeting.parts.all())
    formset_class = formset_factory(
        RunSheetPartForm, extra=0, min_num=len(parts), max_num=len(parts), absolute_max=len(parts), validate_min=True
    )
    initial = [{"minutes": p.minutes, "leader": p.leader_id, "words": p.words} for p in parts]
    formset = formset_class(posted(request), initial=initial, prefix="part")
    members = list(group.people.values())
    for form, part in zip(formset.forms, parts, strict=False):
        form.part = part
        form.fields["leader"].offer(members, nobody=_("All of us"))
    materials = MaterialsForm(posted(request), instance=meeting, parts=parts)
    context = {"meeting": meeting, "formset": formset, "section": "year"}
    if request.method == "POST" and formset.is_valid() and materials.is_valid():
        try:
            RunSheetPart.rewrite(meeting, formset.cleaned_data, by=request.membership, **materials.cleaned_data)
        except Meeting.ChangedMeanwhile:
            page = MeetingPage(find(group, key), request.membership)
            context |= {"seen": RunSheetPart.stamp(page.meeting, page.meeting.parts.all()), "page": page}
            return both_texts(request, "meetings/run_sheet.html", materials, **context)
        fit = RunSheetPart.fit(meeting, meeting.parts.all())
        messages.success(request, _("The run sheet is saved. %(fit)s") % {"fit": fit})
        return redirect(meeting)
    return form_page(request, "meetings/run_sheet.html", materials, **context)


def notes(request, group, key):
    """For the facilitator of this meeting alone."""
    meeting = find(group, key)
    if request.membership not in meeting.seats:
        raise PermissionDenied
    form = NotesForm(posted(request), initial={"text": OwnNotes.of(meeting, request.membership)})
    if request.method == "POST" and form.is_valid():
        OwnNotes.keep(meeting, form.cleaned_data["text"], by=request.membership)
        messages.success(request, _("Your notes are saved. Only you see them."))
        return redirect(meeting)
    return form_page(request, "meetings/notes.html", form, meeting=meeting, section="year")


def outcomes(request, group, key):
    """What came of the topics of a meeting that has been, and how its activities went. Anyone of us writes it."""
    meeting = find(group, key)
    if not meeting.was_held():
        messages.info(request, _("You can write this when the meeting has been."))
        return redirect(meeting)
    form = OutcomeForm(posted(request), meeting=meeting)
    context = {"meeting": meeting, "section": "year"}
    if request.method == "POST" and form.is_valid():
        try:
            meeting.note_outcomes(form.outcomes(), by=request.membership, seen=form.cleaned_data["seen"])
        except Meeting.ChangedMeanwhile:
            context |= {"seen": stamp_of_outcomes(meeting), "page": MeetingPage(meeting, request.membership)}
            return both_texts(request, "meetings/outcomes.html", form, **context)
        messages.success(request, _("What came of it is kept with the topics and the activities."))
        return redirect(meeting)
    return form_page(request, "meetings/outcomes.html", form, **context)
