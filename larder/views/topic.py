from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted, pressed
from groups import registry
from larder.forms.topic import TopicForm
from larder.models import Topic, reading_of


def put_by(request, group):
    form = TopicForm(posted(request), group=group, initial={"title": request.GET.get("title", "")[:120]})
    if request.method == "POST" and form.is_valid():
        topic = Topic.put_by(by=request.membership, key=pressed(request), **form.cleaned_data)
        messages.success(request, _("The topic is in the larder."))
        return redirect("larder:detail", group.slug, topic.key)
    return form_page(request, "larder/put_by.html", form, section="larder")


@require_safe
def topic(request, group, key):
    topic = get_object_or_404(group.topics.select_related("kind", "by"), key=key)
    wishes = topic.wishes.order_by("at", "pk").values_list("membership", flat=True)
    people = group.people
    wished_by = [people[pk] for pk in wishes if pk in people]
    openings = registry.openings(group).filter(topic=topic)
    context = {
        "topic": topic,
        "wished_by": wished_by,
        "i_would_like_it": request.membership in wished_by,
        "ahead": openings.ahead().for_page(),
        "behind": openings.behind().for_page().reverse(),
        "reading": reading_of(topic),
        "section": "larder",
    }
    return render(request, "larder/topic.html", context)


@require_POST
def wish(request, group, key):
    """I would like this, or (with `would_like=no`) no longer."""
    topic = get_object_or_404(group.topics, key=key)
    topic.wish(by=request.membership, would_like=request.POST.get("would_like") != "no")
    return redirect("larder:detail", group.slug, key)
