"""The group's log: who did what, without content."""

import pytest

from tests.factories import first_of, make_group, make_invitation, make_membership

pytestmark = pytest.mark.django_db


def sentences(group) -> list[str]:
    return [entry.sentence for entry in group.log_entries.for_page()]


def test_it_says_who_came_who_invited_and_who_took_back():
    group = make_group()
    nia = first_of(group)
    nia.known_as = "Nia"
    nia.save()
    make_membership(group, "Ruth")
    make_invitation(group, "bea@example.org", note="Come").take_back(by=nia)
    assert sentences(group) == [
        "Nia took an invitation back.", "Nia invited somebody.", "Ruth joined us.", "Nia joined us.",
    ]  # fmt: skip


def test_done_twice_it_is_told_once():
    group = make_group()
    ruth = make_membership(group, "Ruth")
    group.welcome(ruth.member)
    invitation = make_invitation(group)
    for _ in range(2):
        invitation.take_back(by=ruth)
    assert sentences(group).count("Ruth joined us.") == 1
    assert sentences(group).count("Ruth took an invitation back.") == 1


def test_it_names_people_as_they_are_called_today():
    ruth = make_membership(name="Ruth")
    ruth.known_as = "Ruth Elm"
    ruth.save()
    assert "Ruth Elm joined us." in sentences(ruth.group)
