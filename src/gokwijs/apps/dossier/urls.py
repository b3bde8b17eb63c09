from django.urls import path

from gokwijs.apps.dossier import (
    urls_klaar,
    views_bundel,
    views_document,
    views_inspectie,
    views_klaar,
)

app_name = "dossier"
_D = "school/<str:nummer>/beleid/dossier/"
_I = f"{_D}inspectie/"
_S = f"{_D}sjabloon/"
_P = f"{_D}plan/<int:pk>/"
_B = f"{_D}bevinding/<int:pk>/"
_M = f"{_D}map/"
urlpatterns = [
    path(_D, views_klaar.overzicht, name="overzicht"),
    path(f"{_D}bewaren/", views_klaar.bewaren, name="bewaren"),
    path(f"{_D}bewaard/<int:pk>/", views_klaar.bewaard, name="bewaard"),
    path(f"{_D}bewaard/<int:pk>/weg/", views_klaar.bewaard_weg, name="bewaard_weg"),
    path(_I, views_inspectie.inspecties, name="inspecties"),
    path(f"{_I}nieuw/", views_inspectie.inspectie_bewaren, name="inspectie_nieuw"),
    path(f"{_I}<int:pk>/", views_inspectie.inspectie, name="inspectie"),
    path(f"{_I}<int:pk>/aanpassen/", views_inspectie.inspectie_bewaren, name="inspectie_aanpassen"),
    path(f"{_I}<int:pk>/weg/", views_inspectie.inspectie_weg, name="inspectie_weg"),
    path(f"{_I}<int:pk>/remediering/", views_inspectie.remediering, name="remediering"),
    path(
        f"{_I}<int:verslag>/bevinding/", views_inspectie.bevinding_bewaren, name="bevinding_nieuw"
    ),
    path(_B, views_inspectie.bevinding, name="bevinding"),
    path(f"{_B}aanpassen/", views_inspectie.bevinding_bewaren, name="bevinding_aanpassen"),
    path(f"{_B}weg/", views_inspectie.bevinding_weg, name="bevinding_weg"),
    path(
        f"{_B}vaststelling/",
        views_inspectie.bevinding_vaststelling,
        name="bevinding_vaststelling",
    ),
    path(_P, views_document.document, name="document"),
    path(f"{_P}bestand/", views_document.document_bestand, name="document_bestand"),
    path(_S, views_document.sjabloon, name="sjabloon"),
    path(f"{_S}kies/", views_document.sjabloon_kies, name="sjabloon_kies"),
    path(f"{_S}standaard.docx", views_document.sjabloon_standaard, name="sjabloon_standaard"),
    path(f"{_S}<int:pk>.docx", views_document.sjabloon_bestand, name="sjabloon_bestand"),
    *urls_klaar.urlpatterns,
    path(_M, views_bundel.bundels, name="bundels"),
    path(f"{_M}nieuw/", views_bundel.bundel_nieuw, name="bundel_nieuw"),
    path(f"{_M}<int:pk>/", views_bundel.bundel, name="bundel"),
    path(f"{_M}<int:pk>/weg/", views_bundel.bundel_weg, name="bundel_weg"),
    path(f"{_M}<int:pk>/<slug:soort>/", views_bundel.bundel_bestand, name="bundel_bestand"),
]
