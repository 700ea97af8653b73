"""How often within a minute outsiders may ask."""

from dampak.website.settings.variables import env

# How many responses to a survey one address may hand in within a minute: enough for the shared
# network of a waiting hall, too few for a machine.
MOST_RESPONSES_A_MINUTE = env.number("DAMPAK_RESPONSES_PER_MINUTE", default=60, at_least=1)
# How many requests to the API one token may make within a minute, and one address without one.
MOST_API_REQUESTS_A_MINUTE = env.number("DAMPAK_API_PER_MINUTE", default=600, at_least=1)
MOST_STRANGE_REQUESTS_A_MINUTE = env.number(
    "DAMPAK_API_PER_MINUTE_WITHOUT_TOKEN", default=60, at_least=1
)
