"""By which ways messages leave, how many, and who writes the letters about accounts."""

from dampak.website.settings.variables import env

# The mail server through which messages leave, and as whom; without one they are only shown.
MAIL_SERVER = env.mail_server("DAMPAK_MAIL_SERVER")
MAIL_FROM = env.text("DAMPAK_MAIL_FROM", default=None if MAIL_SERVER else "")
# The gateway to telephones (WhatsApp, SMS), and its secret; without one they are only shown.
GATEWAY_ADDRESS = env.address("DAMPAK_GATEWAY_ADDRESS")
GATEWAY_SECRET = env.text("DAMPAK_GATEWAY_SECRET", default="")
# How many messages that are not urgent leave for one person within seven days.
MOST_MESSAGES_A_WEEK = env.number("DAMPAK_MESSAGES_PER_WEEK", default=2, at_least=1)
# Who writes to people about what happened to their account; accounts lie below the messages.
SECURITY_LETTERS = "dampak.website.security_letters.tell"
TIE_LETTERS = "dampak.website.security_letters.tell_of_tie"
HANDED_LETTERS = "dampak.website.security_letters.hand_over"
