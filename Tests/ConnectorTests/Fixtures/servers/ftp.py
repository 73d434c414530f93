"""FTP servers for the tests, each with a fault of its own; they serve the whole file system to user "structure".

    ftp.py FOLDER    FOLDER holds ftp.pem (key and certificate); FOLDER/ftp.ports says the ports when all of them listen
"""

import os
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

folder = sys.argv[1]
users = DummyAuthorizer()
users.add_user("structure", "pass word:é%@", "/", perm="elradfmwMT")
users.add_user("reader", "pass word:é%@", "/", perm="elr")


class Plain(FTPHandler):
    authorizer = users
    auth_failed_timeout = 0
    use_sendfile = False


class TLS(TLS_FTPHandler):
    """TLS once the client asks for it."""

    authorizer = users
    auth_failed_timeout = 0
    use_sendfile = False
    certfile = os.path.join(folder, "ftp.pem")
    tls_control_required = tls_data_required = True


class Implicit(TLS):
    """TLS from the first byte."""

    def handle(self):
        self.secure_connection(self.get_ssl_context())

    def handle_ssl_established(self):
        super().handle()


class Old(Plain):
    """Knows no MLSD."""

    proto_cmds = {name: value for name, value in FTPHandler.proto_cmds.items() if name not in ("MLSD", "MLST")}


class Older(Old):
    """Knows no MDTM either."""

    proto_cmds = {name: value for name, value in Old.proto_cmds.items() if name != "MDTM"}


class Half:
    """The next half of what is left of a file, then `end`."""

    def __init__(self, producer, size, end):
        self.producer, self.rest, self.end = producer, max(1, size // 2), end

    def more(self):
        if self.rest == 0:
            return self.end()
        piece = self.producer.more()[: self.rest]
        self.rest -= len(piece)
        return piece


class Breaking(Plain):
    """Breaks off in the middle of every transfer: each one brings half of what was missing."""

    def push_dtp_data(self, data, isproducer=False, file=None, cmd=None):
        if cmd == "RETR":
            data = Half(data, os.fstat(file.fileno()).st_size - file.tell(), self.finish)
        super().push_dtp_data(data, isproducer, file, cmd)

    def finish(self):
        self.close()
        return b""


class Lying(Breaking):
    """Calls half a file the whole, however often it is asked."""

    def ftp_SIZE(self, path):
        self.respond("500 no such command")

    def ftp_REST(self, line):
        self.respond("500 no such command")

    def finish(self):
        return b""


loop = IOLoop()
ports = []
for handler in (Plain, TLS, Implicit, Old, Older, Breaking, Lying):
    server = FTPServer(("127.0.0.1", 0), handler, ioloop=loop)
    ports.append(f"{handler.__name__.lower()}={server.socket.getsockname()[1]}\n")
with open(os.path.join(folder, "ftp.ports.new"), "w") as file:
    file.writelines(ports)
os.rename(os.path.join(folder, "ftp.ports.new"), os.path.join(folder, "ftp.ports"))
loop.loop()
