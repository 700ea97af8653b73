"""Do raters agree, how reliable is their word, who is lenient, and what did few people answer?"""

from dampak.statistics.raters.alpha import krippendorff_alpha, krippendorff_alpha_by_bootstrap
from dampak.statistics.raters.chance import fleiss_kappa, gwet_ac1
from dampak.statistics.raters.icc import intraclass_correlation
from dampak.statistics.raters.icc_with_gaps import intraclass_correlation_with_gaps
from dampak.statistics.raters.kappa import cohen_kappa
from dampak.statistics.raters.leniency import RaterLeniency, rater_leniency
from dampak.statistics.raters.mean_answer import mean_answer
from dampak.statistics.raters.share_differences import share_change, share_difference
from dampak.statistics.raters.shares import share_of_answers, shares_of_answers

__all__ = [
    "RaterLeniency",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "intraclass_correlation",
    "intraclass_correlation_with_gaps",
    "krippendorff_alpha",
    "krippendorff_alpha_by_bootstrap",
    "mean_answer",
    "rater_leniency",
    "share_change",
    "share_difference",
    "share_of_answers",
    "shares_of_answers",
]
