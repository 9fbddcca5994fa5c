"""On which records the figures rest: each table, and whose figures change with a row of it.

Indicators may read the tables named here and no other; a test proves it of every one of them. The
way from a row to the figures is SQL that both databases understand: it returns the kind of
committee and the code of the municipality (`kind`, `place`) of every committee that the row
`{row}` speaks of. An empty kind means every kind, and an empty place the whole country.
"""

COUNTRY = "SELECT '' AS kind, '' AS place"


def of_committees(committees):
    """Return the way to the figures of the committees that the query returns as `id`."""
    return (
        "SELECT c.kind, coalesce(m.code, '') AS place "
        f"FROM ({committees}) AS found "
        "JOIN committees_committee AS c ON c.id = found.id "
        "LEFT JOIN places_municipality AS m ON m.id = c.municipality_id"
    )


def of_place(municipality):
    """Return the way to the figures of a municipality, whatever the kind."""
    return f"SELECT '' AS kind, m.code AS place FROM places_municipality AS m WHERE {municipality}"


def meeting(key):
    """Return the query for the committees that take part in a meeting: its host and partners."""
    return (
        f"SELECT committee_id AS id FROM meetings_meeting WHERE id = {key} UNION ALL "
        f"SELECT committee_id AS id FROM meetings_jointcommittee WHERE meeting_id = {key}"
    )


def seat(key):
    return f"SELECT committee_id AS id FROM committees_seat WHERE id = {key}"


def memberships(condition):
    return (
        "SELECT s.committee_id AS id FROM committees_membership AS ms "
        f"JOIN committees_seat AS s ON s.id = ms.seat_id WHERE {condition}"
    )


def person(key):
    return (
        memberships(f"ms.person_id = {key}") + " UNION ALL SELECT committee_id AS id "
        f"FROM committees_participation WHERE person_id = {key}"
    )


def company(committees):
    """Add those with whom the committees ever met: who sat there is a figure of each of them."""
    return (
        f"{committees} UNION ALL SELECT t.committee_id AS id FROM ({committees}) AS own "
        "JOIN meetings_jointcommittee AS j ON j.committee_id = own.id "
        "JOIN meetings_meeting AS t ON t.id = j.meeting_id "
        f"UNION ALL SELECT j.committee_id AS id FROM ({committees}) AS own "
        "JOIN meetings_meeting AS t ON t.committee_id = own.id "
        "JOIN meetings_jointcommittee AS j ON j.meeting_id = t.id"
    )


def _meetings_of(table, key):
    """Return the query for the committees of the meeting that a row of the table belongs to."""
    return (
        f"SELECT t.committee_id AS id FROM meetings_meeting AS t JOIN {table} AS x "
        f"ON x.meeting_id = t.id WHERE x.id = {key} UNION ALL "
        f"SELECT t.committee_id AS id FROM meetings_jointcommittee AS t JOIN {table} AS x "
        f"ON x.meeting_id = t.meeting_id WHERE x.id = {key}"
    )


def concern(key):
    return (
        f"SELECT committee_id AS id FROM meetings_concern WHERE id = {key} UNION ALL "
        f"SELECT holder_committee_id AS id FROM meetings_concern WHERE id = {key} UNION ALL "
        + _meetings_of("meetings_concern", key)
    )


def plan(key):
    return f"SELECT committee_id AS id FROM meetings_workplan WHERE id = {key}"


def activity(key):
    return (
        "SELECT w.committee_id AS id FROM meetings_workplan AS w "
        f"JOIN meetings_activity AS a ON a.plan_id = w.id WHERE a.id = {key}"
    )


def run(key):
    return f"SELECT committee_id AS id FROM compensation_settlementrun WHERE id = {key}"


def training(key):
    return (
        f"SELECT committee_id AS id FROM committees_participation WHERE training_id = {key} "
        f"UNION ALL SELECT committee_id AS id FROM committees_training WHERE id = {key}"
    )


def station(key):
    return f"m.id IN (SELECT municipality_id FROM places_policestation WHERE id = {key})"


def request(key):
    return (
        "m.id IN (SELECT s.municipality_id FROM places_policestation AS s "
        f"JOIN establishment_establishmentrequest AS q ON q.station_id = s.id WHERE q.id = {key})"
    )


def both(*queries):
    return " UNION ALL ".join(queries)


OWN = "SELECT {row}.committee_id AS id"
OF_MEETING = meeting("{row}.meeting_id")
OF_CONCERN = concern("{row}.concern_id")

# Records of committees: the query for the committees that a row speaks of.
_OF_COMMITTEES = {
    "committees_committee_settlements": OWN,
    "committees_deadline": OWN,
    "committees_membership": company(seat("{row}.seat_id")),
    "committees_participation": both(OWN, person("{row}.person_id")),
    "committees_person": company(person("{row}.id")),
    "committees_seat": company(OWN),
    "committees_training": both(OWN, training("{row}.id")),
    "compensation_payment": run("{row}.run_id"),
    "compensation_settlementline": both(run("{row}.run_id"), OF_MEETING),
    "compensation_settlementrun": OWN,
    "compensation_settlementrun_meetings": both(run("{row}.settlementrun_id"), OF_MEETING),
    "concerns_municipalresponse": OF_CONCERN,
    "concerns_problemrecord": OF_CONCERN,
    "concerns_project": OWN,
    "meetings_action": OF_MEETING,
    "meetings_actionproof": _meetings_of("meetings_action", "{row}.action_id"),
    "meetings_activity": plan("{row}.plan_id"),
    "meetings_activity_communities": activity("{row}.activity_id"),
    "meetings_activitydocument": activity("{row}.activity_id"),
    "meetings_agendaitem": OF_MEETING,
    "meetings_attendance": both(OF_MEETING, memberships("ms.id = {row}.membership_id")),
    "meetings_compensationreport": OWN,
    "meetings_concern": both(
        OWN, "SELECT {row}.holder_committee_id AS id", meeting("{row}.meeting_id")
    ),
    "meetings_concern_communities": OF_CONCERN,
    "meetings_dismissal": OWN,
    "meetings_document": OF_MEETING,
    "meetings_historicalmeeting": OWN,
    "meetings_itemtext": _meetings_of("meetings_agendaitem", "{row}.item_id"),
    "meetings_jointcommittee": both(OWN, OF_MEETING),
    "meetings_meeting": both(OWN, meeting("{row}.id")),
    "meetings_meeting_categories": OF_MEETING,
    "meetings_meeting_communities_affected": OF_MEETING,
    "meetings_minutes": OF_MEETING,
    "meetings_nilreport": OWN,
    "meetings_participant": OF_MEETING,
    "meetings_referral": both(
        OF_CONCERN,
        "SELECT {row}.from_committee_id AS id",
        "SELECT {row}.to_committee_id AS id",
    ),
    "meetings_signedrecord": _meetings_of("meetings_minutes", "{row}.minutes_id"),
    "meetings_workplan": OWN,
}
# Records of a place: the condition on the municipality `m`.
_OF_PLACES = {
    "committees_mandate": "m.id = {row}.municipality_id",
    "establishment_decision": request("{row}.request_id"),
    "establishment_establishmentrequest": station("{row}.station_id"),
    "establishment_establishmentrequest_settlements": request("{row}.establishmentrequest_id"),
    "establishment_move": request("{row}.request_id"),
    "establishment_proposedmember": request("{row}.request_id"),
    "establishment_step": request("{row}.request_id"),
    "places_populationcount": "m.id = {row}.municipality_id",
    "places_settlement": "m.id = {row}.municipality_id",
}
# Reference data and the committees themselves, by which every figure is read.
_OF_THE_COUNTRY = (
    "committees_committee",
    "committees_course",
    "committees_courseneed",
    "committees_rule",
    "committees_seattemplate",
    "establishment_chain",
    "establishment_level",
    "meetings_concerncategory",
    "meetings_countingrule",
    "meetings_institution",
    "places_community",
    "places_municipality",
    "places_policeregion",
    "places_policestation",
    "places_populationbaseline",
    "places_publicholiday",
    "places_religiouscommunity",
    "places_stationregion",
)

WATCHED = (
    {table: of_committees(query) for table, query in _OF_COMMITTEES.items()}
    | {table: of_place(condition) for table, condition in _OF_PLACES.items()}
    | dict.fromkeys(_OF_THE_COUNTRY, COUNTRY)
)
