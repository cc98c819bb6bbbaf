from django import forms
from django.utils.translation import gettext_lazy as _

from copse import inbound
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice
from meetings.models import CalendarChoice, CalendarWay

WITHOUT_ANSWERS = _("By mail, each meeting by itself, as a file")
WITH_ANSWERS = _("By mail, each meeting by itself, as an invitation that I can answer in my calendar")


class CalendarWaysForm(forms.Form):
    """How the meetings of each of my groups come into my own calendar."""

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.memberships = {membership.group.slug: membership for membership in member.joined_groups()}
        chosen = dict(
            CalendarChoice.objects.filter(membership__in=self.memberships.values()).values_list("membership", "way")
        )
        by_mail = WITH_ANSWERS if inbound.is_on() else WITHOUT_ANSWERS
        choices = [(way, by_mail if way == CalendarWay.INVITATIONS else words) for way, words in CalendarWay.choices]
        for slug, membership in self.memberships.items():
            self.fields[slug] = forms.ChoiceField(
                label=membership.group.name, choices=choices, required=False, widget=forms.RadioSelect,
                initial=chosen.get(membership.pk, CalendarWay.FEED),
            )  # fmt: skip

    @property
    def silent(self) -> list[str]:
        """The groups whose meetings were to come by mail, where that kind of mail never comes."""
        mails, by_mail = MailChoice.of_each(self.memberships.values()), CalendarWay.INVITATIONS
        never = [m for m in self.memberships.values() if mails[m.pk][Kind.MEETING] == Rhythm.NEVER]
        return [m.group.name for m in never if self.fields[m.group.slug].initial == by_mail]

    def keep(self) -> None:
        """What has become another; what isn't said stays as it was."""
        for slug in self.changed_data:
            if self.cleaned_data[slug]:
                CalendarChoice.choose(self.cleaned_data[slug], by=self.memberships[slug])
