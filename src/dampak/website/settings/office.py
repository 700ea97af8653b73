"""Who answers for the data of people, and whom people can ask about them (UU 27/2022)."""

from dampak.website.settings.variables import env

OFFICE_NAME = env.text("DAMPAK_OFFICE", default="")
DATA_PROTECTION_OFFICER = env.text("DAMPAK_DPO_NAME", default="")
DATA_PROTECTION_CONTACT = env.text("DAMPAK_DPO_CONTACT", default="")
