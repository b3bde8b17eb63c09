from django.urls import path

from gokwijs.apps.zelfevaluatie import urls_meenemen, urls_uitslag, views, views_blad

app_name = "zelfevaluatie"
_K = "school/<str:nummer>/beleid/kwaliteit/"
_R = f"{_K}rondes/"
_B = "r/<str:token>/"
urlpatterns = [
    path(_R, views.rondes, name="rondes"),
    path(f"{_R}nieuw/", views.ronde_nieuw, name="ronde_nieuw"),
    path(f"{_R}<int:pk>/", views.ronde, name="ronde"),
    path(f"{_R}<int:pk>/wijzig/", views.ronde_wijzig, name="ronde_wijzig"),
    path(f"{_R}<int:pk>/open/", views.ronde_open, name="ronde_open"),
    path(f"{_R}<int:pk>/verleng/", views.ronde_verleng, name="ronde_verleng"),
    path(f"{_R}<int:pk>/sluit/", views.ronde_sluit, name="ronde_sluit"),
    path(f"{_R}<int:pk>/kopieer/", views.ronde_kopieer, name="ronde_kopieer"),
    path(f"{_R}<int:pk>/weg/", views.ronde_weg, name="ronde_weg"),
    path(f"{_R}<int:pk>/mail/", views.ronde_mail, name="ronde_mail"),
    path(f"{_R}<int:pk>/vragen/", views.ronde_vragen, name="ronde_vragen"),
    path(f"{_R}<int:pk>/uitnodigen/", views.ronde_uitnodigen, name="ronde_uitnodigen"),
    *urls_uitslag.urlpatterns,
    *urls_meenemen.urlpatterns,
    path(_B, views_blad.begin, name="blad_begin"),
    path(f"{_B}<str:sleutel>/", views_blad.blad, name="blad"),
    path(f"{_B}<str:sleutel>/nakijken/", views_blad.nakijken, name="blad_nakijken"),
    path(f"{_B}<str:sleutel>/<int:nr>/", views_blad.deel, name="blad_deel"),
]
