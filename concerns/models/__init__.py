from concerns.models.beside import ConcernDocument, ConcernText, MunicipalResponse
from concerns.models.problem import ProblemRecord
from concerns.models.project import Project

__all__ = ["ConcernDocument", "ConcernText", "MunicipalResponse", "ProblemRecord", "Project"]
