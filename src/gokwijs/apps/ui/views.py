"""Error pages, and the page with every component for developers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.status import Status


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A colleague without the right: says which role can do it."""
    return render(request, "403.html", {"zin": str(exception or "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component together; only in development."""
    if not settings.DEBUG and settings.MODE != "development":
        raise Http404
    return render(
        request,
        "ui/components.html",
        {"statussen": list(Status), "kenmerken": list(Kenmerk), "bar": (400, 300)},
    )
