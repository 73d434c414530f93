"""A member's own program, in another language with another AMQP library than the hub: what it receives, and keeps."""

import json
import random
import threading
import time

import pika
import pika.exceptions

# What the hub tells a member of its own messages; the exports do not say when, or whether an inbox was seen empty.
TOLD = ("receipt", "progress")
# Seconds without a message after which a member's program connects anew.
RECONNECT = 10


class Inbox(threading.Thread):
    """Reads one inbox for as long as a round lasts, whatever happens to the broker, as the README tells members to:
    `updated` creates or replaces, and an id that was seen before is dropped."""

    def __init__(self, member, ports, vhost, password, pause=0.0):
        super().__init__(daemon=True)
        self.member, self.ports, self.vhost, self.password, self.pause = member, ports, vhost, password, pause
        self.messages = []  # (id, kind, event, key, data, exchange), repeats included, in order of arrival
        self.state = {}  # (kind, key) -> data
        self.ids = {}  # id -> (kind, event, key, data)
        self.problems = []
        self.last = time.monotonic()
        self.is_over = False
        self.is_empty = False
        self.lock = threading.Lock()

    def run(self):
        while not self.is_over:
            try:
                self.read()
            except (pika.exceptions.AMQPError, OSError):
                time.sleep(0.1)
            except Exception as error:  # pika, on a connection that dies in a bad moment
                if self.is_over:
                    return
                self.problems.append(f"reading failed: {error!r}")
                time.sleep(0.1)

    def read(self):
        login = pika.PlainCredentials(f"chaos.{self.member}", self.password)
        connection = pika.BlockingConnection(pika.ConnectionParameters(
            "127.0.0.1", random.choice(self.ports), self.vhost, login, socket_timeout=3, blocked_connection_timeout=60,
            stack_timeout=5))
        try:
            channel = connection.channel()
            channel.basic_qos(prefetch_count=100)
            unacknowledged = None
            since = 0
            began = time.monotonic()
            for method, properties, body in channel.consume(f"inbox.{self.member}", inactivity_timeout=0.05):
                if method is not None:
                    self.take(method, properties, body)
                    unacknowledged, since = method.delivery_tag, since + 1
                    if self.pause:
                        time.sleep(self.pause)
                if unacknowledged and (method is None or since >= 40):
                    channel.basic_ack(unacknowledged, multiple=True)
                    unacknowledged, since = None, 0
                self.is_empty = method is None
                # A consumer that came while its queue had no leader may be forgotten by the broker.
                is_stale = self.is_empty and time.monotonic() - max(began, self.last) > RECONNECT
                if self.is_over or is_stale:
                    return
        finally:
            if connection.is_open:
                connection.close()

    def take(self, method, properties, body):
        event = json.loads(body)
        _, kind, what = event["type"].split(".")
        key, data = event["subject"], event["data"]
        with self.lock:
            self.last = time.monotonic()
            self.messages.append((event["id"], kind, what, key, data, method.exchange))
            if properties.message_id != event["id"] or properties.type != event["type"]:
                self.problems.append(f"properties of {event['id']} are not those of its event")
            if event["id"] in self.ids:
                # Whether it was `created` or `updated` a hub that was killed may not know; both say the same.
                kind_, what_, key_, data_ = self.ids[event["id"]]
                if (kind_, what_ == "withdrawn", key_, data_) != (kind, what == "withdrawn", key, data):
                    self.problems.append(f"id {event['id']} stands for two different changes")
                return
            self.ids[event["id"]] = (kind, what, key, data)
            if what == "withdrawn":
                self.state.pop((kind, key), None)
            else:
                self.state[kind, key] = data

    def holds(self):
        with self.lock:
            return {name: data for name, data in self.state.items() if name[0] not in TOLD}

    def is_quiet(self, seconds):
        return self.is_empty and time.monotonic() - self.last > seconds


def depths(stage, vhost, queues):
    """How many messages wait in queues that nobody reads; asked at any node, and again while a broker starts."""
    login = pika.PlainCredentials("hub", stage.password)
    for attempt in range(10):
        try:
            connection = pika.BlockingConnection([
                pika.ConnectionParameters("127.0.0.1", port, vhost, login, connection_attempts=120, retry_delay=0.5)
                for port in stage.ports])
            channel = connection.channel()
            counts = {queue: channel.queue_declare(queue, passive=True).method.message_count for queue in queues}
            connection.close()
            return counts
        except pika.exceptions.AMQPError:
            # The node that answered went away, or a queue has no leader yet.
            if attempt == 9:
                raise
            time.sleep(1)


def judge(inbox, expected, legitimate, is_strict):
    """What is wrong with an inbox at the end of a round: counts, and a few examples.

    `expected` is what the exports say that the member holds now, (kind, key) -> data; `legitimate` what it may ever
    have been told, (kind, key) -> list of data, None for a withdrawal. When `is_strict`, no change may come under two ids;
    otherwise an export was replaced before the run over it was known to have ended, and what it may have changed is
    rightly told again.
    """
    found = {"missing": [], "wrong": [], "foreign": [], "repeated": [], "other": list(inbox.problems)}
    held = inbox.holds()
    for name, data in expected.items():
        if name not in held:
            found["missing"].append(name)
        elif held[name] != data:
            found["wrong"].append((name, held[name], data))
    found["wrong"] += [(name, data, None) for name, data in held.items() if name not in expected]
    told = {}
    for id_, (kind, what, key, data) in inbox.ids.items():
        if kind in TOLD:
            continue
        name = (kind, key)
        if name not in legitimate:
            found["foreign"].append(name)
        elif (None if what == "withdrawn" else data) not in legitimate[name]:
            found["wrong"].append((name, what, data))
        if is_strict and told.get(name) == (what, data):
            found["repeated"].append((name, what, id_))
        told[name] = (what, data)
    return {what: list_ for what, list_ in found.items() if list_}
