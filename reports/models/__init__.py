from reports.models.edition import Edition

__all__ = ["Edition"]
