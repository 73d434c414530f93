"""The brokers that rounds are played on: a node of deploy/broker, or the three of deploy/cluster."""

import base64
import json
import os
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

DEPLOY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Stage:
    def __init__(self, folder, is_cluster):
        self.folder, self.is_cluster = folder, is_cluster
        self.environment = dict(os.environ)
        if is_cluster:
            self.environment["HUB_CLUSTER_DIR"] = folder
            self.ports = [int(port) for port in read(f"{folder}/ports").split()]
            self.management = [port + 1 for port in self.ports]
        else:
            self.environment["HUB_BROKER_DIR"] = folder
            port, management = read(f"{folder}/broker/ports").split()
            self.environment["HUB_BROKER_PORT"], self.environment["HUB_BROKER_MANAGEMENT_PORT"] = port, management
            self.ports, self.management = [int(port)], [int(management)]
        self.password = read(f"{folder}/broker.password").strip()
        self.lock = threading.Lock()  # one node at a time is away: a cluster of three tolerates one

    def call(self, *words):
        """deploy/broker or deploy/cluster; what it says is worth reading only when it fails."""
        script = "cluster" if self.is_cluster else "broker"
        ended = subprocess.run(
            [f"{DEPLOY}/{script}", *words], env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if ended.returncode:
            raise RuntimeError(f"deploy/{script} {' '.join(words)}: {ended.stderr or ended.stdout}")

    def call_until_done(self, *words):
        """Tries three times: RabbitMQ 3.10 now and then fails to start while its own ports are being counted
        (rabbit_mgmt_external_stats, case_clause)."""
        for attempt in (1, 2, 3):
            try:
                return self.call(*words)
            except RuntimeError:
                if attempt == 3:
                    raise

    def down(self, node, seconds, restarts):
        """Kills a node as a power cut would; adds the thread that brings it back to `restarts`."""
        number = [str(node + 1)] if self.is_cluster else []

        def restart():
            try:
                time.sleep(seconds)
                self.call_until_done("restart" if self.is_cluster else "start", *number)
            finally:
                self.lock.release()

        self.lock.acquire()
        restarts.append(threading.Thread(target=restart))
        try:
            self.call("kill", *number)
        finally:
            restarts[-1].start()

    def restart(self):
        """Stops a node in order and starts it again, as an administrator would."""
        with self.lock:
            self.call("stop")
            self.call_until_done("start")

    def alarm(self, node, seconds):
        """The broker reads from no publisher while it thinks that its memory is full."""
        with self.lock:
            words = (["ctl", str(node + 1)] if self.is_cluster else ["ctl"]) + ["-q", "set_vm_memory_high_watermark"]
            self.call(*words, "0.000001")
            time.sleep(seconds)
            self.call_until_done(*words, "absolute", "1GB")

    def api(self, method, path):
        """The management API of the first node that answers."""
        login = base64.b64encode(f"hub:{self.password}".encode()).decode()
        for attempt in range(20):
            port = self.management[attempt % len(self.management)]
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/{path}", method=method, headers={"Authorization": f"Basic {login}"})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    body = answer.read()
                    return json.loads(body) if body else None
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    return None
            except OSError:
                pass
            time.sleep(0.25)
        raise RuntimeError(f"the management API does not answer: {method} {path}")

    def delete_vhost(self, vhost):
        """Makes room for the next rounds; a queue without a leader cannot be deleted, and goes with the whole stage."""
        try:
            self.api("DELETE", f"vhosts/{urllib.parse.quote(vhost, safe='')}")
        except RuntimeError as error:
            print(f"{vhost} stays until the end: {error}", flush=True)


def read(path):
    with open(path) as file:
        return file.read()
