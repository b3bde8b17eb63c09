from django.urls import path

from gokwijs.apps.teldag import views, views_teldag

app_name = "teldag"
_S = "school/<str:nummer>/"
urlpatterns = [
    path(f"{_S}ontbrekend/", views.wat_ontbreekt, name="ontbrekend"),
    path(f"{_S}ontbrekend/lijst.xlsx", views.export, name="export"),
    path(f"{_S}ontbrekend/klas/<path:klas>/", views.klas, name="klas"),
    path(f"{_S}teldag/", views_teldag.overzicht, name="teldag"),
    path(f"{_S}teldag/dag/", views_teldag.dag, name="dag"),
    path(f"{_S}teldag/vastleggen/", views_teldag.vastleggen, name="vastleggen"),
    path(f"{_S}teldag/versie/<int:pk>/", views_teldag.versie, name="versie"),
    path(f"{_S}teldag/versie/<int:pk>/leerlingen/", views_teldag.achter, name="achter"),
]
