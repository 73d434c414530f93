"""Tells what programs of others read in the files of a member's folder: Python's csv and json, icalendar, feedparser.

    read.py FOLDER     one line for each thing found
"""

import csv
import json
import os
import sys
import xml.etree.ElementTree

import feedparser
import icalendar

folder = sys.argv[1]


def lines(name, content):
    if name.endswith(".csv"):
        assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";", strict=True))
        head = rows[0]
        assert len(set(head)) == len(head), "two columns of one name"
        for row in rows[1:]:
            assert len(row) == len(head)
            yield ", ".join(f"{column}={cell}" for column, cell in zip(head, row) if cell)
    elif name.endswith(".ndjson"):
        for line in content.decode().splitlines():
            event = json.loads(line)
            yield f"{event['type']} {event['subject']} {event['id']}"
    elif name.endswith(".ics"):
        assert all(len(line) <= 75 for line in content.split(b"\r\n")) and b"\n" not in content.replace(b"\r\n", b"")
        calendar = icalendar.Calendar.from_ical(content)
        assert calendar["METHOD"] == "PUBLISH" and not calendar.errors
        for event in calendar.walk("VEVENT"):
            assert not event.errors and event["UID"] and event["DTSTAMP"]
            times = [event.decoded(word) for word in ("DTSTART", "DTEND") if word in event]
            words = [event["SEQUENCE"], event["STATUS"], event["SUMMARY"], *times, event.get("LOCATION", "")]
            yield " | ".join(str(word) for word in words)
    elif name.endswith(".atom"):
        space = "{http://www.w3.org/2005/Atom}"
        root = xml.etree.ElementTree.fromstring(content)
        assert root.tag == space + "feed"
        for item in [root, *root.findall(space + "entry")]:
            for word in ("id", "title", "updated"):
                assert len(item.findall(space + word)) == 1, word
        feed = feedparser.parse(content)
        assert not feed.bozo and feed.version == "atom10", feed
        yield f"{feed.feed.title} | {feed.feed.updated}"
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            links = " ".join(link.href for link in entry.get("links", []))
            yield f"{entry.title} | {entry.updated} | {entry.tags[0].term} | {links}"


for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), "rb") as file:
        content = file.read()
    mode = os.stat(os.path.join(folder, name)).st_mode & 0o777
    assert mode == 0o600, f"{name} has mode {mode:o}"
    for line in lines(name, content):
        print(f"{name}: {line}".replace("\n", "⏎"))
