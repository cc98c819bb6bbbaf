"""A consent round: what is proposed to all of us, and how we decide it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import do, posted, put_in, put_on
from groups.forms.consent import AnswerForm, LetRestForm, RemarkForm, ReplyForm
from groups.models import Absence, ConsentRound, Stage
from groups.round_page import RoundPage


def find(request, key) -> ConsentRound:
    rounds = request.group.rounds_of_consent.visible_to(request.membership)
    found = get_object_or_404(rounds.select_related("by"), key=key)
    found.group = request.group
    return found


def _page(request, found, *, status: int = 200, **forms):
    """The page as it stands now, with a form that came back."""
    if forms:
        found = find(request, found.key)
    page = RoundPage(found, request.membership, forms=forms)
    wrong = next(iter(forms.values()), None)
    context = {"round": found, "page": page, "form": wrong, "section": found.matter.section}
    return render(request, "groups/round.html", context, status=status)


@require_safe
def round_of_consent(request, group, key):
    return _page(request, find(request, key))


@require_safe
def rounds(request, group):
    """What is open, and what was decided together before."""
    visible = group.rounds_of_consent.visible_to(request.membership).select_related("by", "group").newest_first()
    found = list(visible)
    context = {
        "open": [each for each in found if each.is_open],
        "drafts": [each for each in found if each.stage == Stage.DRAFT],
        "over": [each for each in found if each.is_over],
        "section": "manifesto",
    }
    return render(request, "groups/rounds.html", context)


@require_POST
def answer(request, group, key):
    """Whether I can stand by it. To a wording that isn't the newest: what was written, beside the newest (409)."""
    found, form = find(request, key), AnswerForm(posted(request))
    if form.is_valid():
        seen = form.version_seen
        try:
            found.answer(form.cleaned_data["answer"], form.cleaned_data["words"], by=request.membership, seen=seen)
        except ValidationError as error:
            put_on(form, error)
            newer = seen != found.version.n
            put_in(form, seen=str(found.version.n))
            return _page(request, found, status=409 if newer else 422, answer=form)
        messages.success(request, _("Your answer is here. You can change it until it is decided."))
        return redirect(found)
    return _page(request, found, status=422, answer=form)


@require_POST
def remark(request, group, key):
    """A question, a reaction or a thought, by the stage in which it was written."""
    found = find(request, key)
    form = RemarkForm(posted(request), stage=found.stage)
    if form.is_valid():
        try:
            found.speak(form.cleaned_data["text"], by=request.membership, stage=form.cleaned_data["stage"])
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("Your words are here for all of us."))
            return redirect(found)
        put_in(form, stage=found.stage)  # what it would be if it were said now
    return _page(request, found, status=422, remark=form)


@require_POST
def reply(request, group, key, remark):
    found = find(request, key)
    to = get_object_or_404(found.remarks.filter(to=None), key=remark)
    form = ReplyForm(posted(request))
    if form.is_valid():
        return do(request, lambda by: to.reply(form.cleaned_data["reply"], by=by), found, _("Your reply is here."))
    messages.info(request, _("There were no words in your reply."))
    return redirect(found)


@require_POST
def let_rest(request, group, key):
    """Let us set it aside, with a reason."""
    found, form = find(request, key), LetRestForm(posted(request))
    if form.is_valid():
        try:
            found.let_rest(form.cleaned_data["reason"], by=request.membership)
        except ValidationError as error:
            put_on(form, error)
        else:
            return redirect(found)
    return _page(request, found, status=422, rest=form)


@require_POST
def open_round(request, group, key):
    found = get_object_or_404(group.rounds_of_consent.filter(by=request.membership), key=key)
    return do(request, found.subject.open, found, _("It is before all of us now."))


@require_POST
def discard(request, group, key):
    found = get_object_or_404(group.rounds_of_consent.filter(by=request.membership), key=key)
    try:
        found.discard(by=request.membership)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect(found)
    messages.success(request, _("The draft is gone. Nobody else had seen it."))
    return redirect("groups:rounds", group.slug)


@require_POST
def withdraw(request, group, key):
    found = get_object_or_404(group.rounds_of_consent.filter(by=request.membership), key=key)
    return do(request, found.withdraw, found, _("It is taken back. What was said stays here to read."))


@require_POST
def be_done(request, group, key):
    found = find(request, key)
    return do(request, found.be_done, found)


@require_POST
def take_back_said(request, group, key):
    found = find(request, key)
    return do(request, found.take_back_said, found)


@require_POST
def go_on(request, group, key):
    found = find(request, key)
    return do(request, found.go_on, found)


@require_POST
def go_on_without(request, group, key, person):
    """Agree not to wait for somebody whom nobody has heard from."""
    found = find(request, key)
    silent = get_object_or_404(group.members.exclude(pk=request.membership.pk), key=person)
    words = _("You agree to go on. It takes all others.")
    return do(request, lambda by: Absence.agree(found, silent, by=by), found, words)
