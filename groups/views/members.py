from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from copse.words import join_names
from groups.access import inviters_only
from groups.forms.invitation import InviteForm
from groups.members import Members


@require_safe
def members(request, group):
    """Who we are; for those who invite, whom we wait for; for admins, who was taken out and can come back."""
    return render(request, "groups/members.html", {"page": Members(request.membership), "section": "members"})


@inviters_only
def invite(request, group):
    """Whom we would love to work with. Of several, those who can be invited are; the others stay in the field."""
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        sent = form.send(group, by=request.membership)
        if sent:
            messages.success(request, _("An invitation is on its way to %(names)s.") % {"names": join_names(sent)})
        if form.is_valid():
            return redirect("groups:members", group.slug)
    return form_page(request, "groups/invite.html", form, section="members")


@require_POST
@inviters_only
def resend_invitation(request, group, key):
    invitation = get_object_or_404(group.invitations, key=key)
    try:
        invitation.send_again(by=request.membership)
        messages.success(request, _("The invitation is on its way again."))
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("groups:members", group.slug)


@require_POST
@inviters_only
def revoke_invitation(request, group, key):
    get_object_or_404(group.invitations, key=key).take_back(by=request.membership)
    messages.success(request, _("The invitation is taken back. Its link no longer works."))
    return redirect("groups:members", group.slug)
