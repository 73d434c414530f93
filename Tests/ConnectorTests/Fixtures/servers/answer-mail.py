"""Answers a mail as a person does who follows one of its links: answer-mail.py MAIL LINK OUTPUT KEEP SAY

Of the lines that begin with a hyphen only KEEP stays; SAY goes behind the line of the comment or the question. With the link
"Re" the mail is answered without any: SAY above, the text quoted below.
"""

import email
import email.message
import email.policy
import email.utils
import subprocess
import json
import sys

path, link, output, keep, say = sys.argv[1:]
read = json.loads(subprocess.check_output([sys.executable, __file__.replace("answer-mail", "read-mail"), path]))[0]
answer = email.message.EmailMessage()
answer["From"] = "Accueil de la structure <accueil@cre.example.org>"
answer["Date"] = "Mon, 12 Jan 2026 10:02:11 +0100"
answer["Message-ID"] = email.utils.make_msgid(domain="cre.example.org")
if link == "Re":
    answer["To"] = read["headers"]["Reply-To"]
    answer["Subject"] = "Re: " + read["headers"]["Subject"]
    quoted = "\n".join("> " + line for line in read["text"].splitlines())
    body = f"{say}\n\nLe 11/01/2026 à 08:00, {read['headers']['From']} a écrit :\n{quoted}\n"
else:
    prepared = read["prepared"][link]
    answer["To"], answer["Subject"] = prepared["to"], prepared["subject"]
    lines = [line for line in prepared["body"].splitlines() if not line.startswith("- ") or line == f"- {keep}"]
    body = "\n".join(line + say if line.endswith(" : ") else line for line in lines) + "\n\n-- \nL’accueil\n"
answer.set_content(body)
with open(output, "wb") as file:
    file.write(answer.as_bytes(policy=answer.policy.clone(linesep="\r\n")))
