from reports.models.edition import Edition
from reports.models.total import ImportedTotal

__all__ = ["Edition", "ImportedTotal"]
