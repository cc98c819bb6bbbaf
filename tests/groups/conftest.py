import asyncio
import email
import socket

import pytest
from aiosmtpd.controller import Controller


class Server:
    """Takes mails; answers each with the next of `answers`, hangs up where that is None, and `pause` seconds late. What
    it answers to an address stands in `refuses`; `has_it` is called when it has a mail and hasn't answered yet.
    """

    def __init__(self):
        self.received, self.answers, self.pause, self.refuses = [], [], 0, {}
        self.has_it = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append((envelope, email.message_from_bytes(envelope.content)))
        self.has_it()
        await asyncio.sleep(self.pause)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer is None:
            server.transport.abort()
        return answer or "250 OK"


@pytest.fixture
def server(settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "copse.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    server = Server()
    server.port = port
    server.url = f"smtp://127.0.0.1:{port}"
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server
    controller.stop()


@pytest.fixture
def own_folder(settings, tmp_path):
    """Copies, papers, files and marks of one test's own."""
    settings.DATA_DIR, settings.FILES_DIR, settings.PAPERS_DIR = tmp_path, tmp_path / "files", tmp_path / "papers"
