"""The WSGI entrance."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gokwijs.config.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    from gokwijs.apps.analyse.tekenen import warm_up

    warm_up()


# Beside the first requests, once per worker process: after a fork the drawing engine would hang.
threading.Thread(target=_warm_up, daemon=True).start()
