"""The repertoire: what it holds, an activity of it, putting by and changing, and cards on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.keys import key_in
from copse.pages import both_texts, do, form_page, posted, pressed, put_on
from groups.views.papers import Place, paper_answer
from larder.activity_page import ActivityPage
from larder.cards import KINDS, Cards
from larder.forms.activity import ActivityForm
from larder.models import Activity
from larder.repertoire import Repertoire

SECTION = {"section": "larder"}
MOST_WORDINGS = 20


def find(group, key) -> Activity:
    return get_object_or_404(group.activities.with_words().select_related("by", "variation_of"), key=key)


@require_safe
def activities(request, group):
    """All of them, or those that one asks for."""
    context = {"repertoire": Repertoire(group, request.GET), "kinds": KINDS.values(), **SECTION}
    return render(request, "larder/activities.html", context)


def put_by(request, group):
    """A new one; with `?of=` a variation of another, whose words it begins with. Where one of the same title is there,
    we ask once.
    """
    first = find(group, key_in(request.GET["of"])) if "of" in request.GET else None
    given = {name: getattr(first, name) for name in ActivityForm.Meta.fields} if first else {}
    form = ActivityForm(posted(request), group=group, initial=given)
    context = {"first": first, **SECTION}
    if request.method == "POST" and form.is_valid():
        what, key = {**form.what(), "variation_of": first}, pressed(request)
        if alike := _alike(request, group, form, but=key):
            return form_page(request, "larder/put_activity_by.html", form, alike=alike, **context)
        activity = Activity.put_by(by=request.membership, key=key, **what)
        messages.success(request, _("The activity is in our repertoire."))
        return redirect("larder:activity", group.slug, activity.key)
    return form_page(request, "larder/put_activity_by.html", form, **context)


def _alike(request, group, form, *, but: str) -> Activity | None:
    """Another that is called alike, unless whoever asks has been told of it."""
    found = group.activities.with_words().called_alike(form.cleaned_data["title"], but=but)
    return None if found and found.key == request.POST.get("beside") else found


@require_safe
def activity(request, group, key):
    page = ActivityPage(get_object_or_404(group.activities.with_words(), key=key), request.membership)
    return render(request, "larder/activity.html", {"page": page, "activity": page.activity, **SECTION})


def edit(request, group, key):
    """Two at once: the second sees what the first wrote and loses nothing. Another title is asked about once."""
    activity = find(group, key)
    form = ActivityForm(posted(request), group=group, instance=find(group, key))
    context = {"activity": activity, **SECTION}
    if request.method == "POST" and form.is_valid():
        is_renamed = form.cleaned_data["title"] != activity.title
        if is_renamed and (alike := _alike(request, group, form, but=key)):
            return form_page(request, "larder/edit_activity.html", form, alike=alike, **context)
        try:
            activity.change(by=request.membership, seen=form.cleaned_data["seen"], **form.what())
        except Activity.ChangedMeanwhile:
            context["activity"] = now = find(group, key)
            return both_texts(request, "larder/edit_activity.html", form, seen=now.stamp, **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The activity is changed."))
            return redirect("larder:activity", group.slug, key)
    return form_page(request, "larder/edit_activity.html", form, **context)


@require_safe
def wordings(request, group, key):
    """How it was worded before, the latest first."""
    activity = find(group, key)
    earlier = activity.wordings.newest_first().for_page()[:MOST_WORDINGS]
    return render(request, "larder/wordings.html", {"activity": activity, "earlier": earlier, **SECTION})


def take_out(request, group, key):
    """Ask once, then take it out of the repertoire; what a meeting has used can be laid aside instead."""
    activity = find(group, key)
    if not activity.is_in_the_hands_of(request.membership):
        raise PermissionDenied
    if activity.was_used():
        return redirect("larder:lay_activity_aside", group.slug, key)
    if request.method != "POST":
        return render(request, "larder/take_out.html", {"activity": activity, **SECTION})
    there = reverse("larder:activities", args=[group.slug])
    return do(request, activity.take_out, there, _("The activity is taken out of the repertoire."))


def lay_aside(request, group, key):
    """Ask once, then leave it out of every list; it stays to be read."""
    activity = find(group, key)
    if request.method != "POST":
        return render(request, "larder/lay_aside.html", {"activity": activity, **SECTION})
    return do(request, activity.lay_aside, _url(group, key), _("The activity is laid aside."))


@require_POST
def take_up(request, group, key):
    return do(request, find(group, key).take_up, _url(group, key), _("The activity is in our repertoire again."))


def _url(group, key) -> str:
    return reverse("larder:activity", args=[group.slug, key])


@require_safe
def card(request, group, key, kind):
    """One activity on a card."""
    activity = find(group, key)
    place = _url(group, key), _("The activity")
    return _paper(request, Cards(group, [activity], _known(kind)), f"activity-{key}-{kind}.pdf", place)


@require_safe
def cards(request, group, kind):
    """Those that were ticked, a card each."""
    cards = Cards.chosen(group, request.GET.getlist("activity"), _known(kind))
    if not cards.activities:
        messages.info(request, _("Tick the activities that you would like on cards, then press again."))
        return redirect("larder:activities", group.slug)
    place = reverse("larder:activities", args=[group.slug]), _("Our repertoire")
    return _paper(request, cards, f"activities-{group.slug}-{kind}.pdf", place)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


def _paper(request, cards: Cards, name: str, place: tuple[str, str]):
    return paper_answer(request, cards, maker="larder", name=name, place=Place("larder", *place))
