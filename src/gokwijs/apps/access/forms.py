"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation

from gokwijs.apps.access.models import User
from gokwijs.core.telling.columns import instellingsnummer


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mailadres"
        self.fields["password"].label = "Wachtwoord"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class WelcomeForm(forms.Form):
    """First use: the first person and the first school."""

    code = forms.CharField(
        label="Code", required=False, help_text="De code die in het startvenster staat."
    )
    naam = forms.CharField(label="Je naam", max_length=150)
    email = forms.EmailField(label="Je e-mailadres", max_length=254, help_text="Hiermee log je in.")
    password = forms.CharField(
        label="Kies een wachtwoord",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Minstens 12 tekens. Een zin van vier woorden werkt goed.",
    )
    school = forms.CharField(label="Naam van je school", max_length=200)
    instellingsnummer = forms.CharField(
        label="Instellingsnummer", max_length=8, help_text="Zes cijfers, bijvoorbeeld 012345."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.SETUP_CODE:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if code != settings.SETUP_CODE:
            raise forms.ValidationError("Die code klopt niet. Kijk in het venster met de server.")
        return code

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        probe = User(email=self.data.get("email", ""), naam=self.data.get("naam", ""))
        password_validation.validate_password(password, probe)
        return password

    def clean_instellingsnummer(self) -> str:
        return clean_nummer(self.cleaned_data["instellingsnummer"])


def clean_nummer(text: str) -> str:
    """Six digits, or a form error."""
    nummer = instellingsnummer(text.strip())
    if nummer is None:
        raise forms.ValidationError("Schrijf het instellingsnummer als zes cijfers.")
    return nummer
