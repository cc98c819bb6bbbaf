from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import form_page, posted
from groups.forms.leaving import LeavingForm
from groups.models import Duty
from groups.models.departure import what_happens


def leaving(request, group):
    """Leave the group: chosen here kind by kind, then looked at as it will be, then done."""
    form = LeavingForm(posted(request), membership=request.membership)
    if request.method == "POST" and form.is_valid():
        context = {"form": form, "happens": what_happens(request.membership, form.chosen), "section": "my_page"}
        return render(request, "groups/leaving_look.html", context)
    return form_page(request, "groups/leaving.html", form, section="my_page")


@require_POST
def departure(request, group):
    """Leave, as it was looked at."""
    form = LeavingForm(request.POST, membership=request.membership)
    if not form.is_valid():
        return form_page(request, "groups/leaving.html", form, section="my_page")
    with transaction.atomic():
        if next_admin := form.cleaned_data.get("next_admin"):
            Duty.give(Duty.Name.ADMIN, next_admin, by=request.membership)
        request.membership.leave(form.chosen)
    messages.success(
        request, _("You have left %(group)s. For thirty days, what is yours there is here.") % {"group": group.name}
    )
    return redirect("groups:left_group", request.membership.key)
