"""What is put before all of us besides the manifesto: somebody new, and whether somebody comes back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from copse.pages import form_page, posted, put_on
from groups.access import inviters_only
from groups.forms.asked_of_all import NewcomerForm, ReturnForm
from groups.models import Newcomer, Return


@inviters_only
def propose_newcomer(request, group):
    """Somebody to work with, to be invited when all of us consent."""
    form, already = NewcomerForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            newcomer = Newcomer.propose(by=request.membership, **form.cleaned_data)
        except ValidationError as error:
            put_on(form, error)
            already = Newcomer.before_us(group, form.cleaned_data["email"])
        else:
            messages.success(request, _("It is before all of us now. The invitation goes out when everyone consents."))
            return redirect(newcomer.round)
    return form_page(request, "groups/propose_newcomer.html", form, already=already, section="members")


def talk_over(request, group, key):
    """Ask for a removal to be talked over: any of us can, until it is final."""
    person = get_object_or_404(group.memberships.suspended(), key=key)
    form = ReturnForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            asked = Return.ask(by=request.membership, of=person, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            put_on(form, error)
        else:
            return redirect(asked.round)
    return form_page(request, "groups/talk_over.html", form, person=person, section="members")
