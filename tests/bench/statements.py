"""The figures of the dashboard and the writes of a record, as one would write them by hand."""

# For each of two years: state of the councils, meetings and marks, requirement, plan and
# compensation, women. The parameters are the kind, the year, and its last day.
DASHBOARD = [
    """
    SELECT m.code, c.status, c.established_on, c.status_on,
           EXISTS (SELECT 1 FROM committees_membership ms
                   JOIN committees_seat s ON s.id = ms.seat_id
                   WHERE s.committee_id = c.id AND ms.from_on <= %(day)s
                     AND (ms.until_on IS NULL OR ms.until_on >= %(day)s)) AS has_members
    FROM places_municipality m
    LEFT JOIN committees_committee c ON c.municipality_id = m.id AND c.kind = %(kind)s
    """,
    """
    SELECT m.code, count(*), count(*) FILTER (WHERE me.incident_discussed)
    FROM meetings_meeting me
    JOIN committees_committee c ON c.id = me.committee_id
    JOIN places_municipality m ON m.id = c.municipality_id
    WHERE c.kind = %(kind)s AND me.status = 'held' AND me.kind IN ('regular', 'extraordinary')
      AND me.starts_on BETWEEN %(first)s AND %(last)s
    GROUP BY m.code
    """,
    """
    SELECT c.id, count(me.id) >= 6
    FROM committees_committee c
    LEFT JOIN meetings_meeting me ON me.committee_id = c.id AND me.status = 'held'
      AND me.kind IN ('regular', 'extraordinary') AND me.starts_on BETWEEN %(first)s AND %(last)s
    WHERE c.kind = %(kind)s GROUP BY c.id
    """,
    """
    SELECT c.id, w.adopted_on, w.activities_for_communities, r.answer
    FROM committees_committee c
    LEFT JOIN meetings_workplan w ON w.committee_id = c.id AND w.year = %(year)s
    LEFT JOIN meetings_compensationreport r ON r.committee_id = c.id AND r.year = %(year)s
    WHERE c.kind = %(kind)s
    """,
    """
    SELECT m.code, count(*), count(*) FILTER (WHERE p.sex = 'f')
    FROM committees_membership ms
    JOIN committees_seat s ON s.id = ms.seat_id
    JOIN committees_person p ON p.id = ms.person_id
    JOIN committees_committee c ON c.id = s.committee_id
    JOIN places_municipality m ON m.id = c.municipality_id
    WHERE c.kind = %(kind)s AND s.is_voting AND ms.office <> 'observer' AND p.sex <> ''
      AND ms.from_on <= %(day)s AND (ms.until_on IS NULL OR ms.until_on >= %(day)s)
    GROUP BY m.code
    """,
]
# What the chart needs beside the figures: meetings still to come.
PLANNED = """
    SELECT m.code, count(*) FROM meetings_meeting me
    JOIN committees_committee c ON c.id = me.committee_id
    JOIN places_municipality m ON m.id = c.municipality_id
    WHERE c.kind = %(kind)s AND me.status IN ('planned', 'convened')
      AND me.starts_on BETWEEN %(day)s AND %(last)s GROUP BY m.code
    """
MEETING = """
    INSERT INTO meetings_meeting (committee_id, kind, status, starts_on, precision, place,
        chaired_as, opened_as, summary, decisions, external_id, source, version, search_text,
        called_as, call_reason, evidence, hosted_by, invited_emails)
    VALUES (%(committee)s, 'regular', 'held', %(day)s, 'day', 'Salla', '', '', '', '',
        %(external_id)s, '', 1, 'salla', '', '', '', '', '') RETURNING id
    """
ATTENDANCE = """
    INSERT INTO meetings_attendance (meeting_id, membership_id, code, represented_by)
    VALUES (%s, %s, 'present', '')
    """
