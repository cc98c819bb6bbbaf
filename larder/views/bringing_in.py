from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse import sheets
from copse.keys import key_in
from copse.pages import form_page, posted
from copse.words import number_word
from larder import lists
from larder.forms.bringing_in import LarderListForm
from larder.models import Delivery

SECTION = {"section": "larder"}


def bring_in(request, group):
    """A list of topics or activities, chosen or pasted; the page of what was brought then says what comes of it."""
    mine = request.membership.deliveries
    before = mine.filter(key=key_in(request.GET.get("list", ""))).first()
    initial = {"text": before.text} if before and not before.is_too_long_to_show else None
    form = LarderListForm(posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            delivery = Delivery.bring(form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("larder:delivery", group.slug, delivery.key)
    told = {
        "topics": lists.columns("topic"),
        "activities": lists.columns("activity"),
        "most": number_word(lists.MOST_LINES),
    }
    told |= {"waiting": mine.for_page().waiting(), "files": _files(group)}
    return form_page(request, "larder/bring_in.html", form, **told, **SECTION)


def _files(group) -> list[tuple]:
    """What there is to take a copy of: the name of its address, words, and the parts that it comes in again by."""
    topics, activities = group.topics.count(), group.activities.at_hand().count()
    return [
        ("larder:topics_csv", _("Our topics, as CSV"), lists.parts(topics)),
        ("larder:activities_csv", _("Our activities, as CSV"), lists.parts(activities)),
        ("larder:json", _("Topics and activities, as JSON"), lists.parts(topics + activities)),
    ]


@require_safe
def delivery(request, group, key):
    """What I brought: how far the site is with it, what would come of it, or what came."""
    found = get_object_or_404(request.membership.deliveries.for_page(), key=key)
    return render(request, "larder/delivery.html", {"delivery": found, **SECTION})


@require_POST
def take_in(request, group, key):
    """Take in what was looked at; where something else would be by now, it is looked at again."""
    found = get_object_or_404(request.membership.deliveries, key=key)
    found.agree(seen=request.POST.get("seen", ""), with_here="with_here" in request.POST)
    if found.has_changed:
        return render(request, "larder/delivery.html", {"delivery": found, **SECTION}, status=409)
    return redirect("larder:delivery", group.slug, key)


@require_safe
def topics_to_fill_in(request, group):
    return sheets.template("topics.csv", lists.columns("topic"), lists.examples("topic"))


@require_safe
def activities_to_fill_in(request, group):
    return sheets.template("activities.csv", lists.columns("activity"), lists.examples("activity"))
