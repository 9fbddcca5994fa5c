from establishment.models.chain import Chain, Level
from establishment.models.decision import Decision, DecisionLetter
from establishment.models.parts import ProposedMember, RequestDocument
from establishment.models.request import EstablishmentRequest
from establishment.models.way import Move, Step

__all__ = [
    "Chain",
    "Decision",
    "DecisionLetter",
    "EstablishmentRequest",
    "Level",
    "Move",
    "ProposedMember",
    "RequestDocument",
    "Step",
]
