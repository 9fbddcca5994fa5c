"""Turns a collection of public reports on council meetings into files for the import.

The collection has one row for each event that a report tells of, in the columns of
`real_events.csv`. What becomes of a row follows from its kind and date:

- `meeting_regular` and `meeting_extraordinary` of a council are held meetings;
- `work_plan_adopted` is a regular meeting at which the plan was adopted, and a work plan as well;
- the same kinds of a neighbourhood's committee are held meetings of that committee;
- everything else is left out, and `left_out` says why: an event that is no meeting of a committee
  (a constitution, a visit, an assembly session, a workshop of all councils), or a body without a
  municipality.

Rules where the reports say less than the portal asks:

- A meeting without any date was held, and its date is unknown: it counts in no year. The day of
  publication is never taken for it.
- A meeting known only because later minutes were adopted names the meeting of those minutes.
- A date taken from the day of publication is kept as its month only, and the source says so.
  The steps of a work plan need a day, or the plan would count as not adopted: they take the day
  of publication, the last on which the plan can have been adopted.
- A meeting dealt with an incident when its themes name an event: violence, weapons, property
  crime or an inter-ethnic incident. Other themes (schools, traffic, lighting) are worries without
  an event, so that nothing is said: the cell stays empty, which is not «no».
- Only communities count as communities affected; «persons with disabilities», religious
  communities without a name and «every community» as an aim of a plan do not.
- Who convened or opened a meeting did not by that chair it: «mayor (convened)» called the
  meeting, «mayor (deputy mayor opened)» is the mayor.
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
    kept = []
    for event in events:
        if reason := reason_against(event):
            left_out.append({"id": event["id"], "reason": reason})
        else:
            kept.append(event)
    for event in kept:
        files["meetings"].append(meeting(event, kept))
        if event["event_kind"] == "work_plan_adopted":
            files["workplans"].append(work_plan(event))
        row = committee(event)
        own = next((one for one in files["committees"] if key_of(one) == key_of(row)), None)
        if own is None:
            files["committees"].append(own := row)
        if event["language"] == "sr":
            own["name_sr"] = event["body_name"]
    return files, left_out


def reason_against(event):
    """Say why the event is no meeting that can be loaded, or return an empty text."""
    if not event["municipality_code"]:
        return "a body without a municipality"
    if event["event_kind"] not in MEETINGS:
        return f"no meeting of a committee: {event['event_kind']}"
    return ""


def code(event):
    return event["municipality_code"]


def committee(event):
    is_council = event["body_kind"] == "KKSB"
    name = f"Këshilli Komunal për Siguri në Bashkësi {event['municipality']}"
    return {
        "kind": event["body_kind"].lower(),
        "municipality_code": code(event),
        "name_sq": name if is_council else event["body_name"],
        "name_sr": "",
    }


def key_of(row):
    """Return how a cell names the committee of a row."""
    name = "" if row["kind"] == "kksb" else f":{row['name_sq']}"
    return f"{row['kind']}:{row['municipality_code']}{name}"


def meeting(event, events):
    categories = [CATEGORIES[name] for name in parts(event["categories"])]
    chair, caller = chair_and_caller(event)
    later = later_meeting(event, events)
    topics = "" if event["topics"].startswith(NOTE) else event["topics"]
    return {
        "external_id": event["id"],
        "committee": key_of(committee(event)),
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
        "called_by": caller,
        "participants": "; ".join(parts(event["participants"])),
        "decisions": event["decisions"],
        "source": source_of(event),
        "evidence": "later_minutes" if later else "public_report",
        "known_from": later,
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


def chair_and_caller(event):
    """Return the capacity of the chair, and of whoever called the meeting without chairing it."""
    said = event["chair_role"]
    known = CHAIRS.get(said.partition(" (")[0], said)
    return ("", known) if "(convened)" in said else (known, "")


def later_meeting(event, events):
    """Return the number of the meeting whose minutes speak of this one, or an empty text.

    The collection took both from one report, and notes which of them is known by the other.
    """
    if not event["topics"].startswith(NOTE):
        return ""
    return next(
        (
            other["id"]
            for other in events
            if other["url"] == event["url"] and other["id"] != event["id"]
        ),
        "",
    )


def number_of(event):
    if found := NUMBER.search(event["url"]):
        return str(int(found[1]))
    return next((str(number) for word, number in ORDINALS.items() if word in event["url"]), "")


def date_of(event):
    if not event["event_date"]:
        return "unknown"
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
