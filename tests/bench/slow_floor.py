"""A floor that does everything twenty times: the slow page that the bench has to see."""

from tests.bench.floor_wsgi import application as floor


def application(environ, start_response):
    for _ in range(19):
        floor(environ, lambda status, headers: None).close()
    return floor(environ, start_response)
