"""Who has which duty: given, taken away, laid down, claimed. All of us see all of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.access import admins_only
from groups.models import AdminClaim, Duty


def named(duty: str) -> str:
    """The duty of a URL; 404 where there is none of that name."""
    if duty not in Duty.Name.values:
        raise Http404
    return duty


def offered(group) -> list[str]:
    """The duties that a group has: where all of us plan meetings, that is none."""
    return [name for name in Duty.Name.values if name != Duty.Name.FACILITATOR or not group.all_facilitate]


@require_safe
def duties(request, group, key):
    """Which duties somebody has, since when, and who asked them; for admins and for themselves, to change it."""
    person = get_object_or_404(group.members, key=key)
    held = {duty.name: duty for duty in person.duties.held().select_related("given_by")}
    rows = [{"name": name, "label": Duty.Name(name).label, "duty": held.get(name)} for name in offered(group)]
    return render(request, "groups/duties.html", {"person": person, "rows": rows, "section": "members"})


@require_POST
@admins_only
def give_duty(request, group, key, duty):
    person = get_object_or_404(group.members, key=key)
    Duty.give(named(duty), person, by=request.membership)
    messages.success(request, _("%(name)s has the duty now. All of us can see it.") % {"name": person.name})
    return redirect("groups:duties", group.slug, key)


@require_POST
@admins_only
def take_duty(request, group, key, duty):
    person = get_object_or_404(group.members, key=key)
    try:
        Duty.take(named(duty), person, by=request.membership)
        messages.success(request, _("%(name)s no longer has the duty.") % {"name": person.name})
    except ValidationError as error:
        messages.info(request, error.message)
    except ValueError:  # somebody took mine at the same moment
        raise PermissionDenied from None
    return redirect("groups:duties", group.slug, key)


@require_POST
def lay_down_duty(request, group, duty):
    try:
        Duty.lay_down(named(duty), by=request.membership)
        messages.success(request, _("You no longer have the duty."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("groups:duties", group.slug, request.membership.key)


@require_POST
def claim(request, group):
    """Offer to look after invitations and settings, where nobody does any more."""
    try:
        AdminClaim.make(by=request.membership)
        messages.success(request, _("All of us are told. In seven days the duty is yours."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("groups:members", group.slug)


@require_POST
def withdraw_claim(request, group):
    get_object_or_404(group.admin_claims.open(), by=request.membership).withdraw(by=request.membership)
    messages.success(request, _("Your offer is taken back."))
    return redirect("groups:members", group.slug)
