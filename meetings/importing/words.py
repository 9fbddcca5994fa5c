"""Further words by which people name a community in a spreadsheet: one of its people, in Albanian
and Serbian, and the Serbian adjective that goes with «zajednica».

The English words are the codes themselves; the names of the reference data always hold.
"""

COMMUNITY_WORDS = {
    "albanian": ("shqiptar", "shqiptare", "albanac", "albanska"),
    "serb": ("serb", "serbe", "srbin", "srpska", "serbian"),
    "turkish": ("turk", "turke", "turčin", "turska"),
    "bosniak": ("boshnjak", "boshnjake", "bošnjak", "bošnjačka"),
    "gorani": ("goran", "gorane", "goranac", "goranska"),
    "roma": ("rom", "rome", "romska"),
    "ashkali": ("ashkalinj", "aškalija", "aškalijska"),
    "egyptian": ("egjiptian", "egjiptiane", "egipćanin", "egipćanska"),
    "montenegrin": ("malazez", "malazeze", "crnogorac", "crnogorska"),
    "croat": ("kroat", "kroate", "hrvat", "hrvatska", "croatian"),
    "other": ("tjetër", "ostalo"),
}
