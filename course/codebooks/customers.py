"""`CUSTOMER_VOICES`: what a customer's tweet expresses, and whom it blames; a tweet may do several things.

Four rules hold for every code:

- What counts is what the words do, read with the tweet they answer; the answered tweet's own content is not coded.
- Each code needs words one could point at. Several may apply; ``other`` only when none does.
- A hashtag alone is evidence of nothing: jokers, defenders and the angry use the same ones.
- Nobody checks facts: the attitude is coded, not whether it is fair.
"""

from __future__ import annotations

from course.annotation.codebook import Code, Codebook, Example
from course.codebooks.blame import ACCOUNTS, AGENCY, COMPANY, TECHNOLOGY
from course.codebooks.expressions import ACCUSATION, DEFENCE, DISAPPOINTMENT, JOKE, QUESTION
from course.language import Text

_OTHER = Code(
    "other",
    Text("Otra cosa", "Something else"),
    Text(
        es="Nada de lo anterior: charla privada, noticias, agradecimientos, elogios sin polémica, ilusión antes de "
        "la hora, asuntos que no tienen que ver con la marca, comentarios que no toman partido. Excluye a las demás: "
        "si puedes señalar palabras para otra, marca la otra. No es el cajón de las dudas: la duda va en la nota.",
        en="None of the above: private chat, news, thanks, praise without controversy, excitement beforehand, "
        "matters that have nothing to do with the brand, remarks that take no side. It excludes the rest: if you can "
        "point at words for another code, mark that one. It is not for doubtful cases: a doubt goes into the note.",
    ),
    examples=(
        Example(
            Text("Esta noche, tortilla y película.",
                 "Omelette and a film tonight."),
            ("other",),
            Text("No habla de la marca ni de la promoción.",
                 "It speaks neither of the brand nor of the promotion."),
        ),
        Example(
            Text("Mil gracias a la chica del mostrador, un encanto.",
                 "Many thanks to the girl at the desk, a delight."),
            ("other",),
            Text("Elogia algo que nadie critica: no es defensa.",
                 "It praises what nobody criticises: no defence."),
        ),
    ),
    borderline=(
        Example(
            Text("¿Quedamos luego para ver el partido? #VueloFiasco",
                 "Shall we meet later for the match? #FlightFiasco"),
            ("other",),
            Text("Lleva interrogación y etiqueta, pero ni pregunta por la promoción ni opina de ella.",
                 "It has a question mark and a hashtag, but neither asks about the promotion nor judges it."),
        ),
        Example(
            Text("La tripulación de ayer a Lisboa, un diez. Se dice y punto. #VueloFiasco",
                 "Yesterday's crew to Lisbon: ten out of ten. There, I've said it. #FlightFiasco"),
            ("other",),
            Text("Nadie critica a esa tripulación; ni la etiqueta ni «se dice y punto» hacen de ello una defensa.",
                 "Nobody criticises that crew; neither the hashtag nor 'there, I've said it' makes it a defence."),
        ),
    ),
    exclusive=True,
)  # fmt: skip

CUSTOMER_VOICES = Codebook(
    "customer-voices",
    "1.1",
    Text("Voces de los clientes (los ejemplos son inventados)", "Customers' voices (the examples are invented)"),
    Text("¿Qué expresa este tuit? Marca todo lo que diga.", "What does this tweet express? Mark all it says."),
    (
        DISAPPOINTMENT,
        ACCUSATION,
        JOKE,
        QUESTION,
        DEFENCE,
        COMPANY,
        AGENCY,
        TECHNOLOGY,
        ACCOUNTS,
        _OTHER,
    ),
    multiple=True,
)  # fmt: skip
