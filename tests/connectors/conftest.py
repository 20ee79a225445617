from __future__ import annotations

from hypothesis import HealthCheck, settings

# Two busy cores must not make a property test fail for slowness.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
