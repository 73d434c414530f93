"""What happens in a round, out of its seed alone: the exports, who must hold what of them, and the faults.

This is the second opinion on what the hub should do; it shares no line with it.
"""

import hashlib
import hmac
import json
import random

PSEUDONYM_KEY = "chaos" * 8
MEMBERS = ("aci", "ai", "cre", "ei")
ZONES = {"ai": "03", "ei": "63"}
DEPARTEMENTS = ("03", "63", "15", "43")

# On the connection, on a process, on the source, on the machine.
ROAD = ("reset", "stall", "half-open", "trickle")
KINDS = ROAD + (
    "hub killed", "hub ended", "broker killed", "memory alarm", "export cut", "export replaced", "export slow",
    "disk full")
NODE = "node killed"


class Version:
    """One export of each feed, complete and right but for some rows, which are refused and hold what was published."""

    def __init__(self, offers, referrals, refused_offers=(), refused_referrals=()):
        self.offers, self.referrals = offers, referrals  # key -> values
        self.refused_offers, self.refused_referrals = refused_offers, refused_referrals

    def csv(self):
        rows = [f"{key};{dept};{title};{posts}" for key, (dept, title, posts) in self.offers.items()]
        rows += [f"{key};no;refused;1" for key in self.refused_offers]
        return ("ref;dept;poste;postes\n" + "".join(row + "\n" for row in rows)).encode()

    def ndjson(self):
        lines = [self.line(key, *values) for key, values in self.referrals.items()]
        lines += [self.line(key, "nobody", "Paul", "Zoé", 1) for key in self.refused_referrals]
        return "".join(line + "\n" for line in lines).encode()

    @staticmethod
    def line(key, to, referent, name, phone):
        return json.dumps({
            "ref": key, "pour": to, "personne": f"P-{key}", "referente": referent, "nom": name,
            "tel": f"06 39 98 {phone // 100:02} {phone % 100:02}"}, ensure_ascii=False)

    def holdings(self, before):
        """member -> (kind, key) -> data, as this version has it; a refused row keeps what was `before`."""
        held = {member: {} for member in MEMBERS}
        for key, (dept, title, posts) in self.offers.items():
            data = {"key": key, "type": "job", "title": title, "workplace": {"departement": dept}, "positions": posts}
            for member in ["cre"] + [member for member, zone in ZONES.items() if zone == dept]:
                held[member]["offer", key] = data
        for key, (to, referent, name, phone) in self.referrals.items():
            held[to]["referral", key] = {
                "key": key, "type": "creAction", "action": "pmsmp", "addressedTo": to, "requested": "2026-05-04",
                "person": {"id": pseudonym(f"P-{key}")}, "referent": {"name": referent},
                "consent": {"given": "2026-05-02", "by": "Solène", "purpose": "Contact"},
                "identity": {"lastName": name, "phone": f"+3363998{phone:04}"}}
        for name in [("offer", key) for key in self.refused_offers] + [
                ("referral", key) for key in self.refused_referrals]:
            for member in MEMBERS:
                if name in before[member]:
                    held[member][name] = before[member][name]
        return held


def pseudonym(number):
    return hmac.new(PSEUDONYM_KEY.encode(), b"ai\n" + number.encode(), hashlib.sha256).hexdigest()[:32]


class Fault:
    """One fault: after so many bytes to the broker (or so many seconds at most), for so many seconds."""

    def __init__(self, kind, bytes_, wait, seconds, detail=""):
        self.kind, self.bytes, self.wait, self.seconds, self.detail = kind, bytes_, wait, seconds, detail

    def __str__(self):
        return f"{self.kind}{' ' + self.detail if self.detail else ''} (after {self.bytes} bytes, {self.seconds:.1f} s)"


class Step:
    """A version comes, perhaps over a `middle` one that it replaces; faults happen. `is_awaited` tells whether the next
    version waits until every inbox holds what is to be `held`."""

    def __init__(self, version, middle, held, faults, is_awaited):
        self.version, self.middle, self.held = version, middle, held
        self.faults, self.is_awaited = faults, is_awaited


class Plan:
    is_long = False

    def __init__(self, seed):
        self.seed = seed
        self.random = random.Random(seed)
        draw = self.random
        self.is_cluster = draw.random() < 0.2
        self.hubs = draw.choice((1, 1, 2))
        self.slow = draw.choice((0.0, 0.002, 0.01))
        self.names = 0
        size = draw.choice((20, 60, 200, 1500))
        version = Version({}, {})
        held = version.holdings({})
        self.versions = [(version, held)]
        self.steps = []
        count = draw.randint(2, 4)
        is_known = True  # what stands published when the version comes; a refused row would else keep nobody knows what
        for number in range(count):
            faults = [self.fault(size) for _ in range(draw.choice((1, 1, 2)))]
            middle = None
            if any(fault.kind == "export replaced" for fault in faults):
                middle = version = self.next(version, size if number == 0 else 0, False)
                held = version.holdings(held)
                self.versions.append((version, held))
            version = self.next(version, size if number == 0 and not middle else 0, is_known and not middle)
            held = version.holdings(held)
            self.versions.append((version, held))
            is_known = number == count - 1 or draw.random() < 0.6
            self.steps.append(Step(version, middle, held, faults, is_known))
        self.is_strict = all(step.is_awaited and not step.middle for step in self.steps)

    def next(self, version, new, refuses):
        """The version after this one: rows come, go, change, move, go back to an older wording, are refused."""
        draw = self.random
        offers, referrals = dict(version.offers), dict(version.referrals)
        older = self.versions[draw.randrange(len(self.versions))][0]
        for key in list(offers):
            chance = draw.random()
            dept, title, posts = offers[key]
            if chance < 0.08:
                del offers[key]
            elif chance < 0.16:
                offers[key] = (dept, f"{title.split(' ')[0]} {draw.randrange(1000)}", posts)
            elif chance < 0.24:
                offers[key] = (draw.choice(DEPARTEMENTS), title, posts)
            elif chance < 0.32 and key in older.offers:
                offers[key] = older.offers[key]
        for key in list(referrals):
            chance = draw.random()
            to, referent, name, phone = referrals[key]
            if chance < 0.1:
                del referrals[key]
            elif chance < 0.2:
                referrals[key] = (draw.choice(("cre", "ei", "aci")), referent, name, phone)
            elif chance < 0.3:
                referrals[key] = (to, draw.choice(("Barnabé", "Odile", "Rémi")), name, phone)
            elif chance < 0.4 and key in older.referrals:
                referrals[key] = older.referrals[key]
        for _ in range(new or draw.randint(1, 20)):
            self.names += 1
            offers[f"K{self.names}"] = (draw.choice(DEPARTEMENTS), f"poste-{self.names}", draw.randint(1, 9))
        for _ in range(new // 10 or draw.randint(1, 4)):
            self.names += 1
            referrals[f"R{self.names}"] = (
                draw.choice(("cre", "ei", "aci")), draw.choice(("Barnabé", "Odile")), f"Nom{self.names}",
                draw.randrange(10_000))
        refused_offers = [key for key in list(offers) if refuses and draw.random() < 0.03]
        refused_referrals = [key for key in list(referrals) if refuses and draw.random() < 0.03]
        for key in refused_offers:
            del offers[key]
        for key in refused_referrals:
            del referrals[key]
        return Version(offers, referrals, refused_offers, refused_referrals)

    def fault(self, size):
        draw = self.random
        kinds = [kind for kind in KINDS if kind != "broker killed" or not self.is_cluster]
        weights = [{"hub killed": 3, "broker killed": 0.7}.get(kind, 1) for kind in kinds]
        if self.is_cluster:
            kinds.append(NODE)
            weights.append(5)
        kind = draw.choices(kinds, weights)[0]
        detail = ""
        if kind == "half-open":
            detail = draw.choice(("hub", "broker"))
        if kind in ("export cut", "export slow"):
            detail = f"{draw.random():.3f}"
        return Fault(
            kind, int(draw.random() * (3000 + size * 450)), 1.5, draw.uniform(0.3, 2.0), detail)

    def legitimate(self):
        """member -> (kind, key) -> everything that this member may be told of it in this round."""
        told = {member: {} for member in MEMBERS}
        for _, held in self.versions:
            for member in MEMBERS:
                for name, data in held[member].items():
                    told[member].setdefault(name, []).append(data)
        for _, held in self.versions[1:]:
            for member in MEMBERS:
                for name, known in told[member].items():
                    if name not in held[member] and None not in known:
                        known.append(None)
        return told

    def describe(self):
        lines = [f"seed {self.seed}: {'cluster' if self.is_cluster else 'one node'}, {self.hubs} hub(s)"
                 + (f", a member that takes {self.slow * 1000:.0f} ms a message" if self.slow else "")]
        for step in self.steps:
            faults = "; ".join(map(str, step.faults))
            lines.append(f"  {len(step.version.offers)} offers, {len(step.version.referrals)} referrals; {faults}"
                         + ("" if step.is_awaited else "; the next export does not wait"))
        return "\n".join(lines)
