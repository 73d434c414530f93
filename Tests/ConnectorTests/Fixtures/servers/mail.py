"""Puts mails into a mailbox and tells what is in one.

    mail.py PORT CA USER put FOLDER FROM SUBJECT [NAME TEXT]…    a mail with these attachments
    mail.py PORT CA USER append FOLDER FILE                      a mail that stands in a file
    mail.py PORT CA USER list FOLDER                             the subjects in it, a line each
    mail.py PORT CA USER renew FOLDER                            the folder anew: its UIDs begin again
"""

import email
import email.message
import email.policy
import imaplib
import ssl
import sys

port, authority, user, verb, folder, *rest = sys.argv[1:]
box = imaplib.IMAP4_SSL("localhost", int(port), ssl_context=ssl.create_default_context(cafile=authority))
box.login(user, "geheim")


def done(answer):
    if answer[0] != "OK":
        sys.exit(str(answer))
    return answer[1]


if verb == "put":
    sender, subject, *parts = rest
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "hub@example.org", subject
    mail.set_content("Bonjour, voici l’export.\n")
    for name, text in zip(parts[::2], parts[1::2]):
        mail.add_attachment(text.encode(), maintype="text", subtype="csv", filename=name)
    done(box.append(folder, None, None, mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))))
elif verb == "append":
    done(box.append(folder, None, None, open(rest[0], "rb").read()))
elif verb == "list":
    done(box.select(folder, readonly=True))
    for number in done(box.search(None, "UNDELETED"))[0].split():
        header = done(box.fetch(number, "(BODY.PEEK[HEADER])"))[0][1]
        print(email.message_from_bytes(header, policy=email.policy.default)["Subject"])
elif verb == "renew":
    done(box.delete(folder))
    done(box.create(folder))
box.logout()
