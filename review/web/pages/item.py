"""One item: what was posted, and a person's decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from review import claim
from review.decide import judge_in
from review.errors import DecisionRejected
from review.item import original_url
from review.next import skip, steps_for, take_next
from review.outcome import marked, outcome
from review.roles import Permission
from review.standing import (
    Standing,
    agreement,
    check_role,
    may_see_outcome,
    undo_until,
    visible_decisions,
)
from review.texts import mark
from review.undo import undo
from review.web import item_view, terms
from review.web.failures import PageError
from review.web.gate import act, show
from review.web.item_view import QUICK, Typed
from review.web.numerals import Numerals
from review.web.pages.queue import before, search_of, to_item, wanted_by
from review.web.render import page
from review.web.visit import Visit
from store import audit, flags, notes
from store.dossier import Dossier
from store.errors import DecisionTaken, LeaseHeld

MOST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form came back: an HTTP status and what to tell."""

    status: int
    message: str


def item(visit: Visit) -> Response:
    """What was posted; to who holds it also the form to decide."""
    dossier, me = item_view.read(visit, _flag_id(visit)), visit.user
    if dossier.step is None and may_see_outcome(dossier, me.user_id, me.role):
        return RedirectResponse(f"{visit.url}/selesai", 303)
    return _item_page(visit, dossier, Typed())


def take(visit: Visit) -> Response:
    """Claim this item."""
    flag_id, lease = _flag_id(visit), visit.desk.rules.lease
    with audit.recorded(visit.desk.database) as connection:
        check_role(flags.get(connection, flag_id), visit.user.role)
        claim.claim_in(connection, flag_id, visit.user.user_id, visit.now, lease)
    return RedirectResponse(f"/butir/{flag_id}", 303)


def decide(visit: Visit) -> Response:
    """Record the decision; then the next item, or what the machine said of this one."""
    flag_id, typed = _flag_id(visit), Typed.of(visit.form)
    try:
        following = _decide(visit, flag_id, typed)
    except DecisionRejected as error:
        return _again(visit, flag_id, typed, Trouble(422, _what_is_missing(visit, typed, error)))
    except LeaseHeld:
        said = visit.t(
            "Butir ini sudah diambil orang lain sejak waktu Anda habis. Keputusan Anda belum "
            "tercatat; yang Anda tulis masih ada di bawah."
        )
        return _again(visit, flag_id, typed, Trouble(409, said))
    except DecisionTaken:
        said = visit.t(
            "Langkah ini sudah diputuskan orang lain. Keputusan Anda tidak tercatat; yang Anda "
            "tulis masih ada di bawah."
        )
        return _again(visit, flag_id, typed, Trouble(409, said))
    if _goes_on(visit):
        return to_item(following, flag_id)
    return RedirectResponse(f"/butir/{flag_id}/selesai", 303)


def decided(visit: Visit) -> Response:
    """What was decided, and only now what the machine said."""
    dossier = item_view.read(visit, _flag_id(visit))
    me = visit.user
    if not may_see_outcome(dossier, me.user_id, me.role):
        return RedirectResponse(f"/butir/{dossier.flag.flag_id}", 303)
    view = item_view.build(visit, dossier)
    said = outcome(view.manifest, dossier.flag)
    within = visit.desk.rules.undo_within
    return page(
        visit,
        "decided.html",
        view=view,
        outcome=said,
        pieces=marked(view.post.text, said.spans),
        made=visible_decisions(dossier, me.user_id),
        undo_until=undo_until(dossier.flag, dossier.made, me.user_id, visit.now, within),
        agreement=agreement(dossier),
        original=original_url(view.manifest),
        numerals=Numerals(me.language),
        **_words(visit),
    )


def take_back(visit: Visit) -> Response:
    """Undo one's latest decision; the item is before the person again."""
    flag_id, rules = _flag_id(visit), visit.desk.rules
    undo(
        visit.desk.database,
        flag_id,
        visit.user.user_id,
        visit.now,
        rules.undo_within,
        rules.lease,
    )
    return RedirectResponse(f"/butir/{flag_id}", 303)


def give_back(visit: Visit) -> Response:
    """Put the item back into the queue, undecided."""
    claim.release(visit.desk.database, _flag_id(visit), visit.user.user_id, visit.now)
    return RedirectResponse("/antrean", 303)


def pass_over(visit: Visit) -> Response:
    """Skip the item and go to the next one."""
    search = search_of(visit, wanted_by(visit, {"step": visit.form.get("step", "")}))
    return to_item(skip(visit.desk.database, _flag_id(visit), search))


def write_note(visit: Visit) -> Response:
    """Keep a note; it changes nothing else."""
    text = visit.form.get("note", "").strip()
    if not 0 < len(text) <= MOST_NOTE:
        raise PageError(mark("Catatan berisi 1 sampai 2.000 karakter."), 422)
    with audit.recorded(visit.desk.database) as connection:
        flag = flags.get(connection, _flag_id(visit))
        notes.add(connection, flag.flag_id, visit.user.user_id, text, visit.now)
    return RedirectResponse(f"/butir/{flag.flag_id}#catatan", 303)


def prolong(visit: Visit) -> Response:
    """Prolong one's claim; says until when, for the page's script."""
    try:
        until = claim.renew(
            visit.desk.database,
            _flag_id(visit),
            visit.user.user_id,
            visit.now,
            visit.desk.rules.lease,
        )
    except (LeaseHeld, DecisionTaken):
        return JSONResponse({"sampai": None}, 409)
    return JSONResponse({"sampai": until.isoformat()})


def open_original(visit: Visit) -> Response:
    """Show the address of the original once, before the decision, for a reason that is kept."""
    reason = visit.form.get("purpose", "").strip()
    dossier, typed = item_view.read(visit, _flag_id(visit)), Typed.of(visit.form)
    if not 0 < len(reason) <= MOST_NOTE:
        said = visit.t("Tulis alasan membuka tautan asli; alasan itu ikut tercatat.")
        return _item_page(visit, dossier, typed, Trouble(422, said))
    view = item_view.build(visit, dossier)
    if view.standing is not Standing.MINE:
        raise LeaseHeld(f"{dossier.flag.flag_id}: expected an item that is before you")
    with audit.recorded(visit.desk.database) as connection:
        notes.add(
            connection,
            dossier.flag.flag_id,
            visit.user.user_id,
            reason,
            visit.now,
            event=notes.OPENED,
        )
    return _item_page(visit, dossier, typed, original=original_url(view.manifest), opened=True)


def _decide(visit: Visit, flag_id: str, typed: Typed) -> str | None:
    """Decide, and where the person goes on claim the next item in the same transaction."""
    _check_row(visit, typed)
    judgement = typed.judgement(visit.user.user_id)
    with audit.recorded(visit.desk.database) as connection:
        made = judge_in(connection, flag_id, judgement, visit.now)
        if made.decision.step not in steps_for(visit.user.role):
            raise DecisionRejected("last word: expected a penyelia")
        if not _goes_on(visit):
            return None
        same_step = wanted_by(visit, {"step": visit.form.get("step", "")})
        return take_next(connection, search_of(visit, same_step))


def _item_page(
    visit: Visit,
    dossier: Dossier,
    typed: Typed,
    trouble: Trouble | None = None,
    original: str | None = None,
    *,
    opened: bool = False,
) -> Response:
    view = item_view.build(visit, dossier)
    holder = dossier.holder()
    me = visit.user.user_id
    last_word = view.standing is Standing.MINE and dossier.step == "telaah_penyelia"
    return page(
        visit,
        "item.html",
        trouble.status if trouble else 200,
        view=view,
        typed=typed,
        trouble=trouble,
        quick=QUICK,
        until=holder.until if holder and holder.holder == me else None,
        notes=[one for one in dossier.notes if last_word or one.author == me],
        earlier=dossier.made if last_word else (),
        answers=item_view.answers(visit, dossier),
        original=original,
        opened=opened,
        before=before(visit),
        **_words(visit),
    )


def _again(visit: Visit, flag_id: str, typed: Typed, trouble: Trouble) -> Response:
    return _item_page(visit, item_view.read(visit, flag_id), typed, trouble)


def _what_is_missing(visit: Visit, typed: Typed, error: DecisionRejected) -> str:
    if not typed.decision:
        return visit.t("Pilih salah satu keputusan.")
    if typed.decision == "indikasi_kuat" and not (typed.row and typed.reason.strip()):
        return visit.t("Indikasi kuat memerlukan baris pedoman dan alasan.")
    if "blind" in str(error):
        return visit.t(
            "Anda pernah membuka identitas pemilik unggahan ini, jadi tidak dapat menelaahnya lagi."
        )
    if "another person" in str(error):
        return visit.t("Langkah ini harus diputuskan orang yang belum memutuskan butir ini.")
    return visit.t("Keputusan belum lengkap. Periksa pilihan, baris pedoman, dan panjang alasan.")


def _check_row(visit: Visit, typed: Typed) -> None:
    if typed.decision == "indikasi_kuat" and visit.desk.rulebook.row(typed.row) is None:
        raise DecisionRejected("row: expected a row of the rulebook")


def _goes_on(visit: Visit) -> bool:
    return visit.form.get("lanjut", "1") == "1"


def _words(visit: Visit) -> dict[str, Any]:
    return {
        "labels": terms.labels(visit.t),
        "steps": terms.steps(visit.t),
        "decisions": terms.decisions(visit.t),
        "stage_names": terms.stages(visit.t),
    }


def _flag_id(visit: Visit) -> str:
    return visit.path["flag_id"]


ROUTES: list[Route] = [
    show("/butir/{flag_id}", Permission.SEE_QUEUE, item),
    show("/butir/{flag_id}/selesai", Permission.SEE_QUEUE, decided),
    act("/butir/{flag_id}/klaim", Permission.REVIEW, take),
    act("/butir/{flag_id}/putuskan", Permission.REVIEW, decide),
    act("/butir/{flag_id}/urungkan", Permission.REVIEW, take_back),
    act("/butir/{flag_id}/lepas", Permission.REVIEW, give_back),
    act("/butir/{flag_id}/lewati", Permission.REVIEW, pass_over),
    act("/butir/{flag_id}/catat", Permission.REVIEW, write_note),
    act("/butir/{flag_id}/perpanjang", Permission.REVIEW, prolong),
    act("/butir/{flag_id}/tautan", Permission.SEE_ORIGINAL, open_original),
]
