"""The course's two codebooks: what customers express, and what the brand's reply does.

    from course.codebooks import CUSTOMER_VOICES, BRAND_REPLIES

Written for this course. Every tweet quoted in them is invented; ``@lamarca`` / ``@thebrand`` is no brand at all.
A change of meaning raises the version; the identity that labels carry changes with every word.

>>> CUSTOMER_VOICES.names[:3]
('disappointment', 'accusation', 'joke')
>>> CUSTOMER_VOICES["other"].exclusive
True
"""

from course.codebooks.brand import BRAND_REPLIES
from course.codebooks.customers import CUSTOMER_VOICES

__all__ = ["BRAND_REPLIES", "CUSTOMER_VOICES"]
