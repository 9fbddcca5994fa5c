"""The payment list of a run as a table: one row for each member to whom something is owed."""

from import_export import fields, resources


class PaymentListResource(resources.Resource):
    number = fields.Field()
    first_day = fields.Field()
    last_day = fields.Field()
    seat = fields.Field(attribute="membership__seat__name")
    member = fields.Field()
    office = fields.Field(attribute="line__office")
    capacity = fields.Field(attribute="line__capacity")
    meetings = fields.Field(attribute="meetings")
    due = fields.Field()
    paid = fields.Field()
    open = fields.Field()

    def __init__(self, run):
        super().__init__()
        self.run = run

    def dehydrate_number(self, _row):
        return self.run.number

    def dehydrate_first_day(self, _row):
        return self.run.from_on.isoformat()

    def dehydrate_last_day(self, _row):
        return self.run.until_on.isoformat()

    def dehydrate_member(self, row):
        return str(row.membership.person)

    def dehydrate_due(self, row):
        return str(row.due)

    def dehydrate_paid(self, row):
        return str(row.paid)

    def dehydrate_open(self, row):
        return str(row.left)
