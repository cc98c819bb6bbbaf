from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from groups.access import facilitators_only
from manifesto.before_us import before_us
from manifesto.edition_page import EditionPage, editions_of
from manifesto.forms import BringInForm
from manifesto.models import Edition


@require_safe
def current(request, group):
    """The edition in force, or how to begin."""
    editions = editions_of(group)
    if not editions:
        return render(request, "manifesto/none.html", {**before_us(request.membership), "section": "manifesto"})
    return _edition_page(request, editions[0], editions)


@require_safe
def edition(request, group, n):
    """An edition as it stood."""
    editions = editions_of(group)
    found = next((edition for edition in editions if edition.n == n), None)
    if found is None:
        raise Http404
    return _edition_page(request, found, editions)


def _edition_page(request, edition, editions):
    page = EditionPage(edition, editions, request.membership)
    context = {
        "page": page,
        "edition": edition,
        **(before_us(request.membership) if page.in_force else {}),
        "section": "manifesto",
    }
    return render(request, "manifesto/edition.html", context)


@require_POST
def sign(request, group, n):
    edition = get_object_or_404(group.editions, n=n)
    try:
        edition.sign(by=request.membership)
        messages.success(request, _("You have signed it."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("manifesto:current", group.slug)


def to_ours(request):
    """Where there is a manifesto, none is brought in beside it."""
    messages.info(request, _("We have a manifesto already. What changes in it is proposed."))
    return redirect("manifesto:current", request.group.slug)


@facilitators_only
def bring_in(request, group):
    """The manifesto that we already have: written here, then looked at as it will stand, then brought in."""
    if request.method != "POST" and group.editions.exists():
        return to_ours(request)
    if "again" in request.POST:
        written = {name: request.POST.get(name) for name in BringInForm.base_fields}
        return form_page(
            request, "manifesto/bring_in.html", BringInForm(initial=written, group=group), section="manifesto"
        )
    form = BringInForm(posted(request), group=group)
    if request.method == "POST" and form.is_valid():
        context = {"form": form, "here_already": group.editions.exists(), "section": "manifesto"}
        return render(request, "manifesto/bring_in_look.html", context)
    return form_page(request, "manifesto/bring_in.html", form, section="manifesto")


@require_POST
@facilitators_only
def first_edition(request, group):
    """Make it edition one, as it was looked at."""
    form = BringInForm(request.POST, group=group)
    if form.is_valid():
        try:
            Edition.bring_in(by=request.membership, agreed_on=form.cleaned_data["agreed_on"], values=form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Our manifesto is here."))
            return redirect("manifesto:current", group.slug)
    return form_page(request, "manifesto/bring_in.html", form, section="manifesto")
