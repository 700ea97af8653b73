"""E-mail, through the mail server that the environment names."""

import smtplib
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, get_connection

from dampak.foundation.text import Sentence
from dampak.messaging.ports.port import NotNow, Outgoing, Perhaps, Receipt, Refused

FOR_NOW = range(400, 500)

SERVER_AWAY = Sentence("The mail server did not answer. It will be tried again.")
SERVER_BUSY = Sentence("The mail server cannot take it now. It will be tried again.")
SERVER_REFUSES = Sentence("The mail server refuses this address or this text.")


class Mail:
    """SMTP knows no keys: what broke off in the middle is never sent again by itself.

    Each message carries the same Message-ID however often it is tried, so that a mailbox may
    recognise it.
    """

    name = "mail"
    is_repeatable = False

    def __init__(self, *, sender: str, **server: Any) -> None:
        self.sender = sender
        self.connection = get_connection("django.core.mail.backends.smtp.EmailBackend", **server)

    def deliver(self, outgoing: Outgoing) -> Receipt:
        message = self._message(outgoing)
        try:
            self.connection.open()
        except OSError as fault:  # every fault of smtplib is one
            raise NotNow(SERVER_AWAY) from fault
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as fault:
            raise _answer(max(code for code, _ in fault.recipients.values())) from fault
        except smtplib.SMTPResponseException as fault:
            raise _answer(fault.smtp_code) from fault
        except OSError as fault:
            raise Perhaps from fault
        except ValueError as fault:  # a line break in an address, by which one would write headers
            raise Refused(SERVER_REFUSES) from fault
        finally:
            self._hang_up()
        return Receipt(port_id=str(message.extra_headers["Message-ID"]))

    def _message(self, outgoing: Outgoing) -> EmailMessage:
        domain = self.sender.rpartition("@")[2].strip("> ")
        headers = {"Message-ID": f"<{outgoing.key}@{domain}>", "Auto-Submitted": "auto-generated"}
        if outgoing.stop_link:
            headers["List-Unsubscribe"] = f"<{outgoing.stop_link}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return EmailMessage(
            outgoing.subject,
            outgoing.text,
            self.sender,
            [outgoing.address],
            headers=headers,
            connection=self.connection,
        )

    def _hang_up(self) -> None:
        with suppress(OSError):  # what was taken is taken, however the parting went
            self.connection.close()


def _answer(code: int) -> Exception:
    return NotNow(SERVER_BUSY) if code in FOR_NOW else Refused(SERVER_REFUSES)
