"""One round: exports come, faults happen, and in the end every inbox must hold what the exports say."""

import os
import random
import shutil
import subprocess
import tempfile
import threading
import time

import hubs
import inbox
import plan
import proxy

# Longer than all waits of the hub after such faults: for answers, for its back-off, for brokers that start.
PATIENCE = 120
LONG_PATIENCE = 480


class Round:
    def __init__(self, plan_, stage, roads, binary):
        self.plan, self.stage, self.binary = plan_, stage, binary
        self.random = random.Random(plan_.seed)  # for what happens while the round runs
        self.vhost = f"chaos-{plan_.seed}"
        self.folder = tempfile.mkdtemp(prefix="hub-chaos-")
        self.environment = {"PATH": "/usr/bin:/bin", "TMPDIR": f"{self.folder}/tmp"}
        self.problems, self.faults = [], []
        self.traffic = proxy.Traffic()
        self.roads = [roads.to(port, self.traffic) for port in stage.ports]
        self.hubs = [hubs.Hub(self, number) for number in range(1, plan_.hubs + 1)]
        self.inboxes = []
        self.awaited = {}  # what the inboxes must come to hold
        self.restarts = []  # of nodes, which take their time while the round goes on
        self.is_mounted = False
        self.is_strict = plan_.is_strict  # no change may come under two ids

    def play(self):
        """What is wrong at the end: nothing, it is hoped."""
        try:
            self.prepare()
            for step in self.plan.steps:
                if not self.step(step):
                    break
            self.finish()
        except Exception as error:
            self.problems.append(f"the round itself failed: {error!r}")
        finally:
            self.clean()
        return self.problems

    # What stands before the first export

    def prepare(self):
        hubs.write_config(self.folder, {
            "url": [f"amqp://hub@127.0.0.1:{road.port}/{self.vhost}" for road in self.roads],
            "password": self.stage.password,
            "management": [f"http://127.0.0.1:{port}" for port in self.stage.management]})
        if os.geteuid() == 0 and self.has_fault("disk full"):
            size = "1m" if not self.plan.is_long else "200m"
            self.is_mounted = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", f"{self.folder}/tmp"],
                capture_output=True).returncode == 0
            hubs.mounted.add(f"{self.folder}/tmp")
        with self.stage.lock:  # no other round's fault hits what is no part of this one
            applied = subprocess.run(
                [self.binary, "apply", "config"], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if applied.returncode:
            raise RuntimeError(f"hub apply: {applied.stderr}")
        for member in plan.MEMBERS:
            reader = inbox.Inbox(
                member, self.stage.ports, self.vhost, hubs.password(member), self.plan.slow if member == "ei" else 0)
            self.inboxes.append(reader)
            reader.start()
        for hub in self.hubs:
            hub.start()

    @property
    def grace(self):
        """Seconds in which a hub must end when it is asked to."""
        return 60 if self.plan.is_long else 20

    def note(self, problem):
        if problem:
            self.problems.append(problem)

    def has_fault(self, kind):
        return any(fault.kind == kind for step in self.plan.steps for fault in step.faults)

    # A step

    def step(self, step):
        """False when the inboxes do not come to hold what they should."""
        self.awaited = step.held
        logged = [len(hub.log) for hub in self.hubs]
        threads = [threading.Thread(target=self.guarded, args=(fault,)) for fault in step.faults]
        for thread in threads:
            thread.start()
        kinds = {fault.kind: fault for fault in step.faults}
        if step.middle:
            self.write(step.middle)
            time.sleep(self.random.uniform(0, 1.3))
        if "export cut" in kinds:
            self.write(step.version, cut=float(kinds["export cut"].detail))
            time.sleep(kinds["export cut"].seconds)
        if "export slow" in kinds:
            self.write_slowly(step.version, kinds["export slow"].seconds)
        else:
            self.write(step.version)
        if not step.is_awaited:
            time.sleep(self.random.uniform(0, 1.2))
        for thread in threads:
            thread.join()
        if not step.is_awaited:
            return True
        if not self.comes_right(step.held):
            return False
        self.is_strict = self.is_strict and self.has_ended(step.version, logged)
        return True

    def has_ended(self, version, logged):
        """Whether the hubs told, behind what they had logged, that their runs over this version ended.

        One that is cut off behind its last message has told everything, and has not noted that yet: whoever may hold
        something is rightly told again, under another id, when the next export wants otherwise."""
        wanted = {("offres", len(version.offers) + len(version.refused_offers)),
                  ("orientations", len(version.referrals) + len(version.refused_referrals))}
        deadline = time.monotonic() + 5
        while True:
            lines = [line for hub, start in zip(self.hubs, logged) for line in hub.log[start:]]
            if all(any(f"event=feed.ran feed={feed} " in line and f" read={read} " in line for line in lines)
                   for feed, read in wanted):
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)

    def comes_right(self, held):
        """Waits for it; time in which a broker is away does not count."""
        patience = LONG_PATIENCE if self.plan.is_long else PATIENCE
        left, before = patience, time.monotonic()
        helps = 0 if self.stage.is_cluster or self.plan.is_long else 2
        while left > 0:
            if all(reader.holds() == held[reader.member] for reader in self.inboxes):
                return True
            for hub in self.hubs:
                self.note(hub.look())
            if helps and left < patience * helps / 3:
                # RabbitMQ 3.10.8, killed on its only node, now and then comes back with a queue that elects no leader.
                helps -= 1
                self.faults.append("broker restarted for a queue without a leader")
                self.stage.restart()
                before = time.monotonic()
            time.sleep(0.02)
            now = time.monotonic()
            if not self.stage.lock.locked():
                left -= now - before
            before = now
        self.problems.append(f"the inboxes did not come right within {patience} s")
        return False

    def write(self, version, cut=None):
        for name, content in (("offers/1.csv", version.csv()), ("referrals/1.ndjson", version.ndjson())):
            if cut is not None:
                content = self.head(content, cut)
            path = f"{self.folder}/config/{name}"
            with open(f"{path}.new", "wb") as file:
                file.write(content)
            os.replace(f"{path}.new", path)

    def write_slowly(self, version, seconds):
        """In place, in pieces that end within a row."""
        pieces = 5
        for name, content in (("offers/1.csv", version.csv()), ("referrals/1.ndjson", version.ndjson())):
            with open(f"{self.folder}/config/{name}", "wb", buffering=0) as file:
                start = 0
                for number in range(1, pieces):
                    end = len(self.head(content, number / pieces))
                    file.write(content[start:end])
                    start = end
                    time.sleep(seconds / pieces / 2)
                file.write(content[start:])

    @staticmethod
    def head(content, share):
        """The beginning of an export, cut within a row, so that whoever reads it can know."""
        end = max(5, int(len(content) * share))
        while content[end - 1:end + 1].find(b"\n") >= 0:
            end -= 1
        return content[:end]

    # Faults

    def guarded(self, fault):
        try:
            self.fault(fault)
        except Exception as error:
            self.problems.append(f"{fault}: {error!r}")

    def fault(self, fault):
        self.faults.append(fault.kind)
        if fault.kind.startswith("export"):
            return
        self.traffic.wait(fault.bytes, fault.wait)
        hub = self.hubs[fault.bytes % len(self.hubs)]
        if fault.kind == "reset":
            for road in self.roads:
                road.reset()
        elif fault.kind == "stall":
            for road in self.roads:
                road.stall()
            time.sleep(fault.seconds)
            for road in self.roads:
                road.resume()
        elif fault.kind == "half-open":
            for road in self.roads:
                road.half_open(fault.detail)
            time.sleep(fault.seconds)
            for road in self.roads:
                road.reset()
        elif fault.kind == "trickle":
            for road in self.roads:
                road.trickle_on()
            time.sleep(fault.seconds)
            for road in self.roads:
                road.trickle_off()
        elif fault.kind == "hub killed":
            with hub.lock:
                hub.kill()
                time.sleep(fault.seconds / 4)
                hub.start()
        elif fault.kind == "hub ended":
            with hub.lock:
                self.note(hub.end(self.grace))
                hub.start()
        elif fault.kind in ("broker killed", plan.NODE):
            used = [number for number, road in enumerate(self.roads) if road.is_used]
            self.stage.down(used[0] if used else fault.bytes % len(self.roads), fault.seconds / 2, self.restarts)
        elif fault.kind == "memory alarm":
            self.stage.alarm(fault.bytes % len(self.roads), fault.seconds)
        elif fault.kind == "disk full":
            self.fill_disk(fault, hub)

    def fill_disk(self, fault, hub):
        if not self.is_mounted:
            with hub.lock:
                for hub.has_little_disk, seconds in ((True, fault.seconds), (False, 0)):
                    hub.kill()
                    hub.start()
                    time.sleep(seconds)
            return
        ballast = f"{self.folder}/tmp/ballast-{fault.bytes}-{fault.seconds}"
        with open(ballast, "ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        time.sleep(fault.seconds)
        os.unlink(ballast)

    # The end

    def finish(self):
        for hub in self.hubs:
            self.note(hub.end(self.grace))
        deadline = time.monotonic() + PATIENCE
        while not all(reader.is_quiet(0.25) for reader in self.inboxes) and time.monotonic() < deadline:
            time.sleep(0.02)
        for restart in self.restarts:
            restart.join()
        legitimate = self.plan.legitimate()
        expected = self.awaited
        for reader in self.inboxes:
            for what, found in inbox.judge(
                    reader, expected[reader.member], legitimate[reader.member], self.is_strict).items():
                self.problems.append(f"inbox of {reader.member}: {len(found)} {what}, such as {found[0]}")
        for queue, count in inbox.depths(self.stage, self.vhost, ("dead", "unrouted")).items():
            if count:
                self.problems.append(f"{count} messages in {queue}")

    def clean(self):
        for hub in self.hubs:
            if hub.process and hub.process.poll() is None:
                hub.kill()
        for reader in self.inboxes:
            reader.is_over = True
        for reader in self.inboxes:
            reader.join(5)
        for road in self.roads:
            road.close()
        try:
            self.stage.delete_vhost(self.vhost)
        except RuntimeError as error:
            self.problems.append(str(error))
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", f"{self.folder}/tmp"], capture_output=True)
            hubs.mounted.discard(f"{self.folder}/tmp")
        if not self.problems:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def counts(self):
        """Messages received, and how many of them were repeats of an id."""
        received = sum(len(reader.messages) for reader in self.inboxes)
        return received, received - sum(len(reader.ids) for reader in self.inboxes)
