"""SMTP servers for the tests (aiosmtpd, a Debian package), on loopback.

    smtp.py FOLDER      FOLDER/ftp.key and FOLDER/ftp.ca are their certificate; the ports go into FOLDER/smtp.ports:
        starttls=PORT   STARTTLS demanded, then a login: hub, geheim
        tls=PORT        TLS from the first byte, a login demanded
        none=PORT       no TLS, no login

Mails are kept as FOLDER/smtp/RECIPIENT/NUMBER.eml. What stands before the hyphen of a recipient's
name says how the server misbehaves:
    grey-     450 at the first try, taken from the second on
    gone-     550
    busy-     451 behind the mail
    big-      552 behind the mail
    cut-      the connection closes in the middle of the mail
    slow-     no answer behind the mail
and the sender forbidden@… may not send (550).
"""

import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
greylisted = set()
counts = {}


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("forbidden@"):
            return "550 5.7.1 sender address rejected"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone-"):
            return "550 5.1.1 no such mailbox here"
        if address.startswith("grey-") and address not in greylisted:
            greylisted.add(address)
            return "450 4.2.0 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        first = envelope.rcpt_tos[0]
        if first.startswith("busy-"):
            return "451 4.3.0 try again later"
        if first.startswith("big-"):
            return "552 5.3.4 message too big"
        if first.startswith("slow-"):
            await asyncio.sleep(3600)
        for address in envelope.rcpt_tos:
            place = os.path.join(folder, "smtp", address)
            os.makedirs(place, exist_ok=True)
            counts[address] = counts.get(address, 0) + 1
            path = os.path.join(place, f"{counts[address]}.eml")
            with open(path + ".part", "wb") as file:
                file.write(envelope.content)
            os.rename(path + ".part", path)
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if self.envelope and self.envelope.rcpt_tos and self.envelope.rcpt_tos[0].startswith("cut-"):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.close()
            return
        await super().smtp_DATA(arg)


def login(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"hub", b"geheim")
    return AuthResult(success=is_right, handled=False)


async def main():
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(f"{folder}/ftp.ca", f"{folder}/ftp.key")
    os.makedirs(f"{folder}/smtp", exist_ok=True)
    common = {"hostname": "localhost", "loop": loop}
    authenticated = {"authenticator": login, "auth_required": True}
    kinds = {
        "starttls": (lambda: Server(Handler(), tls_context=context, require_starttls=True, **authenticated, **common), None),
        "tls": (lambda: Server(Handler(), auth_require_tls=False, **authenticated, **common), context),
        "none": (lambda: Server(Handler(), **common), None),
    }
    lines, servers = [], []
    for name, (make, tls) in kinds.items():
        server = await loop.create_server(make, "127.0.0.1", 0, ssl=tls)
        servers.append(server)
        lines.append(f"{name}={server.sockets[0].getsockname()[1]}\n")
    with open(f"{folder}/smtp.ports.part", "w") as file:
        file.writelines(lines)
    os.rename(f"{folder}/smtp.ports.part", f"{folder}/smtp.ports")
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
