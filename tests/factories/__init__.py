"""Rows for tests, one module per app.

No value is random: what a figure may depend on is a constant, everything unique is a sequence.
Places come from the factories below with codes and tiles that no real municipality has, or from
the loaded reference data: `CommitteeFactory(municipality=Municipality.objects.get(code="20"))`.
"""
