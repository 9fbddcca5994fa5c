"""The figures of the dashboard and the writes of a record, as one would write them by hand."""

# Meetings that count, once for each committee that took part, host or partner.
_HELD = """
    held AS (
        SELECT me.id, me.incident_discussed, part.committee_id
        FROM meetings_meeting me
        CROSS JOIN LATERAL (
            SELECT me.committee_id
            UNION SELECT j.committee_id FROM meetings_jointcommittee j WHERE j.meeting_id = me.id
        ) part
        JOIN committees_committee c ON c.id = part.committee_id AND c.kind = %(kind)s
        WHERE me.status = 'held' AND me.starts_on BETWEEN %(first)s AND %(last)s
          AND EXISTS (SELECT 1 FROM meetings_countingrule r
                      WHERE r.committee_kind = c.kind AND r.meeting_kind = me.kind
                        AND r.valid_from <= me.starts_on
                        AND (r.valid_to IS NULL OR r.valid_to >= me.starts_on))
    )
"""
# For each of two years: state of the bodies, meetings and marks with their sums, requirement and
# silence, plan, compensation by hand and from settlement runs, women. The parameters are the kind,
# the year, its first, last and reference day.
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
    f"""
    WITH {_HELD}
    SELECT m.code, count(DISTINCT h.id), count(DISTINCT h.id) FILTER (WHERE h.incident_discussed)
    FROM held h
    JOIN committees_committee c ON c.id = h.committee_id
    JOIN places_municipality m ON m.id = c.municipality_id
    GROUP BY GROUPING SETS ((m.code), ())
    """,
    f"""
    WITH {_HELD}
    SELECT c.id, count(h.id) >= 6,
           EXISTS (SELECT 1 FROM meetings_meeting me WHERE me.committee_id = c.id
                     AND me.status IN ('held', 'postponed', 'cancelled')
                     AND me.starts_on BETWEEN %(first)s AND %(last)s)
           OR EXISTS (SELECT 1 FROM meetings_nilreport n
                      WHERE n.committee_id = c.id AND n.year = %(year)s) AS reported
    FROM committees_committee c
    LEFT JOIN held h ON h.committee_id = c.id
    WHERE c.kind = %(kind)s GROUP BY c.id
    """,
    """
    SELECT c.id, w.adopted_on, w.activities_for_communities, r.answer,
           EXISTS (SELECT 1 FROM meetings_activity a
                   JOIN meetings_activity_communities ac ON ac.activity_id = a.id
                   WHERE a.plan_id = w.id),
           (SELECT sum(run.total) FROM compensation_settlementrun run
            WHERE run.committee_id = c.id AND run.status = 'closed'
              AND run.from_on BETWEEN %(first)s AND %(last)s),
           (SELECT sum(p.amount) FROM compensation_payment p
            JOIN compensation_settlementrun run ON run.id = p.run_id
            WHERE run.committee_id = c.id AND run.status = 'closed' AND p.withdrawn_at IS NULL
              AND run.from_on BETWEEN %(first)s AND %(last)s)
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
# What stands beside the figures of the year: records to be checked, by what is wrong with them.
FLAGS = [
    """
    SELECT m.code,
           count(*) FILTER (WHERE me.status IN ('planned', 'convened') AND me.starts_on < %(day)s),
           count(*) FILTER (WHERE me.status = 'held' AND me.precision <> 'day'),
           count(*) FILTER (WHERE me.status = 'held' AND me.starts_on > %(day)s),
           count(*) FILTER (WHERE me.status = 'held' AND me.incident_discussed IS NULL),
           count(*) FILTER (WHERE me.precision = 'day'
               AND me.status NOT IN ('postponed', 'cancelled')
               AND EXISTS (SELECT 1 FROM meetings_meeting o WHERE o.committee_id = me.committee_id
                             AND o.starts_on = me.starts_on AND o.id < me.id
                             AND o.precision = 'day'
                             AND o.status NOT IN ('postponed', 'cancelled')))
    FROM meetings_meeting me
    JOIN committees_committee c ON c.id = me.committee_id AND c.kind = %(kind)s
    JOIN places_municipality m ON m.id = c.municipality_id
    WHERE me.starts_on BETWEEN %(first)s AND %(last)s
      AND NOT EXISTS (SELECT 1 FROM meetings_dismissal d
                      WHERE d.record = 'meetings.Meeting' AND d.record_id = me.id
                        AND d.withdrawn_at IS NULL)
    GROUP BY m.code
    """,
    """
    SELECT m.code, count(*)
    FROM committees_membership ms
    JOIN committees_seat s ON s.id = ms.seat_id
    JOIN committees_person p ON p.id = ms.person_id
    JOIN committees_committee c ON c.id = s.committee_id
    JOIN places_municipality m ON m.id = c.municipality_id
    WHERE c.kind = %(kind)s AND s.is_voting AND ms.office <> 'observer' AND p.sex = ''
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
