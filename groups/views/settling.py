"""The steps after saying yes. Each can be left out, and is not asked for again."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from copse.pages import form_page, posted, pressed
from groups.forms.settling import FirstThingsForm, JoinedForm
from groups.joining import after_oneself
from groups.locking import alone_in


def joined(request, group):
    """Who I am among us."""
    form = JoinedForm(posted(request), instance=request.membership)
    go_on = reverse(after_oneself(request.user), args=[group.slug])
    if request.method == "POST" and form.is_valid():
        with alone_in(group.pk):
            form.save()
            request.user.live_by(form.cleaned_data["zone"])
            group.changed("people")
        return redirect(go_on)
    return form_page(request, "groups/joined.html", form, go_on=go_on)


@require_safe
def passkey(request, group):
    """Come in with a face, a fingerprint or the lock of a screen from now on: offered once."""
    go_on = reverse("groups:first_things", args=[group.slug])
    return render(request, "groups/joined_passkey.html", {"go_on": go_on})


def first_things(request, group):
    """A first goal and a first topic."""
    form = FirstThingsForm(posted(request), membership=request.membership)
    if request.method == "POST" and form.is_valid():
        form.keep(key=pressed(request))
        return redirect("home", group.slug)
    return form_page(request, "groups/first_things.html", form)
