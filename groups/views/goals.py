from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from groups.forms import GoalForm


@require_safe
def goals(request, group):
    """What each of us wants from the group, as far as it is shown, and what all of us want."""
    visible = group.goals.visible_to(request.membership).select_related("author")
    context = {
        "shared": [g for g in visible if g.author_id is None],
        "mine": [g for g in visible if g.author_id == request.membership.pk],
        "others": [g for g in visible if g.author_id not in (None, request.membership.pk)],
        "section": "goals",
    }
    return render(request, "groups/goals.html", context)


def write_goal(request, group, key=None):
    """Write one of mine, or change it."""
    goal = get_object_or_404(request.membership.goals, key=key) if key else None
    form = GoalForm(posted(request), instance=goal, initial={"state": "beginning"})
    if request.method == "POST" and form.is_valid():
        form.instance.group, form.instance.author = group, request.membership
        with transaction.atomic():
            form.save()
            group.changed("people")
        if form.instance.shared_at:
            messages.success(request, _("Your goal is saved. The others read it as it is now."))
        else:
            messages.success(request, _("Your goal is saved. Only you see it until you show it."))
        return redirect("groups:goals", group.slug)
    return form_page(request, "groups/goal_form.html", form, section="goals")


@require_POST
def show_goal(request, group, key):
    get_object_or_404(request.membership.goals, key=key).share(by=request.membership)
    messages.success(request, _("The others can read it now."))
    return redirect("groups:goals", group.slug)


@require_POST
def hide_goal(request, group, key):
    get_object_or_404(request.membership.goals, key=key).keep_to_myself(by=request.membership)
    messages.success(request, _("It is yours alone again."))
    return redirect("groups:goals", group.slug)
