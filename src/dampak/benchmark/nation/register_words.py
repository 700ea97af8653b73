"""The columns and words of an agency's register, as a reader has to be told them."""

CHANNELS: dict[str, object] = {"Loket": "counter", "Daring": "web", "WhatsApp": "messenger"}
STATUS: dict[str, object] = {"proses": "open", "selesai": "closed"}
ANSWERS: dict[str, object] = {"Ya": True, "Tidak": False}
MOMENT, DAY = "%d/%m/%Y %H:%M:%S", "%d/%m/%Y"
FIELDS = (
    *("request_id", "unit_code", "service", "channel", "received_at", "promised_on"),
    *("closed_at", "status", "record_correct"),
)
