from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import both_texts, form_page, posted, pressed
from groups.forms.goal import GoalForm, OurGoalForm
from groups.models import Goal


@require_safe
def goals(request, group):
    """What each of us wants from the group, as far as it is shown, and what all of us want."""
    visible = group.goals.visible_to(request.membership).for_page(group.everyone)
    gatherings = group.gatherings.filter(about="goals", let_go_at=None)
    context = {
        "shared": [g for g in visible if g.author_id is None],
        "mine": [g for g in visible if g.author_id == request.membership.pk],
        "others": [g for g in visible if g.author_id not in (None, request.membership.pk)],
        "gathering": next((g for g in gatherings if g.is_writing), None),
        "gathered": [g for g in gatherings if not g.is_writing],
        "section": "goals",
    }
    return render(request, "groups/goals.html", context)


def write_goal(request, group, key=None):
    """Write one of mine, or change it."""
    goal = get_object_or_404(request.membership.goals, key=key) if key else None
    form = GoalForm(posted(request), instance=goal, initial={"state": "beginning"})
    if request.method == "POST" and form.is_valid():
        goal = _written(request, goal, form)
        if goal.shared_at:
            messages.success(request, _("Your goal is saved. The others read it as it is now."))
        else:
            messages.success(request, _("Your goal is saved. Only you see it until you show it."))
        return redirect("groups:goals", group.slug)
    return form_page(request, "groups/goal_form.html", form, section="goals")


def write_our_goal(request, group, key=None):
    """Write one that all of us want, or change it. Of two at once, the second sees what the first wrote."""
    goal = get_object_or_404(group.goals.ours(), key=key) if key else None
    form = OurGoalForm(posted(request), instance=goal, initial={"state": "beginning"})
    if request.method == "POST" and form.is_valid():
        try:
            _written(request, goal, form, ours=True)
        except Goal.ChangedMeanwhile:
            goal.refresh_from_db()
            context = {"goal": goal, "section": "goals"}
            return both_texts(request, "groups/our_goal_form.html", form, seen=goal.stamp, **context)
        messages.success(request, _("It is among what we want together."))
        return redirect("groups:goals", group.slug)
    return form_page(request, "groups/our_goal_form.html", form, goal=goal, section="goals")


def _written(request, goal, form, *, ours: bool = False) -> Goal:
    if goal is None:
        return Goal.write(by=request.membership, ours=ours, key=pressed(request), **form.what())
    goal.change(by=request.membership, seen=form.cleaned_data.get("seen") or None, **form.what())
    return goal


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
