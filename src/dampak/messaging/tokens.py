"""Keys of messages for the world outside: they say nothing, and are the same at every attempt."""

from django.utils.crypto import salted_hmac

from dampak.messaging.models import Message


def token_of(message: Message) -> str:
    """Under which key a gateway or a mailbox knows this message."""
    return salted_hmac("dampak.messaging", f"{message.key}\n{message.way}").hexdigest()
