"""The long round: 100,000 offers and a fault every second, until every inbox holds what it should."""

import random
import threading
import time

import plan
import round as rounds

RECORDS = 100_000
KINDS = ("reset", "stall", "half-open", "trickle", "memory alarm", "disk full", "hub killed", "hub ended")


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
        """Begins one each second, whether the one before is over or not."""
        began, faults = time.monotonic(), []
        while not over.wait(max(0, began + len(faults) + 1 - time.monotonic())):
            # A hub that is being ended cannot be ended again meanwhile.
            kinds = KINDS[:-2] if self.hubs[0].lock.locked() else KINDS
            fault = plan.Fault(
                self.random.choice(kinds), 0, 0, self.random.uniform(0.2, 0.5), self.random.choice(("hub", "broker")))
            faults.append(threading.Thread(target=self.guarded, args=(fault,)))
            faults[-1].start()
        for fault in faults:
            fault.join()
