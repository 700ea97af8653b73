"""Files of an office on the screen: handing in, looking, accepting, discarding."""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, Scope, authorised, scope_of
from dampak.datapack.columns import Table
from dampak.datapack.tables import TABLES
from dampak.datapack.template import Language, workbook_template
from dampak.intake.access import deliveries_within, units_of
from dampak.intake.downloads import refused_rows
from dampak.intake.forms import PastedMappingForm, TableForm, UploadForm
from dampak.intake.mapping_form import MappingForm
from dampak.intake.models import Delivery
from dampak.intake.previewing import preview_for, rejected_rows_at, state_looked_at
from dampak.intake.reading import (
    first_rows,
    header_of,
    mapping_for,
    table_said_of,
    words_below,
)
from dampak.intake.receipts import account_of
from dampak.intake.selectors import served_snapshot, units_served
from dampak.intake.services import (
    CannotAccept,
    accept_delivery,
    discard_delivery,
    receive_delivery,
    save_mapping,
)
from dampak.language.saying import say


@require_safe
@authorised(Permission.IMPORT_DATA)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Everything that was handed in, newest first, and what is being served."""
    scope = _scope(request)
    context = {
        "deliveries": deliveries_within(scope).prefetch_related("files")[:100],
        "snapshot": served_snapshot() if scope.everything else None,
    }
    return render(request, "intake/deliveries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.IMPORT_DATA)
def new(request: HttpRequest) -> HttpResponse:
    """Hand files in."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        delivery = receive_delivery(
            form.uploads(),
            by=request.user.get_username(),
            at=now(),
            units=units_of(_scope(request)),
        )
        return redirect(delivery)
    return render(request, "intake/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@authorised(Permission.IMPORT_DATA)
def template(request: HttpRequest) -> HttpResponse:
    """The empty data pack to fill in."""
    language: Language = "en" if get_language() == "en" else "id"
    content = workbook_template(TABLES.values(), language=language, say=say)
    return HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="dampak-templat.xlsx"'},
    )


@require_safe
@authorised(Permission.IMPORT_DATA)
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """What a delivery would change, before anything is changed."""
    delivery, everything = _delivery(request, number), _scope(request).everything
    context = {
        "delivery": delivery,
        "state": state_looked_at(delivery) if everything else "",  # before what is looked at
        "preview": preview_for(delivery, everything=everything),
        "decides": everything,
        "taken": _taken(delivery, everything=everything),
    }
    return render(request, "intake/delivery.html", context)


def _taken(delivery: Delivery, *, everything: bool) -> dict[str, int] | None:
    """What was taken when it was accepted; what is served and known of it may differ by now."""
    account = account_of(delivery, everything=everything) if delivery.accepted_at else None
    if account is None:
        return None
    names = ("rows_kept", "rows_set_aside")
    return {name: sum(each[name] for each in account) for name in names}


@require_POST
@authorised(Permission.IMPORT_DATA, everywhere=True)
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Serve a delivery to everybody from now on; what is served is one thing for all units."""
    delivery = _delivery(request, number)
    try:
        delivery = accept_delivery(
            delivery,
            by=request.user.get_username(),
            at=now(),
            looked_at=request.POST.get("looked_at", ""),
        )
    except CannotAccept as refusal:
        _tell(request, refusal)
    else:
        told = _("Accepted. Snapshot %(number)s is being served.")
        messages.success(request, told % {"number": delivery.snapshot_number})
    return redirect(delivery)


@require_POST
@authorised(Permission.IMPORT_DATA)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a delivery aside."""
    delivery = _delivery(request, number)
    try:
        discard_delivery(delivery, by=request.user.get_username(), at=now())
    except CannotAccept as refusal:
        _tell(request, refusal)
    else:
        messages.success(
            request, _("Discarded. Nothing of the files is used; after 91 days they go.")
        )
    return redirect(delivery)


@require_safe
@authorised(Permission.IMPORT_DATA)
def rejected(request: HttpRequest, number: int) -> FileResponse:
    """Every refused row with its reason, as a file."""
    delivery = _delivery(request, number)
    rows = rejected_rows_at(delivery, everything=_scope(request).everything)
    return refused_rows(rows, name=f"disisihkan-{number}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.IMPORT_DATA, everywhere=True)
def mapping(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Say which of their columns is which of ours; remembered for everybody's next file like it."""
    found = get_object_or_404(_delivery(request, number).files, pk=file)
    header = header_of(found.path())
    if not header:
        raise Http404
    name = request.GET.get("table") or table_said_of(header)
    table = TABLES.get(name)
    sent = request.POST if request.method == "POST" else None
    pasted = PastedMappingForm(sent if sent and "text" in sent else None, header=header)
    form = _mapping_form(None if pasted.is_bound else sent, found.path(), table, header)
    for each in (pasted, form):
        if each is not None and each.is_valid() and not _asks_more(each):
            save_mapping(each.mapping(), by=request.user.get_username(), at=now())
            return redirect(found.delivery)
    context = {
        "file": found,
        "header": header,
        "rows": first_rows(found.path(), header),
        "table_form": TableForm({"table": name} if table else None),
        "table": table,
        "form": form,
        "pasted": pasted,
        "zones": ZONES,
        "n_units_served": units_served() if form and "derives_units" in form.fields else 0,
        "asks_more": form is not None and form.is_bound and form.is_valid() and _asks_more(form),
    }
    is_wrong = bool(pasted.errors or (form and form.errors))
    return render(request, "intake/mapping.html", context, status=422 if is_wrong else 200)


ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")


def _mapping_form(
    sent: QueryDict | None, path: Path, table: Table | None, header: tuple[str, ...]
) -> MappingForm | None:
    if table is None:
        return None
    return MappingForm(
        sent,
        table=table,
        header=header,
        words=words_below(path, table=table.name),
        saved=mapping_for(header, table=table.name),
    )


def _asks_more(form: MappingForm | PastedMappingForm) -> bool:
    """Whether words came into view that this person has not been asked about yet."""
    return isinstance(form, MappingForm) and form.shows_new_words()


def _scope(request: HttpRequest) -> Scope:
    return scope_of(request.user, Permission.IMPORT_DATA)


def _delivery(request: HttpRequest, number: int) -> Delivery:
    return get_object_or_404(deliveries_within(_scope(request)), pk=number)


def _tell(request: HttpRequest, refusal: CannotAccept) -> None:
    for fault in refusal.faults:
        messages.error(request, say(fault, get_language() or "id"))
