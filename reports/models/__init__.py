from reports.models.facts import Touch, YearlyFigures

__all__ = ["Touch", "YearlyFigures"]
