#!/usr/bin/env python3
"""Invents the exports that deploy/bench/translate reads; the same bytes in every run.

  generate.py csv ROWS FILE        referrals: twelve columns, about 150 bytes a row, accents, quotes, empty cells
  generate.py pathways COUNT FILE  canonical pathways, one a line, of four kinds of structure; a third ends within months
  generate.py exits COUNT FILE     the same who left in 2026, as events of two feeds of the example, a third with follow-ups
  generate.py json OFFERS FOLDER   offers in the shape of France Travail's search, about 2.7 KB each, 150 a page
"""
import csv
import json
import random
import sys

STRUCTURES = ["Mission locale du Val", "PLIE de la Sioule", "Association « Le Pas »", "Cap emploi", "CCAS, antenne nord"]
KINDS = ["ACI", "AI", "EI", "ETTI"]
REFERENTS = ["Odile Marsac", "Rémi Vaubert", "Zoé Lenoël", "Hélène d'Orcet", "François Brézuel"]
TOWNS = ["Issoire", "Clermont-Ferrand", "Thiers", "Saint-Éloy-les-Mines", "L'Hôpital-sous-Bois", "Gannat"]
REASONS = [
    "", "Rappelé le matin, messagerie saturée", "Orienté vers l'atelier mobilité", 'a dit "oui", à confirmer', "RAS",
    "Sans réponse après trois appels", "À revoir à la rentrée", "Freins : garde d'enfant, permis B", "Dossier complet",
]
OCCUPATIONS = [
    ("K1801", "Conseil en insertion"), ("N1103", "Magasinage et préparation de commandes"),
    ("G1602", "Personnel de cuisine"), ("F1703", "Maçonnerie"), ("A1203", "Entretien des espaces verts"),
]
SENTENCES = [
    "Vous accueillez les personnes, vous les orientez et vous suivez leur parcours.",
    "Avec la responsable d'équipe, vous assurez la gestion quotidienne des dossiers.",
    "Deux ans d'expérience dans un poste semblable sont souhaités ; permis B nécessaire.",
    "Horaires de journée, 35 h par semaine, dans une équipe « pluridisciplinaire ».",
    "Salaire selon la convention collective, mutuelle prise en charge à 60 %.",
    "Le poste est à Clermont-Ferrand, avec des déplacements dans la métropole.\n\nProfil :",
    "Vous savez vous servir d'un tableur et d'un traitement de texte.",
    "L'écoute, la rigueur et l'autonomie sont les qualités que nous attendons.",
]


def day(draw):
    return f"{draw.randint(2024, 2026)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"


def rows(count):
    draw = random.Random(1)
    yield [
        "id_orientation", "date_saisie", "personne", "structure", "type_structure", "referente", "commune", "rome",
        "heures", "fin_contrat", "disponible", "motif",
    ]
    for number in range(count):
        reason = "première ligne\ndeuxième ligne" if number % 5000 == 4999 else draw.choice(REASONS)
        yield [
            f"OR-{number:08d}", day(draw), f"{draw.getrandbits(128):032x}", draw.choice(STRUCTURES),
            draw.choice(KINDS), draw.choice(REFERENTS), draw.choice(TOWNS), draw.choice(OCCUPATIONS)[0],
            str(draw.randint(10, 35)), day(draw), day(draw), reason,
        ]


def offer(number, draw):
    rome, occupation = draw.choice(OCCUPATIONS)
    departement = draw.choice(["03", "15", "42", "43", "63"])
    return {
        "id": f"{number:07d}", "intitule": f"{occupation} (H/F)",
        "description": " ".join(draw.choice(SENTENCES) for _ in range(9)),
        "dateCreation": f"{day(draw)}T09:{draw.randint(0, 59):02d}:31.000Z",
        "dateActualisation": "2026-11-03T09:05:31.000Z",
        "lieuTravail": {
            "libelle": f"{departement} - COMMUNE DE L'ÎLE {number % 997}", "latitude": round(45 + draw.random(), 6),
            "longitude": round(3 + draw.random(), 6), "codePostal": f"{departement}000", "commune": f"{departement}056",
        },
        "romeCode": rome, "romeLibelle": occupation, "appellationlibelle": occupation,
        "entreprise": {
            "nom": f"ASSOCIATION L'ÉTAPE {number % 313}", "entrepriseAdaptee": False,
            "description": "Structure d'insertion par l'activité économique.",
        },
        "typeContrat": draw.choice(["CDI", "CDD", "MIS"]), "typeContratLibelle": "Contrat à durée indéterminée",
        "natureContrat": "Contrat travail", "experienceExige": "D", "experienceLibelle": "Débutant accepté",
        "formations": [
            {"codeFormation": "42854", "domaineLibelle": "hygiène", "niveauLibelle": "CAP, BEP", "exigence": "S"}
        ],
        "langues": [{"libelle": "Français", "exigence": "S"}],
        "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}],
        "competences": [
            {
                "code": str(100000 + draw.randint(0, 9999)), "libelle": "Mener un entretien d'accueil et de diagnostic",
                "exigence": "S",
            }
            for _ in range(3)
        ],
        "salaire": {"libelle": "Mensuel de 1850,00 Euros à 2100,00 Euros sur 12 mois"},
        "dureeTravailLibelle": "35H Horaires normaux", "dureeTravailLibelleConverti": "Temps plein",
        "alternance": False,
        "contact": {"nom": "Mme Zoé Lenoël", "coordonnees1": "https://exemple.invalid/offre"},
        "nombrePostes": draw.randint(1, 4), "accessibleTH": draw.random() < 0.3, "qualificationCode": "6",
        "qualificationLibelle": "Employé qualifié", "secteurActivite": departement,
        "secteurActiviteLibelle": "Action sociale sans hébergement n.c.a.",
        "qualitesProfessionnelles": [
            {"libelle": "Faire preuve de rigueur", "description": "Suivre avec exactitude les règles et les consignes."}
        ],
        "origineOffre": {"origine": "1", "urlOrigine": f"https://candidat.exemple.invalid/offres/detail/{number}"},
        "offresManqueCandidats": False,
    }


def write_pages(count, folder):
    draw = random.Random(2)
    for page, first in enumerate(range(0, count, 150)):
        offers = [offer(number, draw) for number in range(first, min(first + 150, count))]
        with open(f"{folder}/page-{page:05d}.json", "w", encoding="utf-8") as file:
            json.dump({"resultats": offers, "filtresPossibles": []}, file, ensure_ascii=False, separators=(",", ":"))


def pathways(count, path):
    draw = random.Random(3)
    types = {"ACI": "DDI", "EI": "DDI", "AI": "FIXED_TERM_USAGE", "ETTI": "TTI"}
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            kind = draw.choice(KINDS)
            # A tenth of the people have a contract before this one.
            person = number if draw.random() < 0.9 else draw.randint(0, max(0, number - 1))
            starts = f"2025-{draw.randint(3, 12):02d}-{draw.randint(1, 28):02d}"
            ends = f"2026-{draw.randint(3, 12):02d}-{draw.randint(1, 28):02d}"
            data = {
                "key": f"C{number:06d}", "person": {"id": f"{person:032x}"}, "siaeKind": kind,
                "contract": {"type": types[kind], "starts": starts, "ends": ends},
                "hours": {"weekly": 26, "done": draw.randint(20, 400), "asOf": "2026-01-31"},
                "occupation": {"rome": draw.choice(OCCUPATIONS)[0]}, "referent": {"name": draw.choice(REFERENTS)},
            }
            line = {"kind": "pathway", "key": data["key"], "data": data}
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def exits(count, path):
    draw = random.Random(4)
    outcomes = [
        "durable-cdi", "durable-cdd", "transition-cdd", "positive-formation", "autre-chomage", "autre-sans-nouvelle",
    ]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            feed = draw.choice(["sureaux-parcours", "moulin-gris-parcours"])
            left = f"2026-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
            data = {
                "key": f"C{number:06d}", "person": {"id": f"{number:032x}"}, "siaeKind": draw.choice(KINDS[:2]),
                "contract": {"type": "DDI", "starts": f"2025-{draw.randint(3, 12):02d}-01", "ends": left},
                "exit": {"date": left, "outcome": draw.choice(outcomes)},
            }
            if draw.random() < 0.9:
                data["hours"] = {"done": draw.randint(100, 1200), "asOf": left}
            if draw.random() < 0.33:
                data["followUps"] = [
                    {"months": months, "date": "2026-12-31", "outcome": draw.choice(outcomes)} for months in (3, 6)
                ]
            event = {
                "specversion": "1.0", "id": str(number), "source": f"/limagne-allier/feeds/{feed}",
                "type": "siae.pathway.created", "subject": data["key"], "time": "2026-12-31T00:00:00Z", "data": data,
            }
            file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    shape, count, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    if shape == "json":
        write_pages(count, path)
        return
    if shape == "pathways":
        pathways(count, path)
        return
    if shape == "exits":
        exits(count, path)
        return
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows(count))


main()
