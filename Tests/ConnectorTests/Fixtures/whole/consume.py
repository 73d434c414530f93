"""A member's own program that stays: consume.py URL QUEUE prints "reading", the key of each message as it comes, and at the
end what the broker said when it closed the connection."""

import json
import sys

import pika

try:
    channel = pika.BlockingConnection(pika.URLParameters(sys.argv[1])).channel()
    print("reading", flush=True)
    for method, _, body in channel.consume(sys.argv[2]):
        print(json.loads(body)["subject"], flush=True)
        channel.basic_ack(method.delivery_tag)
except pika.exceptions.ConnectionClosedByBroker as error:
    print("closed", error.reply_code, error.reply_text, flush=True)
