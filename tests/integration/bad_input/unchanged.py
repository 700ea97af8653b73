"""What the warehouse and the ledger hold, to be compared with what they hold later."""

from django.apps import apps

from dampak.intake.selectors import served_snapshot

MAY_GROW = {
    "intake.delivery",
    "intake.deliveredfile",
    "audit.entry",
    "audit.change",
    "sessions.session",
}


def ledger():
    """Every row of every table of the ledger, by the name of its table."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def warehouse(home):
    """HEAD, manifests, objects and kept files: everything that is served, byte by byte."""
    root = home / "warehouse"
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


class Unchanged:
    """What the warehouse and the ledger held, to be compared with what they hold later."""

    def __init__(self, home):
        self.home, self.files, self.rows = home, warehouse(home), ledger()
        self.head = served_snapshot().id
        assert {"HEAD", "manifests/00000001.json"} <= self.files.keys()
        assert self.rows["impact.answer"]
        assert self.rows["accounts.user"]

    def hold(self):
        assert served_snapshot().id == self.head
        assert warehouse(self.home) == self.files
        rows = ledger()
        for name, before in self.rows.items():
            if name in MAY_GROW:
                assert rows[name][: len(before)] == before, name
            else:
                assert rows[name] == before, name
        deeds = {row["deed"] for row in rows["audit.entry"][len(self.rows["audit.entry"]) :]}
        assert deeds <= {"delivery.received"}
        assert all(
            row["accepted_at"] is None
            for row in rows["intake.delivery"][len(self.rows["intake.delivery"]) :]
        )
