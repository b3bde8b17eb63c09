"""Taking a closed round along: the report as PDF or Word, the answers as workbook or CSV.

Each file is logged. Nothing here shows more than the page with the results, but for the workbook
with who answered what in a named round, which is for who writes the plan and marked so.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed
from gokwijs.apps.zelfevaluatie import meenemen_blad
from gokwijs.apps.zelfevaluatie.meenemen import Bron
from gokwijs.apps.zelfevaluatie.meenemen_verslag import verslag as verslag_van
from gokwijs.apps.zelfevaluatie.selectors_gesprek import gesloten_ronde
from gokwijs.apps.zelfevaluatie.views import base, lezer, schrijver
from gokwijs.renderers.docx import MIME, docx
from gokwijs.renderers.pdf import pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "pdf": "application/pdf",
    "docx": MIME,
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}


def _bron(school: School, pk: int) -> Bron:
    """Raises Http404 while the round is open."""
    return Bron(*gesloten_ronde(school, pk))


@login_required
def meenemen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What there is to take along, and what stands in it."""
    access = lezer(request, nummer)
    bron = _bron(access.school, pk)
    context: dict[str, Any] = base(
        access,
        ronde=bron.ronde,
        delen=bron.delen,
        rubrieken=list(
            dict.fromkeys(rubriek for deel in bron.delen for rubriek, _ in deel.rubrieken)
        ),
        besluiten=len(bron.besluiten),
        namen=not bron.ronde.anoniem and access.may_write,
    )
    return render(request, "zelfevaluatie/meenemen.html", context)


@login_required
def verslag(request: HttpRequest, nummer: str, pk: int, vorm: str) -> HttpResponse:
    """The report of a round."""
    access = lezer(request, nummer)
    if vorm not in ("pdf", "docx"):
        raise Http404
    document = verslag_van(_bron(access.school, pk), timezone.localdate())
    data = pdf(document) if vorm == "pdf" else docx(document)
    return _file(access, data, f"zelfevaluatie-{nummer}-ronde-{pk}.{vorm}")


@login_required
def antwoorden(request: HttpRequest, nummer: str, pk: int, vorm: str) -> HttpResponse:
    """The answers as the page shows them, with the filter of the page."""
    access = lezer(request, nummer)
    if vorm not in ("xlsx", "csv"):
        raise Http404
    bron = _bron(access.school, pk)
    keuze = _filter(request, bron)
    data = meenemen_blad.antwoorden(bron, keuze, vorm, timezone.localdate())
    return _file(access, data, f"antwoorden-{nummer}-ronde-{pk}.{vorm}")


def _filter(request: HttpRequest, bron: Bron) -> meenemen_blad.Filter:
    """What was chosen, when there is such a thing."""
    soort = typed(request.GET.get("wie"))
    rubriek = typed(request.GET.get("rubriek"))
    known = {name for deel in bron.delen for name, _ in deel.rubrieken}
    return meenemen_blad.Filter(
        soort if soort in {deel.soort for deel in bron.delen} else "",
        rubriek if rubriek in known else "",
    )


@login_required
def per_persoon(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Who answered what in a named round; of an anonymous round there is no such thing."""
    access = schrijver(request, nummer)
    bron = _bron(access.school, pk)
    if bron.ronde.anoniem:
        raise Http404
    data = meenemen_blad.per_persoon(bron, timezone.localdate())
    return _file(access, data, f"vertrouwelijk-antwoorden-met-naam-{nummer}-ronde-{pk}.xlsx")


def _file(access: Access, data: bytes, name: str) -> HttpResponse:
    record(kind="export", by=access.user, school=access.school.instellingsnummer, target=name)
    response = HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
