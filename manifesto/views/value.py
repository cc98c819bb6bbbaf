from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import both_texts, form_page, posted, put_on
from manifesto.beside import Beside
from manifesto.forms import BesideForm, CorrectionForm
from manifesto.models import Correction
from manifesto.story import Story

SECTION = {"section": "manifesto"}


@require_safe
def value(request, group, key):
    """Where a value came from."""
    story = Story(get_object_or_404(group.values.select_related("group"), key=key))
    return render(request, "manifesto/value.html", {"story": story, "gathered": story.gathered, **SECTION})


@require_safe
def beside(request, group):
    """Two editions, word by word: those that were chosen, else the one in force and the one before it."""
    editions = list(group.editions.newest_first())
    if not editions:
        raise Http404
    chosen = request.GET if "one" in request.GET else BesideForm.choice(editions)
    form = BesideForm(chosen, editions=editions)
    if not form.is_valid():
        raise Http404
    by_number = {edition.n: edition for edition in editions}
    found = Beside(*(by_number[form.cleaned_data[name]] for name in ("one", "other")))
    return render(request, "manifesto/beside.html", {"beside": found, "form": form, **SECTION})


def correct(request, group, key):
    """Put a slip right. Of two at once, the second sees what the first wrote."""
    standing = get_object_or_404(group.values, key=key).standing
    if standing is None:
        raise Http404
    reads = standing.reads()
    form = CorrectionForm(posted(request), reads=reads)
    if request.method == "POST" and form.is_valid():
        try:
            Correction.make(standing, by=request.membership, **form.cleaned_data)
        except Correction.ChangedMeanwhile:
            reads = standing.reads()
            return both_texts(request, "manifesto/correct.html", form, seen=reads.stamp, reads=reads, **SECTION)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("It reads so now. All of us can see what you corrected, and undo it."))
            return redirect("manifesto:current", group.slug)
    return form_page(request, "manifesto/correct.html", form, reads=reads, **SECTION)


@require_POST
def undo_correction(request, group, key):
    """As it read before."""
    correction = get_object_or_404(group.editions.corrections(), key=key)
    try:
        correction.undo(by=request.membership)
        messages.success(request, _("It reads as it did before."))
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    return redirect("manifesto:current", group.slug)
