"""A mail server of a few lines, which keeps what it is sent: for a test of real delivery."""

import email
import socketserver
import threading
from contextlib import contextmanager
from email import policy


class Session(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as it takes to accept a message."""

    def handle(self):
        self.say("220 catcher")
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command == "DATA":
                self.say("354 go on")
                self.server.caught.append(self.message())
            self.say("221 bye" if command == "QUIT" else "250 ok")
            if command == "QUIT":
                break

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def message(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return email.message_from_bytes(b"".join(lines), policy=policy.default)


@contextmanager
def mail_server():
    """Run the server on a free port of the loopback address; yields (port, messages)."""
    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        server.caught = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1], server.caught
        finally:
            server.shutdown()
            thread.join()
