#!/usr/bin/env python3
"""Called by deploy/bench/translate.

  translate.py HUB FOLDER RUNS             runs every program in turn and prints one line per comparison
  translate.py csv FILE | json FOLDER      the peer: what a Python script of one page does, without any check
"""
import csv
import os
import resource
import statistics
import subprocess
import sys
import time

NAMES = {
    "id_orientation": "key", "date_saisie": "requested", "personne": "person", "structure": "prescriber",
    "type_structure": "siaeKind", "referente": "referent", "commune": "mobility", "rome": "occupation",
    "heures": "hours", "fin_contrat": "ends", "disponible": "from", "motif": "reason",
}


def peer_csv(path):
    import orjson

    out = sys.stdout.buffer
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = [NAMES[name] for name in next(rows)]
        for row in rows:
            out.write(orjson.dumps(dict(zip(names, row)), option=orjson.OPT_APPEND_NEWLINE))


def mapped(offer):
    return {
        "key": offer["id"], "type": "job", "title": offer["intitule"], "description": offer["description"],
        "occupation": {"rome": offer["romeCode"]}, "employer": {"name": offer["entreprise"].get("nom")},
        "workplace": {
            "label": offer["lieuTravail"]["libelle"], "postcode": offer["lieuTravail"].get("codePostal"),
        },
        "contract": {"type": offer["typeContrat"]}, "salary": {"label": offer["salaire"].get("libelle")},
        "skills": [{"label": skill["libelle"]} for skill in offer.get("competences", [])],
        "accessible": offer["accessibleTH"], "positions": offer["nombrePostes"], "published": offer["dateCreation"],
    }


def peer_json(folder):
    import orjson

    out = sys.stdout.buffer
    for name in sorted(os.listdir(folder)):
        with open(f"{folder}/{name}", "rb") as file:
            offers = orjson.loads(file.read())["resultats"]
        for offer in offers:
            out.write(orjson.dumps(mapped(offer), option=orjson.OPT_APPEND_NEWLINE))


def measured(words, folder):
    """Seconds that passed, seconds of CPU, MiB at most, lines written."""
    with open(f"{folder}/out", "wb") as out, open(f"{folder}/errors", "wb") as errors:
        started = time.monotonic()
        process = subprocess.Popen(words, stdout=out, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
    if status:
        sys.exit(open(f"{folder}/errors").read())
    with open(f"{folder}/out", "rb") as out:
        lines = sum(block.count(b"\n") for block in iter(lambda: out.read(1 << 20), b""))
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines


def main():
    hub, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rows, pages = f"{folder}/orientations.csv", f"{folder}/pages"
    files = [f"{pages}/{name}" for name in sorted(os.listdir(pages))]
    rename = ",".join(f"{old},{new}" for old, new in NAMES.items())
    programs = {
        "hub csv": [hub, "translate", f"{folder}/config", "orientations", rows],
        "miller": ["mlr", "--icsv", "--ojsonl", "rename", rename, rows],
        "python csv": [sys.executable, __file__, "csv", rows],
        "hub json": [hub, "translate", f"{folder}/config", "offres", *files],
        "python json": [sys.executable, __file__, "json", pages],
    }
    figures = {name: [] for name in programs}
    for _ in range(runs):
        for name, words in programs.items():
            figures[name].append(measured(words, folder))
    medians = {name: [statistics.median(column) for column in zip(*all_)] for name, all_ in figures.items()}
    for name, (seconds, cpu, memory, lines) in medians.items():
        print(f"bench: {name}: {seconds:.2f} s, {cpu:.2f} s CPU, {memory:.0f} MiB, {lines:.0f} lines")

    def ratio(text, one, other, column):
        each = [b[column] / a[column] for a, b in zip(figures[one], figures[other])]
        print(f"bench: {text}: {statistics.median(each):.2f} ({min(each):.2f} to {max(each):.2f})")

    ratio("rows: Miller's CPU for one of the hub's", "hub csv", "miller", 1)
    ratio("rows: Python's time (csv, orjson) for one of the hub's", "hub csv", "python csv", 0)
    ratio("rows: Python's CPU for one of the hub's", "hub csv", "python csv", 1)
    ratio("offers: Python's time (orjson) for one of the hub's", "hub json", "python json", 0)
    ratio("offers: Python's CPU for one of the hub's", "hub json", "python json", 1)
    most = max(figure[2] for name in ("hub csv", "hub json") for figure in figures[name])
    print(f"bench: the hub's memory at most: {most:.0f} MiB")


{"csv": lambda: peer_csv(sys.argv[2]), "json": lambda: peer_json(sys.argv[2])}.get(sys.argv[1], main)()
