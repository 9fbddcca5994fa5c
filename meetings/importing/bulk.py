"""Writes many records at once together with their history, links to other records included."""

from simple_history.utils import get_history_manager_for_model

BATCH = 500


def batches(rows):
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def create(model, records, *, by):
    """Insert the records and the first row of their history."""
    model.objects.bulk_create(records)
    remember(model, records, by=by)


def update(model, records, fields, *, by):
    """Write the fields of the records and a further row of their history."""
    overwrite(model, records, fields)
    remember(model, records, by=by, update=True)


def overwrite(model, records, fields):
    """Write the fields of stored records.

    An insert that gives way to an update takes a tenth of the time of `bulk_update`, which writes
    a long CASE for every column.
    """
    model.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def link(field, records, wanted):
    """Make the many-to-many links of each record those that `wanted(record)` returns."""
    through = field.remote_field.through
    ours, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
    for batch in batches(records):
        through.objects.filter(**{f"{ours}__in": batch}).delete()
        through.objects.bulk_create(
            through(**{ours: record, theirs: other}) for record in batch for other in wanted(record)
        )


def remember(model, records, *, by, update=False):
    """Write a row of history for each record as it is now.

    simple_history's own bulk functions leave out the links, which its history models do hold.
    """
    history = get_history_manager_for_model(model)
    for batch in batches(records):
        rows = history.bulk_history_create(batch, update=update, default_user=by)
        row_of = {row.id: row for row in rows}
        for field in history.model._history_m2m_fields:
            _remember_links(getattr(history.model, field.name).model, field, row_of)


def _remember_links(linked, field, row_of):
    through = field.remote_field.through
    ours = through._meta.get_field(field.m2m_field_name()).attname
    columns = [column.attname for column in through._meta.fields]
    linked.objects.bulk_create(
        linked(
            history=row_of[getattr(link, ours)],
            **{column: getattr(link, column) for column in columns},
        )
        for link in through.objects.filter(**{f"{ours}__in": list(row_of)})
    )
