from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse import sheets
from copse.pages import form_page, posted
from copse.words import number_word
from groups.access import facilitators_only
from meetings import bringing_in

SECTION = {"section": "year"}


@facilitators_only
def bring_in(request, group):
    """Past meetings from a list: chosen or pasted, then looked at as they will stand."""
    if "again" in request.POST:
        form = sheets.SheetForm(initial={"text": request.POST.get("text")})
        return form_page(request, "meetings/bring_in.html", form, columns=bringing_in.columns(), **SECTION)
    form = sheets.SheetForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            past = bringing_in.PastMeetings(form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "meetings/bring_in_look.html", {"past": past, "form": form, **SECTION})
    return form_page(request, "meetings/bring_in.html", form, columns=bringing_in.columns(), **SECTION)


@require_POST
@facilitators_only
def past(request, group):
    """Bring in what was looked at; where something else has come meanwhile, it is looked at again."""
    form = sheets.SheetForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        try:
            found = bringing_in.PastMeetings.bring_in(text, by=request.membership, seen=seen)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if found.stamp != seen:
                context = {"past": found, "form": form, "changed_meanwhile": True, **SECTION}
                return render(request, "meetings/bring_in_look.html", context, status=409)
            messages.success(request, _("Brought in: %(number)s.") % {"number": number_word(len(found.new))})
            first = min((held.what["starts_on"].year for held in found.new), default=None)
            return redirect("meetings:year_of", group.slug, first) if first else redirect("meetings:year", group.slug)
    return form_page(request, "meetings/bring_in.html", form, columns=bringing_in.columns(), **SECTION)


@require_safe
@facilitators_only
def sheet(request, group):
    """A list to fill in."""
    examples = bringing_in.examples(request.membership)
    return sheets.template("meetings.csv", bringing_in.columns(), examples)
