"""Root addresses: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("gokwijs.apps.access.allauth_urls")),
    path("", include("gokwijs.apps.access.urls")),
    path("", include("gokwijs.apps.scholen.urls")),
    path("", include("gokwijs.apps.kader.urls")),
    path("", include("gokwijs.apps.aanpakken.urls")),
    path("", include("gokwijs.apps.leerlingen.urls")),
    path("", include("gokwijs.apps.inlezen.urls")),
    path("", include("gokwijs.apps.verklaring.urls")),
    path("", include("gokwijs.apps.loket.urls")),
    path("", include("gokwijs.apps.middelen.urls")),
    path("", include("gokwijs.apps.teldag.urls")),
    path("", include("gokwijs.apps.analyse.urls")),
    path("", include("gokwijs.apps.toetsen.urls")),
    path("", include("gokwijs.apps.beleid.urls")),
    path("", include("gokwijs.apps.inzet.urls")),
    path("", include("gokwijs.apps.effect.urls")),
    path("", include("gokwijs.apps.opvolging.urls")),
    path("", include("gokwijs.apps.samen.urls")),
    path("", include("gokwijs.apps.zelfevaluatie.urls")),
    path("", include("gokwijs.apps.keten.urls")),
    path("", include("gokwijs.apps.dossier.urls")),
    path("", include("gokwijs.apps.privacy.urls")),
    path("", include("gokwijs.apps.vandaag.urls")),
    path("", include("gokwijs.apps.ui.urls")),
]

handler403 = "gokwijs.apps.ui.views.permission_denied"
handler404 = "gokwijs.apps.ui.views.page_not_found"
handler500 = "gokwijs.apps.ui.views.server_error"
