"""How far annotators agree: percentages, Cohen's kappa, Krippendorff's alpha, and where they do not.

Everything takes one long table, a row for each tweet and annotator: ``tweet_id``, ``annotator``, ``labels``.
How labels are written and what counts as missing is said in `course.agreement.coding`.
"""

from course.agreement.alpha import krippendorff_alpha
from course.agreement.by_code import agreement_by_code
from course.agreement.coding import AgreementError
from course.agreement.kappa import cohen_kappa
from course.agreement.layout import long, wide
from course.agreement.percent import percent_agreement
from course.agreement.result import Agreement
from course.agreement.split import confusion, disagreements

__all__ = [
    "Agreement",
    "AgreementError",
    "agreement_by_code",
    "cohen_kappa",
    "confusion",
    "disagreements",
    "krippendorff_alpha",
    "long",
    "percent_agreement",
    "wide",
]
