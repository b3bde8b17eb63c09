"""The account: an e-mail address and a name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, naam: str, password: str | None = None, **extra: Any) -> User:
        """Make an account; without a password nobody can log in with it yet."""
        user = self.model(email=self.normalize_email(email).lower(), naam=naam, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField("naam", max_length=150)
    is_active = models.BooleanField("actief", default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="access_user_email_lower")]

    def __str__(self) -> str:
        return self.naam or self.email

    def get_full_name(self) -> str:
        return self.naam
