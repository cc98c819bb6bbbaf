"""Mails that didn't arrive, for whoever looks after the group: to try them again, or to let them be."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.access import admins_only
from groups.undelivered import Undelivered


@require_safe
@admins_only
def undelivered(request, group):
    """Which failed or wait: what kind, to whom, since when, how often tried and why."""
    return render(request, "groups/undelivered.html", {"undelivered": Undelivered(group), "section": "settings"})


@require_POST
@admins_only
def send_again(request, group, mail):
    get_object_or_404(group.mails, message_id=mail).try_again()
    messages.success(request, _("It is sent again within minutes."))
    return redirect("groups:undelivered", group.slug)


@require_POST
@admins_only
def let_be(request, group, mail):
    get_object_or_404(group.mails, message_id=mail).let_be()
    messages.success(request, _("It isn’t sent any more."))
    return redirect("groups:undelivered", group.slug)
