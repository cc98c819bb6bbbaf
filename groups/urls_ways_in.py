"""All ways in, and what is done about them. docs/ways-in.md says how strong each is.

Most views are allauth's, under allauth's names.
"""

from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from copse.later import Later
from groups.fresh import fresh_only

codes = Later("groups.views.codes")
passkeys = Later("groups.views.passkeys")
ways_in = Later("groups.views.ways_in")
account = Later("allauth.account.views")
app = Later("allauth.mfa.totp.views")
keys = Later("allauth.mfa.webauthn.views")
spare = Later("allauth.mfa.recovery_codes.views")
steps = Later("allauth.mfa.base.views")

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", codes.confirm, name="account_confirm_login_code"),
    path("logout/", ways_in.sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("email/", account.email, name="account_email"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    path("password/set/", fresh_only(account.password_set), name="account_set_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/code/", ways_in.prove_by_code, name="account_reauthenticate_by_code"),
    path("reauthenticate/code/sending/", ways_in.send_fresh_code, name="account_send_fresh_code"),
    path("sessions/", ways_in.sessions, name="sessions"),
    path("sessions/others/ending/", ways_in.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:pk>/ending/", ways_in.end_session, name="end_session"),
    path("passkeys/", ways_in.passkeys, name="mfa_list_webauthn"),
    path("passkeys/new/", passkeys.add, name="mfa_add_webauthn"),
    path("passkeys/sign-in/", login_not_required(passkeys.come_in), name="mfa_login_webauthn"),
    path("passkeys/proof/", passkeys.prove, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/removal/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("steps/", ways_in.steps, name="mfa_index"),
    path("steps/sign-in/", login_not_required(steps.authenticate), name="mfa_authenticate"),
    path("steps/proof/", steps.reauthenticate, name="mfa_reauthenticate"),
    path("steps/app/", app.activate_totp, name="mfa_activate_totp"),
    path("steps/app/picture.svg", ways_in.app_picture, name="app_picture"),
    path("steps/app/removal/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("steps/codes/", passkeys.spare_codes, name="mfa_view_recovery_codes"),
    path("steps/codes/new/", spare.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("steps/codes/file/", spare.download_recovery_codes, name="mfa_download_recovery_codes"),
]  # fmt: skip
