"""A member's own program that tries things: each action of a JSON list in FILE gives one line of JSON.

    member.py URL FILE

An action is {"do": "publish", "exchange", "key", "body" or "bytes" (so many spaces), and any property of pika's},
or {"do": a method of pika's channel, and its arguments}. A line is "confirmed", "nacked", "done", or what the broker
refused: {"code": 403, "text": …}. What the broker closes is opened again.
"""

import json
import sys

import pika


def attempt(channel, action):
    do = action.pop("do")
    if do != "publish":
        getattr(channel, do)(**action)
        return "done"
    body = action.pop("body", "")
    if not isinstance(body, str):
        body = json.dumps(body, ensure_ascii=False)
    content = body.encode() if "bytes" not in action else b" " * action.pop("bytes")
    exchange, key = action.pop("exchange", "in"), action.pop("key")
    try:
        channel.basic_publish(exchange, key, content, pika.BasicProperties(delivery_mode=2, **action))
    except pika.exceptions.NackError:
        return "nacked"
    return "confirmed"


def main(url, file):
    connection = None
    for action in json.load(open(file)):
        if connection is None or not connection.is_open or not channel.is_open:
            connection = connection if connection and connection.is_open else pika.BlockingConnection(
                pika.URLParameters(url))
            channel = connection.channel()
            channel.confirm_delivery()
        try:
            said = attempt(channel, action)
        except (pika.exceptions.ChannelClosedByBroker, pika.exceptions.ConnectionClosedByBroker) as error:
            said = {"code": error.reply_code, "text": error.reply_text}
        print(json.dumps(said), flush=True)
    if connection and connection.is_open:
        connection.close()


main(*sys.argv[1:])
