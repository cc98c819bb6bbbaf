from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copse.keys import stamp
from groups import registry
from groups.joining import came_into, follow, invitation_in
from groups.models import Invitation


def gone(request, token: str = "") -> HttpResponse:
    """One page for expired, used, taken back and never made; whoever has come in by it is led to their group."""
    if group := came_into(request, token):
        return redirect("home", group.slug)
    return render(request, "groups/invitation_gone.html", status=410)


@login_not_required
@never_cache
def join(request, token):
    """Who invites, and what joining means. Looking changes nothing; going on notes which invitation it is."""
    invitation = Invitation.objects.find(token)
    if invitation is None:
        return gone(request, token)
    if request.method == "POST":
        follow(request, invitation)
        return redirect("groups:joining" if request.user.is_authenticated else "account_signup")
    return render(request, "groups/join.html", {"invitation": invitation})


@login_not_required
@require_POST
def join_with_account(request, token):
    """I have an account already: sign in first."""
    invitation = Invitation.objects.find(token)
    if invitation is None:
        return gone(request, token)
    follow(request, invitation)
    return redirect("groups:joining")


def _proved(request, invitation) -> bool:
    return request.user.emailaddress_set.filter(email__iexact=invitation.email, verified=True).exists()


@require_safe
@never_cache
def joining(request):
    """The group and its manifesto, once the address is proved; before that, how to prove it."""
    invitation = invitation_in(request)
    if invitation is None:
        return gone(request)
    if not _proved(request, invitation):
        return render(request, "groups/joining_proof.html", {"invitation": invitation})
    return _reading(request, invitation)


def _readings(group) -> list:
    return [reading for ask in registry.joining if (reading := ask(group))]


def _seen(readings) -> str:
    return stamp([reading.seen for reading in readings])


def _reading(request, invitation, *, changed=False) -> HttpResponse:
    readings = _readings(invitation.group)
    context = {
        "invitation": invitation,
        "members": invitation.group.members.in_order(),
        "readings": readings,
        "seen": _seen(readings),
        "changed": changed,
        "before": invitation.group.once_left_by(request.user),
    }
    return render(request, "groups/joining.html", context, status=409 if changed else 200)


@require_POST
def prove_address(request):
    """Send a code to the invited address; whoever can read it there gains the address."""
    invitation = invitation_in(request)
    if invitation is None:
        return gone(request)
    EmailAddress.objects.add_new_email(request, request.user, invitation.email)
    return redirect("account_email_verification_sent")


@require_POST
def accept(request):
    """I have read it, and say yes. What has changed since I read it is shown once more, before I am asked again."""
    invitation = invitation_in(request)
    if invitation is None or not _proved(request, invitation):
        return gone(request)
    if request.POST.get("seen") != _seen(_readings(invitation.group)):
        return _reading(request, invitation, changed=True)
    try:
        membership = invitation.accept(request.user, again=request.POST.get("again") == "yes")
    except ValidationError:
        return gone(request)
    list(messages.get_messages(request))  # said on the way: the welcome alone waits for the group's home
    messages.success(request, _("You are one of us now. Welcome."))
    return redirect("groups:joined", membership.group.slug)
