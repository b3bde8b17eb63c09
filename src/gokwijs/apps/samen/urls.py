from django.urls import path

from gokwijs.apps.samen import (
    views,
    views_beeldvorming,
    views_dekking,
    views_ik,
    views_kalender,
    views_koppelingen,
    views_momenten,
    views_voorstellen,
)

app_name = "samen"
_S = "school/<str:nummer>/beleid/samen/"
_B = f"{_S}bekijken/"
_K = f"{_S}koppelingen/"
_O = f"{_S}overleg/"
_P = f"{_S}partners/"
urlpatterns = [
    path(f"{_S}taken/", views.taken, name="taken"),
    path(f"{_S}taken/nieuw/", views.taak_nieuw, name="taak_nieuw"),
    path(f"{_S}taken/wie-doet-wat/", views_ik.wie_doet_wat, name="wie_doet_wat"),
    path(f"{_S}taken/wie-doet-wat.pdf", views_ik.wie_doet_wat_pdf, name="wie_doet_wat_pdf"),
    path(f"{_S}taken/<int:pk>/", views.taak, name="taak"),
    path(f"{_S}taken/<int:pk>/klaar/", views.taak_klaar, name="taak_klaar"),
    path(f"{_S}kalender/", views_kalender.kalender, name="kalender"),
    path(f"{_S}kalender/kalender.ics", views_kalender.kalender_ics, name="kalender_ics"),
    path(f"{_S}herinneringen/", views_ik.herinneringen, name="herinneringen"),
    path(f"{_S}vermeldingen/", views_ik.vermeldingen, name="vermeldingen"),
    path(_O, views_momenten.momenten, name="momenten"),
    path(f"{_O}nieuw/", views_momenten.moment_nieuw, name="moment_nieuw"),
    path(f"{_O}streefdoelen/", views_momenten.besproken, name="besproken"),
    path(f"{_O}<int:pk>/", views_momenten.moment, name="moment"),
    path(f"{_O}<int:pk>/wijzig/", views_momenten.moment_wijzig, name="moment_wijzig"),
    path(f"{_O}<int:pk>/weg/", views_momenten.moment_weg, name="moment_weg"),
    path(_B, views_beeldvorming.beeldvormingen, name="beeldvormingen"),
    path(f"{_B}nieuw/", views_beeldvorming.beeldvorming_nieuw, name="beeldvorming_nieuw"),
    path(f"{_B}<int:pk>/", views_beeldvorming.beeldvorming, name="beeldvorming"),
    path(
        f"{_B}<int:pk>/wijzig/", views_beeldvorming.beeldvorming_wijzig, name="beeldvorming_wijzig"
    ),
    path(f"{_B}<int:pk>/stap/", views_beeldvorming.beeldvorming_stap, name="beeldvorming_stap"),
    path(f"{_B}<int:pk>/weg/", views_beeldvorming.beeldvorming_weg, name="beeldvorming_weg"),
    path(f"{_S}voorstellen/", views_voorstellen.voorstellen, name="voorstellen"),
    path(f"{_S}voorstellen/nieuw/", views_voorstellen.voorstel_nieuw, name="voorstel_nieuw"),
    path(f"{_S}voorstellen/<int:pk>/", views_voorstellen.voorstel, name="voorstel"),
    path(f"{_S}dekking/", views_dekking.dekking, name="dekking"),
    path(_P, views_koppelingen.afspraken, name="afspraken"),
    path(f"{_P}nieuw/", views_koppelingen.afspraak_nieuw, name="afspraak_nieuw"),
    path(f"{_P}<int:pk>/", views_koppelingen.afspraak, name="afspraak"),
    path(f"{_P}<int:pk>/weg/", views_koppelingen.afspraak_weg, name="afspraak_weg"),
    path(_K, views_koppelingen.koppelingen, name="koppelingen"),
    path(f"{_K}nieuw/", views_koppelingen.koppeling_nieuw, name="koppeling_nieuw"),
    path(f"{_K}inlezen/", views_koppelingen.koppelingen_inlezen, name="koppelingen_inlezen"),
    path(f"{_K}<int:pk>/", views_koppelingen.koppeling, name="koppeling"),
    path(f"{_K}<int:pk>/weg/", views_koppelingen.koppeling_weg, name="koppeling_weg"),
]
