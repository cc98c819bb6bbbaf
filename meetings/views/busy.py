"""My own calendar beside the dates that are offered: read once, kept as busy times, for my eyes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import form_page
from copse.words import span
from meetings.forms.away import CalendarFileForm
from meetings.models import BusySpan
from meetings.views.dates import SECTION, find_poll


def lay_beside(request, group, key):
    """The page and the upload."""
    poll = find_poll(group, key)
    posted = request.method == "POST"
    form = CalendarFileForm(request.POST, request.FILES) if posted else CalendarFileForm()
    if posted and form.is_valid():
        content, all_day = form.cleaned_data["file"].read(), form.cleaned_data["all_day"]
        try:
            laid = BusySpan.lay_beside(poll, content, by=request.membership, all_day=all_day)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, laid.in_words)
            return redirect(poll)
    return form_page(request, "meetings/busy.html", form, poll=poll, days=_days(poll), **SECTION)


def _days(poll) -> str:
    """From the first date that is offered to the last, in words; "" where there is none."""
    options = list(poll.options.ahead())
    if not options:
        return ""
    last = max(option.ends_on for option in options)
    return span(options[0].starts_on, last, last.year != timezone.localdate().year)


@require_POST
def take_away(request, group, key):
    poll = find_poll(group, key)
    BusySpan.take_away(poll, by=request.membership)
    messages.success(request, _("Your calendar isn’t beside these dates any more."))
    return redirect(poll)
