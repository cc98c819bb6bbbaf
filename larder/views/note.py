from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import form_page, posted, pressed
from larder.forms.note import NoteForm
from larder.models import Note
from larder.topic_page import TopicPage

SECTION = {"section": "larder"}


@require_POST
def write(request, group, key):
    """A note of mine on a topic."""
    topic = get_object_or_404(group.topics, key=key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        page = TopicPage(topic, request.membership, note_form=form)
        return form_page(request, "larder/topic.html", form, page=page, topic=page.topic, **SECTION)
    Note.write(topic, form.cleaned_data["text"], by=request.membership, key=pressed(request))
    messages.success(request, _("Your note is with the topic."))
    return redirect("larder:detail", group.slug, key)


def change(request, group, key, note):
    """Put a note of mine in other words."""
    note = get_object_or_404(request.membership.topic_notes, topic__key=key, key=note)
    form = NoteForm(posted(request), initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        note.change(form.cleaned_data["text"], by=request.membership)
        messages.success(request, _("Your note is saved."))
        return redirect("larder:detail", group.slug, key)
    return form_page(request, "larder/note.html", form, note=note, topic=note.topic, **SECTION)


@require_POST
def take_down(request, group, key, note):
    note = get_object_or_404(request.membership.topic_notes, topic__key=key, key=note)
    note.take_down(by=request.membership)
    messages.success(request, _("Your note is taken down."))
    return redirect("larder:detail", group.slug, key)
