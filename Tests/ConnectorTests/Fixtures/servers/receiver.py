"""A receiver of webhooks that verifies their signatures by itself, and misbehaves as it is told.

    receiver.py SECRET SCENARIO     a JSON object, see `DEFAULTS`; the first line of the output is the port, then one JSON
                                    line for each request, once its body is read

Nothing of the hub is used here: the signature is computed as https://www.standardwebhooks.com says.
"""

import base64
import hashlib
import hmac
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DEFAULTS = {
    "answers": [],  # the first requests are answered so, one after the other
    "keys": {},  # what is about these keys is always answered so
    "then": {"status": 204},  # everything else
}
# An answer: status, headers, delay (seconds before it), close ("before" or in the "middle" of it).
secret = sys.argv[1]
scenario = DEFAULTS | json.loads(sys.argv[2])
lock = threading.Lock()
count = 0


def key():
    return base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()


def wrong(headers, body):
    """What is wrong with a request; an empty text when nothing is."""
    if headers["Content-Type"] != "application/cloudevents+json":
        return "content type " + str(headers["Content-Type"])
    identifier, moment = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(moment)) > 300:
        return "old"
    code = hmac.new(key(), f"{identifier}.{moment}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(code).decode()
    if not hmac.compare_digest(expected, headers["webhook-signature"]):
        return "signature"
    event = json.loads(body)
    return "" if event["id"] == identifier and event["specversion"] == "1.0" else "id"


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global count
        body = self.rfile.read(int(self.headers["Content-Length"]))
        event = json.loads(body)
        with lock:
            number, count = count, count + 1
            said = {
                "key": event["subject"],
                "id": event["id"],
                "type": event["type"],
                "path": self.path,
                "wrong": wrong(self.headers, body),
                "token": self.headers.get("Authorization", ""),
                "body": body.decode(),
            }
            print(json.dumps(said), flush=True)
        answers = scenario["answers"]
        answer = scenario["keys"].get(event["subject"]) or (answers[number] if number < len(answers) else None)
        self.answer(answer or scenario["then"])

    def answer(self, answer):
        time.sleep(answer.get("delay", 0))
        if answer.get("close") == "before":
            self.close_connection = True
            return
        body = answer.get("body", "").encode()
        self.send_response(answer["status"])
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        if answer["status"] != 204:
            self.send_header("Content-Length", str(len(body) + (10 if answer.get("close") else 0)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = bool(answer.get("close"))

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Whoever sent was killed, or waited for no answer: that is what the tests do."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()
