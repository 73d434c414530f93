"""A member's own program, in another language with another AMQP library: what it prints is one JSON value a line.

    client.py read URL QUEUE             every message, taken out
    client.py stream URL QUEUE           every message of a stream, from the first
    client.py ids URL QUEUE              key -> ids of what it was sent as, and nothing else; taken out
    client.py declare URL QUEUE TYPE     a durable queue
    client.py delete URL QUEUE
    client.py purge URL QUEUE
    client.py publish URL QUEUE TEXT     through the default exchange
    client.py move URL QUEUE OTHER       what lies in a queue to a new one
"""

import json
import re
import sys
import urllib.parse
import uuid

import pika

REQUIRED = ("specversion", "id", "source", "type")
OPTIONAL = ("subject", "time", "datacontenttype", "dataschema", "data")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def wrong_with(properties, event):
    """What keeps a message from being a CloudEvent 1.0 in structured mode, as the specification has it."""
    wrong = [f"{name} is missing" for name in REQUIRED if not event.get(name)]
    wrong += [f"{name} is no text" for name in event if name != "data" and not isinstance(event[name], str)]
    wrong += [f"{name} is no attribute" for name in event if not re.fullmatch("[a-z0-9]+", name)]
    wrong += [f"{name} is no known attribute" for name in event if name not in REQUIRED + OPTIONAL]
    if event.get("specversion") != "1.0":
        wrong.append("specversion is not 1.0")
    if not TIME.fullmatch(event.get("time", "")):
        wrong.append("time is not RFC 3339")
    if not urllib.parse.urlsplit(event.get("dataschema", "")).scheme:
        wrong.append("dataschema is no absolute URI")
    if not isinstance(event.get("data"), dict):
        wrong.append("data is no object")
    if properties.message_id != event.get("id"):
        wrong.append("message_id is not the id")
    if properties.type != event.get("type"):
        wrong.append("the property type is not the type")
    if properties.content_type != "application/cloudevents+json":
        wrong.append("content_type is not application/cloudevents+json")
    if properties.delivery_mode != 2:
        wrong.append("it is not persistent")
    return wrong


def line(method, properties, body):
    event = json.loads(body)
    told = {
        "kind": event["type"].split(".")[1],
        "event": event["type"].split(".")[2],
        "key": event["subject"],
        "id": event["id"],
        "exchange": method.exchange,
        "routingKey": method.routing_key,
        "headers": sorted(properties.headers or {}),
        "properties": repr(properties),
        "body": body.decode("utf-8"),
        "wrong": wrong_with(properties, event),
    }
    return json.dumps(told, ensure_ascii=False)


def messages(channel, queue):
    """Everything that lies in a queue, in order."""
    while True:
        method, properties, body = channel.basic_get(queue, auto_ack=True)
        if method is None:
            return
        yield method, properties, body


def all_of(channel, queue):
    """Everything that lies in a long queue, acknowledged in slices."""
    left = channel.queue_declare(queue, passive=True).method.message_count
    channel.basic_qos(prefetch_count=1000)
    if left == 0:
        return
    for method, properties, body in channel.consume(queue):
        yield method, properties, body
        left -= 1
        if left % 500 == 0:
            channel.basic_ack(method.delivery_tag, multiple=True)
        if left == 0:
            return


def stream(channel, queue):
    """Everything in a stream: a message of our own, put behind it, tells where it ends."""
    end = uuid.uuid4().bytes
    channel.basic_publish("", queue, end, pika.BasicProperties(content_type="text/plain"))
    channel.basic_qos(prefetch_count=500)
    for method, properties, body in channel.consume(queue, arguments={"x-stream-offset": "first"}):
        channel.basic_ack(method.delivery_tag)
        if body == end:
            return
        if properties.content_type != "text/plain":
            yield method, properties, body


def main(verb, url, queue, *rest):
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    if verb == "read":
        for message in messages(channel, queue):
            print(line(*message))
    elif verb == "stream":
        for message in stream(channel, queue):
            print(line(*message))
    elif verb == "ids":
        ids = {}
        count = 0
        for _, properties, body in all_of(channel, queue):
            ids.setdefault(json.loads(body)["subject"], set()).add(properties.message_id)
            count += 1
        print(json.dumps({"messages": count, "keys": len(ids), "most": max(map(len, ids.values()), default=0)}))
    elif verb == "declare":
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": rest[0]})
    elif verb == "delete":
        channel.queue_delete(queue)
    elif verb == "purge":
        channel.queue_purge(queue)
    elif verb == "publish":
        channel.confirm_delivery()
        channel.basic_publish("", queue, rest[0].encode(), pika.BasicProperties(delivery_mode=2))
    elif verb == "move":
        channel.queue_declare(rest[0], durable=True, arguments={"x-queue-type": "quorum"})
        channel.confirm_delivery()
        for _, properties, body in messages(channel, queue):
            channel.basic_publish("", rest[0], body, properties)
    channel.cancel()
    connection.close()


main(*sys.argv[1:])
