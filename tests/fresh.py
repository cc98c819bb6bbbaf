"""Somebody signed in, as if a moment ago, or long before."""

import time

from django.test import Client


def sign_in(client: Client, member, *, ago: float = 0) -> Client:
    """`client`, in which `member` came in `ago` seconds before, by nothing in particular."""
    member.refresh_from_db(fields=["locks", "password"])
    client.force_login(member)
    at, session = time.time() - ago, client.session
    session["account_authentication_methods"] = [{"method": "test", "at": at}]
    session["account_authentication_methods_user"] = str(member.pk)
    session["since"], session["day"] = int(at), int(at) // (24 * 3600)
    session.save()
    return client
