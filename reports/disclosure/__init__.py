"""Disclosure control: what may be said of declared communities and religions, and to whom."""
