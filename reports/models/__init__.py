from reports.models.declared import CountedPerson, DeclaredTable
from reports.models.edition import Edition
from reports.models.facts import Touch, YearlyFigures
from reports.models.saved_view import SavedView
from reports.models.total import ImportedTotal

__all__ = [
    "CountedPerson",
    "DeclaredTable",
    "Edition",
    "ImportedTotal",
    "SavedView",
    "Touch",
    "YearlyFigures",
]
