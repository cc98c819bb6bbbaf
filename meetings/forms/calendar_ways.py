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
        by_mail = [m for slug, m in self.memberships.items() if self.fields[slug].initial == CalendarWay.INVITATIONS]
        mails = MailChoice.of_each(by_mail) if by_mail else {}
        return [m.group.name for m in by_mail if mails[m.pk][Kind.MEETING] == Rhythm.NEVER]

    @property
    def otherwise(self) -> list:
        """My groups whose meetings come otherwise than by a link: links to all my groups leave them out."""
        chosen = self.memberships.items()
        return [mine.group for slug, mine in chosen if self.fields[slug].initial != CalendarWay.FEED]

    @property
    def no_link_shows_any(self) -> bool:
        return bool(self.otherwise) and len(self.otherwise) == len(self.memberships)

    def keep(self) -> None:
        """What has become another; what isn't said stays as it was."""
        for slug in self.changed_data:
            if self.cleaned_data[slug]:
                CalendarChoice.choose(self.cleaned_data[slug], by=self.memberships[slug])
