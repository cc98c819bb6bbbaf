"""A time away that one chooses for oneself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import form_page, posted, put_on
from groups.forms.sabbatical import SabbaticalForm
from groups.models import Sabbatical


def sabbatical(request, group):
    """Take a sabbatical, or change the one that is on or to come."""
    mine = request.membership.sabbaticals.not_over(group.today()).first()
    form = SabbaticalForm(posted(request), instance=mine, initial={} if mine else {"starts": group.today()})
    if request.method == "POST" and form.is_valid():
        try:
            Sabbatical.take(by=request.membership, **form.cleaned_data)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Your sabbatical is noted. Nobody waits for you while it lasts."))
            return redirect("groups:members", group.slug)
    return form_page(request, "groups/sabbatical.html", form, mine=mine, section="members")


@require_POST
def come_back(request, group):
    mine = get_object_or_404(request.membership.sabbaticals.not_over(group.today()))
    mine.come_back(by=request.membership)
    messages.success(request, _("Welcome back."))
    return redirect("home", group.slug)
