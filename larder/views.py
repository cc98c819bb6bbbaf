from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from groups import registry
from larder.forms import TopicForm
from larder.models import Topic

SHELF = 24  # jars before the shelf goes on over the page


@require_safe
def larder(request, group):
    """The three shelves. Which one a topic stands on follows from the meetings that open it."""
    kinds = list(group.topic_kinds.all())
    kind = next((k for k in kinds if k.key == request.GET.get("kind")), None)
    openings = registry.openings(group)
    ahead, behind = openings.ahead().values("topic"), openings.behind().values("topic")
    topics = group.topics.of_kind(kind).for_page()
    ready = Paginator(topics.exclude(pk__in=ahead).exclude(pk__in=behind).most_wanted_first(), SHELF)
    opened = Paginator(topics.filter(pk__in=behind).exclude(pk__in=ahead).newest_first(), SHELF)
    context = {
        "kinds": kinds,
        "kind": kind,
        "ready": ready.get_page(request.GET.get("ready")),
        "programme": _with_openings(topics.filter(pk__in=ahead).newest_first(), openings.ahead()),
        "opened": opened.get_page(request.GET.get("opened")),
        "section": "larder",
    }
    context["opened"].object_list = _with_openings(context["opened"].object_list, openings.behind())
    return render(request, "larder/larder.html", context)


def _with_openings(topics, openings) -> list[Topic]:
    """Each topic with `.openings`, the meetings that it is opened at."""
    topics = list(topics)
    by_topic: dict[int, list] = {}
    for opening in openings.filter(topic__in=topics).for_page():
        by_topic.setdefault(opening.topic_id, []).append(opening)
    for topic in topics:
        topic.openings = by_topic.get(topic.pk, [])
    return topics


def put_by(request, group):
    form = TopicForm(posted(request), group=group, initial={"title": request.GET.get("title", "")[:120]})
    if request.method == "POST" and form.is_valid():
        topic = Topic.put_by(by=request.membership, **form.cleaned_data)
        messages.success(request, _("The topic is in the larder."))
        return redirect("larder:detail", group.slug, topic.key)
    return form_page(request, "larder/put_by.html", form, section="larder")


@require_safe
def topic(request, group, key):
    topic = get_object_or_404(group.topics.for_page(), key=key)
    openings = registry.openings(group).filter(topic=topic)
    context = {
        "topic": topic,
        "wished_by": topic.wished_by,
        "i_would_like_it": request.membership in topic.wished_by,
        "ahead": openings.ahead().for_page(),
        "behind": openings.behind().for_page().reverse(),
        "section": "larder",
    }
    return render(request, "larder/topic.html", context)


@require_POST
def wish(request, group, key):
    """I would like this, or (with `would_like=no`) no longer."""
    topic = get_object_or_404(group.topics, key=key)
    topic.wish(by=request.membership, would_like=request.POST.get("would_like") != "no")
    return redirect("larder:detail", group.slug, key)
