"""A web server that behaves, and misbehaves, as France Travail's offers API and other APIs do.

    double.py SCENARIO       a JSON object; the first line of the output is the port, then one JSON line a request

/token is an OAuth2 token endpoint, /offers/search the search by range, /number, /offset, /next, /link and /cursor page
through the same offers in other ways, /file/… are single files. What the scenario may hold stands at `DEFAULTS`.
"""

import gzip
import json
import sys
import threading
import time
import urllib.parse
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DEFAULTS = {
    "offers": 10,  # how many there are
    "from": 1_700_000_000,  # when the first was created; one more every `step` seconds
    "step": 600,
    "login": False,  # whether the search wants a token
    "id": "the-client",
    "secret": "",
    "life": 1500,  # what expires_in says
    "uses": 0,  # after so many requests a token is refused all the same; 0: never
    "throttle": 0,  # every so many pages one is answered 429
    "retryAfter": "1",
    "broken": {},  # number of a page request -> how it is broken
    "moves": {},  # number of a page request -> by how much the number of offers changes before it
    "limit": 3150,
    "page": 4,  # records in a page of /number and its kind
    "gap": [],  # offers that no window of less than 20 days finds, by number
    "away": "",  # address of another server, for /file/away
    "echo": "",  # what an error repeats
    "time": None,  # what its clock says, in seconds since 1970; without it no answer tells the time
    "asks": None,  # the JSON that a query must send with POST; without it a query is a GET
}
scenario = DEFAULTS | json.loads(sys.argv[1])
lock = threading.Lock()
tokens = {}
pages = 0


def offer(number):
    created = datetime.fromtimestamp(scenario["from"] + number * scenario["step"], timezone.utc)
    return {
        "id": f"{number:06}",
        "intitule": f"Agent d'entretien n° {number}",
        "description": "Entretien d'espaces verts. " * 20,
        "dateCreation": created.strftime("%Y-%m-%dT%H:%M:%S.250Z"),
        "lieuTravail": {"libelle": "03 - Moulins", "codePostal": "03000", "departement": "03"},
        "nombrePostes": 1,
    }


def seconds(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send_header(self, name, value):
        if name != "Date":
            super().send_header(name, value)
        elif scenario["time"] is not None:
            super().send_header(name, self.date_time_string(scenario["time"]))

    def note(self, body=""):
        line = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
        with lock:
            print(json.dumps(line), flush=True)

    def answer(self, status, body=b"", headers=None, promise=0):
        if not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body) + promise))
        self.end_headers()
        self.wfile.write(body)
        if promise:
            self.hang_up()

    def hang_up(self):
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(2)

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if not self.path.startswith("/token"):
            self.note(text)
            return self.query(text)
        form = urllib.parse.parse_qs(text)
        self.note(" ".join(sorted(form)))
        if form.get("client_id") != [scenario["id"]] or form.get("client_secret") != [scenario["secret"]]:
            return self.answer(
                400, {"error": "invalid_client", "error_description": f"no such client: {form['client_secret'][0]}"}
            )
        with lock:
            token = f"a-token-of-the-double-{len(tokens) + 1}"
            tokens[token] = {"uses": 0, "end": time.time() + scenario["life"]}
        self.answer(
            200,
            {"scope": form["scope"][0], "expires_in": scenario["life"], "token_type": "Bearer", "access_token": token},
        )

    def is_welcome(self):
        if not scenario["login"]:
            return True
        with lock:
            token = tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            if token is None or time.time() > token["end"]:
                return False
            token["uses"] += 1
            return not scenario["uses"] or token["uses"] <= scenario["uses"]

    def do_GET(self):
        self.note()
        self.query()

    def query(self, text=None):
        global pages
        parts = urllib.parse.urlsplit(self.path)
        query = {name: values[0] for name, values in urllib.parse.parse_qs(parts.query).items()}
        if parts.path.startswith("/file/"):
            return self.file(parts.path.removeprefix("/file/"), query)
        if not self.is_welcome():
            return self.answer(401, {"message": "Jeton expiré ou invalide."})
        if (text is None) != (scenario["asks"] is None):
            return self.answer(405, {"detail": f"Méthode « {self.command} » non autorisée."})
        if text is not None and json.loads(text) != scenario["asks"]:
            return self.answer(400, {"message": f"unknown: {text}{scenario['echo']}"})
        with lock:
            pages += 1
            number = pages
        scenario["offers"] += scenario["moves"].get(str(number), 0)
        broken = scenario["broken"].get(str(number))
        if scenario["throttle"] and number % scenario["throttle"] == 0:
            return self.answer(429, {"message": "Trop de requêtes."}, {"Retry-After": scenario["retryAfter"]})
        if broken == "silence":
            return self.hang_up()
        if broken == "nothing":
            return self.answer(204)
        if broken in ("500", "502", "503"):
            return self.answer(int(broken), b"<html>Bad gateway</html>", {"Content-Type": "text/html"})
        if parts.path == "/offers/search":
            return self.search(query, broken)
        self.page(parts.path[1:], query, broken)

    def search(self, query, broken):
        found = list(range(scenario["offers"]))
        if "minCreationDate" in query:
            first, last = seconds(query["minCreationDate"]), seconds(query["maxCreationDate"])
            created = {n: scenario["from"] + n * scenario["step"] + 0.25 for n in found}
            found = [n for n in found if first <= created[n] <= last]
            if last - first < 20 * 86_400:
                found = [n for n in found if n not in scenario["gap"]]
        start, end = (int(text) for text in query["range"].split("-"))
        if end - start >= 150:
            return self.answer(400, {"message": "La plage de résultats demandée est trop importante."})
        if start > scenario["limit"] - 150:
            message = f"La position de début doit être inférieure ou égale à {scenario['limit'] - 150}."
            return self.answer(400, {"message": f"{message}{scenario['echo']}"})
        if not found[start:]:
            return self.answer(204)
        part = found[start : end + 1]
        headers = {"Content-Range": f"offres {start}-{start + len(part) - 1}/{len(found)}"}
        if broken == "short":
            part = part[:-1]
        if broken == "no range":
            headers = {}
        if broken == "wrong range":
            headers = {"Content-Range": f"offres 0-{len(part) - 1}/{len(found)}"}
        body = {"resultats": [offer(n) for n in part], "filtresPossibles": []}
        self.send_page(206 if len(part) < len(found) else 200, body, headers, broken)

    def send_page(self, status, body, headers, broken):
        text = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json;charset=utf-8"} | headers
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            text = gzip.compress(text)
            headers["Content-Encoding"] = "gzip"
        if broken == "cut":
            return self.answer(status, text[: len(text) // 2], headers, promise=len(text) - len(text) // 2)
        if broken == "cut in chunks":
            self.send_response(status)
            for name, value in (headers | {"Transfer-Encoding": "chunked"}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(text) // 2, text[: len(text) // 2]))
            return self.hang_up()
        if broken == "half":  # what a program that died in the middle hands to its web server
            return self.answer(status, json.dumps(body).encode()[:-30], {})
        self.answer(status, text, headers)

    def page(self, style, query, broken):
        count = int(query.get("size", scenario["page"]))
        if style == "number":
            start = (int(query["page"]) - 1) * count
        else:
            start = int(query.get("offset") or query.get("after") or 0)
        if broken == "same":
            start = 0
        records = [offer(n) for n in range(start, min(start + count, scenario["offers"]))]
        if broken == "empty":
            records = []
        body = {"results": records, "meta": {"total": scenario["offers"]}}
        headers = {}
        last = start + count >= scenario["offers"]
        behind = "0" if broken == "circle" else start + count
        address = f"http://{self.headers['Host']}/{style}?offset={behind}"
        if broken == "elsewhere":
            address = f"http://elsewhere.example/{style}?offset={behind}&key=hidden"
        if style == "next":
            body["links"] = {"next": None if last else address}
        if style == "link":
            headers["Link"] = '<http://x/?page=1,2>; rel="prev"; title="a, b"'
            if not last:
                headers["Link"] += f', <?offset={behind}>; rel="next last"'
        if style == "cursor" and not last:
            body["meta"]["cursor"] = behind
        self.send_page(200, body, headers, broken)

    def file(self, name, query):
        lines = b"ref;dept;poste;postes\n1;03;a;1\n2;03;b;1\n"
        if name == "export.csv":
            return self.answer(200, lines)
        if name == "status":
            return self.answer(int(query["is"]), query.get("says", "").encode(), {"Content-Type": "text/plain"})
        if name.isdigit():
            return self.answer(int(name), b"", {"Location": query.get("to", "/file/export.csv")})
        if name == "away":
            return self.answer(302, b"", {"Location": scenario["away"] + "/file/export.csv?signature=hidden"})
        if name == "near":
            return self.answer(302, b"", {"Location": "export.csv"})
        if name == "round":
            return self.answer(301, b"", {"Location": "/file/round"})
        if name == "cut":
            return self.answer(200, lines[:30], promise=10)
        if name == "large":
            return self.answer(200, gzip.compress(b"x" * 5_000_000), {"Content-Encoding": "gzip"})
        if name == "endless":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(lines)
            return self.hang_up()
        if name == "silent":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"ref;")
            self.wfile.flush()
            time.sleep(20)
            return self.hang_up()
        if name == "greedy":
            keep = {n: v for n, v in self.headers.items() if n != "Host"}
            return self.answer(403, {"message": f"refused: {json.dumps(keep)} {self.path}"})
        self.answer(404, {"message": "Not found"})


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that hangs up is what half of the tests are about


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
