"""What goes wrong, as a page that says what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from starlette.responses import Response

from review.errors import DecisionRejected, IllegalTransition, ProviderFailed
from review.texts import mark
from review.web.language import translator
from review.web.render import plain_page
from store.errors import DecisionTaken, EvidenceDamaged, FlagMissing, LeaseHeld, StoreBusy


class PageError(Exception):
    """A page cannot be shown or an action cannot be done; ``message`` is Indonesian and goes to
    the reader through the catalogue."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


_KNOWN: tuple[tuple[type[Exception], int, str], ...] = (
    (FlagMissing, 404, mark("Butir ini tidak ditemukan.")),
    (DecisionTaken, 409, mark("Butir ini sudah diputuskan. Ambil butir berikutnya dari antrean.")),
    (
        LeaseHeld,
        409,
        mark("Butir ini sedang ditelaah orang lain. Ambil butir berikutnya dari antrean."),
    ),
    (
        IllegalTransition,
        409,
        mark("Langkah ini tidak dapat dilakukan pada keadaan butir sekarang."),
    ),
    (DecisionRejected, 422, mark("Keputusan belum lengkap atau tidak dapat Anda buat.")),
    (
        EvidenceDamaged,
        500,
        mark("Bukti butir ini rusak atau hilang. Beri tahu operator sebelum lanjut."),
    ),
    (
        ProviderFailed,
        502,
        mark("Masuk lewat SSO tidak berhasil. Kembali ke halaman masuk, lalu coba lagi."),
    ),
    (
        StoreBusy,
        503,
        mark("Basis data sedang dipakai. Tunggu sebentar, lalu muat ulang halaman ini."),
    ),
)


class Reader(Protocol):
    """Who gets the page."""

    @property
    def language(self) -> str:
        """The language of its texts."""


Somebody = TypeVar("Somebody", bound=Reader)


def caught(handler: Callable[[Somebody], Response], visit: Somebody) -> Response:
    """The handler's answer; a failure it foresees becomes its page."""
    try:
        return handler(visit)
    except PageError as error:
        return _page(visit.language, error.status, error.message)
    except tuple(kind for kind, _, _ in _KNOWN) as error:
        status, message = next((s, m) for kind, s, m in _KNOWN if isinstance(error, kind))
        return _page(visit.language, status, message)


def forbidden(language: str) -> Response:
    """The person's role does not allow it."""
    return _page(language, 403, mark("Peran Anda tidak mencakup halaman atau tindakan ini."))


def foreign_form(language: str) -> Response:
    """The form was not one of our pages'."""
    return _page(
        language,
        403,
        mark("Formulir ini tidak berasal dari halaman Netra. Muat ulang, lalu coba lagi."),
    )


def signed_out(typed: str = "") -> Response:
    """The session ended before the form was sent; ``typed`` is given back to be copied."""
    message = mark("Sesi Anda berakhir. Masuk lagi, lalu ulangi langkah terakhir.")
    return _page("id", 401, message, typed=typed)


def too_many(language: str, seconds: int) -> Response:
    """One address sent too much; after ``seconds`` it may again."""
    message = mark("Terlalu banyak permintaan dari alamat ini. Tunggu sebentar.")
    answer = _page(language, 429, message)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def too_large(language: str) -> Response:
    """The form and its files are too large."""
    message = mark("Kiriman terlalu besar. Kurangi ukuran berkas, lalu coba lagi.")
    return _page(language, 413, message)


def malformed(language: str) -> Response:
    """The request cannot be read."""
    message = mark("Kiriman tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.")
    return _page(language, 400, message)


def missing(language: str) -> Response:
    """There is no such page."""
    return _page(language, 404, mark("Halaman ini tidak ada."))


def broken(language: str = "id") -> Response:
    """Something nobody foresaw."""
    return _page(
        language, 500, mark("Terjadi kesalahan di pihak Netra. Operator dapat melihat catatannya.")
    )


def _page(language: str, status: int, message: str, typed: str = "") -> Response:
    text = translator(language)(message)
    return plain_page("failure.html", language, status, message=text, code=status, typed=typed)
