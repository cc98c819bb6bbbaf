"""An opened gathering: alike ones are drawn into bundles, each gets a name and a sentence, and they are proposed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from copse.pages import both_texts, form_page, posted, put_on
from copse.words import number_word, sentence
from groups.models import Bundle
from manifesto.forms import BundleForm, DrawingForm
from manifesto.models import Change, Proposal
from manifesto.starter import StartersForm


def find(group, key):
    return get_object_or_404(group.gatherings.opened().filter(about="manifesto"), key=key)


@require_POST
def draw(request, group, key):
    """Put the words that are ticked together; or take them out again."""
    found = find(group, key)
    form = DrawingForm(request.POST, gathering=found)
    if not form.is_valid():
        messages.info(request, form.non_field_errors()[0])
        return redirect(found)
    try:
        stayed = found.draw_together(form.words, form.into, by=request.membership)
    except ValidationError as error:
        messages.info(request, error.message)
        return redirect(found)
    if stayed:
        for words in stayed:
            said = _("Somebody else has moved “%(words)s” since you looked. It stays where they put it.")
            messages.info(request, said % {"words": words.text})
        return redirect(found)
    messages.success(request, _moved(len(form.words), form.into))
    return redirect(f"{found.get_absolute_url()}#{form.into.key if form.into else 'loose'}")


def _moved(n: int, into: Bundle | None) -> str:
    if into is None:
        words = ngettext("%(number)s is by itself again.", "%(number)s are by themselves again.", n)
    elif into.name:
        words = ngettext("%(number)s is in “%(name)s” now.", "%(number)s are in “%(name)s” now.", n)
    else:
        words = ngettext("%(number)s is in a bundle now.", "%(number)s are together in a bundle now.", n)
    return sentence(words % {"number": number_word(n), "name": into.name if into else ""})


def bundle(request, group, key, bundle):
    """A name and a sentence for what is in it."""
    found = find(group, key)
    one = get_object_or_404(found.bundles, key=bundle)
    form = BundleForm(posted(request), instance=one)
    context = {"gathering": found, "bundle": one, "section": "manifesto"}
    context["words"] = one.contributions.select_related("membership")
    if request.method == "POST" and form.is_valid():
        try:
            one.word(**form.what(), by=request.membership, seen=form.cleaned_data["seen"])
        except Bundle.ChangedMeanwhile:
            return both_texts(request, "manifesto/bundle.html", form, seen=one.stamp, **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("It is worded for all of us, for now."))
            return redirect(f"{found.get_absolute_url()}#{one.key}")
    return form_page(request, "manifesto/bundle.html", form, **context)


@require_POST
def take_apart(request, group, key, bundle):
    found = find(group, key)
    one = get_object_or_404(found.bundles, key=bundle)
    try:
        one.take_apart(by=request.membership, seen=request.POST.get("seen"))
    except Bundle.ChangedMeanwhile:
        messages.info(request, _("Somebody has worded it since you looked. It stays."))
    except ValidationError as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("It is taken apart. What was in it is by itself again."))
    return redirect(found)


@require_POST
def draw_from_starters(request, group, key):
    """Lay some of the common values beside our own."""
    found = find(group, key)
    form = StartersForm(request.POST, but=found.bundles.values_list("name", flat=True))
    if not form.is_valid():
        messages.info(request, _("Choose at least one."))
        return redirect(f"{found.get_absolute_url()}#starters")
    try:
        Bundle.make(found, form.drawn, by=request.membership)
    except ValidationError as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("They are among ours now, to be put into our own words."))
    return redirect(found)


@require_POST
def propose(request, group, key):
    """What is worded becomes a proposal: a draft of mine, until I open it."""
    found = find(group, key)
    try:
        proposal = Proposal.draft_from(found, by=request.membership)
    except ValidationError as error:
        messages.info(request, error.message)
        return redirect(found)
    return redirect(proposal.round)


def starters(request, group):
    """Begin from a starter set: what is chosen is a draft of mine, until I open it."""
    edition = group.editions.in_force()
    held = [reads.name for reads in edition.wording()] if edition else []
    form = StartersForm(posted(request), but=held)
    if request.method == "POST" and form.is_valid():
        changes = [Change(act=Change.Act.ADD, name=name, statement=statement) for name, statement in form.drawn]
        proposal = Proposal.draft(changes, _("Something to begin from."), by=request.membership)
        messages.success(request, _("It is a draft for now. Nobody else sees it until you open it."))
        return redirect(proposal.round)
    return form_page(request, "manifesto/starters.html", form, section="manifesto")
