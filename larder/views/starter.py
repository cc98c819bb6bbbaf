from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from copse.pages import form_page, posted
from copse.words import number_word
from larder.forms.starter import StarterForm
from larder.starter.offer import Offer, take


def starter(request, group):
    """Choose from the starter larder. With `tick` the page comes back, and all of that sort are ticked too."""
    offer = Offer(group, request.POST.getlist("take"))
    if sort := request.POST.get("tick"):
        form = StarterForm()
        offer.tick_all(sort)
    else:
        form = StarterForm(posted(request))
    if form.is_valid():
        number = take(form.cleaned_data["take"], by=request.membership)
        messages.success(request, _("Taken into our larder: %(number)s.") % {"number": number_word(number)})
        return redirect("larder:list", group.slug)
    return form_page(request, "larder/starter.html", form, offer=offer, section="larder")
