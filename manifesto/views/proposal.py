"""Proposing a change to the manifesto: written as a draft, and after *not yet* in new words."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from copse.pages import form_page, posted, put_on
from groups.forms.consent import wording_seen
from groups.models import Stage
from manifesto.models import Proposal
from manifesto.models.change import Standing
from manifesto.models.proposal import ABOUT
from manifesto.writing import MOST_NEW, WritingForm, initial_of


def propose(request, group):
    """A draft of mine: what I would change, and why. `?value=…` opens values, `?new=…` writes new ones."""

    def draft(form):
        return Proposal.draft(form.changes(), **_said(form), by=request.membership)

    done = _("It is a draft for now. Nobody else sees it until you open it.")
    return _writing(request, group, draft, done, opened=request.GET.getlist("value"), new=_number(request.GET, 0))


def redraft(request, group, key):
    """Write my draft anew."""
    begun = get_object_or_404(group.rounds_of_consent.filter(by=request.membership, about=ABOUT), key=key)
    if request.method == "GET" and begun.stage != Stage.DRAFT:
        return redirect(begun)

    def write(form):
        begun.proposal.redraft(form.changes(), **_said(form), by=request.membership)
        return begun.proposal

    return _writing(request, group, write, _("Your draft is saved."), version=begun.version)


def reword(request, group, key):
    """A new wording that all of us may be able to stand by. Whoever came later reads on the round's page that it isn't
    theirs.
    """
    begun = get_object_or_404(group.rounds_of_consent.exclude(stage=Stage.DRAFT).filter(about=ABOUT), key=key)
    theirs = begun.stage == Stage.INTEGRATING and begun.takes_part(request.membership)
    if request.method == "GET" and not theirs:
        return redirect(begun)
    proposal = begun.proposal

    def write(form):
        seen = wording_seen(form.cleaned_data["seen"])
        proposal.reword(form.changes(), **_said(form), by=request.membership, seen=seen)
        return proposal

    return _writing(request, group, write, _("The new wording is before all of us."), version=begun.version)


def _said(form) -> dict:
    return {"reason": form.cleaned_data["reason"], "trial_until": form.cleaned_data.get("trial_until")}


def _number(data, default: int) -> int:
    given = data.get("new", "")
    return min(int(given), MOST_NEW) if given.isdecimal() and len(given) < 4 else default


def _writing(request, group, write, done: str, *, opened=(), new: int = 0, version=None):
    """The page where changes are written. `also` opens one more value, or one more that is new, and keeps the rest."""
    standing, keys = _standing(group)
    initial = {}
    if version:
        opened, new, initial = initial_of(version, keys)
    data = posted(request)
    if data is not None:
        opened, new = data.getlist("open"), _number(data, 0)
    also = data is not None and data.get("also")
    if also:
        opened, new = [*opened, also], new + (also == "new")
        initial = {name: value for name, value in data.items() if name not in ("open", "also", "new")}
        data = None
    if not opened and not new:
        new = 1 if not standing else 0
    form = WritingForm(data, standing=standing, opened=opened, new=new, today=group.today(), initial=initial)
    context = {"most_new": MOST_NEW, "version": version, "section": "manifesto"}
    if data is not None and form.is_valid():
        try:
            proposal = write(form)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, done)
            return redirect(proposal.round)
    if also:
        return render(request, "manifesto/writing.html", {"form": form, "also": also, **context})
    return form_page(request, "manifesto/writing.html", form, **context)


def _standing(group) -> tuple[dict[str, Standing], dict[int, str]]:
    """What is in force, by each value's key; and the keys by primary key."""
    edition = group.editions.in_force()
    rows = edition.wording() if edition else []
    by_key = {row.value.key: Standing(row.value_id, row.name, row.statement) for row in rows}
    return by_key, {row.value_id: row.value.key for row in rows}
