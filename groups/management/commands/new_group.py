from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from groups.forms.group import FoundForm
from groups.models import Group, Member


class Command(BaseCommand):
    """Make a group and its first member, who then invites the others."""

    help = "Make a group and its first member, who signs in by a code sent to their address."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the group's name")
        parser.add_argument("email", help="the address of its first member")
        parser.add_argument("--member-name", default="", help="the first member's name")
        parser.add_argument("--slug", default="", help="the group's part of the address (from its name)")
        parser.add_argument("--zone", default="Europe/London", help="an IANA time zone")

    def handle(self, *, name, email, member_name, slug, zone, **options):
        form = FoundForm({"name": name, "slug": slug, "zone": zone})
        if not form.is_valid():
            raise CommandError(" ".join(f"{of}: {words}" for of, said in form.errors.items() for words in said))
        name, slug, zone = (form.cleaned_data[of] for of in ("name", "slug", "zone"))
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(error.message) from None
        if not Group.is_free(slug):
            raise CommandError(f"A group “{slug}” exists already: choose a --slug.")
        with transaction.atomic():
            member = Member.objects.filter(email=email.lower()).first()
            if member is None:
                member = Member.objects.create_user(email, name=member_name, zone=zone)
                EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
            Group.begin(name=name, slug=slug, first=member, zone=zone)
        self.stdout.write(f"{name} is there. {email} can sign in by a code and invite the others.")
