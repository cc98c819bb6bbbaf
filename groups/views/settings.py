"""The settings of a group, its log, and its end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted, put_on
from groups.access import admins_only
from groups.forms.group import GroupForm
from groups.fresh import fresh_only
from groups.models import Ending

A_PAGE = 50  # entries of the log


def settings(request, group):
    """How the group is set up. All of us can read it; admins change it."""
    if request.method == "POST" and not request.membership.is_admin:
        raise PermissionDenied
    form = GroupForm(posted(request), instance=group)
    ending = group.endings.open().first()
    if request.method == "POST" and form.is_valid():
        try:
            group.arrange(by=request.membership, **form.cleaned_data)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Our settings are saved."))
            return redirect("groups:settings", group.slug)
    return form_page(request, "groups/settings.html", form, ending=ending, section="settings")


@require_safe
def log(request, group):
    """Who did what with the group itself, without content."""
    entries = Paginator(group.log_entries.for_page(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "groups/log.html", {"entries": entries, "section": "settings"})


@admins_only
@fresh_only
def ending(request, group):
    """Ask for the group to be deleted: what goes, and when. Asked by one admin, agreed by another."""
    if request.method == "POST":
        Ending.ask(by=request.membership)
        messages.success(request, _("You have asked for it. All of us are told."))
        return redirect("groups:ending", group.slug)
    return render(request, "groups/ending.html", {"ending": group.endings.open().first(), "section": "settings"})


@require_POST
@admins_only
@fresh_only
def agree_to_ending(request, group):
    asked = get_object_or_404(group.endings.open())
    try:
        asked.agree(by=request.membership)
        messages.success(request, _("You have agreed. All of us are told the day."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("groups:ending", group.slug)


@require_POST
@admins_only
def withdraw_ending(request, group):
    get_object_or_404(group.endings.open()).withdraw(by=request.membership)
    messages.success(request, _("The group stays. All of us are told."))
    return redirect("groups:settings", group.slug)
