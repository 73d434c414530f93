"""The hub processes of a round: the release build, as a service, on a config folder of the round's own."""

import json
import os
import resource
import shutil
import signal
import subprocess
import threading
import time

import plan


# What must not outlive the driver.
running, mounted = set(), set()


def end_everything():
    for process in list(running):
        process.kill()
    for folder in list(mounted):
        subprocess.run(["umount", "--lazy", folder], capture_output=True)


class Hub:
    """One `hub run`; what it logs is kept."""

    def __init__(self, round_, number):
        self.round, self.number, self.process, self.log = round_, number, None, []
        self.is_up = threading.Event()
        self.lock = threading.Lock()  # held while a fault has taken it away
        self.has_little_disk = False

    def start(self):
        limit = None
        if self.has_little_disk:
            def limit():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        self.is_up.clear()
        self.process = subprocess.Popen(
            [self.round.binary, "run", "config"], cwd=self.round.folder, env=self.round.environment, preexec_fn=limit,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        running.add(self.process)
        threading.Thread(target=self.read, args=(self.process,), daemon=True).start()

    def read(self, process):
        for line in process.stderr:
            self.log.append(line.rstrip("\n"))
            if "event=hub.started" in line and process is self.process:
                self.is_up.set()
        running.discard(process)

    def look(self):
        """Starts it again if it ended although nobody asked it to; says so then."""
        if not self.lock.acquire(blocking=False):
            return None
        try:
            code = self.process.poll()
            if code is None:
                return None
            self.start()
            return f"hub {self.number} ended by itself with code {code}"
        finally:
            self.lock.release()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self, seconds):
        """Asks it to end; what is wrong with how it does, or nothing."""
        self.is_up.wait(5)
        time.sleep(0.1)  # it says that it has started before it listens to signals
        self.process.terminate()
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return f"hub {self.number} did not end within {seconds} s of SIGTERM"
        return f"hub {self.number} ended with code {code} on SIGTERM" if code else None


def write_config(folder, broker):
    """The small collective: `ai` wants département 03, `ei` 63, `cre` gets all offers; referrals come from `ai`."""
    shutil.copytree(f"{os.path.dirname(__file__)}/../../config/codes", f"{folder}/config/codes")
    for name in ("config/members", "config/feeds", "config/offers", "config/referrals", "tmp"):
        os.makedirs(f"{folder}/{name}")
    write(folder, "hub.jsonc", {
        "collective": "chaos", "name": "Chaos", "broker": broker, "pseudonyms": {"key": plan.PSEUDONYM_KEY}})
    for member in plan.MEMBERS:
        write(folder, f"members/{member}.jsonc", {
            "name": member, "kind": "CRE" if member == "cre" else "ACI", "amqp": {"password": password(member)},
            **({"subscription": {"zones": [plan.ZONES[member]]}} if member in plan.ZONES else {})})
    feed = {"every": "1 second", "withdrawals": {"limit": "100 %"}}
    write(folder, "feeds/offres.jsonc", {
        **feed, "member": "aci", "kind": "offer", "source": {"directory": {"path": "offers", "match": "*.csv"}},
        "format": {"csv": {"delimiter": ";"}},
        "map": {"key": "ref", "type": {"const": "job"}, "title": "poste", "workplace.departement": "dept",
                "positions": "postes"}})
    write(folder, "feeds/orientations.jsonc", {
        **feed, "member": "ai", "kind": "referral",
        "source": {"directory": {"path": "referrals", "match": "*.ndjson"}}, "format": {"ndjson": {}},
        "map": {"key": "ref", "type": {"const": "creAction"}, "action": {"const": "pmsmp"}, "addressedTo": "pour",
                "requested": {"const": "2026-05-04"}, "person.id": {"from": "personne", "pseudonym": True},
                "referent.name": "referente", "consent.given": {"const": "2026-05-02"},
                "consent.by": {"const": "Solène"}, "consent.purpose": {"const": "Contact"},
                "identity.lastName": "nom", "identity.phone": "tel"}})


def password(member):
    return f"chaos-of-{member}"


def write(folder, name, value):
    with open(f"{folder}/config/{name}", "w") as file:
        json.dump(value, file, ensure_ascii=False)
