"""Forms on schools and staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation
from django.http import QueryDict

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import OUTSIDE, Role
from gokwijs.apps.audit.presenters import GROUPS
from gokwijs.apps.audit.selectors import ELSE
from gokwijs.apps.scholen.grants import (
    Grant,
    GrantError,
    check_grant,
    proposed_end,
    split_klassen,
)
from gokwijs.apps.scholen.models import Membership, SchoolFacts

ACCOUNTS = "inloggen"
ROLE_CHOICES = [
    (group, [(role.value, role.label) for role in roles])
    for group, roles in (
        ("Werkt in de school", [role for role in Role if role not in OUTSIDE]),
        ("Kijkt van buiten de school", list(OUTSIDE)),
    )
]


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """School facts of one schooljaar."""

    class Meta:
        model = SchoolFacts
        fields = [
            "toeslag_leerlingen",
            "toeslag_noemer",
            "nieuwe_school",
            "brussel",
            "vestigingen_verspreid",
            "lezing_vestigingen",
        ]
        help_texts = {
            "toeslag_leerlingen": "Uit de officiële brief of Mijn Onderwijs. Halve leerlingen mag: "
            "schrijf 0,5.",
            "nieuwe_school": "Nieuwe basisschool: de eerste twee schooljaren. Fusie: het jaar van "
            "de fusie en het volgende.",
            "vestigingen_verspreid": "Ja, als ze op 1 januari niet in dezelfde of een aangrenzende "
            "gemeente lagen (enkel secundair onderwijs).",
            "lezing_vestigingen": "Enkel nodig als de vestigingsplaatsen ver uit elkaar liggen. De "
            "wet is hier niet duidelijk; overleg met AgODi.",
        }

    def __init__(self, *args: Any, werkzone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("toeslag_leerlingen", "toeslag_noemer"):
            if not werkzone:  # exact counts: whoever may not see them keeps what is stored
                del self.fields[name]
                continue
            field = self.fields[name]
            stored = self.initial.get(name)
            if stored is not None and stored == int(stored):
                self.initial[name] = int(stored)  # 71, not 71,0
            field.localize = True
            field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
            field.widget.is_localized = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        x, p = data.get("toeslag_leerlingen"), data.get("toeslag_noemer")
        for name, value in (("toeslag_leerlingen", x), ("toeslag_noemer", p)):
            if value is not None and (value < 0 or (value * 2) % 1):
                self.add_error(name, "Schrijf een heel of een half aantal, niet kleiner dan 0.")
        if (x is None) != (p is None):
            self.add_error("toeslag_noemer", "Vul beide aantallen in, of laat ze allebei leeg.")
        elif x is not None and p is not None and x > p:
            self.add_error("toeslag_leerlingen", "Dit is meer dan alle leerlingen samen.")
        return data

    def values(self) -> dict[str, Any]:
        """The cleaned facts, for the service."""
        return {name: self.cleaned_data[name] for name in self.fields}


class GrantForm(forms.Form):
    """Roles of a colleague, with what belongs to some of them.

    ``klassen``: the classes with pupils today. With none they are typed, so that a school can
    prepare before its pupils are read in.
    """

    roles = forms.MultipleChoiceField(
        label="Rollen", choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    schoolzone = forms.BooleanField(
        label="Mag ook de geschiedenis en de overzichten van de school zien", required=False
    )
    tot = forms.DateField(
        label="Toegang tot en met",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leeg: tot je de toegang wegneemt. Voor een PBD-adviseur verplicht, hoogstens "
        "één jaar.",
    )

    field_order = ("naam", "email", "roles", "klassen", "schoolzone", "tot")

    def __init__(
        self,
        *args: Any,
        klassen: Sequence[str],
        today: date,
        present: Membership | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.present = today, present
        own = [str(klas) for klas in present.klassen] if present else []
        if klassen:
            known = list(dict.fromkeys([*klassen, *own]))
            self.fields["klassen"] = forms.MultipleChoiceField(
                label="Eigen klassen van de leraar",
                choices=[(klas, klas) for klas in known],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.initial.setdefault("klassen", own)
        else:
            self.fields["klassen"] = forms.CharField(
                label="Eigen klassen van de leraar",
                required=False,
                max_length=500,
                help_text="Gescheiden door een komma, precies zoals in de leerlingenlijst: "
                "L1A, L1B.",
            )
            self.initial.setdefault("klassen", ", ".join(own))
        self.order_fields(self.field_order)

    def role_groups(self) -> list[tuple[str, list[tuple[Role, bool]]]]:
        """For the template: per group every role, and whether it is chosen."""
        chosen = {str(key) for key in self["roles"].value() or ()}
        return [
            (group, [(Role(key), key in chosen) for key, _ in choices])
            for group, choices in ROLE_CHOICES
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        typed = data.get("klassen") or ""
        klassen = split_klassen(typed) if isinstance(typed, str) else tuple(typed)
        grant = Grant(tuple(data["roles"]), klassen, data["tot"], data["schoolzone"])
        kept = self.present.tot if self.present else None
        try:
            data["grant"] = check_grant(grant, self.today, kept=kept)
        except GrantError as error:
            self.add_error(error.field, str(error))
            if error.field == "tot" and grant.tot is None:
                # The proposal is filled in already: saving once more is enough.
                filled = cast(QueryDict, self.data).copy()
                filled["tot"] = proposed_end(self.today).isoformat()
                self.data = filled
        return data

    def values(self) -> dict[str, Any]:
        """The grant as the services take it."""
        grant: Grant = self.cleaned_data["grant"]
        return {
            "roles": grant.roles,
            "klassen": grant.klassen,
            "tot": grant.tot,
            "schoolzone": grant.schoolzone,
        }


class InviteForm(GrantForm):
    """A new colleague."""

    naam = forms.CharField(label="Naam", max_length=150)
    email = forms.EmailField(
        label="E-mailadres", max_length=254, help_text="Hiermee logt je collega later in."
    )


class AcceptForm(forms.Form):
    """The first password of an invited colleague."""

    naam = forms.CharField(label="Je naam", max_length=150)
    password = forms.CharField(
        label="Kies een wachtwoord",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Minstens 12 tekens. Een zin van vier woorden werkt goed.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if password:
            probe = User(email=self.email, naam=data.get("naam", ""))
            try:
                password_validation.validate_password(password, probe)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class LogForm(forms.Form):
    """What one looks for in the log."""

    soort = forms.ChoiceField(label="Wat", required=False)
    wie = forms.TypedChoiceField(label="Wie", required=False, coerce=int, empty_value=None)
    van = forms.DateField(
        label="Van", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    tot = forms.DateField(
        label="Tot en met", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soorten = [(key, words) for key, (words, _) in GROUPS.items()]
        found: dict[str, Any] = dict(self.fields)
        found["soort"].choices = [
            ("", "Alles wat gebeurde"),
            *soorten,
            (ELSE, "Al het andere"),
            (ACCOUNTS, "Inloggen en wachtwoorden"),
        ]
        found["wie"].choices = [("", "Iedereen"), *people]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        van, tot = data.get("van"), data.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", "Deze dag ligt vóór de eerste dag.")
        return data
