from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import both_texts, form_page, posted, pressed, put_on
from larder.forms.kind import KindForm, OtherKindForm
from larder.models import TopicKind

SECTION = {"section": "larder"}


@require_safe
def kinds(request, group):
    """The kinds of topic that we have, in our order."""
    return render(request, "larder/kinds.html", {"kinds": list(group.topic_kinds.all()), **SECTION})


def add(request, group):
    form = KindForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            TopicKind.add(by=request.membership, key=pressed(request), **form.what())
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The kind is among ours."))
            return redirect("larder:kinds", group.slug)
    return form_page(request, "larder/new_kind.html", form, **SECTION)


def change(request, group, key):
    """Its name and its lid. Of two at once, the second sees what the first chose."""
    kind = get_object_or_404(group.topic_kinds, key=key)
    form = KindForm(posted(request), kind=kind)
    context = {"kind": kind, **SECTION}
    if request.method == "POST" and form.is_valid():
        try:
            kind.change(by=request.membership, seen=form.cleaned_data["seen"], **form.what())
        except TopicKind.ChangedMeanwhile:
            kind.refresh_from_db()
            return both_texts(request, "larder/kind.html", form, seen=kind.stamp, **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The kind is changed, on every jar."))
            return redirect("larder:kinds", group.slug)
    return form_page(request, "larder/kind.html", form, **context)


@require_POST
def move(request, group, key):
    """One place down, or (with `up=yes`) up."""
    kind = get_object_or_404(group.topic_kinds, key=key)
    kind.move(by=request.membership, up=request.POST.get("up") == "yes")
    return redirect("larder:kinds", group.slug)


def take_away(request, group, key):
    """Ask once of which kind its topics are from now on, then take the kind away."""
    kind = get_object_or_404(group.topic_kinds, key=key)
    form = OtherKindForm(posted(request), kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            kind.take_away(by=request.membership, to=form.cleaned_data.get("to"))
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The kind is taken away."))
            return redirect("larder:kinds", group.slug)
    return form_page(request, "larder/take_away_kind.html", form, kind=kind, **SECTION)
