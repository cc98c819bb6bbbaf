"""When I can’t: what I keep for all dates, for my eyes and, without its reason, for whoever plans."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted, pressed, put_on
from meetings.forms.away import AwayForm, WeeklyForm
from meetings.models import StandingAvailability

SECTION = {"section": "year"}


def find(request, key) -> StandingAvailability:
    return get_object_or_404(request.membership.standing, key=key)


@require_safe
def mine(request, group):
    """All that I keep, and what of it is over."""
    today, kept = timezone.localdate(), list(request.membership.standing.all())
    over = [one for one in kept if one.is_over(today)]
    standing = [one for one in kept if one not in over]
    return render(request, "meetings/when_i_cant.html", {"standing": standing, "over": over, **SECTION})


def new_away(request, group):
    return _new(request, group, AwayForm, "meetings/away.html")


def new_weekly(request, group):
    return _new(request, group, WeeklyForm, "meetings/weekly.html")


def _new(request, group, form_class, template):
    form = form_class(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            kept = StandingAvailability.keep(by=request.membership, key=pressed(request), **form.what())
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Kept: %(when)s.") % {"when": kept.in_words})
            return redirect("meetings:when_i_cant", group.slug)
    return form_page(request, template, form, **SECTION)


def edit(request, group, key):
    kept = find(request, key)
    form_class, template = (WeeklyForm, "meetings/weekly.html") if kept.is_weekly else (AwayForm, "meetings/away.html")
    form = form_class(posted(request), instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            kept.change(by=request.membership, **form.what())
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Kept: %(when)s.") % {"when": kept.in_words})
            return redirect("meetings:when_i_cant", group.slug)
    return form_page(request, template, form, kept=kept, **SECTION)


@require_POST
def end(request, group, key):
    find(request, key).end(by=request.membership)
    messages.success(request, _("From today on that is over."))
    return redirect("meetings:when_i_cant", group.slug)


@require_POST
def take_out(request, group, key):
    find(request, key).take_out(by=request.membership)
    messages.success(request, _("That is taken out."))
    return redirect("meetings:when_i_cant", group.slug)
