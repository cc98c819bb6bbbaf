"""A gathering: each of us writes alone, and we open it together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import do, form_page, posted, put_on
from groups.forms.goal import ContributionForm
from groups.models import Gathering


def find(group, key) -> Gathering:
    return get_object_or_404(group.gatherings.select_related("begun_by"), key=key)


@require_POST
def begin(request, group, about):
    """Ask all of us."""
    return redirect(Gathering.begin(about, by=request.membership))


def gathering(request, group, key):
    """While we write: my words, and who is ready. Opened: everyone's."""
    found = find(group, key)
    form = ContributionForm(posted(request), question=found.question)
    if request.method == "POST" and form.is_valid():
        try:
            found.write(form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Your words are kept. Nobody else reads them until we open all of it."))
            return redirect(found)
    context = {
        "gathering": found,
        "mine": found.contributions.filter(membership=request.membership),
        "shows": found.question.shows(found, request.membership) if found.opened_at else {},
        "ready": [r.membership for r in found.readiness.select_related("membership").order_by("at", "pk")],
        "waiting_for": found.waiting_for() if found.is_writing else [],
        "writing": set(found.contributions.values_list("membership_id", flat=True)),
        "may_let_go": found.is_let_go_by(request.membership),
        "section": found.question.section,
    }
    return form_page(request, "groups/gathering.html", form, **context)


def change_words(request, group, key, words):
    """Words of mine, until all of it is opened; empty, they go."""
    found = find(group, key)
    mine = get_object_or_404(found.contributions, key=words, membership=request.membership)
    form = ContributionForm(posted(request), question=found.question, initial={"text": mine.text}, may_be_empty=True)
    if request.method == "POST" and form.is_valid():
        try:
            found.rewrite(mine, form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Your words are changed."))
            return redirect(found)
    return form_page(request, "groups/gathering_words.html", form, gathering=found, section=found.question.section)


@require_POST
def be_ready(request, group, key):
    found = find(group, key)
    return do(request, found.be_ready, found)


@require_POST
def go_on_writing(request, group, key):
    found = find(group, key)
    return do(request, found.go_on_writing, found)


@require_POST
def open_gathering(request, group, key):
    found = find(group, key)
    return do(request, found.open, found)


@require_POST
def let_go_of_gathering(request, group, key):
    found = find(group, key)
    if not found.is_let_go_by(request.membership):
        raise Http404
    return do(request, found.let_go, found, _("It is let go. What you wrote stays yours."))
