"""References from other programs, and for them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted, pressed
from copse.words import number_word
from larder.forms.references import PastedForm
from larder.references.pasted import ENDINGS, KINDS, References

SECTION = {"section": "larder"}


def bring_in(request, group):
    """References that are pasted: looked at as they will stand."""
    if "again" in request.POST:
        form = PastedForm(initial={"text": request.POST.get("text")})
        return form_page(request, "larder/references_bring_in.html", form, **SECTION)
    form = PastedForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            found = References(form.cleaned_data["text"], by=request.membership)
        except ValidationError as error:
            form.add_error("text", error)
        else:
            context = {"found": found, "form": form, **SECTION}
            return render(request, "larder/references_look.html", context)
    return form_page(request, "larder/references_bring_in.html", form, **SECTION)


@require_POST
def brought(request, group):
    """Bring in what was looked at; where something else has come meanwhile, it is looked at again."""
    form = PastedForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"] or ""
        try:
            found = References.bring_in(text, by=request.membership, seen=seen, key=pressed(request))
        except ValidationError as error:
            form.add_error("text", error)
        else:
            if not found.brought:
                context = {"found": found, "form": form, "changed_meanwhile": True, **SECTION}
                return render(request, "larder/references_look.html", context, status=409)
            messages.success(request, _("Brought in: %(number)s.") % {"number": number_word(found.brought)})
            return redirect("larder:resources", group.slug)
    return form_page(request, "larder/references_bring_in.html", form, **SECTION)


def _answer(items: list[dict], kind: str, name: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    disposition = f'attachment; filename="{name}.{ENDINGS[kind]}"'
    types = {"bibtex": "application/x-bibtex", "ris": "application/x-research-info-systems"}
    return HttpResponse(
        KINDS[kind].written(items),
        content_type=f"{types.get(kind, 'application/vnd.citationstyles.csl+json')}; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


@require_safe
def reference(request, group, key, kind):
    """One reference for another program."""
    found = get_object_or_404(group.resources.references(), key=key)
    return _answer([found.item], kind, f"reference-{found.key}")


@require_safe
def all_references(request, group, kind):
    """All of the group's references for another program."""
    return _answer([found.item for found in group.resources.references()], kind, f"references-{group.slug}")
