"""What is mine when I go: the groups that I have left, and deleting everything."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copse.pages import form_page, posted
from groups.forms.leaving import DeletionForm, LeavingForm
from groups.fresh import fresh_only
from groups.models.departure import least, what_happens


@require_safe
def left(request):
    """The groups that I have left, or was taken out of, and where there is still something of mine."""
    memberships = request.user.memberships.left_behind().select_related("group").order_by("-pk")
    return render(request, "groups/left.html", {"memberships": memberships, "section": "me"})


def left_group(request, key):
    """What is mine in a group that I have left: I can choose that less of it stays."""
    membership = get_object_or_404(request.user.memberships.left_behind().select_related("group"), key=key)
    departure = membership.departures.open().first()
    form = LeavingForm(posted(request), membership=membership, departure=departure)
    if request.method == "POST" and form.is_valid():
        if departure:
            departure.choose(form.chosen)
        else:
            membership.leave(form.chosen)
        messages.success(request, _("It is as you chose."))
        return redirect("groups:left_group", key)
    context = {"membership": membership, "departure": departure, "section": "me"}
    return form_page(request, "groups/left_group.html", form, **context)


@fresh_only
def erase_left(request, key):
    """Everything of mine in a group that I have left goes now, for good."""
    membership = get_object_or_404(request.user.memberships.left_behind().select_related("group"), key=key)
    if request.method == "POST":
        membership.erase(least())
        messages.success(request, _("Nothing of yours is there any more, but what was the group’s own."))
        return redirect("groups:left")
    return render(request, "groups/erase_left.html", {"membership": membership, "section": "me"})


@require_safe
def deletion(request):
    """What deleting everything would do, group by group, before it is done."""
    there = request.user.memberships.filter(anonymised_at=None).select_related("group").order_by("group__name", "pk")
    groups = [(m.group.name, what_happens(m, least())) for m in there if m.is_live or m in there.left_behind()]
    return render(request, "groups/deletion.html", {"groups": groups, "section": "me"})


@fresh_only
def delete_everything(request):
    """The second step: my address typed, and everything of mine goes."""
    form = DeletionForm(posted(request), member=request.user)
    if request.method == "POST" and form.is_valid():
        member = form.member
        logout(request)
        member.erase()
        messages.success(request, _("Everything of yours is deleted. Go well."))
        return redirect("account_login")
    return form_page(request, "groups/delete_everything.html", form, section="me")
