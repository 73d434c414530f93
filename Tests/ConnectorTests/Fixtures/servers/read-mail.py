"""Reads mails as Python's email package understands them: read-mail.py FILE… prints a JSON list."""

import email
import email.policy
import html.parser
import json
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.text, self.headings, self.language, self.open = [], "", [], None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag == "a":
            self.links.append([attributes.get("href"), ""])
        self.open = tag

    def handle_endtag(self, tag):
        self.open = None

    def handle_data(self, data):
        self.text += data
        if self.open == "a":
            self.links[-1][1] += data
        if self.open in ("h1", "h2", "h3"):
            self.headings.append(f"{self.open} {data}")


def prepared(address):
    """What a mail program puts into the mail that such a link opens."""
    parts = urllib.parse.urlsplit(address)
    words = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    return {"to": urllib.parse.unquote(parts.path), **{name: urllib.parse.unquote(text) for name, text in words.items()}}


found = []
for path in sys.argv[1:]:
    mail = email.message_from_bytes(open(path, "rb").read(), policy=email.policy.default)
    page = Page()
    page.feed(mail.get_body(("html",)).get_content())
    found.append(
        {
            "headers": {name: str(value) for name, value in mail.items()},
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
            "parts": [part.get_content_type() for part in mail.walk()],
            "text": mail.get_body(("plain",)).get_content(),
            "html": page.text,
            "language": page.language,
            "headings": page.headings,
            "links": page.links,
            "prepared": {text: prepared(href) for href, text in page.links if href.startswith("mailto:") and "?" in href},
            "longest": max(len(line) for line in open(path, "rb").read().split(b"\r\n")),
        }
    )
print(json.dumps(found))
