"""The rhythm of a group, and laying out a year from it."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.keys import stamp
from copse.near import TOKEN, kept_page
from copse.pages import both_texts, form_page, posted, pressed, put_on
from copse.words import number_word
from groups.access import facilitators_only
from meetings.forms.rhythm import RhythmForm, WordsForm
from meetings.laying_out import Sheet
from meetings.models import Rhythm
from meetings.programme import Programme
from meetings.ready_rhythms import READY

SECTION = {"section": "year"}


@require_safe
def rhythms(request, group):
    year = group.today().year
    context = {"rhythms": group.rhythms.select_related("group"), "facilitates": request.membership.facilitates}
    return render(request, "meetings/rhythms.html", {**context, "years": [year, year + 1], **SECTION})


@facilitators_only
def new(request, group):
    """A rhythm by form; `?words=…` fills the form with what is understood of them, and says back how."""
    words = WordsForm(request.GET if "words" in request.GET else None, group=group)
    understood = words.is_valid()
    reads = words.readings[0] if len(words.readings) == 1 else None
    form = RhythmForm(posted(request), group=group, reads=reads)
    if request.method == "POST" and form.is_valid():
        try:
            Rhythm.begin(by=request.membership, key=pressed(request), **form.what())
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The rhythm is kept. It makes no dates until you lay out a year."))
            return redirect("meetings:rhythms", group.slug)
    page = form_page(request, "meetings/rhythm_new.html", form, words=words, **SECTION)
    if words.is_bound and not understood:
        page.status_code = 422
    return page


@require_POST
@facilitators_only
def in_words(request, group):
    """Keep the rhythms as they were understood."""
    words = WordsForm(request.POST, group=group)
    if words.is_valid():
        try:
            whats = [reading.what for reading in words.readings]
            Rhythm.begin_several(whats, by=request.membership, key=pressed(request))
        except ValidationError as error:
            put_on(words, error)
        else:
            messages.success(request, _("The rhythm is kept. It makes no dates until you lay out a year."))
            return redirect("meetings:rhythms", group.slug)
    form = RhythmForm(group=group)
    context = {"form": form, "words": words, **SECTION}
    return render(request, "meetings/rhythm_new.html", context, status=422)


@facilitators_only
def edit(request, group, key):
    """Two at once: the second sees what the first wrote and loses nothing."""
    rhythm = get_object_or_404(group.rhythms, key=key)
    form = RhythmForm(posted(request), group=group, rhythm=rhythm)
    context = {"rhythm": rhythm, **SECTION}
    if request.method == "POST" and form.is_valid():
        try:
            rhythm.change(by=request.membership, seen=form.cleaned_data["seen"], **form.what())
        except Rhythm.ChangedMeanwhile:
            context["rhythm"] = now = group.rhythms.get(pk=rhythm.pk)
            return both_texts(request, "meetings/rhythm_edit.html", form, seen=now.changed_at.isoformat(), **context)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("The rhythm is changed. What is in the programme stays as it is."))
            return redirect("meetings:rhythms", group.slug)
    return form_page(request, "meetings/rhythm_edit.html", form, **context)


@require_POST
@facilitators_only
def let_go(request, group, key):
    rhythm = get_object_or_404(group.rhythms, key=key)
    rhythm.let_go(by=request.membership)
    messages.success(request, _("The rhythm is let go. What came of it stays in the programme."))
    return redirect("meetings:rhythms", group.slug)


@require_POST
@facilitators_only
def begin_with(request, group, year, ready):
    """One of the ready rhythms, then its dates on the sheet."""
    _check(group, year)
    chosen = next((one for one in READY if one.name == ready), None)
    if chosen is None:
        raise Http404
    Rhythm.begin_first(chosen.rhythms, by=request.membership, starts_on=max(date(year, 1, 1), group.today()))
    return redirect("meetings:lay_out", group.slug, year)


@facilitators_only
def lay_out(request, group, year):
    """The sheet; posted, it is looked at again with its dates where they were moved."""
    _check(group, year)
    if request.method != "POST":
        clocks = stamp(list(group.members.in_order().values_list("member__zone")))  # by which each of us can’t
        key = f"lay-out:{group.pk}:{group.version}:{year}:{clocks}"
        return kept_page(request, key, partial(_drawn, request, group, year))
    sheet = Sheet(group, year, posted=request.POST)
    return _sheet(request, sheet, status=422 if sheet.has_errors else 200)


def _drawn(request, group, year):
    """The sheet as nobody has moved anything on it, and until when it is true if nobody changes anything."""
    sheet = Sheet(group, year)
    context = {"sheet": sheet, "was_new": False, "csrf_token": TOKEN, **SECTION}
    return render_to_string("meetings/lay_out.html", context, request), sheet.fresh_until()


@require_POST
@facilitators_only
def laid_out(request, group, year):
    """Put what is ticked on the sheet into the programme, or show the sheet again with what was not told before."""
    _check(group, year)
    sheet = Sheet.make(request.POST, year, by=request.membership)
    if sheet.made is None:
        return _sheet(request, sheet, status=422 if sheet.has_errors else 409)
    if sheet.made:
        said = _("Put into the programme: %(number)s. None of these dates is settled yet; say which you can make.")
        messages.success(request, said % {"number": number_word(len(sheet.made))})
    elif request.POST.getlist("keep"):
        messages.info(request, _("Nothing was put into the programme: these dates aren’t proposed any more."))
    else:
        messages.info(request, _("Nothing was put into the programme."))
    return redirect("meetings:year_of", group.slug, year)


def _sheet(request, sheet: Sheet, status: int):
    return render(
        request, "meetings/lay_out.html", {"sheet": sheet, "was_new": status == 409, **SECTION}, status=status
    )


def _check(group, year: int) -> None:
    """A year that is over, or far ahead, isn't laid out."""
    if not Programme(group, year).can_be_laid_out:
        raise Http404
