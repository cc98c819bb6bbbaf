from django.apps import apps
from django.urls import include, path

from copse.later import Later

asked_of_all = Later("groups.views.asked_of_all")
copies = Later("groups.views.copies")
duties = Later("groups.views.duties")
find = Later("groups.views.find")
founding = Later("groups.views.founding")
gatherings = Later("groups.views.gatherings")
goals = Later("groups.views.goals")
joining = Later("groups.views.joining")
leaving = Later("groups.views.leaving")
left = Later("groups.views.left")
mails = Later("groups.views.mails")
members = Later("groups.views.members")
profile = Later("groups.views.profile")
removal = Later("groups.views.removal")
rounds = Later("groups.views.rounds")
sabbatical = Later("groups.views.sabbatical")
settings = Later("groups.views.settings")
settling = Later("groups.views.settling")
undelivered = Later("groups.views.undelivered")
unsubscribing = Later("groups.views.unsubscribing")

app_name = "groups"

in_groups = [
    path("find/", find.find, name="find"),
    path("joined/", settling.joined, name="joined"),
    path("joined/first-things/", settling.first_things, name="first_things"),
    path("members/", members.members, name="members"),
    path("members/me/", profile.my_page, name="my_page"),
    path("members/me/photo/", profile.my_photo, name="my_photo"),
    path("members/me/photo/removal/", profile.remove_photo, name="remove_photo"),
    path("members/<slug:key>/photo/", profile.photo, name="photo"),
    path("invitations/new/", members.invite, name="invite"),
    path("invitations/<slug:key>/sending/", members.resend_invitation, name="resend_invitation"),
    path("invitations/<slug:key>/revocation/", members.revoke_invitation, name="revoke_invitation"),
    path("members/me/sabbatical/", sabbatical.sabbatical, name="sabbatical"),
    path("members/me/return/", sabbatical.come_back, name="come_back"),
    path("members/<slug:key>/duties/", duties.duties, name="duties"),
    path("members/<slug:key>/duties/<slug:duty>/giving/", duties.give_duty, name="give_duty"),
    path("members/<slug:key>/duties/<slug:duty>/taking/", duties.take_duty, name="take_duty"),
    path("duties/<slug:duty>/laying-down/", duties.lay_down_duty, name="lay_down_duty"),
    path("claim/", duties.claim, name="claim"),
    path("claim/withdrawal/", duties.withdraw_claim, name="withdraw_claim"),
    path("newcomers/new/", asked_of_all.propose_newcomer, name="propose_newcomer"),
    path("members/<slug:key>/removal/talk/", asked_of_all.talk_over, name="talk_over"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<slug:key>/", rounds.round_of_consent, name="round"),
    path("rounds/<slug:key>/opening/", rounds.open_round, name="open_round"),
    path("rounds/<slug:key>/discarding/", rounds.discard, name="discard_round"),
    path("rounds/<slug:key>/withdrawal/", rounds.withdraw, name="withdraw_round"),
    path("rounds/<slug:key>/answer/", rounds.answer, name="answer_round"),
    path("rounds/<slug:key>/remarks/", rounds.remark, name="remark"),
    path("rounds/<slug:key>/remarks/<slug:remark>/replies/", rounds.reply, name="reply"),
    path("rounds/<slug:key>/done/", rounds.be_done, name="be_done"),
    path("rounds/<slug:key>/done/taking-back/", rounds.take_back_said, name="take_back_said"),
    path("rounds/<slug:key>/setting-aside/", rounds.let_rest, name="let_rest"),
    path("rounds/<slug:key>/next/", rounds.go_on, name="next_stage"),
    path("rounds/<slug:key>/absences/<slug:person>/", rounds.go_on_without, name="go_on_without"),
    path("settings/", settings.settings, name="settings"),
    path("settings/ending/", settings.ending, name="ending"),
    path("settings/ending/agreement/", settings.agree_to_ending, name="agree_to_ending"),
    path("settings/ending/withdrawal/", settings.withdraw_ending, name="withdraw_ending"),
    path("settings/mails/", undelivered.undelivered, name="undelivered"),
    path("settings/mails/<uuid:mail>/sending/", undelivered.send_again, name="send_mail_again"),
    path("settings/mails/<uuid:mail>/letting-be/", undelivered.let_be, name="let_mail_be"),
    path("log/", settings.log, name="log"),
    path("leaving/", leaving.leaving, name="leaving"),
    path("departure/", leaving.departure, name="departure"),
    path("members/<slug:key>/removal/", removal.remove, name="remove"),
    path("members/<slug:key>/removal/agreement/", removal.agree, name="agree_to_removal"),
    path("members/<slug:key>/removal/undoing/", removal.undo, name="undo_removal"),
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.write_goal, name="new_goal"),
    path("goals/ours/new/", goals.write_our_goal, name="new_our_goal"),
    path("goals/ours/<slug:key>/", goals.write_our_goal, name="edit_our_goal"),
    path("goals/gathering/", gatherings.begin, {"about": "goals"}, name="begin_gathering"),
    path("gatherings/<slug:key>/", gatherings.gathering, name="gathering"),
    path("gatherings/<slug:key>/words/<slug:words>/", gatherings.change_words, name="words"),
    path("gatherings/<slug:key>/readiness/", gatherings.be_ready, name="be_ready"),
    path("gatherings/<slug:key>/readiness/withdrawal/", gatherings.go_on_writing, name="go_on"),
    path("gatherings/<slug:key>/opening/", gatherings.open_gathering, name="open_gathering"),
    path("gatherings/<slug:key>/letting-go/", gatherings.let_go_of_gathering, name="let_go"),
    path("goals/<slug:key>/", goals.write_goal, name="edit_goal"),
    path("goals/<slug:key>/showing/", goals.show_goal, name="show_goal"),
    path("goals/<slug:key>/hiding/", goals.hide_goal, name="hide_goal"),
]

if apps.is_installed("allauth.mfa"):
    in_groups.append(path("joined/passkey/", settling.passkey, name="joined_passkey"))

urlpatterns = [
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/sign-in/", joining.join_with_account, name="join_with_account"),
    path("joining/", joining.joining, name="joining"),
    path("joining/proof/", joining.prove_address, name="prove_address"),
    path("joining/acceptance/", joining.accept, name="accept"),
    path("begin/<str:token>/", founding.begin, name="begin"),
    path("begin/<str:token>/sign-in/", founding.begin_with_account, name="begin_with_account"),
    path("new-group/", founding.found, name="found"),
    path("u/<str:token>", unsubscribing.unsubscribe, name="unsubscribe"),  # a POST can't be sent on to where it belongs
    path("u/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("me/mails/", mails.mails, name="mails"),
    path("me/mails/none/", mails.no_mails, name="no_mails"),
    path("me/left/", left.left, name="left"),
    path("me/left/<slug:key>/", left.left_group, name="left_group"),
    path("me/left/<slug:key>/erasure/", left.erase_left, name="erase_left"),
    path("me/copies/", copies.copies, name="copies"),
    path("me/copies/new/", copies.new_copy, name="new_copy"),
    path("me/copies/<slug:key>/file/", copies.copy_file, name="copy_file"),
    path("me/deletion/", left.deletion, name="deletion"),
    path("me/deletion/everything/", left.delete_everything, name="delete_everything"),
    path("groups/<slug:group>/", include(in_groups)),
]
