"""Links, references and files: put by, looked at, attached, changed, taken out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.fields import tidy
from copse.keys import key_in
from copse.pages import both_texts, form_page, posted, pressed, put_on
from larder.forms.resource import FORMS
from larder.models import Resource, Topic

A_PAGE = 30
MOST_FOUND = 20
SECTION = {"section": "larder"}


@require_safe
def resources(request, group):
    """All of them or those of one form, the newest first; for a topic or an activity what doesn’t belong to it yet."""
    form = next((form for form in Resource.Form if form == request.GET.get("form")), None)
    place = _place(group, request.GET)
    rows = group.resources.of_form(form).not_at(place).newest_first().for_page()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"resources": page, "form": form, "forms": Resource.Form, **SECTION}
    if place:
        context |= {"place": place, "place_kind": place._meta.model_name, "place_page": _page_of(place)}
    return render(request, "larder/resources.html", context)


def _filled(request, form: str, **more):
    """The form as it was posted; where another kind of reference was chosen, the form of that with the same words."""
    if form == Resource.Form.REFERENCE and FORMS[form].asks_for_fields(request.POST):
        return FORMS[form](initial=request.POST.dict(), **more)
    if form == Resource.Form.REFERENCE and request.method == "GET" and "type" in request.GET:
        return FORMS[form](initial={"type": request.GET["type"]}, **more)
    return FORMS[form](posted(request), request.FILES or None, **more)


def put_by(request, group, form="link"):
    """One more; from a topic's or an activity's page it is attached to that."""
    if form not in FORMS:
        raise Http404
    place, filled = _place(group, request.GET), _filled(request, form)
    if request.method == "POST" and filled.is_valid():
        key = filled.key(pressed(request))
        try:
            resource = Resource.put_by(by=request.membership, to=place, key=key, **filled.what())
        except ValidationError as error:
            put_on(filled, error)
        except OSError:
            filled.add_error(None, _("There is no room left on our disk. Nothing of it was kept. Tell whoever keeps the"
                                     " server."))  # fmt: skip
        else:
            messages.success(request, _("It is in the larder."))
            return redirect(resource)
    context = {"which": Resource.Form(form), "forms": Resource.Form, "place": place, **SECTION}
    return form_page(request, "larder/resource_new.html", filled, **context)


@require_safe
def resource(request, group, key):
    found = get_object_or_404(group.resources.for_page(), key=key)
    context = {
        "resource": found,
        "attachments": found.attachments.select_related("topic", "activity").order_by("at", "pk"),
        "may_take_out": found.may_be_taken_out_by(request.membership),
        **SECTION,
    }
    return render(request, "larder/resource.html", context)


def edit(request, group, key):
    """Say it anew. Of two at once, the second sees what the first wrote."""
    found = get_object_or_404(group.resources.for_page(), key=key)
    form = _filled(request, found.form, instance=found)
    context = {"resource": found, **SECTION}
    if request.method == "POST" and form.is_valid():
        try:
            found.change(by=request.membership, seen=form.cleaned_data["seen"], **form.what())
        except Resource.ChangedMeanwhile:
            found.refresh_from_db()
            return both_texts(request, "larder/resource_edit.html", form, seen=found.stamp, **context)
        messages.success(request, _("It is saved."))
        return redirect(found)
    return form_page(request, "larder/resource_edit.html", form, **context)


def take_out(request, group, key):
    """Taken out for good, once it was asked whether it is meant."""
    found = get_object_or_404(group.resources.for_page(), key=key)
    if not found.may_be_taken_out_by(request.membership):
        raise PermissionDenied
    if request.method == "POST":
        found.take_out(by=request.membership)
        messages.success(request, _("It is out of the larder."))
        return redirect("larder:resources", group.slug)
    return render(request, "larder/resource_take_out.html", {"resource": found, **SECTION})


@require_safe
def file(request, group, key):
    """Its bytes, to save: for whoever may see what they belong to."""
    return get_object_or_404(group.resources.select_related("file").exclude(file=None), key=key).file.answer()


# -- where it belongs


def _place(group, said):
    """The topic or the activity that is named; None where none is. Raises Http404 for another group's."""
    if key := said.get("topic"):
        return get_object_or_404(group.topics, key=key_in(key))
    if key := said.get("activity"):
        return get_object_or_404(group.activities.with_words(), key=key_in(key))
    return None


def _page_of(place) -> str:
    name = "larder:detail" if isinstance(place, Topic) else "larder:activity"
    return reverse(name, args=[place.group.slug, place.key])


@require_safe
def places(request, group, key):
    """Where it could belong too: topics and activities by a part of their title."""
    found = get_object_or_404(group.resources, key=key)
    words = tidy(request.GET.get("words", ""))[:120].strip()
    topics, activities = (
        rows.filter(title__icontains=words).exclude(attachments__resource=found)[:MOST_FOUND]
        for rows in (group.topics.newest_first(), group.activities.at_hand().in_order())
    )
    context = {"resource": found, "words": words, "topics": topics, "activities": activities, **SECTION}
    return render(request, "larder/resource_places.html", context)


@require_POST
def attach(request, group, key):
    found, place = get_object_or_404(group.resources, key=key), _place(group, request.POST)
    if place is None:
        raise Http404
    found.attach(place, by=request.membership)
    messages.success(request, _("It belongs to “%(title)s” now.") % {"title": place.title})
    return redirect(_page_of(place) if "chosen" in request.POST else found)


@require_POST
def detach(request, group, key, attachment):
    found = get_object_or_404(group.resources, key=key)
    if row := found.attachments.filter(pk=attachment).first():  # detached twice is detached once
        found.detach(row, by=request.membership)
    messages.success(request, _("It no longer belongs there. It stays in the larder."))
    return redirect(found)
