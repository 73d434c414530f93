"""Plays rounds and says what came of them; deploy/chaos starts what they need and calls this.

    chaos.py --binary HUB --seed S --rounds N --until SECONDS [--long] [--node FOLDER]... [--cluster FOLDER]
    chaos.py --seed S --rounds N --needs          which stages these rounds need: node, cluster

Each stage (a broker, a cluster) plays several rounds at once: most of a round is waiting, and a broker that dies in one
of them dies in all.
"""

import argparse
import collections
import os
import signal
import threading
import time

import hubs
import long
import plan
import proxy
import round as rounds
import stage

ENOUGH = 10  # failed rounds to look at
AT_ONCE = {False: 2, True: 3}  # rounds on a node, on a cluster

parser = argparse.ArgumentParser()
parser.add_argument("--binary")
parser.add_argument("--seed", type=int, required=True)
parser.add_argument("--rounds", type=int, required=True)
parser.add_argument("--until", type=float, default=3600)
parser.add_argument("--long", action="store_true")
parser.add_argument("--needs", action="store_true")
parser.add_argument("--verbose", action="store_true")
parser.add_argument("--node", action="append", default=[])
parser.add_argument("--cluster")


class Chaos:
    def __init__(self, arguments):
        self.binary, self.seed, self.left = arguments.binary, arguments.seed, arguments.rounds
        self.verbose = arguments.verbose
        self.began = time.monotonic()
        self.until = self.began + arguments.until
        self.roads = proxy.Roads()
        self.plans = {True: collections.deque(), False: collections.deque()}
        self.lock = threading.Lock()
        self.played = self.messages = self.repeats = self.strict = 0
        self.faults, self.failed = collections.Counter(), []
        self.slowest = (0, None)

    def next(self, is_cluster):
        """The next plan for that kind of stage; nil when there is none or no time for it."""
        with self.lock:
            waiting = self.plans[is_cluster]
            while not waiting and self.left > 0:
                drawn = plan.Plan(self.seed)
                self.seed, self.left = self.seed + 1, self.left - 1
                self.plans[drawn.is_cluster].append(drawn)
            is_over = time.monotonic() > self.until or len(self.failed) >= ENOUGH
            return waiting.popleft() if waiting and not is_over else None

    def play(self, on):
        while (drawn := self.next(on.is_cluster)) is not None:
            self.take(drawn, on)

    def take(self, drawn, on):
        began = time.monotonic()
        game = rounds.Round(drawn, on, self.roads, self.binary) if not drawn.is_long else long.Long(
            drawn, on, self.roads, self.binary)
        problems = game.play()
        took = time.monotonic() - began
        received, repeats = game.counts
        with self.lock:
            self.played += 1
            self.messages += received
            self.repeats += repeats
            self.faults.update(game.faults)
            self.strict += game.is_strict
            self.slowest = max(self.slowest, (took, drawn.seed))
            if self.verbose or problems:
                print(f"{drawn.describe()}\n  {took:.1f} s, {received} messages", flush=True)
            if drawn.is_long and not problems:
                print(f"{drawn.describe()}\n  ended right after {took:.0f} s and {len(game.faults)} faults; "
                      f"{received} messages, {repeats} of them repeats", flush=True)
            if problems:
                self.failed.append(drawn.seed)
                print("".join(f"  FAILED: {problem}\n" for problem in problems)
                      + f"  repeat it: deploy/chaos {'--long ' if drawn.is_long else ''}--seed {drawn.seed} --rounds 1\n"
                      + f"  what it left: {game.folder}", flush=True)
                for hub in game.hubs:
                    with open(f"{game.folder}/hub-{hub.number}.log", "w") as file:
                        file.write("\n".join(hub.log))

    def report(self, wanted):
        took = time.monotonic() - self.began
        faults = ", ".join(f"{kind} {count}" for kind, count in sorted(self.faults.items()))
        print(f"{self.played} rounds in {took / 60:.1f} minutes: {self.messages} messages received, {self.repeats} of "
              f"them repeats of an id; {sum(self.faults.values())} faults: {faults}")
        print(f"the longest round took {self.slowest[0]:.0f} s (seed {self.slowest[1]}); in {self.strict} rounds each "
              "change had to have one id")
        if self.failed:
            print(f"{len(self.failed)} rounds FAILED, seeds {', '.join(map(str, sorted(self.failed)))}")
        elif wanted > self.played:
            print(f"the time was over before {wanted} rounds")
        else:
            print("missing 0, wrong 0, foreign 0, repeats only with the same id")
        return 1 if self.failed or self.played == 0 else 0


def main():
    # A shell starts what it puts into the background with SIGINT ignored; whoever asks for an end gets it at once.
    def end(*_):
        hubs.end_everything()
        os._exit(130)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    arguments = parser.parse_args()
    if arguments.needs:
        plans = [plan.Plan(arguments.seed + number) for number in range(min(arguments.rounds, 50))]
        print(" ".join(sorted({"cluster" if drawn.is_cluster else "node" for drawn in plans})))
        return 0
    chaos = Chaos(arguments)
    stages = [stage.Stage(folder, False) for folder in arguments.node]
    if arguments.cluster:
        stages.append(stage.Stage(arguments.cluster, True))
    if arguments.long:
        chaos.take(long.LongPlan(arguments.seed), stages[0])
    threads = [
        threading.Thread(target=chaos.play, args=(on,)) for on in stages for _ in range(AT_ONCE[on.is_cluster])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return chaos.report(arguments.rounds)


if __name__ == "__main__":
    raise SystemExit(main())
