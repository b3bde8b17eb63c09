"""One example per sentence, with made-up or tested numbers; and the words no sentence may hold."""

from __future__ import annotations

import re

FORBIDDEN = re.compile(
    r"\b(bewezen|significant|werkt|dankzij|het effect is|veroorzaakt|beter dan andere scholen"
    r"|kansarm kind|risicoleerling|achterblijver)",
    re.IGNORECASE,
)
DIRECTION = re.compile(r"\b(hoger|lager|vooruitgang|achteruitgang)\b", re.IGNORECASE)
UNDECIDED = re.compile(r"\bonbeslist|niet te onderscheiden", re.IGNORECASE)
GAP = {"n_gok": "22", "n_rest": "48", "punten": "4,1", "low": "-0,9", "high": "9,1"}
YEARS = {"jaar_1": "2024-2025", "jaar_2": "2025-2026", "n_1": "40", "n_2": "120"}
YEARS |= {"p_1": "30", "p_2": "15", "kenmerk_zin": "hebben een schooltoeslag"}
FEIT = {"naam": "Voorbeeldaanpak", "maanden": "6 maanden", "bron": "Voorbeeldbron"}
FEIT |= {"versie": "versie 1", "datum": "1 oktober 2026"}
WEG = {"streefwaarde": "20 %", "dag_2": "15 juni 2026", "pad": "31 %"}
DAYS = {"dag_1": "15 september 2024", "dag_2": "15 juni 2026"}
GROUPS = {"n_t": "60", "n_c": "58", "low": "0,4", "high": "8,2"}

EXAMPLES: dict[str, dict[str, str]] = {
    "A01": {"k_min": "5"},
    "A02": {},
    "A03": {"n_onbekend": "6", "n": "40", "kenmerk": "opleiding moeder"},
    "A04": {"wat": "er is nog geen teldag vastgelegd"},
    "B01a": {"p": "30", "groep": "het zesde leerjaar", "x": "12", "n": "40"}
    | {"kenmerk_zin": "hebben een schooltoeslag", "low": "18", "high": "45"},
    "B01b": {"x": "5", "n": "12", "groep": "1B", "kenmerk_zin": "hebben een schooltoeslag"},
    "B02a": {"p_gok": "30", "p_rest": "15", "verschil": "15", "n_gok": "40", "n_rest": "120"}
    | {"low": "1", "high": "31"},
    "B02b": {"p_gok": "30", "p_rest": "15", "n_gok": "20", "n_rest": "60"},
    "B02c": {"x_gok": "3", "n_gok": "12", "x_rest": "4", "n_rest": "38"}
    | {"kenmerk_zin": "zitten in 1B"},
    "B03a": GAP
    | {"toets": "de toets begrijpend lezen", "hoger_lager": "lager", "sd": "0,5"}
    | {"low": "1,2", "high": "7,0"},
    "B03b": GAP | {"toets": "de toets begrijpend lezen"},
    "B04a": {"kloof_1": "4,1", "kloof_2": "3,2", "jaar_1": "2024-2025", "jaar_2": "2025-2026"},
    "B04b": {"kloof_1": "8,4", "kloof_2": "2,1", "jaar_1": "2024-2025", "jaar_2": "2025-2026"},
    "B05": {"leerjaar": "het zesde leerjaar", "x": "7", "n": "41"},
    "B06a": {"n": "34", "stroom": "1A", "x_vrij": "19", "x_beperkt": "9", "x_c": "6"},
    "B06b": {},
    "B07a": {"leerjaar": "1A", "d": "0,27", "d_verwacht": "0,17"},
    "B07b": {"leerjaar": "1A", "d": "0,40", "d_verwacht": "0,16", "d_q95": "0,32"},
    "B08": {"groep": "1B", "toets": "de toets rekenen", "punten": "6,3", "n": "14"}
    | {"low": "3,1", "high": "9,5"},
    "B09": {"x_totaal": "20", "groep": "GOK-leerlingen", "x": "9", "plaats": "1A1", "n": "20"},
    "B09b": {"x_totaal": "20", "groep": "GOK-leerlingen"},
    "B09c": {
        "x_totaal": "20",
        "groep": "GOK-leerlingen",
        "x": "9",
        "plaats": "1A1",
        "n": "20",
    },
    "B10a": YEARS,
    "B10b": YEARS | {"verschil": "15", "low": "1", "high": "31"},
    "B10c": {"x_1": "3", "n_1": "12", "x_2": "4", "n_2": "38", "jaar_1": "2024-2025"}
    | {"jaar_2": "2025-2026", "kenmerk_zin": "hebben een schooltoeslag"},
    "B11": {"n": "40", "jaar_1": "2024-2025", "delen": "gingen er 38 een leerjaar verder"},
    "B12a": {"n": "28", "x_1a": "21", "x_1b": "7", "p": "25", "low": "13", "high": "43"},
    "B12b": {"n": "12", "x_1a": "7", "x_1b": "5"},
    "B12c": {"leerlingen": "2 leerlingen"},
    "B13a": {"gemiddelde": "1,35", "n": "40"},
    "B13b": {"oki": "1,10", "n": "40"},
    "B14": {"p": "21", "schooljaar": "2024-2025", "bron": "Voorbeeldbron"},
    "B15a": {"indicator": "Het aandeel late rekeningen", "low": "10", "high": "33"}
    | DAYS
    | {"p_1": "41", "x_1": "17", "n_1": "41", "p_2": "19", "x_2": "8", "n_2": "42"},
    "B15b": {"indicator": "Het aandeel late rekeningen", "x_1": "6", "n_1": "14"}
    | DAYS
    | {"x_2": "4", "n_2": "15"},
    "B15c": {"indicator": "Het welbevinden", "waarde_1": "3,4", "waarde_2": "3,8"} | DAYS,
    "B15d": {"indicator": "Het contact", "waarde_1": "brieven", "waarde_2": "gesprekken"} | DAYS,
    "B15e": {"indicator": "Het welbevinden", "dag_1": "15 september 2024"},
    "B16a": {"streefwaarde": "20 %", "dag_2": "15 juni 2026"},
    "B16b": {"streefwaarde": "20 %", "dag_2": "15 juni 2026", "einddatum": "30 juni 2027"},
    "B16c": {"streefwaarde": "20 %", "dag_2": "15 juni 2026", "einddatum": "30 juni 2026"},
    "B16d": {"streefwaarde": "20 %", "dag_2": "15 juni 2026"},
    "B17": {"indicator": "Het welbevinden", "dag_2": "15 juni 2026"},
    "B18a": WEG,
    "B18b": WEG,
    "B18c": WEG | {"low": "21", "high": "48"},
    "B18d": {"streefwaarde": "20 %", "dag_2": "15 juni 2026", "x": "6", "n": "14"},
    "B18e": WEG | {"streefwaarde": "3,5", "pad": "3,1"},
    "B18f": WEG | {"streefwaarde": "3,5", "pad": "3,1"},
    "B18g": {"wat": "een einddatum"},
    "C01a": {"n_t": "200", "n_c": "200", "mdes": "0,3"},
    "C01b": {"n_t": "20", "n_c": "20", "mdes": "0,9"},
    "C02": {},
    "C03a": {
        "einddatum": "30 juni 2026",
        "werkwoord": "daalt",
        "indicator": "het aandeel laattijdige schoolrekeningen",
        "waar": "bij gezinnen in 1B",
        "nulmeting": "41 % (17 van 41)",
    }
    | {"streefwaarde": "20 %"},
    "C03b": {"einddatum": "30 juni 2026", "indicator": "het welbevinden"}
    | {"waar": "bij leerlingen in 1B", "nulmeting": "3,6", "streefwaarde": "3,5"},
    "C03c": {"einddatum": "30 juni 2026", "indicator": "het contact met ouders"}
    | {
        "waar": "bij ouders in 1B",
        "nulmeting": "enkel brieven",
        "streefwaarde": "een gesprek per jaar",
    },
    "E01": {"n_effect_min": "10"},
    "E02": {"bereik": "35", "dosis": "90"},
    "E02b": {"x": "3", "n": "12"},
    "E02c": {"x": "10", "n": "41"},
    "E03a": {},
    "E03c": {},
    "E03b": {"rtm_punten": "3,6"},
    "E04a": {"begin_sd": "0,3"},
    "E04b": {},
    "E05": {},
    "E06": {},
    "E07": {},
    "E08": GROUPS | {"n_t": "22", "n_c": "24", "punten": "5,5"},
    "E08p": GROUPS | {"n_t": "22", "n_c": "24", "procentpunt": "15", "low": "-4", "high": "38"},
    "E09": GROUPS | {"punten": "4,3"},
    "E09p": GROUPS | {"procentpunt": "15", "low": "6", "high": "25"},
    "E10": GROUPS | {"punten": "4,3"},
    "E10p": GROUPS | {"procentpunt": "15", "low": "6", "high": "25"},
    "E11": {"rope": "0,2"},
    "E12": {"punten": "1,3", "gunste_ongunste": "gunste", "low": "-2,0", "high": "4,6"},
    "E12p": {"procentpunt": "4", "gunste_ongunste": "ongunste", "low": "-15"} | {"high": "16"},
    "E13a": {"k": "3", "n_totaal": "180", "punten": "2,4", "low": "0,3", "high": "4,5"},
    "E13b": {},
    "E14a": {"tabel_id": "leerpunt-1", "maanden": "4", "m_low": "1", "m_high": "6"},
    "E14b": {"reden": "er zijn te weinig leerlingen"},
    "F01": FEIT | {"sterkte": "ruim", "kosten": "laag"},
    "F01b": FEIT | {"kosten": "laag"},
    "F01c": FEIT | {"sterkte": "ruim"},
    "F01d": FEIT,
    "F01e": FEIT | {"zekerheid": "hoog"},
    "F01f": {"naam": "Voorbeeldaanpak", "bron": "Voorbeeldbron", "versie": "versie 1"}
    | {"toepassing": "een deel van de aanpak"},
    "F02a": {"naam": "Voorbeeldaanpak"},
    "F02b": {"naam": "Voorbeeldaanpak", "bron": "Voorbeeldbron"},
    "F02c": {"naam": "Voorbeeldaanpak"},
    "F02d": {"bevinding": "het team oefende samen", "bron": "Voorbeeldbron"},
    "F03": {"bevinding": "geen verschil gevonden", "bron": "Voorbeeldbron"},
    "F03b": {"bevinding": "de raad vraagt iets anders", "bron": "Voorbeeldraad"},
    "F04": {},
    "F04b": {},
    "F05a": {"bron": "Voorbeeldbron", "maanden": "7 maanden", "versie": "versie 2"}
    | {"datum": "1 oktober 2027"},
    "F05b": {"bron": "Voorbeeldbron", "versie": "versie 2", "datum": "1 oktober 2027"},
    "F06": {"versie": "2027-03-01"},
    "F07": {"bron": "Voorbeeldbron"},
    "F08": {"bron": "Voorbeeldbron", "datum": "1 oktober 2026"},
    "G01": {},
    "G02a": {"hoger": "de directie", "lager": "de leraren"},
    "G02b": {"hoger": "de directie", "lager": "de leraren"},
    "G03": {},
    "G04a": {"niveau": "niveau 3"},
    "G04b": {"niveau": "niveau 3"},
    "G04c": {"niveau": "niveau 3"},
    "G05a": {"niveau_1": "niveau 3", "niveau_2": "niveau 4"},
    "G05b": {"niveau_1": "niveau 3", "niveau_2": "niveau 4"},
    "G06": {},
    "G07": {},
    "G08": {},
    "G10a": {"ronde": "de ronde van mei 2026"},
    "G10b": {"ronde": "de ronde van mei 2026"},
    "G10c": {"ronde": "de ronde van mei 2026"},
    "G10d": {"ronde": "de ronde van mei 2026"},
    "G10e": {"ronde": "de ronde van mei 2026"},
    "G11": {"vragen": "'Koers en visie' en 'Feedback'"},
    "G12": {"vragen": "'Koers en visie' en 'Feedback'"},
    "G13": {"vragen": "'Koers en visie' en 'Feedback'"},
    "G14": {"vragen": "'Koers en visie'", "niveau": "'Samen'"},
    "G15": {"vragen": "'Koers en visie'", "niveau": "'Hier en daar'"},
    "G16": {},
    "G17": {"aantal": "3", "totaal": "10"},
}
