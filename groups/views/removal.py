from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import form_page, posted
from groups.access import admins_only
from groups.forms.leaving import RemovalForm


@admins_only
def remove(request, group, key):
    """Take somebody out of the group, with a reason that only they are told. Nobody removes themselves."""
    person = get_object_or_404(group.members.exclude(pk=request.membership.pk), key=key)
    form = RemovalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        deed = lambda: person.remove(by=request.membership, reason=form.cleaned_data["reason"])  # noqa: E731
        done = _("%(name)s is out of the group. It can be undone for a week.") % {"name": person.name}
        return _done(request, group, deed, done)
    return form_page(request, "groups/remove.html", form, person=person, section="members")


@require_POST
@admins_only
def agree(request, group, key):
    person = get_object_or_404(group.memberships.suspended(), key=key)
    return _done(request, group, lambda: person.agree_to_removal(by=request.membership), _("Now it is final."))


@require_POST
@admins_only
def undo(request, group, key):
    person = get_object_or_404(group.memberships.suspended(), key=key)
    done = _("%(name)s is one of us again.") % {"name": person.name}
    return _done(request, group, lambda: person.undo_removal(by=request.membership), done)


def _done(request, group, deed, done: str):
    """Do it and say so; or say what came in between."""
    try:
        deed()
        messages.success(request, done)
    except ValidationError as error:
        messages.info(request, error.message)
    return redirect("groups:members", group.slug)
