from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from copse.keys import key_of


def form_page(request: HttpRequest, template: str, form, **context) -> HttpResponse:
    """A page with a form; with status 422 where it comes back with something to put right (RFC 9110, 15.5.21)."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def both_texts(request: HttpRequest, template: str, form, *, seen: str, **context) -> HttpResponse:
    """Somebody else was quicker: the form as it was written, beside what stands now, whose stamp is `seen` (409)."""
    put_in(form, seen=seen)
    return render(request, template, {"form": form, "changed_meanwhile": True, **context}, status=409)


def posted(request: HttpRequest):
    """What to bind a form to: the posted data, be it empty, or None on a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def pressed(request: HttpRequest, at: datetime | None = None) -> str:
    """The key of what somebody makes by pressing: the same one when they press again, so that it is made once.

    It is of whoever presses, of the form, of all that they wrote and of the day (UTC). Nothing on the page could tell
    more: a browser that goes back fetches the page anew, and puts the same words into it.
    """
    wrote = [said for said in request.POST.lists() if said[0] != "csrfmiddlewaretoken"]
    day = (at or timezone.now()).date()
    return key_of(f"{request.membership.pk} {request.resolver_match.view_name} {day} {wrote}")


def put_on(form, error: ValidationError) -> None:
    """Put a verb's ValidationError onto the form, by field where it names fields that the form has."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)


def do(request: HttpRequest, verb: Callable, to, words: str = "") -> HttpResponse:
    """Do it as whoever asks, and say so; or say why not. Then lead `to` where it stands now."""
    try:
        verb(by=request.membership)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        if words:
            messages.success(request, words)
    return redirect(to)


def put_in(form, **said: str) -> None:
    """A form that goes back says this, whatever was posted."""
    form.data = form.data.copy()
    for name, value in said.items():
        form.data[name] = value
