"""Which mails I get, and when."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copse.pages import form_page, posted
from groups.forms.mails import MailsForm
from groups.models import MailChoice


def mails(request):
    """For each of my groups and each kind of mail: at once, in the Friday letter, never. And my quiet hours."""
    form = MailsForm(posted(request), member=request.user)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, _("Your mails come as you chose."))
        return redirect("groups:mails")
    return form_page(request, "groups/mails.html", form, section="me")


@require_POST
def no_mails(request):
    MailChoice.stop_all(request.user)
    messages.success(request, _("No mails from your groups come any more. What you missed stands on their pages."))
    return redirect("groups:mails")
