from django.urls import path

from gokwijs.apps.beleid import (
    views,
    views_aanpak,
    views_aantekening,
    views_actie,
    views_doel,
    views_jaar,
    views_stand,
    views_vaststelling,
)

app_name = "beleid"
_B = "school/<str:nummer>/beleid/"
urlpatterns = [
    path(_B, views.overzicht, name="overzicht"),
    path(f"{_B}plan/nieuw/", views.plan_nieuw, name="plan_nieuw"),
    path(f"{_B}plan/<int:pk>/", views.plan, name="plan"),
    path(f"{_B}plan/<int:pk>/aanpassen/", views.plan_aanpassen, name="plan_aanpassen"),
    path(f"{_B}plan/<int:pk>/weg/", views.plan_weg, name="plan_weg"),
    path(f"{_B}plan/<int:pk>/stand/", views_stand.stand, name="stand"),
    path(f"{_B}plan/<int:pk>/versies/", views_stand.versies, name="versies"),
    path(f"{_B}plan/<int:pk>/volgend-jaar/", views_jaar.volgend, name="volgend"),
    path(f"{_B}plan/<int:plan>/doel/nieuw/", views_doel.nieuw, name="streefdoel_nieuw"),
    path(f"{_B}plan/<int:plan>/actie/nieuw/", views_actie.nieuw, name="actie_nieuw"),
    path(f"{_B}plan/<int:plan>/indicatoren/", views_doel.indicatoren, name="indicatoren"),
    path(
        f"{_B}plan/<int:plan>/indicator/nieuw/", views_doel.indicator_nieuw, name="indicator_nieuw"
    ),
    path(f"{_B}doel/<int:pk>/", views_doel.doel, name="streefdoel"),
    path(f"{_B}doel/<int:pk>/aanpassen/", views_doel.aanpassen, name="streefdoel_aanpassen"),
    path(f"{_B}doel/<int:pk>/vaststellen/", views_doel.vaststellen, name="streefdoel_vaststellen"),
    path(f"{_B}indicator/<int:pk>/", views_doel.indicator, name="indicator"),
    path(f"{_B}actie/<int:pk>/", views_actie.actie, name="actie"),
    path(f"{_B}actie/<int:pk>/aanpassen/", views_actie.aanpassen, name="actie_aanpassen"),
    path(f"{_B}actie/<int:pk>/status/", views_actie.status, name="actie_status"),
    path(f"{_B}actie/<int:pk>/stappen/", views_actie.stappen, name="actie_stappen"),
    path(f"{_B}actie/<int:pk>/uitvoering/", views_actie.uitvoering, name="actie_uitvoering"),
    path(f"{_B}actie/<int:actie>/aanpak/", views_aanpak.kies_aanpak, name="kies_aanpak"),
    path(f"{_B}aanpak/<slug:aanpak>/", views_aanpak.aanpak_kiezen, name="aanpak_kiezen"),
    path(f"{_B}onderbouwing/<int:pk>/", views_aanpak.onderbouwing, name="onderbouwing"),
    path(f"{_B}vaststellingen/", views_vaststelling.lijst, name="vaststellingen"),
    path(f"{_B}vaststelling/nieuw/", views_vaststelling.nieuw, name="vaststelling_nieuw"),
    path(f"{_B}vaststelling/<int:pk>/", views_vaststelling.vaststelling, name="vaststelling"),
    path(
        f"{_B}vaststelling/<int:pk>/aanpassen/",
        views_vaststelling.aanpassen,
        name="vaststelling_aanpassen",
    ),
    path(f"{_B}code/<str:code>/", views.code, name="code"),
    path(f"{_B}opmerking/<int:pk>/", views_aantekening.opmerking_weg, name="opmerking_weg"),
    path(f"{_B}document/<int:pk>/", views_aantekening.document, name="document"),
    path(f"{_B}document/<int:pk>/weg/", views_aantekening.document_weg, name="document_weg"),
    path(f"{_B}<slug:soort>/<int:pk>/weg/", views_aantekening.weg, name="knoop_weg"),
    path(f"{_B}<slug:soort>/<int:pk>/geschiedenis/", views_aantekening.historie, name="historie"),
    path(f"{_B}<slug:soort>/<int:pk>/opmerking/", views_aantekening.opmerking, name="opmerking"),
    path(f"{_B}<slug:soort>/<int:pk>/bijlage/", views_aantekening.bijlage, name="bijlage"),
]
