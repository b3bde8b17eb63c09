"""One table without foreign keys, so that events outlive what they tell about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class AppendOnlyError(RuntimeError):
    """An event was about to be changed or deleted."""


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("events are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("events are append-only")

    def expire(self, before: datetime) -> int:
        """The one way an event ends: its term is over. The caller records how many went."""
        over = self.filter(moment__lt=before)
        return int(models.QuerySet.delete(over)[0])


class Event(models.Model):
    """``data`` never holds pupil data."""

    moment = models.DateTimeField(auto_now_add=True, db_index=True)
    kind = models.CharField(max_length=60)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    school = models.CharField(max_length=6, blank=True)
    target = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-moment", "-id"]
        indexes = [
            # One page of the log of a school, newest first, without sorting the rest.
            models.Index(fields=["school", "-moment", "-id"], name="event_of_school"),
            models.Index(fields=["school", "by_id", "-moment"], name="event_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("events are append-only")
