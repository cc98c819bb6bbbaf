from django.apps import apps
from django.urls import path

from groups.views import duties, founding, gatherings, goals, joining, members, profile, sabbatical, settings, settling

app_name = "groups"

urlpatterns = [
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/sign-in/", joining.join_with_account, name="join_with_account"),
    path("joining/", joining.joining, name="joining"),
    path("joining/proof/", joining.prove_address, name="prove_address"),
    path("joining/acceptance/", joining.accept, name="accept"),
    path("begin/<str:token>/", founding.begin, name="begin"),
    path("begin/<str:token>/sign-in/", founding.begin_with_account, name="begin_with_account"),
    path("new-group/", founding.found, name="found"),
    path("groups/<slug:group>/joined/", settling.joined, name="joined"),
    path("groups/<slug:group>/joined/first-things/", settling.first_things, name="first_things"),
    path("groups/<slug:group>/members/", members.members, name="members"),
    path("groups/<slug:group>/members/me/", profile.my_page, name="my_page"),
    path("groups/<slug:group>/members/me/photo/", profile.my_photo, name="my_photo"),
    path("groups/<slug:group>/members/me/photo/removal/", profile.remove_photo, name="remove_photo"),
    path("groups/<slug:group>/members/<slug:key>/photo/", profile.photo, name="photo"),
    path("groups/<slug:group>/invitations/new/", members.invite, name="invite"),
    path(
        "groups/<slug:group>/invitations/<slug:key>/sending/",
        members.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "groups/<slug:group>/invitations/<slug:key>/revocation/",
        members.revoke_invitation,
        name="revoke_invitation",
    ),
    path("groups/<slug:group>/members/me/sabbatical/", sabbatical.sabbatical, name="sabbatical"),
    path("groups/<slug:group>/members/me/return/", sabbatical.come_back, name="come_back"),
    path("groups/<slug:group>/members/<slug:key>/duties/", duties.duties, name="duties"),
    path("groups/<slug:group>/members/<slug:key>/duties/<slug:duty>/giving/", duties.give_duty, name="give_duty"),
    path("groups/<slug:group>/members/<slug:key>/duties/<slug:duty>/taking/", duties.take_duty, name="take_duty"),
    path("groups/<slug:group>/duties/<slug:duty>/laying-down/", duties.lay_down_duty, name="lay_down_duty"),
    path("groups/<slug:group>/claim/", duties.claim, name="claim"),
    path("groups/<slug:group>/claim/withdrawal/", duties.withdraw_claim, name="withdraw_claim"),
    path("groups/<slug:group>/settings/", settings.settings, name="settings"),
    path("groups/<slug:group>/settings/ending/", settings.ending, name="ending"),
    path("groups/<slug:group>/settings/ending/agreement/", settings.agree_to_ending, name="agree_to_ending"),
    path("groups/<slug:group>/settings/ending/withdrawal/", settings.withdraw_ending, name="withdraw_ending"),
    path("groups/<slug:group>/log/", settings.log, name="log"),
    path("groups/<slug:group>/goals/", goals.goals, name="goals"),
    path("groups/<slug:group>/goals/new/", goals.write_goal, name="new_goal"),
    path("groups/<slug:group>/goals/ours/new/", goals.write_our_goal, name="new_our_goal"),
    path("groups/<slug:group>/goals/ours/<slug:key>/", goals.write_our_goal, name="edit_our_goal"),
    path("groups/<slug:group>/goals/gathering/", gatherings.begin, name="begin_gathering"),
    path("groups/<slug:group>/gatherings/<slug:key>/", gatherings.gathering, name="gathering"),
    path("groups/<slug:group>/gatherings/<slug:key>/words/<slug:words>/", gatherings.change_words, name="words"),
    path("groups/<slug:group>/gatherings/<slug:key>/readiness/", gatherings.be_ready, name="be_ready"),
    path("groups/<slug:group>/gatherings/<slug:key>/readiness/withdrawal/", gatherings.go_on_writing, name="go_on"),
    path("groups/<slug:group>/gatherings/<slug:key>/opening/", gatherings.open_gathering, name="open_gathering"),
    path("groups/<slug:group>/gatherings/<slug:key>/letting-go/", gatherings.let_go_of_gathering, name="let_go"),
    path("groups/<slug:group>/goals/<slug:key>/", goals.write_goal, name="edit_goal"),
    path("groups/<slug:group>/goals/<slug:key>/showing/", goals.show_goal, name="show_goal"),
    path("groups/<slug:group>/goals/<slug:key>/hiding/", goals.hide_goal, name="hide_goal"),
]

if apps.is_installed("allauth.mfa"):
    urlpatterns.append(path("groups/<slug:group>/joined/passkey/", settling.passkey, name="joined_passkey"))
