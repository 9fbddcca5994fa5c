"""Turns a collection of public reports on council meetings into files for the import.

The collection has one row for each event that a report tells of, in the columns of
`real_events.csv`. What becomes of a row follows from its kind and date:

- `meeting_regular` and `meeting_extraordinary` of a council are held meetings;
- `work_plan_adopted` is a regular meeting at which the plan was adopted, and a work plan as well;
- everything else is left out, and `left_out` says why: an event that is no meeting of a council
  (a constitution, a visit, an assembly session, a workshop of all councils), a body without a
  municipality, or an event without any date.

Rules where the reports say less than the portal asks:

- A date taken from the day of publication is kept as its month only, and the source says so.
  The steps of a work plan need a day, or the plan would count as not adopted: they take the day
  of publication, the last on which the plan can have been adopted.
- A meeting dealt with an incident when its themes name an event: violence, weapons, property
  crime or an inter-ethnic incident. Other themes (schools, traffic, lighting) are worries without
  an event, so that nothing is said: the cell stays empty, which is not «no».
- Only communities count as communities affected; «persons with disabilities», religious
  communities without a name and «every community» as an aim of a plan do not.
- Who convened or opened a meeting did not by that chair it: «mayor (convened)» goes to the
  participants, «mayor (deputy mayor opened)» is the mayor.
- The number within the year is taken from the address of the report, where it is part of it.
"""

import csv
import re

MEETINGS = {
    "meeting_regular": "regular",
    "meeting_extraordinary": "extraordinary",
    "work_plan_adopted": "regular",
}
CATEGORIES = {
    "emergency/health": "emergency_health",
    "inter-ethnic incident": "interethnic_incident",
    "lighting/infrastructure": "infrastructure",
    "other": "other",
    "property crime": "property_crime",
    "public order": "public_order",
    "schools": "school_safety",
    "stray animals": "stray_animals",
    "traffic": "traffic_safety",
    "violence": "violence",
    "weapons/hunting": "weapons",
}
INCIDENTS = {"interethnic_incident", "property_crime", "violence", "weapons"}
COMMUNITIES = {"Albanian": "albanian", "Serb": "serb", "Roma": "roma"}
# Chairs that the portal knows; whatever stands in brackets behind them is no part of it.
CHAIRS = {"mayor": "mayor", "deputy mayor": "deputy_mayor"}
ORDINALS = {"e-pare": 1, "e-dyte": 2, "e-trete": 3}
NUMBER = re.compile(r"-nr-(\d+)-\d{4}")
PLAN_YEAR = re.compile(r"(?:work plan (\d{4})|(\d{4}) work plan)")
NOTE = "known only because"


def convert(events):
    """Return the rows of each file, and what is left out with the reason."""
    files = {"committees": [], "meetings": [], "workplans": []}
    left_out = []
    for event in events:
        if reason := reason_against(event):
            left_out.append({"id": event["id"], "reason": reason})
            continue
        files["meetings"].append(meeting(event))
        if event["event_kind"] == "work_plan_adopted":
            files["workplans"].append(work_plan(event))
        if not any(row["municipality_code"] == code(event) for row in files["committees"]):
            files["committees"].append(council(event))
        if event["language"] == "sr":
            own = next(
                row for row in files["committees"] if row["municipality_code"] == code(event)
            )
            own["name_sr"] = event["body_name"]
    return files, left_out


def reason_against(event):
    """Say why the event is no meeting of a council that can be loaded, or return an empty text."""
    if not event["municipality_code"]:
        return "a body without a municipality"
    if event["event_kind"] not in MEETINGS:
        return f"no meeting of a council: {event['event_kind']}"
    if not event["event_date"]:
        return "no date at all"
    return ""


def code(event):
    return event["municipality_code"]


def council(event):
    return {
        "kind": "kksb",
        "municipality_code": code(event),
        "name_sq": f"Këshilli Komunal për Siguri në Bashkësi {event['municipality']}",
        "name_sr": "",
    }


def meeting(event):
    categories = [CATEGORIES[name] for name in parts(event["categories"])]
    chair, words = chair_of(event)
    topics = "" if event["topics"].startswith(NOTE) else event["topics"]
    return {
        "external_id": event["id"],
        "committee": f"kksb:{code(event)}",
        "kind": MEETINGS[event["event_kind"]],
        "number_in_year": number_of(event),
        "date": date_of(event),
        "status": "held",
        "place": event["place"],
        "chaired_by": chair,
        "topics": topics,
        "categories": "; ".join(categories),
        "incident_discussed": "yes" if INCIDENTS & set(categories) else "",
        "communities_affected": "; ".join(
            COMMUNITIES[name] for name in parts(event["communities"]) if name in COMMUNITIES
        ),
        "participants": "; ".join([*parts(event["participants"]), *words]),
        "decisions": event["decisions"],
        "source": source_of(event),
    }


def work_plan(event):
    said = f"{event['topics']} {event['decisions']}"
    year = PLAN_YEAR.search(said)
    recommended = "recommended to the" in event["decisions"]
    return {
        "committee": f"kksb:{code(event)}",
        "year": (year[1] or year[2]) if year else event["event_date"][:4],
        "adopted_on": event["event_date"],
        "recommended_on": event["event_date"] if recommended else "",
    }


def parts(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def chair_of(event):
    """Return the chair's capacity and the words that belong to the participants instead."""
    said = event["chair_role"]
    if not said or "(convened)" in said:
        return "", [said] if said else []
    known = CHAIRS.get(said.partition(" (")[0])
    return known or said, []


def number_of(event):
    if found := NUMBER.search(event["url"]):
        return str(int(found[1]))
    return next((str(number) for word, number in ORDINALS.items() if word in event["url"]), "")


def date_of(event):
    is_guess = event["date_basis"] == "inferred_publication"
    return event["event_date"][:7] if is_guess else event["event_date"]


def source_of(event):
    notes = [event["url"]]
    if event["date_basis"] == "inferred_publication":
        notes.append(f"published {event['published']}, day of the meeting not stated")
    if event["date_basis"] == "inferred_content":
        notes.append("date inferred from the content of the report")
    if event["topics"].startswith(NOTE):
        notes.append(event["topics"])
    return "; ".join(notes)


def convert_files(source, folder):
    """Write `committees.csv`, `meetings.csv`, `workplans.csv` and `left_out.csv` to the folder."""
    with source.open(encoding="utf-8", newline="") as file:
        files, left_out = convert(csv.DictReader(file))
    for name, rows in {**files, "left_out": left_out}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return files, left_out
