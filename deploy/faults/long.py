"""The long round: 100,000 offers and a fault every second, until every inbox holds what it should."""

import random
import threading
import time

import plan
import round as rounds

RECORDS = 100_000
KINDS = ("reset", "stall", "half-open", "trickle", "hub killed", "hub ended", "memory alarm", "disk full")


class LongPlan(plan.Plan):
    is_long = True

    def __init__(self, seed):
        self.seed, self.random, self.names = seed, random.Random(seed), 0
        self.is_cluster, self.hubs, self.slow, self.is_strict = False, 1, 0.0, True
        empty = plan.Version({}, {})
        self.versions = [(empty, empty.holdings({}))]
        version = self.next(empty, RECORDS, True)
        held = version.holdings(self.versions[0][1])
        self.versions.append((version, held))
        self.steps = [plan.Step(version, None, held, [], True)]


class Long(rounds.Round):
    def has_fault(self, kind):
        return True

    def step(self, step):
        self.awaited = step.held
        over = threading.Event()
        faults = threading.Thread(target=self.every_second, args=(over,))
        faults.start()
        self.write(step.version)
        try:
            return self.comes_right(step.held)
        finally:
            over.set()
            faults.join()

    def every_second(self, over):
        while not over.wait(self.random.uniform(0.5, 0.8)):
            kind = self.random.choice(KINDS)
            detail = self.random.choice(("hub", "broker"))
            self.guarded(plan.Fault(kind, 0, 0, self.random.uniform(0.2, 0.5), detail))
