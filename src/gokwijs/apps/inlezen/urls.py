from django.urls import path

from gokwijs.apps.inlezen import views

app_name = "inlezen"
_HERE = "school/<str:nummer>/leerlingen/inlezen/"
urlpatterns = [
    path(_HERE, views.start, name="start"),
    path(f"{_HERE}voorbeeld.csv", views.voorbeeld, name="voorbeeld"),
    path(f"{_HERE}<int:pk>/", views.resultaat, name="resultaat"),
    path(f"{_HERE}<int:pk>/kolommen/", views.kolommen, name="kolommen"),
    path(f"{_HERE}<int:pk>/nakijken/", views.nakijken, name="nakijken"),
    path(f"{_HERE}<int:pk>/voortgang/", views.voortgang, name="voortgang"),
    path(f"{_HERE}<int:pk>/terugdraaien/", views.terugdraaien, name="terugdraaien"),
]
