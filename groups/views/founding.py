from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copse.pages import form_page, posted
from groups.forms.group import FoundForm
from groups.founding import arrived, follow, link_in
from groups.models import FoundingLink, Group


def gone(request) -> HttpResponse:
    """One page for run out, used, there is a group by now, and never made."""
    return render(request, "groups/founding_gone.html", status=410)


@login_not_required
@never_cache
def begin(request, token):
    """What the link is for. Looking changes nothing; going on notes which link it is."""
    link = FoundingLink.objects.find(token)
    if link is None:
        return gone(request)
    if request.method == "POST":
        follow(request, link)
        return redirect("groups:found" if request.user.is_authenticated else "account_signup")
    return render(request, "groups/begin.html")


@login_not_required
@require_POST
def begin_with_account(request, token):
    """I have an account already: sign in first."""
    link = FoundingLink.objects.find(token)
    if link is None:
        return gone(request)
    follow(request, link)
    return redirect("groups:found")


@never_cache
def found(request):
    """Make a group: the first, by its link, or another where the site allows it."""
    link = link_in(request)
    if link is None and not request.user.may_found:
        raise Http404
    form = FoundForm(posted(request), initial={"zone": request.user.zone})
    if request.method == "POST" and form.is_valid():
        make = link.found if link else Group.begin
        try:
            group = make(first=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            arrived(request)
            messages.success(request, _("The group is here. Now invite the others."))
            return redirect("home", group.slug)
    return form_page(request, "groups/found.html", form, section="found")
