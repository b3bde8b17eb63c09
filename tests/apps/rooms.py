"""The tables that each room brings to the walkers."""

from tests.apps.aanpakken import tables as aanpakken
from tests.apps.analyse import tables as analyse
from tests.apps.beleid import tables as beleid
from tests.apps.dossier import tables as dossier
from tests.apps.dossier import tables_bundel as bundel
from tests.apps.dossier import tables_document as document
from tests.apps.dossier import tables_klaar as klaar
from tests.apps.effect import tables as effect
from tests.apps.inlezen import tables as inlezen
from tests.apps.inzet import tables as inzet
from tests.apps.kader import tables as kader
from tests.apps.keten import tables as keten
from tests.apps.leerlingen import tables as leerlingen
from tests.apps.loket import tables as loket
from tests.apps.opvolging import tables as opvolging
from tests.apps.privacy import tables as privacy
from tests.apps.samen import tables as samen
from tests.apps.teldag import tables as teldag
from tests.apps.toetsen import tables as toetsen
from tests.apps.vandaag import tables as vandaag
from tests.apps.verklaring import tables as verklaring
from tests.apps.zelfevaluatie import tables as zelfevaluatie
from tests.apps.zelfevaluatie import tables_meenemen as meenemen
from tests.apps.zelfevaluatie import tables_uitslag as uitslag

TABLES = (
    aanpakken,
    kader,
    leerlingen,
    inlezen,
    verklaring,
    loket,
    teldag,
    analyse,
    toetsen,
    beleid,
    effect,
    opvolging,
    samen,
    inzet,
    zelfevaluatie,
    uitslag,
    meenemen,
    keten,
    dossier,
    document,
    bundel,
    klaar,
    privacy,
    vandaag,
)
