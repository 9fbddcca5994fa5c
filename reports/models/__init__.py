from reports.models.facts import Touch, YearlyFigures
from reports.models.saved_view import SavedView

__all__ = ["SavedView", "Touch", "YearlyFigures"]
