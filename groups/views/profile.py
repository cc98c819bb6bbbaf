from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse import pictures
from copse.pages import form_page, posted
from groups.forms.profile import ContactFormSet, MyPageForm, PhotoForm
from groups.locking import alone_in


def my_page(request, group):
    """What I let this group know of me."""
    me = request.membership
    form = MyPageForm(posted(request), instance=me)
    known = list(me.contacts.values("label", "value", "shown"))
    contacts = ContactFormSet(posted(request), prefix="contact", initial=known)
    if request.method == "POST" and form.is_valid() and contacts.is_valid():
        with alone_in(group.pk):
            form.save()
            me.can_be_reached(contacts.kept())
            request.user.changed()
        messages.success(request, _("Your page is saved."))
        return redirect("groups:members", group.slug)
    return form_page(request, "groups/my_page.html", form, formset=contacts, section="my_page")


def my_photo(request, group):
    form = PhotoForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        request.membership.show_photo(form.cleaned_data["photo"], kind=pictures.KIND)
        messages.success(request, _("The others see your picture now."))
        return redirect("groups:members", group.slug)
    return form_page(request, "groups/my_photo.html", form, section="my_page")


@require_POST
def remove_photo(request, group):
    request.membership.take_down_photo()
    messages.success(request, _("Your picture is gone. The others see your disc again."))
    return redirect("groups:my_photo", group.slug)


@require_safe
def photo(request, group, key):
    """The photo of one of us. Whoever has left shows none, and sees none."""
    person = get_object_or_404(group.members.exclude(photo=None).select_related("photo"), key=key)
    return person.photo.answer(inline=True)
