"""Whom a customer's tweet blames: the company, its agency, its technology, those who run its accounts."""

from __future__ import annotations

from course.annotation.codebook import Code, Example
from course.language import Text

COMPANY = Code(
    "blames_company",
    Text("Culpa a la empresa", "Blames the company"),
    Text(
        es="Reprocha a la marca, o a quien decide en ella (dirección, marketing, ventas), una decisión, un "
        "descuido o una falta de previsión: la hora, no ensayar, no limitar la entrada, no dejar a nadie de "
        "guardia. Basta con que el reproche le caiga a «ellos», aunque no los nombre. Que no funcione o que no "
        "contesten, o lo hagan tarde, es queja, no culpa. Una acusación de engaño ya señala a la empresa, y "
        "culpar a otros (agencia, técnica, redes) no la señala: junto a esos códigos, añade esta culpa solo si "
        "hay un reproche aparte.",
        en="It reproaches the brand, or whoever decides there (management, marketing, sales), with a decision, an "
        "oversight or a lack of foresight: the hour, no rehearsal, no limit to who came in, nobody left on duty. "
        "It is enough that the reproach falls on 'them', even unnamed. That it does not work or that nobody "
        "answers or answers late is a complaint, not blame. An accusation of deceit already points at the "
        "company, and blaming others (agency, technology, the social team) does not: beside those codes, add this "
        "blame only if there is a reproach of its own.",
    ),
    examples=(
        Example(
            Text("Citas a un país entero a la misma hora y no pruebas nada antes. Eso se decide en un despacho.",
                 "You summon a whole country to the same hour and test nothing first. That is decided in an office."),
            ("blames_company",),
            Text("Señala la decisión y a quien la toma.",
                 "It points at the decision and at those who take it."),
        ),
        Example(
            Text("Esto lo firmó alguien de marketing sin hablar con nadie.",
                 "Somebody in marketing signed this off without talking to anyone."),
            ("blames_company",),
            Text("Marketing es empresa: decide en nombre de la marca.",
                 "Marketing is the company: it decides in the brand's name."),
        ),
    ),
    borderline=(
        Example(
            Text("Si contratas a un tercero, la cara la pones tú igual.",
                 "If you hire a third party, you are still the one who answers for it."),
            ("blames_company",),
            Text("Nombra a un tercero, pero el reproche cae en quien lo contrató: no es culpa de la agencia.",
                 "It names a third party, but the reproach falls on whoever hired it: not blame of the agency."),
        ),
        Example(
            Text("Una hora desde que se cayó y ni una palabra de @lamarca.",
                 "An hour since it went down and not a word from @thebrand."),
            ("disappointment",),
            Text("Que no contesten es queja. Sería culpa si reprochara la decisión: «no dejaron a nadie de guardia».",
                 "That nobody answers is a complaint. It would be blame if it reproached the decision: 'they left "
                 "nobody on duty'."),
        ),
    ),
)  # fmt: skip

AGENCY = Code(
    "blames_agency",
    Text("Culpa a la agencia", "Blames the agency"),
    Text(
        es="Reprocha algo a la agencia externa que hizo la campaña: que lo hizo mal, que no da la cara, que cobra "
        "igual, o le carga una parte de la culpa. Nombrarla no basta: si el reproche es para quien la eligió, le "
        "metió prisa o le paga, la culpa es de la empresa; si es para las dos, marca las dos.",
        en="It reproaches the outside agency that made the campaign: it did badly, it does not show its face, it "
        "gets paid all the same; or it is given a share of the blame. Naming it is not enough: if the reproach is "
        "for whoever chose it, rushed it or pays it, the blame is the company's; if it is for both, mark both.",
    ),
    examples=(
        Example(
            Text("¿Y la agencia que montó este invento, cuándo piensa salir a pedir perdón?",
                 "And the agency behind this contraption, when does it mean to come out and apologise?"),
            ("blames_agency",),
            Text("El reproche es para la agencia; la pregunta es retórica.",
                 "The reproach is for the agency; the question is rhetorical."),
        ),
        Example(
            Text("Mitad de la agencia, que no avisó, y mitad de quien le compró la moto.",
                 "Half the agency's, for not warning, and half whoever bought what it was selling."),
            ("blames_company", "blames_agency"),
            Text("Reparte: un reproche para cada una.",
                 "It shares out: one reproach for each."),
        ),
    ),
    borderline=(
        Example(
            Text("Seguro que la agencia les dijo que hacían falta más pruebas y no quisieron pagarlas.",
                 "I bet the agency told them more tests were needed and they wouldn't pay for them."),
            ("defence", "blames_company"),
            Text("Habla de la agencia, pero para librarla: el reproche cae en quien no quiso pagar.",
                 "It speaks of the agency, but to clear it: the reproach falls on whoever would not pay."),
        ),
        Example(
            Text("Vale, la agencia, pero el contrato lo firmó la compañía.",
                 "All right, the agency, but it was the company that signed the contract."),
            ("blames_company",),
            Text("Pasa la culpa a la empresa sin decir nada a favor de la agencia: no es defensa.",
                 "It moves the blame on to the company without a word in the agency's favour: no defence."),
        ),
        Example(
            Text("Todos hablan de la compañía y nadie de la agencia, que cobró por un dibujo.",
                 "Everyone talks about the company and no one about the agency, paid for a drawing."),
            ("blames_agency",),
            Text("El reproche es para la agencia sola; nombrar a la empresa no la culpa.",
                 "The reproach is for the agency alone; naming the company does not blame it."),
        ),
    ),
)  # fmt: skip

TECHNOLOGY = Code(
    "blames_technology",
    Text("Culpa a la técnica", "Blames the technology"),
    Text(
        es="Carga la culpa en la técnica o en los informáticos: servidores, aplicación, programación, falta de "
        "capacidad; también cuando se burla de lo malos que son. Decir que no carga, o qué error sale, es queja: "
        "hace falta que señale la causa o la calidad. Si el reproche es no haber comprado servidores o no haber "
        "probado, es una decisión: culpa de la empresa. Burlarse de la excusa «error informático» no culpa a la "
        "técnica, al revés.",
        en="It lays the blame on technology or on the IT people: servers, application, programming, lack of "
        "capacity; also when it mocks how bad they are. To say that it does not load, or which error shows, is a "
        "complaint: it must point at the cause or the quality. If the reproach is not having bought servers or "
        "not having tested, that is a decision: the company's blame. Mocking the excuse 'a computer error' does "
        "not blame technology; quite the opposite.",
    ),
    examples=(
        Example(
            Text("Esa aplicación la ha programado alguien en una tarde, y se nota.",
                 "Somebody programmed that application in an afternoon, and it shows."),
            ("blames_technology",),
            Text("El reproche es para la programación.",
                 "The reproach is for the programming."),
        ),
        Example(
            Text("Los servidores de esta gente van a pedales.",
                 "These people's servers run on pedals."),
            ("joke", "blames_technology"),
            Text("Una comparación disparatada para decir que los servidores son malos.",
                 "A wild comparison to say that the servers are bad."),
        ),
    ),
    borderline=(
        Example(
            Text("Página no encontrada. Otra vez.",
                 "Page not found. Again."),
            ("disappointment",),
            Text("Cuenta el síntoma; no dice que la causa sea la técnica.",
                 "It tells the symptom; it does not say that technology is the cause."),
        ),
        Example(
            Text("«Problema técnico», dirán. El problema técnico lleva corbata.",
                 "'A technical problem', they'll say. The technical problem wears a tie."),
            ("joke", "blames_company"),
            Text("Se burla de la excusa para señalar a quien decidió.",
                 "It mocks the excuse in order to point at whoever decided."),
        ),
    ),
)  # fmt: skip

ACCOUNTS = Code(
    "blames_accounts",
    Text("Culpa a los de redes", "Blames the social team"),
    Text(
        es="Reprocha algo a las personas que llevan las cuentas de la marca en las redes (community manager, «los "
        "de Twitter»): que no estaban, que no avisaron, que contestan mal. Tiene que señalarlas a ellas; «no "
        "contestáis» o «la marca calla» es solo queja, y si las señala y además se queja del silencio, son las "
        "dos. Quien discute una defensa de ellas las culpa. Si el reproche es que la empresa las dejó solas o no "
        "las escuchó, es culpa de la empresa y suele ser defensa de ellas.",
        en="It reproaches the people who run the brand's accounts on the networks (community manager, 'the "
        "Twitter people'): they were not there, did not warn, answer badly. It has to point at them; 'you don't "
        "answer' or 'the brand keeps silent' is only a complaint, and if it points at them and complains of the "
        "silence as well, it is both. Whoever disputes a defence of them blames them. If the reproach is that the "
        "company left them alone or did not listen to them, it is the company's blame and usually a defence of "
        "them.",
    ),
    examples=(
        Example(
            Text("Quien lleva esa cuenta sabía la hora desde hacía semanas. Que hubiera estado.",
                 "Whoever runs that account had known the hour for weeks. They should have been there."),
            ("blames_accounts",),
            Text("Señala a quien lleva la cuenta y dice qué debió hacer.",
                 "It points at whoever runs the account and says what they should have done."),
        ),
        Example(
            Text("Vaya community manager: copia, pega y a otra cosa. Harta estoy.",
                 "Some community manager: copy, paste and on to the next. I'm fed up."),
            ("disappointment", "blames_accounts"),
            Text("Un reproche a la persona, y enfado.",
                 "A reproach to the person, and anger."),
        ),
    ),
    borderline=(
        Example(
            Text("@lamarca Tanto presumir de contestar y hoy, ni uno.",
                 "@thebrand All that boasting about answering and today, not one."),
            ("disappointment",),
            Text("Se queja a la marca del silencio; no señala a las personas que llevan la cuenta.",
                 "It complains to the brand about the silence; it does not point at the people behind the account."),
        ),
        Example(
            Text("¿El community manager de vacaciones? Hora y media y no abre la boca.",
                 "Community manager on holiday? An hour and a half without opening their mouth."),
            ("disappointment", "blames_accounts"),
            Text("Señala a la persona y se queja del silencio: las dos. La pregunta es retórica.",
                 "It points at the person and complains of the silence: both. The question is rhetorical."),
        ),
        Example(
            Text("(A quien libra a los de redes) Pues yo no: en ese barco iban todos.",
                 "(To someone who clears the social team) I don't: everyone was on that ship."),
            ("blames_accounts",),
            Text("Discute que no tengan culpa. «Todos» los mete a ellos; a la empresa no le reprocha nada aparte.",
                 "It disputes that they are not to blame. 'Everyone' takes them in; the company gets no reproach of "
                 "its own."),
        ),
    ),
)  # fmt: skip
