from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.folding import folded
from copse.keys import key_in
from copse.pages import both_texts, do, form_page, posted, pressed, put_on
from larder.filters import Filters
from larder.forms.topic import TopicForm
from larder.models import Topic
from larder.topic_page import TopicPage
from larder.wordings import Wordings

SECTION = {"section": "larder"}


def put_by(request, group):
    """A new topic. Where one of the same title is there, we ask once."""
    form = TopicForm(posted(request), group=group, initial={"title": request.GET.get("title", "")[:120]})
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "larder/put_by.html", form, **SECTION)
    key = pressed(request)
    alike = group.topics.called_alike(form.cleaned_data["title"], but=key)
    if alike and request.POST.get("beside") != alike.key:
        return form_page(request, "larder/put_by.html", form, alike=alike, **SECTION)
    try:
        topic = Topic.put_by(by=request.membership, key=key, **form.what())
    except ValidationError as error:
        put_on(form, error)
        return form_page(request, "larder/put_by.html", form, **SECTION)
    messages.success(request, _("The topic is in the larder."))
    return redirect("larder:detail", group.slug, topic.key)


@require_safe
def topic(request, group, key):
    page = TopicPage(get_object_or_404(group.topics, key=key), request.membership, Filters.of(request.GET))
    return render(request, "larder/topic.html", {"page": page, "topic": page.topic, **SECTION})


def reword(request, group, key):
    """Word it anew, or as it was worded before (`?before=…`). Of two at once, the second sees what the first wrote."""
    topic = get_object_or_404(group.topics, key=key)
    before = topic.revisions.filter(key=key_in(request.GET.get("before", ""))).first()
    form = TopicForm(posted(request), group=group, topic=topic, before=before)
    context = {"topic": topic, "before": before, **SECTION}
    if request.method == "POST" and form.is_valid():
        if alike := _alike(request, topic, form.cleaned_data["title"]):
            return form_page(request, "larder/reword.html", form, alike=alike, **context)
        try:
            topic.reword(by=request.membership, seen=form.cleaned_data["seen"], **form.what())
        except Topic.ChangedMeanwhile:
            topic.refresh_from_db()
            return both_texts(request, "larder/reword.html", form, seen=topic.stamp, **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("It reads so now. How it was worded before is kept."))
            return redirect("larder:detail", group.slug, key)
    return form_page(request, "larder/reword.html", form, **context)


def _alike(request, topic, title: str):
    """Another topic of the new `title`, unless it was asked about already; or None."""
    if folded(title) == folded(topic.title):
        return None
    found = topic.group.topics.called_alike(title, but=topic.key)
    return found if found and request.POST.get("beside") != found.key else None


@require_safe
def wordings(request, group, key):
    """How it was worded before, and by whom."""
    topic = get_object_or_404(group.topics, key=key)
    number = request.GET.get("page", "")[:4]
    found = Wordings(topic, group, page=int(number) if number.isdecimal() else 1)
    return render(request, "larder/topic_wordings.html", {"topic": topic, "wordings": found, **SECTION})


@require_POST
def wish(request, group, key):
    """I would like this, or (with `would_like=no`) no longer; then back to the shelf or the topic."""
    topic = get_object_or_404(group.topics, key=key)
    topic.wish(by=request.membership, would_like=request.POST.get("would_like") != "no")
    query = Filters.of(QueryDict(request.POST.get("filters", ""))).query
    if request.POST.get("from") == "shelf":
        return redirect(f"{reverse('larder:list', args=[group.slug])}{query}#topic-{key}")
    return redirect(f"{reverse('larder:detail', args=[group.slug, key])}{query}")


def take_out(request, group, key):
    """Ask once, then take it out of the larder. What we opened at a meeting stays, and the page says why."""
    topic = get_object_or_404(group.topics.select_related("by"), key=key)
    if not topic.may_be_taken_out_by(request.membership):
        raise PermissionDenied
    opened = topic.was_opened()
    if request.method == "POST" and not opened:
        topic.take_out()
        messages.success(request, _("The topic is taken out of the larder."))
        return redirect("larder:list", group.slug)
    others = topic.notes.exclude(by=request.membership).select_related("by")
    noted_by = list(dict.fromkeys(note.by for note in others))
    context = {"topic": topic, "opened": opened, "noted_by": noted_by, **SECTION}
    return render(request, "larder/topic_take_out.html", context, status=409 if request.method == "POST" else 200)


@require_POST
def put_back(request, group, key):
    topic = get_object_or_404(group.topics, key=key)
    there = reverse("larder:detail", args=[group.slug, key])
    return do(request, topic.put_back, there, _("It stands ready to open again."))


@require_POST
def leave_opened(request, group, key):
    topic = get_object_or_404(group.topics, key=key)
    there = reverse("larder:detail", args=[group.slug, key])
    return do(request, topic.leave_opened, there, _("It stands among what we opened before."))
