"""Addresses of what is taken along from a round, and of paper."""

from django.urls import path

from gokwijs.apps.zelfevaluatie import views_meenemen, views_papier

_R = "school/<str:nummer>/beleid/kwaliteit/rondes/<int:pk>/"
urlpatterns = [
    path(f"{_R}meenemen/", views_meenemen.meenemen, name="meenemen"),
    path(f"{_R}meenemen/verslag.<str:vorm>", views_meenemen.verslag, name="verslag"),
    path(f"{_R}meenemen/antwoorden.<str:vorm>", views_meenemen.antwoorden, name="antwoorden"),
    path(f"{_R}meenemen/per-persoon.xlsx", views_meenemen.per_persoon, name="per_persoon"),
    path(f"{_R}papier/<int:groep>/", views_papier.papier_invoer, name="papier_invoer"),
    path(f"{_R}papier/<int:groep>/vragenlijst.pdf", views_papier.papier_pdf, name="papier_pdf"),
]
