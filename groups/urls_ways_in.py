"""All ways in, and what is done about them. docs/ways-in.md says how strong each is.

Most views are allauth's, under allauth's names. Those of passkeys are imported when the first is asked for: their
library of cryptography is large, and a process that serves feeds needs none of it.
"""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.utils.module_loading import import_string

from groups.fresh import fresh_only
from groups.views import codes, ways_in


def later(view: str):
    """The view at this place, imported when it is first asked for."""

    def asked(request, *args, **kwargs):
        return import_string(view)(request, *args, **kwargs)

    return asked


open_to_all = login_not_required
set_password = fresh_only(later("allauth.account.views.password_set"))
keys, steps, app, spare = (f"allauth.mfa.{part}.views." for part in ("webauthn", "base", "totp", "recovery_codes"))

urlpatterns = [
    path("logout/", ways_in.sign_out, name="account_logout"),
    path("login/code/confirm/", codes.confirm, name="account_confirm_login_code"),
    path("password/set/", set_password, name="account_set_password"),
    path("reauthenticate/code/", ways_in.prove_by_code, name="account_reauthenticate_by_code"),
    path("reauthenticate/code/sending/", ways_in.send_fresh_code, name="account_send_fresh_code"),
    path("sessions/", ways_in.sessions, name="sessions"),
    path("sessions/others/ending/", ways_in.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:pk>/ending/", ways_in.end_session, name="end_session"),
    path("passkeys/", later(keys + "list_webauthn"), name="mfa_list_webauthn"),
    path("passkeys/new/", later("groups.views.passkeys.add"), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", open_to_all(later("groups.views.passkeys.come_in")), name="mfa_login_webauthn"),
    path("passkeys/proof/", later("groups.views.passkeys.prove"), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", later(keys + "edit_webauthn"), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/removal/", later(keys + "remove_webauthn"), name="mfa_remove_webauthn"),
    path("steps/", later(steps + "index"), name="mfa_index"),
    path("steps/sign-in/", open_to_all(later(steps + "authenticate")), name="mfa_authenticate"),
    path("steps/proof/", later(steps + "reauthenticate"), name="mfa_reauthenticate"),
    path("steps/app/", later(app + "activate_totp"), name="mfa_activate_totp"),
    path("steps/app/picture.svg", ways_in.app_picture, name="app_picture"),
    path("steps/app/removal/", later(app + "deactivate_totp"), name="mfa_deactivate_totp"),
    path("steps/codes/", later("groups.views.passkeys.spare_codes"), name="mfa_view_recovery_codes"),
    path("steps/codes/new/", later(spare + "generate_recovery_codes"), name="mfa_generate_recovery_codes"),
    path("steps/codes/file/", later(spare + "download_recovery_codes"), name="mfa_download_recovery_codes"),
    path("", include("allauth.account.urls")),
]
