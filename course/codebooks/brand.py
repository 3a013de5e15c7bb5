"""`BRAND_REPLIES`: what a brand's reply does for the customer who wrote; a reply may do several things.

Judged from the reply and the tweet it answers, never from having seen the same words before: that count is a
machine's work.
"""

from __future__ import annotations

from course.annotation.codebook import Code, Codebook, Example
from course.language import Text

_TEMPLATE = Code(
    "template",
    Text("Texto de molde", "Template"),
    Text(
        es="Serviría igual para cualquiera que se quejara de lo mismo: no recoge nada de lo que escribió este "
        "cliente. Puede disculparse, informar o pedir datos a la vez: marca también eso. Si nombra algo propio del "
        "caso (el vuelo, la zona, lo que preguntó), no es de molde, por formal que suene.",
        en="It would do just as well for anyone who complained of the same: it takes up nothing of what this "
        "customer wrote. It may apologise, inform or ask for data at once: mark that too. If it names something of "
        "the case (the flight, the area, what was asked), it is no template, however formal it sounds.",
    ),
    examples=(
        Example(
            Text("Hola, lamentamos las molestias. Gracias por tu paciencia.",
                 "Hello, we are sorry for the inconvenience. Thank you for your patience."),
            ("template", "apologises"),
            Text("Contesta a «¿ha llegado ya mi maleta?» y no dice nada de la maleta. La disculpa también cuenta.",
                 "It answers 'has my suitcase arrived yet?' and says nothing of the suitcase. The apology counts too."),
        ),
        Example(
            Text("Gracias por contactar con nosotros. Tu opinión nos importa.",
                 "Thank you for contacting us. Your opinion matters to us."),
            ("template",),
            Text("Valdría para cualquier mensaje.",
                 "It would fit any message."),
        ),
    ),
    borderline=(
        Example(
            Text("Sentimos lo de tu cena. Seguimos sin hora para la zona norte; te escribimos cuando la haya.",
                 "Sorry about your dinner. Still no time for the northern area; we'll write when there is one."),
            ("apologises", "informs"),
            Text("El tono es de molde, pero recoge la cena y la zona que nombró el cliente: no lo es.",
                 "The tone is a template's, but it takes up the dinner and the area the customer named: it is none."),
        ),
    ),
)  # fmt: skip

_ASKS_DATA = Code(
    "asks_data",
    Text("Pide datos o un DM", "Asks for data or a DM"),
    Text(
        es="Pide al cliente que siga en privado o que dé datos que lo identifican a él, su línea o su reserva: "
        "nombre, DNI, teléfono, dirección, localizador. Preguntar por la avería («¿qué sale en pantalla?») o por un "
        "dato que no identifica a nadie no lo es. Se marca aunque los datos hicieran falta: si sobraban, se juzga "
        "después.",
        en="It asks the customer to go on in private or to give data that identify them, their line or their "
        "booking: name, ID number, phone, address, booking reference. Asking about the fault ('what does the screen "
        "say?') or for something that identifies nobody is not it. Mark it even where the data were needed: whether "
        "they were is judged afterwards.",
    ),
    examples=(
        Example(
            Text("Mándanos por DM tu DNI y el número de línea y lo revisamos.",
                 "Send us your ID number and line number by DM and we will check."),
            ("asks_data",),
            Text("Mensaje privado y dos datos que identifican.",
                 "A private message and two identifying data."),
        ),
        Example(
            Text("Sentimos la espera. ¿Nos das el localizador y el apellido?",
                 "Sorry for the wait. Can you give us the booking reference and surname?"),
            ("asks_data", "apologises"),
            Text("Sin DM, pero el localizador y el apellido identifican la reserva.",
                 "No DM, but reference and surname identify the booking."),
        ),
    ),
    borderline=(
        Example(
            Text("¿De qué vuelo y qué día hablas? Lo preguntamos.",
                 "Which flight and which day do you mean? We'll ask."),
            ("other",),
            Text("Vuelo y día no identifican a nadie: es pedir detalle para atender el caso.",
                 "Flight and day identify nobody: it asks for detail to deal with the case."),
        ),
    ),
)  # fmt: skip

_APOLOGISES = Code(
    "apologises",
    Text("Se disculpa", "Apologises"),
    Text(
        es="Pide perdón o lamenta lo ocurrido con palabras que lo dicen: «perdona», «lo sentimos», «disculpa las "
        "molestias», «debimos avisar». Cuenta aunque sea de fórmula (entonces suele ser también de molde). Mostrar "
        "comprensión («entendemos tu enfado») o dar las gracias por la paciencia no es disculparse.",
        en="It asks for pardon or regrets what happened in words that say so: 'sorry', 'we apologise for the "
        "inconvenience', 'we should have warned you'. It counts even as a formula (then it usually is a template as "
        "well). Showing understanding ('we understand your anger') or thanks for patience is no apology.",
    ),
    examples=(
        Example(
            Text("Tienes razón, debimos decirlo antes. Perdona.",
                 "You are right, we should have said so before. Sorry."),
            ("apologises",),
            Text("Reconoce el fallo y pide perdón.",
                 "It admits the fault and asks for pardon."),
        ),
        Example(
            Text("Disculpa las molestias. El asiento ya está cambiado: 14A.",
                 "Sorry for the inconvenience. The seat has been changed: 14A."),
            ("apologises", "solves"),
            Text("Fórmula de disculpa, y además resuelve.",
                 "A formula of apology, and it solves as well."),
        ),
    ),
    borderline=(
        Example(
            Text("Entendemos que estés así. Gracias por esperar.",
                 "We understand how you feel. Thank you for waiting."),
            ("template",),
            Text("Comprende y agradece, pero no pide perdón por nada.",
                 "It understands and thanks, but asks pardon for nothing."),
        ),
    ),
)  # fmt: skip

_INFORMS = Code(
    "informs",
    Text("Informa", "Informs"),
    Text(
        es="Da un dato sobre lo que pasa: qué falla, a quién afecta, por qué, desde cuándo, hasta cuándo, o que "
        "todavía no se sabe la hora. Tiene que estar en la respuesta: un enlace sin más es esquivar. Si el dato deja "
        "resuelto lo que este cliente preguntó, marca «resuelve» en su lugar; las dos, si hace ambas cosas.",
        en="It gives a fact about what is going on: what fails, whom it affects, why, since when, until when, or "
        "that the time is not known yet. It has to be in the reply: a bare link is deflecting. If the fact settles "
        "what this customer asked, mark 'solves' instead; both, if it does both things.",
    ),
    examples=(
        Example(
            Text("La avería es general y afecta a llamadas y datos; aún no tenemos hora de arreglo.",
                 "The fault is general and affects calls and data; we have no repair time yet."),
            ("informs",),
            Text("Alcance y estado. «Aún no hay hora» también es información.",
                 "Extent and state. 'No time yet' is information too."),
        ),
        Example(
            Text("Hemos parado el sorteo porque la página no aguantaba. Lo sentimos mucho.",
                 "We have stopped the draw because the page could not cope. We are very sorry."),
            ("apologises", "informs"),
            Text("Dice qué se ha hecho y por qué, y se disculpa.",
                 "It says what has been done and why, and apologises."),
        ),
    ),
    borderline=(
        Example(
            Text("Estamos trabajando en ello.",
                 "We are working on it."),
            ("template",),
            Text("No dice en qué, ni qué falla, ni hasta cuándo: vale para todo y no informa de nada.",
                 "It does not say on what, nor what fails, nor until when: it fits everything and informs of "
                 "nothing."),
        ),
    ),
)  # fmt: skip

_SOLVES = Code(
    "solves",
    Text("Resuelve", "Solves"),
    Text(
        es="Deja resuelto lo que este cliente pidió: contesta su pregunta, arregla el caso o da un paso concreto que "
        "lo arregla. Prometer que se mirará no es resolver. Frente a «informa»: allí se cuenta cómo va la "
        "incidencia; aquí el cliente ya no necesita volver a preguntar.",
        en="It settles what this customer asked for: it answers the question, fixes the case or gives a concrete "
        "step that fixes it. A promise to look is not solving. Against 'informs': there it tells how the incident "
        "stands; here the customer need not ask again.",
    ),
    examples=(
        Example(
            Text("Sí, el carrito viaja gratis: déjalo en la puerta del avión.",
                 "Yes, the pushchair travels free: leave it at the aircraft door."),
            ("solves",),
            Text("Contesta justo lo que se preguntaba.",
                 "It answers exactly what was asked."),
        ),
        Example(
            Text("Ya tienes la devolución hecha; la verás en tu cuenta el lunes.",
                 "Your refund has been made; you will see it in your account on Monday."),
            ("solves",),
            Text("El caso queda arreglado, con plazo.",
                 "The case is fixed, with a date."),
        ),
    ),
    borderline=(
        Example(
            Text("Apaga el teléfono y vuelve a encenderlo: la red ya ha vuelto en tu zona.",
                 "Switch the phone off and on again: the network is back in your area."),
            ("informs", "solves"),
            Text("Dice cómo va la incidencia y da el paso que arregla el caso: las dos.",
                 "It tells how the incident stands and gives the step that fixes the case: both."),
        ),
        Example(
            Text("Lo miramos y te decimos algo hoy.",
                 "We'll look into it and tell you something today."),
            ("other",),
            Text("Promesa de mirarlo: ni resuelve ni esquiva, se hace cargo.",
                 "A promise to look: it neither solves nor deflects, it takes the matter on."),
        ),
    ),
)  # fmt: skip

_DEFLECTS = Code(
    "deflects",
    Text("Esquiva", "Deflects"),
    Text(
        es="Deja sin contestar lo que se pidió y se lo quita de encima: manda a otro sitio (teléfono, web, otra red, "
        "otro departamento), contesta a otra cosa o pasa la culpa. Un enlace que acompaña a la respuesta no es "
        "esquivar; un enlace en lugar de la respuesta, sí. Pedir un DM para seguir con el caso es pedir datos, no "
        "esquivar.",
        en="It leaves what was asked unanswered and gets rid of it: it sends elsewhere (phone, website, another "
        "network, another department), answers something else or passes the blame. A link beside the answer is not "
        "deflecting; a link in place of the answer is. Asking for a DM to go on with the case is asking for data, "
        "not deflecting.",
    ),
    examples=(
        Example(
            Text("Para eso tienes que llamar al centro de atención.",
                 "For that you have to call the customer centre."),
            ("deflects",),
            Text("Manda a otro sitio sin contestar.",
                 "It sends elsewhere without answering."),
        ),
        Example(
            Text("Eso depende del aeropuerto, nosotros no podemos hacer nada.",
                 "That is up to the airport, there is nothing we can do."),
            ("deflects",),
            Text("Pasa la responsabilidad y no da lo que se pedía.",
                 "It passes the responsibility on and does not give what was asked."),
        ),
    ),
    borderline=(
        Example(
            Text("Sí, caben dos bultos; las medidas exactas, aquí: http://ejemplo.example",
                 "Yes, two pieces fit; the exact sizes are here: http://ejemplo.example"),
            ("solves",),
            Text("El enlace completa una respuesta que ya está dada.",
                 "The link completes an answer already given."),
        ),
        Example(
            Text("Lamentamos las molestias. Toda la información está en nuestra página.",
                 "We are sorry for the inconvenience. All the information is on our page."),
            ("template", "apologises", "deflects"),
            Text("Disculpa de fórmula, nada del caso y, en lugar de la respuesta, otra página: las tres.",
                 "A formula of apology, nothing of the case and, in place of the answer, another page: all three."),
        ),
    ),
)  # fmt: skip

_OTHER = Code(
    "other",
    Text("Otra cosa", "Something else"),
    Text(
        es="Nada de lo anterior: saludos, gracias, bromas, promoción, una promesa de mirar el caso o una pregunta "
        "sobre la avería. Excluye a las demás: si hay palabras para otra, marca la otra.",
        en="None of the above: greetings, thanks, jokes, promotion, a promise to look into the case or a question "
        "about the fault. It excludes the rest: if there are words for another, mark that one.",
    ),
    examples=(
        Example(
            Text("¡Gracias a ti! Se lo contamos a la tripulación.",
                 "Thank you! We'll tell the crew."),
            ("other",),
            Text("Cortesía a quien ha dado las gracias.",
                 "Courtesy to somebody who said thanks."),
        ),
        Example(
            Text("¿Qué mensaje te sale exactamente en la pantalla?",
                 "What message exactly do you get on the screen?"),
            ("other",),
            Text("Pregunta por la avería, no por la persona.",
                 "It asks about the fault, not about the person."),
        ),
    ),
    borderline=(
        Example(
            Text("Tomamos nota y se lo pasamos a quien corresponda.",
                 "Noted; we are passing it on to whoever is in charge."),
            ("template", "deflects"),
            Text("No se hace cargo ni contesta: lo pasa a nadie en concreto. Vale para cualquier queja.",
                 "It neither takes the matter on nor answers: it passes it to nobody in particular. It fits any "
                 "complaint."),
        ),
    ),
    exclusive=True,
)  # fmt: skip

BRAND_REPLIES = Codebook(
    "brand-replies",
    "1.0",
    Text("Respuestas de la marca (los ejemplos son inventados)", "Brand's replies (the examples are invented)"),
    Text("¿Qué hace esta respuesta? Marca todo lo que haga.", "What does this reply do? Mark all it does."),
    (_TEMPLATE, _ASKS_DATA, _APOLOGISES, _INFORMS, _SOLVES, _DEFLECTS, _OTHER),
    multiple=True,
)  # fmt: skip
