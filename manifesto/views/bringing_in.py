from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse import sheets
from copse.pages import form_page, posted
from groups.access import facilitators_only
from manifesto import bringing_in
from manifesto.views.edition import to_ours

SECTION = {"section": "manifesto"}


@facilitators_only
def bring_in(request, group):
    """All versions that there have been, from a list: chosen or pasted, then looked at as they will stand."""
    if request.method != "POST" and group.editions.exists():
        return to_ours(request)
    if "again" in request.POST:
        form = sheets.SheetForm(initial={"text": request.POST.get("text")})
        return form_page(request, "manifesto/bring_in_editions.html", form, columns=bringing_in.columns(), **SECTION)
    form = sheets.SheetForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = bringing_in.EarlierEditions(form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "manifesto/bring_in_editions_look.html", {"found": found, "form": form, **SECTION})
    return form_page(request, "manifesto/bring_in_editions.html", form, columns=bringing_in.columns(), **SECTION)


@require_POST
@facilitators_only
def editions(request, group):
    """Bring in what was looked at; where a manifesto has come meanwhile, that is said."""
    form = sheets.SheetForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        try:
            found = bringing_in.EarlierEditions.bring_in(text, by=request.membership, seen=seen)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if found.stamp != seen:
                context = {"found": found, "form": form, **SECTION}
                return render(request, "manifesto/bring_in_editions_look.html", context, status=409)
            messages.success(request, _("Our manifesto is here."))
            return redirect("manifesto:current", group.slug)
    return form_page(request, "manifesto/bring_in_editions.html", form, columns=bringing_in.columns(), **SECTION)


@require_safe
@facilitators_only
def sheet(request, group):
    """A list to fill in."""
    return sheets.template("manifesto.csv", bringing_in.columns(), bringing_in.examples())
