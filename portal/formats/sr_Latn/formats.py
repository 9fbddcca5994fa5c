"""Dates as they are written in Kosovo, whatever the language of the page."""

DATE_FORMAT = "j. E Y."
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1
