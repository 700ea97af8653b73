"""The words of the standard satisfaction questionnaire, from 1 (worst) to 4 (best).

Offices export either the digit or the words the citizen ticked. The words differ by unsur, and
"Cukup" or "Murah" mean nothing without it.
"""

from dampak.datapack.vocabulary import Vocabulary, Word

_ENGLISH = ("Not good", "Less good", "Good", "Very good")
_PLAIN = ("Tidak baik", "Kurang baik", "Baik", "Sangat baik")


def _answers(*labels: str) -> Vocabulary:
    return Vocabulary(
        words=tuple(
            Word(
                code=str(score),
                english=_ENGLISH[score - 1],
                indonesian=label,
                aliases=() if "Baik" in labels else (_PLAIN[score - 1],),
            )
            for score, label in enumerate(labels, start=1)
        )
    )


SUITS = _answers("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")
EASY = _answers("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah")
FAST = _answers("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat")
CHEAP = _answers("Sangat mahal", "Cukup mahal", "Murah", "Gratis")
COMPETENT = _answers("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten")
POLITE = _answers(
    "Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"
)
HANDLED = _answers(
    "Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"
)
FURNISHED = _answers("Buruk", "Cukup", "Baik", "Sangat baik")
