"""Our meetings in members' own calendars: the private links, the feeds behind them, one meeting as a file."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from groups.fresh import fresh_only
from meetings import calendar
from meetings.forms.calendar import ChangeForm, SubscriptionForm
from meetings.forms.calendar_ways import CalendarWaysForm
from meetings.models import Subscription

CALENDAR, TEXT = "text/calendar; charset=utf-8", "text/plain; charset=utf-8"


def private(view):
    """What it answers, whatever that is, is kept by nobody but who fetched it, found by no search, and its address sent
    nowhere.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@login_not_required
@csrf_exempt  # it changes nothing, so whoever posts hears that it can't be posted to
@private
@require_safe
def feed(request, token):
    """The calendar behind a private link. The link is all it asks: no session, no cookie, no language of a browser."""
    at = timezone.now()
    subscription = Subscription.find(token)
    if subscription is None:
        return HttpResponse(_("There is no calendar at this address."), TEXT, 404)
    if subscription.is_gone(at):
        return HttpResponse(_("This calendar has ended. Its link can be removed."), TEXT, 410)
    subscription.note_fetch(request.META.get("HTTP_USER_AGENT", ""), at)
    subscription.bring_up_to_date(at)
    etag, changed, now = subscription.etag, int(subscription.changed_at.timestamp()), int(at.timestamp())
    known = None if _lies_ahead(request.META.get("HTTP_IF_MODIFIED_SINCE"), now) else changed
    response = get_conditional_response(request, etag=etag, last_modified=known)
    if response is None and (wait := subscription.count_fetch(at)):
        words = _("This calendar has been fetched sixty times this hour. Fetch it again later.")
        return HttpResponse(words, TEXT, 429, headers={"Retry-After": wait})
    if response is None:
        etag, content = subscription.content(at)
        response = HttpResponse(content, CALENDAR)
        response.headers["Content-Disposition"] = 'inline; filename="copse.ics"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(min(changed, now))  # never later than Date (RFC 9110, 8.8.2.1)
    return response


def _lies_ahead(date: str | None, now: int) -> bool:
    """A date to come is none (RFC 2616, 14.25): what changes until then would never be seen."""
    return bool(date) and (parse_http_date_safe(date) or 0) > now


@require_safe
def meeting_ics(request, group, key):
    """One meeting as a file: a copy, which doesn't follow changes."""
    meeting = get_object_or_404(group.meetings, key=key)
    response = HttpResponse(calendar.single(meeting, get_language(), timezone.now()), CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="copse-{meeting.starts_on}.ics"'
    return response


@require_safe
def feeds(request):
    """My links, and the form for another."""
    return _feeds_page(request, SubscriptionForm(member=request.user))


@require_POST
@fresh_only
def create(request):
    """Make a link. This answer is the only place that shows it, and shows it once; loaded again, it makes no other."""
    form = SubscriptionForm(request.POST, member=request.user)
    if form.is_valid():
        try:
            subscription, token = Subscription.begin(member=request.user, **form.what())
        except ValidationError as error:
            if error.code == "made":
                messages.info(request, " ".join(error.messages))
                return redirect("calendar:list")
            form.add_error(None, error)
        else:
            return _shown_once(request, subscription, token)
    return _feeds_page(request, form)


def _shown_once(request, subscription: Subscription, token: str) -> HttpResponse:
    link = Subscription.link(token)
    webcal = "webcal:" + link.partition(":")[2]  # what Apple's calendars open; the others take the link itself
    context = {"subscription": subscription, "link": link, "webcal": webcal, "section": "calendar"}
    context["ways"] = CalendarWaysForm(member=request.user)
    return render(request, "meetings/calendar_new.html", context)


def change(request, key):
    """Another name for a link of mine, or more or less of what it shows. The link stays as it is."""
    subscription = _mine(request, key)
    form = ChangeForm(posted(request), subscription=subscription)
    if form.is_bound and form.is_valid():
        subscription.change(**form.cleaned_data)
        words = _("“%(label)s” shows it so from the next time on that it is fetched.")
        messages.success(request, words % {"label": subscription.label})
        return redirect("calendar:list")
    return form_page(request, "meetings/calendar_change.html", form, subscription=subscription, section="calendar")


@require_POST
@fresh_only
def renew(request, key):
    """Another secret for a link of mine, shown this once; the one before shows nothing any more. A page that was loaded
    again has done so already.
    """
    subscription = _mine(request, key)
    try:
        token = subscription.renew(seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("calendar:list")
    return _shown_once(request, subscription, token)


@require_POST
def revoke(request, key):
    subscription = _mine(request, key)
    subscription.revoke()
    words = _("“%(label)s” shows nothing any more. A calendar may need a day to notice.")
    messages.success(request, words % {"label": subscription.label})
    return redirect("calendar:list")


def _mine(request, key: str) -> Subscription:
    return get_object_or_404(request.user.subscriptions.working().for_page(), key=key)


@require_POST
def choose_ways(request):
    """By a link, by mail or not at all, for each of my groups."""
    ways = CalendarWaysForm(request.POST, member=request.user)
    if not ways.is_valid():
        return _feeds_page(request, SubscriptionForm(member=request.user), ways)
    ways.keep()
    messages.success(request, _("Saved. What changes in your calendar by mail changes within some minutes."))
    return redirect("calendar:list")


def _feeds_page(request, form, ways=None) -> HttpResponse:
    subscriptions = request.user.subscriptions.working().for_page()
    context = {"form": form, "subscriptions": subscriptions, "section": "calendar"}
    context["ways"] = ways or CalendarWaysForm(member=request.user)
    is_wrong = form.is_bound or context["ways"].is_bound
    return render(request, "meetings/calendar_list.html", context, status=422 if is_wrong else 200)
