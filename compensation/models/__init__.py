from compensation.models.rules import Entitlement, Rate
from compensation.models.run import Payment, SettlementLine, SettlementRun

__all__ = ["Entitlement", "Payment", "Rate", "SettlementLine", "SettlementRun"]
