"""Reference data: everybody reads it, `load_reference_data` writes it."""

from core.policy import everybody, register
from places import models

for model in (
    models.PoliceRegion,
    models.Municipality,
    models.MunicipalitySpelling,
    models.PoliceStation,
    models.StationRegion,
    models.Community,
    models.ReligiousCommunity,
    models.PopulationBaseline,
    models.PopulationCount,
    models.Settlement,
    models.PublicHoliday,
):
    register(model, {"view": everybody})
