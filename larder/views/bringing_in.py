from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from copse import sheets
from copse.pages import form_page, posted
from larder import lists
from larder.forms.bringing_in import LarderListForm
from larder.models import Delivery

SECTION = {"section": "larder"}


def bring_in(request, group):
    """A list of topics or activities, chosen or pasted; the page of what was brought then says what comes of it."""
    mine = request.membership.deliveries
    before = mine.filter(key=request.GET.get("list", "")[:12]).first()
    initial = {"text": before.text} if before and not before.is_too_long_to_show else None
    form = LarderListForm(posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            delivery = Delivery.bring(form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("larder:delivery", group.slug, delivery.key)
    told = {"topics": lists.columns("topic"), "activities": lists.columns("activity"), "most": f"{lists.MOST_LINES:,}"}
    return form_page(request, "larder/bring_in.html", form, waiting=mine.for_page().waiting(), **told, **SECTION)


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
