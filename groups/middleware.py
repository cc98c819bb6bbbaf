from collections.abc import Callable

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from copse.near import columns, instances
from copse.prepared import Given, Prepared
from copse.words import number_word
from groups.models import Group, Membership

MINE, OURS = columns(Membership), columns(Group)


def door(memberships: Callable) -> Prepared:
    """Of `memberships()`, that of a member in the group of a slug: its columns, and then its group's."""
    named = [*MINE, *(f"group__{name}" for name in OURS)]
    return Prepared(
        lambda: memberships().filter(member_id=Given("member"), group__slug=Given("slug")).values_list(*named)
    )


DOOR = door(Membership.objects.live)


class GroupMiddleware:
    """The one door to a group. Wherever a URL says `<slug:group>`, the group is found through the person's own
    membership; the view gets the group, and `request.membership`. Otherwise 404, as for what doesn't exist.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = request.group = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "group" not in kwargs:
            return None
        found = DOOR(member=request.user.pk, slug=kwargs["group"])
        if not found:
            return moved(request, kwargs)
        (membership,) = instances(Membership, [found[0][: len(MINE)]])
        (membership.group,) = instances(Group, [found[0][len(MINE) :]])
        membership.member = request.user
        request.membership, request.group = membership, membership.group
        request.footing = SimpleLazyObject(lambda: footing(membership.group))
        request.other_groups = SimpleLazyObject(
            lambda: [m.group for m in request.user.joined_groups() if m.pk != membership.pk]
        )
        kwargs["group"] = membership.group
        return None


def moved(request, kwargs: dict):
    """The same page under the slug that the group has today, with all that was asked or sent, for its members; for all
    others there is nothing.
    """
    slug = kwargs["group"]
    there = request.user.joined_groups().filter(group__earlier_slugs__slug=slug).first()
    if there is None:
        raise Http404
    path = reverse(request.resolver_match.view_name, kwargs={**kwargs, "group": there.group.slug})
    query = request.META.get("QUERY_STRING")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path, preserve_request=True)


def footing(group) -> str:
    """Who can see a page of the group, for the foot of it."""
    size = group.members.count()
    if size == 1:
        return _("Only you can see this.")
    return _("Only the %(number)s of us can see this.") % {"number": number_word(size)}
