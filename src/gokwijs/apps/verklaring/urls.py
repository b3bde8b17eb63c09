from django.urls import path

from gokwijs.apps.verklaring import views, views_ouder

app_name = "verklaring"
_S = "school/<str:nummer>/verklaringen/"
urlpatterns = [
    path("v/<str:token>/", views_ouder.ouder, name="ouder"),
    path("v/<str:token>/formulier.pdf", views_ouder.formulier, name="ouder_formulier"),
    path("v/<str:token>/klaar/", views_ouder.klaar, name="klaar"),
    path(_S, views.overzicht, name="overzicht"),
    path(f"{_S}brieven/", views.brieven, name="brieven"),
    path(f"{_S}intrekken/", views.intrekken, name="intrekken"),
    path(f"{_S}vertalingen/", views.vertalingen, name="vertalingen"),
    path(f"{_S}vertalingen/<str:taal>/", views.vertaling, name="vertaling"),
    path(f"{_S}leerling/<int:pk>/brief/", views.brief, name="brief"),
    path(f"{_S}leerling/<int:pk>/tablet/", views.tablet, name="tablet"),
    path(f"{_S}<int:pk>/", views.verklaring, name="verklaring"),
    path(f"{_S}<int:pk>/formulier.pdf", views.formulier, name="formulier"),
]
