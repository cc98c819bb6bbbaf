"""Who is signed in, as allauth has it. Each page asks for it, so the query is built once."""

from allauth.account import auth_backends

from copse.near import columns, instances
from copse.prepared import Given, Prepared
from groups.models import Member

MEMBER = Prepared(lambda: Member.objects.filter(pk=Given("pk")).values_list(*columns(Member)))


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    def get_user(self, user_id) -> Member | None:
        """The member of that primary key, while they may come in."""
        found = instances(Member, MEMBER(pk=user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
