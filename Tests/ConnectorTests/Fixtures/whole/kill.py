"""Kills a hub behind every single AMQP frame it sends, and looks from outside at what members then have.

    kill.py first|later|changed HUB CONFIG URL FEED EXPORT

The hub reaches the broker through a relay that counts the frames of all its connections. Behind the n-th one nothing is
passed on, the hub gets SIGKILL, and the broker sees the connection end there: that is every step of a run, for every n
until a run comes through. The next run is left alone, and pika reads the inboxes as members do.

    first     the feed has never run before
    later     it has; the next run finds the export that the killed one read
    changed   the next run finds another one

Prints one line of JSON: how many frames a run has, and what was wrong (see `Member`).
"""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.parse

import pika


class Relay:
    """Passes on what a hub sends up to its n-th frame, then kills it."""

    def __init__(self, host, port, frames):
        self.broker = (host, port)
        self.left = frames
        self.hub = None
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            broker = socket.create_connection(self.broker)
            threading.Thread(target=self.count, args=(client, broker), daemon=True).start()
            threading.Thread(target=self.answer, args=(broker, client), daemon=True).start()

    def count(self, client, broker):
        stream = client.makefile("rb")
        try:
            frame = stream.read(8)  # "AMQP" and the version
            while frame:
                with self.lock:
                    if self.left == 0:
                        break
                    self.left -= 1
                    broker.sendall(frame)
                    if self.left == 0:
                        self.hub.kill()
                        break
                head = stream.read(7)
                frame = head + stream.read(struct.unpack(">BHI", head)[2] + 1) if len(head) == 7 else b""
        except OSError:
            pass
        try:
            broker.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def answer(self, broker, client):
        try:
            while data := broker.recv(65536):
                client.sendall(data)
        except OSError:
            pass
        broker.close()
        client.close()


class Member:
    """What a member has, by its own bookkeeping: it drops ids that it knows, replaces, removes."""

    def __init__(self, name, takes):
        self.name, self.takes = name, takes
        self.has, self.ids = {}, set()

    def read(self, channel, counts, once, known):
        """Takes in everything; `once` says that a change may have one id only, `known` what any export ever held."""
        ids = {}
        while True:
            method, properties, body = channel.basic_get(f"inbox.{self.name}", auto_ack=True)
            if method is None:
                break
            event = json.loads(body)
            key, data, what = event["subject"], event["data"], event["type"].split(".")[2]
            ids.setdefault((key, what), set()).add(event["id"])
            if event["id"] in self.ids:
                counts["repeated"] += 1
                continue
            self.ids.add(event["id"])
            if what == "withdrawn":
                self.has.pop(key, None)
                counts["invented"] += key not in {key for key, _, _ in known}
                continue
            row = (key, data["workplace"]["departement"], data["title"])
            self.has[key] = row
            counts["invented"] += row not in known
            counts["foreign"] += not self.takes(row)
        if once:
            counts["renamed"] += sum(len(of_change) > 1 for of_change in ids.values())

    def compare(self, export, counts):
        right = {row[0]: row for row in export if self.takes(row)}
        counts["missing"] += len(right.keys() - self.has.keys())
        counts["left"] += len(self.has.keys() - right.keys())
        counts["wrong"] += sum(self.has[key] != right[key] for key in right.keys() & self.has.keys())


def export(number):
    """Each differs from the one before by one of every kind of change."""
    rows = [
        ("fixe", "03", "toujours là"),
        ("texte", "03", f"poste {number}"),
        ("lieu", "03" if number % 2 else "63", "poste qui change de lieu"),
        (f"nouveau-{number}", "63", "un poste"),
    ]
    return rows + [("parfois", "63", "un poste")] * (number % 2)


def main(mode, hub, config, url, feed, path):
    address = urllib.parse.urlsplit(url)
    channel = pika.BlockingConnection(pika.URLParameters(url)).channel()
    channel.confirm_delivery()
    members = [
        Member("aci", lambda row: False),
        Member("ai", lambda row: row[1] == "03"),
        Member("ei", lambda row: row[1] == "63"),
        Member("cre", lambda row: True),
    ]
    counts = dict.fromkeys(["missing", "left", "wrong", "foreign", "invented", "renamed", "repeated"], 0)
    number, known = 0, set()

    def write():
        nonlocal number
        number += 1
        known.update(export(number))
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write("ref;dept;poste;postes\n" + "".join(";".join(row) + ";1\n" for row in export(number)))
        os.rename(path + ".new", path)

    def start(port):
        broker = f"amqp://{address.username}@127.0.0.1:{port}{address.path}"
        return subprocess.Popen(
            [hub, "run", config, "--once"], env={**os.environ, "HUB_BROKER_URL": broker},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def run_to_the_end():
        deadline = time.monotonic() + 20
        while True:
            run = start(address.port)
            _, errors = run.communicate()
            # The broker may not have noticed yet that the one before is gone.
            if run.returncode != 69 or time.monotonic() > deadline:
                break
        if run.returncode != 0:
            sys.exit(f"after a kill behind frame {frames}: exit code {run.returncode}\n{errors}")

    def forget():
        channel.queue_purge(f"feed.{feed}.checkpoint")
        channel.exchange_delete(f"feed.{feed}.published")
        for member in members:
            channel.queue_purge(f"inbox.{member.name}")
            member.has, member.ids = {}, set()

    frames = 0
    write()
    run_to_the_end()
    for member in members:
        member.read(channel, counts, True, known)
    is_killed = True
    while is_killed:
        frames += 1
        if mode == "first":
            forget()
        write()
        relay = Relay(address.hostname, address.port, frames)
        with relay.lock:
            relay.hub = start(relay.port)
        relay.hub.communicate()
        relay.listener.close()
        is_killed = relay.hub.returncode == -signal.SIGKILL
        if mode == "changed":
            write()
        run_to_the_end()
        for member in members:
            member.read(channel, counts, mode != "changed", known)
            member.compare(export(number), counts)
    print(json.dumps({"frames": frames - 1, **counts}))


main(*sys.argv[1:])
