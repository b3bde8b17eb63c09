"""Only the account pages this product offers."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

urlpatterns = [
    path("inloggen/", account.login, name="account_login"),
    path("afmelden/", account.logout, name="account_logout"),
    path("herbevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("wachtwoord/instellen/", account.password_set, name="account_set_password"),
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path(
        "wachtwoord/vergeten/klaar/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    # Not two slugs: those may hold a hyphen themselves, and the first would swallow half the key.
    re_path(
        r"^wachtwoord/kiezen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/kiezen/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("inactief/", account.account_inactive, name="account_inactive"),
    path("registreren/", account.signup, name="account_signup"),
    # The address is the account: a second one would be an unguarded way in. The library only needs
    # the name of this page.
    path(
        "e-mail/",
        login_required(RedirectView.as_view(pattern_name="access:account")),
        name="account_email",
    ),
    path("bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    path("tweestaps/", include("allauth.mfa.urls")),
]
