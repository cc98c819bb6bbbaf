"""Mails that didn't arrive, for whoever looks after the group: to try them again, or to let them be."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from groups.access import admins_only
from groups.undelivered import Undelivered, becomes_of


@require_safe
@admins_only
def undelivered(request, group):
    """Which failed or wait: what kind, to whom, since when, how often tried and why."""
    return render(request, "groups/undelivered.html", {"undelivered": Undelivered(group), "section": "settings"})


@require_POST
@admins_only
def send_again(request, group, mail):
    found = get_object_or_404(group.mails, message_id=mail)
    found.try_again()
    return _seen_to(request, group, found)


@require_POST
@admins_only
def let_be(request, group, mail):
    found = get_object_or_404(group.mails, message_id=mail)
    found.let_be()
    return _seen_to(request, group, found)


def _seen_to(request, group, mail):
    """Back to the page, which says what is so: somebody may have been quicker."""
    mail.refresh_from_db()
    messages.success(request, becomes_of(mail))
    return redirect("groups:undelivered", group.slug)
