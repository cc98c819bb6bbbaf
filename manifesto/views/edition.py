from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from groups.access import facilitators_only
from manifesto.forms import BesideForm, BringInForm
from manifesto.gathering import on_page
from manifesto.models import Edition
from manifesto.papers import has_poster, kinds_for
from manifesto.proposed import open_proposals


@require_safe
def current(request, group):
    """The edition in force, or how to begin."""
    edition = group.editions.in_force()
    if edition is None:
        context = {"proposals": open_proposals(request.membership), "gathering": on_page(group)}
        return render(request, "manifesto/none.html", {**context, "section": "manifesto"})
    return _edition_page(request, group, edition, newest=edition)


@require_safe
def edition(request, group, n):
    """An edition as it stood."""
    found = get_object_or_404(group.editions, n=n)
    return _edition_page(request, group, found, newest=group.editions.in_force())


def _edition_page(request, group, edition, *, newest):
    signers, consenting, in_force = edition.signers, edition.consenting, edition == newest
    editions = list(group.editions.newest_first())
    context = {
        "edition": edition,
        "in_force": in_force,
        "corrections": edition.corrections.for_page(),
        "undoable": list(edition.corrections.undoable()) if in_force else [],
        "editions": editions,
        "beside": BesideForm(editions=editions, initial=BesideForm.choice(editions, edition)),
        "signers": signers,
        "consenting": consenting,
        "signed_later": [m for m in signers if m not in consenting] if consenting else [],
        "waiting_for": _waiting_for(group, signers) if in_force else [],
        "papers": [kind for kind in kinds_for(group) if has_poster(edition) or kind.key != "poster"],
        "has_poster": has_poster(edition),
        "i_signed": request.membership in signers,
        "proposals": open_proposals(request.membership) if in_force else [],
        "gathering": on_page(group) if in_force else {},
        "section": "manifesto",
    }
    return render(request, "manifesto/edition.html", context)


def _waiting_for(group, signers) -> list:
    """Those who haven't signed and aren't on sabbatical today."""
    today = group.today()
    return [m for m in group.people.values() if m not in signers and not m.rests_on(today)]


@require_POST
def sign(request, group, n):
    edition = get_object_or_404(group.editions, n=n)
    try:
        edition.sign(by=request.membership)
        messages.success(request, _("You have signed it."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("manifesto:current", group.slug)


@facilitators_only
def bring_in(request, group):
    """The manifesto that we already have: written here, then looked at as it will stand, then brought in."""
    if "again" in request.POST:
        written = {name: request.POST.get(name) for name in BringInForm.base_fields}
        return form_page(request, "manifesto/bring_in.html", BringInForm(initial=written), section="manifesto")
    form = BringInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return render(request, "manifesto/bring_in_look.html", {"form": form, "section": "manifesto"})
    return form_page(request, "manifesto/bring_in.html", form, section="manifesto")


@require_POST
@facilitators_only
def first_edition(request, group):
    """Make it edition one, as it was looked at."""
    form = BringInForm(request.POST)
    if form.is_valid():
        try:
            Edition.bring_in(by=request.membership, agreed_on=form.cleaned_data["agreed_on"], values=form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Our manifesto is here."))
            return redirect("manifesto:current", group.slug)
    return form_page(request, "manifesto/bring_in.html", form, section="manifesto")
