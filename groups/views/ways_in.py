"""How I come in: the page of all ways, is it you, where I am signed in."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted
from groups.devices import in_words
from groups.forms.codes import FreshCodeForm
from groups.fresh import FreshCode, fresh_only


def with_next(request, page: str) -> str:
    """The address of `page`, a name or an address, from which one goes on to where one wanted to."""
    url, after = resolve_url(page), get_next_redirect_url(request)
    return f"{url}?{urlencode({'next': after})}" if after else url


# -- is it you?


@never_cache
def prove_by_code(request):
    """Is it you? By a code to one's own address, for whoever has no passkey and no app."""
    process = FreshCode.under_way(request)
    ways = {way["id"]: way for way in get_adapter().get_reauthentication_methods(request.user)}
    if ways.pop("code", None) is None:
        return redirect(with_next(request, next(iter(ways.values()))["url"]))
    if request.method == "POST" and process is None:
        messages.warning(request, _("That code has had its time. Let us send another."))
        return redirect(with_next(request, "account_reauthenticate_by_code"))
    form = FreshCodeForm(posted(request), code=process.code if process else "")
    if form.is_bound and form.is_valid():
        process.finish()
        return resume_request(request) or redirect("me")
    if form.is_bound and not process.record_invalid_attempt():
        messages.warning(request, _("Three tries are over. Let us send another code."))
        return redirect(with_next(request, "account_reauthenticate_by_code"))
    after = get_next_redirect_url(request)
    others = [{**way, "url": with_next(request, way["url"])} for way in ways.values()]
    return form_page(request, "account/reauthenticate_by_code.html", form, process=process, after=after,
                     reauthentication_alternatives=others)  # fmt: skip


@require_POST
def send_fresh_code(request):
    """Send a code to my own address."""
    if not ratelimit.consume(request, action="request_login_code", key=f"fresh:{request.user.pk}"):
        return ratelimit.respond_429(request)
    FreshCode.begin(request)
    return redirect(with_next(request, "account_reauthenticate_by_code"))


# -- where I am signed in


@require_safe
def sessions(request):
    """Each device that I am signed in on, this one first."""
    here = request.session.session_key
    rows = [
        {"pk": s.pk, "device": in_words(s.user_agent), "since": s.created_at, "here": s.session_key == here}
        for s in sorted(request.user.live_sessions(), key=lambda s: s.session_key != here)
    ]
    return render(request, "groups/sessions.html", {"sessions": rows})


@require_POST
@fresh_only
def end_session(request, pk):
    """One device less."""
    session = get_object_or_404(request.user.usersession_set, pk=pk)
    if session.session_key == request.session.session_key:
        raise Http404  # this one ends by signing out
    session.end()
    messages.success(request, _("You are signed out there."))
    return redirect("sessions")


@require_POST
@fresh_only
def end_other_sessions(request):
    """This device alone stays."""
    get_adapter(request).end_other_sessions(request.user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("sessions")


# -- signing out


@login_not_required
def sign_out(request):
    """allauth's, and what the browser has kept of us goes too (trust.md, S16): words in a session would go with it."""
    from allauth.account.views import logout

    was_in = request.user.is_authenticated
    response = logout(request)
    if was_in and not request.user.is_authenticated:
        if not get_next_redirect_url(request):
            response = redirect(f"{resolve_url('account_login')}?out=yes")
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


# -- passkeys and second steps, looked at without allauth's views: those bring a library of cryptography along


@require_safe
def passkeys(request):
    """My passkeys."""
    return render(request, "mfa/webauthn/authenticator_list.html", {"passkeys": ways_of(request.user)["webauthn"]})


@require_safe
def steps(request):
    """Which second steps I have."""
    return render(request, "mfa/index.html", {"ways": ways_of(request.user)})


def ways_of(member) -> dict[str, list]:
    """The passkeys, the app and the spare codes of `member`, by allauth's names for them."""
    ways = {"webauthn": [], "totp": [], "recovery_codes": []}
    for authenticator in member.authenticator_set.order_by("pk"):
        ways[authenticator.type].append(authenticator)
    return ways


# -- the app


@require_safe
@never_cache
@fresh_only
def app_picture(request):
    """The picture that an app is shown, while it is being set up."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    sealed = request.session.get(SECRET_SESSION_KEY)
    if not sealed:
        raise Http404
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, adapter.decrypt(sealed)))
    return HttpResponse(svg, "image/svg+xml")
