"""The pages of allauth that are wanted, under our addresses. What is left out, such as signing up, answers 404."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as single
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from django.urls import path, re_path
from django.urls.resolvers import URLPattern

from partners.authentication.passkeys import RemovePasskey
from partners.authentication.reauthentication import by_someone_sure
from partners.authentication.single_sign_on import if_it_answers

_A_FACTOR = "second-factor"

urlpatterns: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", by_someone_sure(account.password_set), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", account.password_reset_from_key,
            name="account_reset_password_from_key"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path(f"{_A_FACTOR}/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path(f"{_A_FACTOR}/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path(f"{_A_FACTOR}/code/activate/", by_someone_sure(app.activate_totp), name="mfa_activate_totp"),
    path(f"{_A_FACTOR}/code/deactivate/", by_someone_sure(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(f"{_A_FACTOR}/recovery/", by_someone_sure(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(f"{_A_FACTOR}/recovery/generate/", by_someone_sure(recovery.generate_recovery_codes),
         name="mfa_generate_recovery_codes"),
    path(f"{_A_FACTOR}/passkeys/add/", by_someone_sure(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(f"{_A_FACTOR}/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{_A_FACTOR}/passkeys/<int:pk>/remove/", by_someone_sure(RemovePasskey.as_view()),
         name="mfa_remove_webauthn"),
    path("staff/cancelled/", single.login_cancelled, name="socialaccount_login_cancelled"),
    path("staff/oidc/<str:provider_id>/login/", if_it_answers(oidc.login), name="openid_connect_login"),
    path("staff/oidc/<str:provider_id>/callback/", if_it_answers(oidc.callback), name="openid_connect_callback"),
    path("staff/saml/<str:organization_slug>/login/", if_it_answers(saml.login), name="saml_login"),
    path("staff/saml/<str:organization_slug>/acs/", saml.acs, name="saml_acs"),
    path("staff/saml/<str:organization_slug>/acs/finish/", if_it_answers(saml.finish_acs), name="saml_finish_acs"),
    path("staff/saml/<str:organization_slug>/sls/", account.logout, name="saml_sls"),
    path("staff/saml/<str:organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
]  # fmt: skip
