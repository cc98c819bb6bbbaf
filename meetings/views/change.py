"""Where somebody can't come after all, or the day came and we didn't meet."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import do, form_page, posted, put_on
from groups.access import facilitators_only
from meetings.forms.change import GoOnlineForm
from meetings.models import ExceptionOffer
from meetings.views.meeting import find


@facilitators_only
def go_online(request, group, key):
    """Meet online at the same time: everyone is asked again."""
    meeting = find(group, key)
    if not (meeting.settled_at and meeting.is_ahead()):
        messages.info(request, _("This can be done while a settled meeting is ahead."))
        return redirect(meeting)
    if not meeting.could_be_online:
        messages.info(request, _("This meeting is online already, or has no hours that could stay."))
        return redirect(meeting)
    form = GoOnlineForm(posted(request), initial={"join_url": meeting.join_url})
    if request.method == "POST" and form.is_valid():
        try:
            meeting.change(by=request.membership, kind="online", place="", join_url=form.cleaned_data["join_url"])
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("We meet online. Everyone is asked again whether they can come."))
            return redirect(meeting)
    return form_page(request, "meetings/go_online.html", form, meeting=meeting, section="year")


@require_POST
def offer_exception(request, group, key):
    """Of whoever can't come: the others may meet without them this once."""
    meeting = find(group, key)
    offer = partial(ExceptionOffer.make, meeting)
    return do(request, offer, f"{meeting.get_absolute_url()}#at-risk", _("The others can accept it now."))


@require_POST
def take_back_exception(request, group, key, offer):
    meeting = find(group, key)
    mine = get_object_or_404(meeting.exceptions.filter(by=request.membership), key=offer)
    return do(request, mine.take_back, mine.get_absolute_url(), _("Your offer is taken back."))


@require_POST
def accept_exception(request, group, key, offer):
    meeting = find(group, key)
    found = get_object_or_404(meeting.exceptions.exclude(by=request.membership), key=offer)
    return do(request, found.accept, found.get_absolute_url(), _("You have said that it is all right."))


@require_POST
def unaccept_exception(request, group, key, offer):
    meeting = find(group, key)
    found = get_object_or_404(meeting.exceptions.exclude(by=request.membership), key=offer)
    return do(request, found.unaccept, found.get_absolute_url(), _("You would rather that we all meet."))


@require_POST
@facilitators_only
def did_not_happen(request, group, key):
    meeting = find(group, key)
    words = _("We didn’t meet, then. Its topics are as they were, and whose turn it was keeps it.")
    return do(request, meeting.did_not_happen, meeting, words)


@require_POST
@facilitators_only
def did_happen(request, group, key):
    meeting = find(group, key)
    return do(request, meeting.did_happen, meeting, _("We met, then. It counts as before."))
