"""In the place of django-stubs-ext, which django-tasks asks to make Django's classes take brackets for types.

That package imports every class of Django's that could, the admin, its feeds and sitemaps among them. django-tasks
needs it of one (docs/decisions/0060).
"""


def monkeypatch() -> None:
    from django.utils.connection import BaseConnectionHandler

    BaseConnectionHandler.__class_getitem__ = classmethod(lambda cls, _connection: cls)
