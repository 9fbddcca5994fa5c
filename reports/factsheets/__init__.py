"""Two pages A4 of the figures of a year: of the country, a police region or a municipality."""
