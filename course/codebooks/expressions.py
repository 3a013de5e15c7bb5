"""What a customer's tweet does: it complains, accuses, jokes, asks, defends."""

from __future__ import annotations

from course.annotation.codebook import Code, Example
from course.language import Text

DISAPPOINTMENT = Code(
    "disappointment",
    Text("Decepción o enfado", "Disappointment, anger"),
    Text(
        es="Se queja: cuenta que algo le falló, le faltó o le llegó tarde, o muestra que le ha sentado mal, con "
        "enfado, insulto, lamento o sarcasmo (un «genios» basta); el miedo o la duda, solos, no son queja. "
        "También vale para un fallo contado sin más («en Vigo tampoco carga») y para quejarse de que no "
        "contestan, de que contestan o se disculpan tarde, o siempre con la misma frase. No lo marques solo "
        "porque critique: un reproche frío a quien decidió es culpa, sin decepción; junto a una culpa, añádela si "
        "hay palabras de enfado o una queja propia. Si además dice que hubo mala fe, añade acusación.",
        en="It complains: it tells that something failed, was missing or came late for the author, or shows that "
        "the author is upset, with anger, insult, regret or sarcasm (one 'geniuses' will do); fear or doubt alone "
        "is no complaint. A failure that is merely reported ('it doesn't load in Vigo either') counts too, and so "
        "do complaints that nobody answers, that an answer or an apology came late, or that it is always the same "
        "sentence. Not for criticism as such: a cold reproach to whoever decided is blame without disappointment; "
        "beside a blame, add it if there are words of anger or a complaint of the author's own. If it also claims "
        "bad faith, add accusation.",
    ),
    examples=(
        Example(
            Text("Dos horas delante del ordenador y ni un asiento. Qué rabia.",
                 "Two hours at the computer and not one seat. So annoying."),
            ("disappointment",),
            Text("Cuenta lo que perdió y cómo le sienta. No dice de quién es la culpa.",
                 "Tells what was lost and how it feels. It does not say whose fault it is."),
        ),
        Example(
            Text("@lamarca Llevo desde ayer esperando una respuesta. Una sola.",
                 "@thebrand I have been waiting for an answer since yesterday. Just one."),
            ("disappointment",),
            Text("Que no contesten es la queja; no señala a las personas que llevan la cuenta.",
                 "That nobody answers is the complaint; it does not point at the people who run the account."),
        ),
    ),
    borderline=(
        Example(
            Text("Menudo timo, tres cuartos de hora y esto no abre.",
                 "What a con, three quarters of an hour and this won't open."),
            ("disappointment",),
            Text("«Timo» es aquí una exclamación: lo único que cuenta es que no abre. Sin engaño descrito no es "
                 "acusación.",
                 "'Con' is an exclamation here: all it tells is that it won't open. With no deceit described it is "
                 "no accusation."),
        ),
        Example(
            Text("Fallar falla cualquiera; lo que no se hace es abrir sin haberlo probado.",
                 "Anyone can fail; what you don't do is open without having tested it."),
            ("blames_company",),
            Text("Culpa sin enfado: reprocha una decisión y no cuenta nada propio. Si añadiera «me habéis "
                 "amargado la tarde», llevaría las dos.",
                 "Blame without anger: it reproaches a decision and tells nothing of its own. With 'you ruined my "
                 "evening' added, it would carry both."),
        ),
        Example(
            Text("@lamarca El perdón llega al día siguiente. Tarde.",
                 "@thebrand The apology comes the day after. Late."),
            ("disappointment",),
            Text("Una disculpa tardía es queja, como el silencio. Sería culpa si reprochara una decisión: «esperaron "
                 "a que se enfriara».",
                 "A late apology is a complaint, as silence is. It would be blame if it reproached a decision: 'they "
                 "waited for it to blow over'."),
        ),
    ),
)  # fmt: skip

ACCUSATION = Code(
    "accusation",
    Text("Acusación de engaño", "Accuses of deceit"),
    Text(
        es="Dice o insinúa que hubo mala fe: estafa, fraude, publicidad engañosa, un premio que no existía, datos "
        "recogidos con una excusa; o anuncia una denuncia por ello. La insinuación y la ironía cuentan cuando "
        "solo se entienden como sospecha de engaño. Frente a la decepción: ahí algo salió mal; aquí alguien quiso "
        "engañar; «me siento engañado» es las dos cosas. La palabra sola, como exclamación de quien no puede "
        "entrar, no basta; si el tuit entero consiste en llamarlo estafa, sí.",
        en="It says or hints that there was bad faith: a scam, fraud, misleading advertising, a prize that did "
        "not exist, data gathered under a pretext; or it announces a formal complaint about that. Hints and irony "
        "count when they only make sense as suspicion of deceit. Against disappointment: there something went "
        "wrong; here somebody meant to deceive; 'I feel cheated' is both. The mere word, exclaimed by someone who "
        "cannot get in, is not enough; if the whole tweet consists of calling it a scam, it is.",
    ),
    examples=(
        Example(
            Text("Nunca hubo billetes a ese precio. Esto era para quedarse con nuestros correos.",
                 "There never were tickets at that price. This was to get hold of our e-mail addresses."),
            ("accusation",),
            Text("Afirma una intención: prometer lo que no había para conseguir datos.",
                 "It asserts an intention: promising what was not there in order to get data."),
        ),
        Example(
            Text("@lamarca Anunciar lo que no pensáis vender tiene un nombre, y mañana lo pongo en la hoja de "
                 "reclamaciones.",
                 "@thebrand Advertising what you don't mean to sell has a name, and tomorrow it goes on the official "
                 "complaint form."),
            ("accusation",),
            Text("«Lo que no pensáis vender» es mala fe, y además anuncia una reclamación por ello.",
                 "'What you don't mean to sell' is bad faith, and it announces a complaint about it as well."),
        ),
    ),
    borderline=(
        Example(
            Text("Qué bien os ha venido que se cayera justo antes de las rebajas de verdad.",
                 "How handy for you that it went down just before the real bargains."),
            ("accusation",),
            Text("No usa ninguna palabra fuerte, pero «qué bien os ha venido» solo se entiende como sospecha.",
                 "It uses no strong word, but 'how handy for you' only makes sense as suspicion."),
        ),
        Example(
            Text("Me siento engañada, tanta cuenta atrás para esto.",
                 "I feel cheated, all that countdown for this."),
            ("disappointment", "accusation"),
            Text("Las dos: dice cómo le sienta y que hubo engaño, aunque no cuente qué perdió.",
                 "Both: it says how the author feels and that there was deceit, even without telling what was lost."),
        ),
    ),
)  # fmt: skip

JOKE = Code(
    "joke",
    Text("Broma o ironía", "Joke or irony"),
    Text(
        es="Busca hacer reír: juego de palabras, escena absurda, parodia, comparación disparatada; también la "
        "risa con que se celebra la broma de otro. Una sola palabra irónica («genios», «bravo») no llega, ni una "
        "comparación o unas cifras que sirven de argumento: hace falta un recurso que busque la risa. Si quitas "
        "la gracia y queda una queja en pie (minutos perdidos, nadie contesta), marca las dos; si se burla de un "
        "culpable, añade esa culpa.",
        en="It wants to raise a laugh: wordplay, an absurd scene, parody, a wild comparison; also the laughter "
        "that greets somebody else's joke. A single ironic word ('geniuses', 'bravo') does not get there, nor "
        "does a comparison or a figure that serves as an argument: a device that is after the laugh is needed. "
        "Take the fun away: if a complaint is left standing (minutes lost, nobody answers), mark both; if it "
        "mocks a culprit, add that blame.",
    ),
    examples=(
        Example(
            Text("De momento el viaje a Nueva York lo he hecho del sofá a la nevera.",
                 "So far my trip to New York has gone from the sofa to the fridge."),
            ("joke",),
            Text("Una escena absurda, sin queja ni culpable.",
                 "An absurd scene, with neither complaint nor culprit."),
        ),
        Example(
            Text("Jajaja, me lo apunto para la próxima boda.",
                 "Hahaha, I'm saving that one for the next wedding."),
            ("joke",),
            Text("Contesta a una broma y se suma a la risa.",
                 "It answers a joke and joins in the laughter."),
        ),
    ),
    borderline=(
        Example(
            Text("Preciosa la página en blanco. La llevo mirando cuarenta minutos, me la voy a enmarcar.",
                 "Lovely blank page. I've been looking at it for forty minutes, I'm having it framed."),
            ("disappointment", "joke"),
            Text("Ironía que se queja: el recurso es de broma, pero cuenta cuarenta minutos perdidos por su autor.",
                 "Irony that complains: the device is a joke, but it tells of forty minutes the author lost."),
        ),
        Example(
            Text("Y lo abrieron a todo el mundo a la vez. Bravo.",
                 "And they opened it to everybody at once. Bravo."),
            ("disappointment", "blames_company"),
            Text("«Bravo» es sarcasmo, no broma: muestra enfado. Lo demás reprocha una decisión.",
                 "'Bravo' is sarcasm, not a joke: it shows anger. The rest reproaches a decision."),
        ),
        Example(
            Text("Echarle la bronca a quien tuitea es como reñir al cartero por la factura.",
                 "Telling off whoever tweets is like scolding the postman for the bill."),
            ("defence",),
            Text("La comparación es el argumento, no un chiste: libra a quien tuitea.",
                 "The comparison is the argument, not a joke: it clears whoever tweets."),
        ),
    ),
)  # fmt: skip

QUESTION = Code(
    "question",
    Text("Pregunta", "Question"),
    Text(
        es="Pide una información que alguien podría darle, sobre la promoción o el servicio; da igual si se "
        "dirige a la marca o a otros usuarios, y si lleva signos de interrogación. La prueba: ¿le bastaría a su "
        "autor con un dato, con un sí o un no a secas? Si no («¿hay alguien ahí?»), o si el propio tuit ya da la "
        "respuesta, es retórica: marca lo que afirma (queja, culpa, acusación, defensa, broma). La charla privada "
        "(«¿cenamos?») y lo que no trata de la marca son otra cosa.",
        en="It asks for information that somebody could give, about the promotion or the service; no matter "
        "whether it addresses the brand or other users, or has a question mark. The test: would a fact, or a bare "
        "yes or no, satisfy its author? If not ('is anybody there?'), or if the tweet itself gives the answer, it "
        "is rhetorical: mark what it asserts (complaint, blame, accusation, defence, joke). Private chat ('dinner "
        "tonight?') and what has nothing to do with the brand are something else.",
    ),
    examples=(
        Example(
            Text("@lamarca ¿Hasta qué día se puede devolver el billete?",
                 "@thebrand Until what day can the ticket be returned?"),
            ("question",),
            Text("A la marca; una fecha la contesta.",
                 "To the brand; a date answers it."),
        ),
        Example(
            Text("¿Alguien ha podido pasar de la primera pantalla? ¿Con qué navegador?",
                 "Has anyone got past the first screen? With which browser?"),
            ("question",),
            Text("A otros usuarios: también es pregunta. Que la marca deba contestarla es otra cuestión.",
                 "To other users: a question all the same. Whether the brand ought to answer it is another matter."),
        ),
    ),
    borderline=(
        Example(
            Text("@lamarca ¿Pensáis decir algo este siglo?",
                 "@thebrand Do you mean to say something this century?"),
            ("disappointment",),
            Text("Retórica: nadie espera que contesten «sí, en 2014». Es la queja de que nadie contesta.",
                 "Rhetorical: nobody expects the answer 'yes, in 2014'. It is the complaint that nobody answers."),
        ),
        Example(
            Text("¿Se aplaza o no? Llevo una hora plantado y empiezo a hartarme.",
                 "Is it postponed or not? I've been stuck here for an hour and I'm getting fed up."),
            ("disappointment", "question"),
            Text("Un sí o un no la contesta, y además se queja: las dos.",
                 "A yes or a no answers it, and it complains as well: both."),
        ),
        Example(
            Text("¿Y esto qué notario lo vigiló? Ninguno, porque estaba apañado.",
                 "And which notary watched over this? None, because it was rigged."),
            ("accusation",),
            Text("Un nombre la contestaría, pero el tuit ya se contesta: la pregunta trae la sospecha. Si de verdad "
                 "esperase el nombre, llevaría las dos.",
                 "A name would answer it, but the tweet answers itself: the question carries the suspicion. If it "
                 "really waited for the name, it would carry both."),
        ),
    ),
)  # fmt: skip

DEFENCE = Code(
    "defence",
    Text("Defensa", "Defence"),
    Text(
        es="Habla a favor de alguien a quien se critica (la marca, su gente, quien lleva sus redes) o de la idea; "
        "quita hierro, pide paciencia o dice que alguien no tiene la culpa. Si libra a uno para cargar a otro, "
        "añade la culpa del otro; cargar a uno sin decir nada a favor del otro es culpa y no defensa. Si concede "
        "un fallo de alguien con suavidad («se les escapó») o termina a favor, lleva defensa y esa culpa; si el "
        "elogio solo coge carrerilla para un reproche duro, no es defensa. Elogiar o dar las gracias por un "
        "servicio al que nadie critica es otra cosa, también bajo la etiqueta de la crisis.",
        en="It speaks up for somebody who is being criticised (the brand, its people, those who run its accounts) "
        "or for the idea; it plays the matter down, asks for patience or says that somebody is not to blame. If "
        "it clears one in order to charge another, add the other's blame; charging one without a word in the "
        "other's favour is blame and no defence. If it concedes somebody's fault gently ('it slipped past them') "
        "or ends up in favour, it carries defence and that blame; if the praise is only a run-up to a harsh "
        "reproach, it is no defence. Praise or thanks for a service nobody criticises are something else, under "
        "the crisis's hashtag too.",
    ),
    examples=(
        Example(
            Text("A mí siempre me han ayudado por aquí. Dadles un rato, que estarán apagando el fuego.",
                 "They have always helped me here. Give them a while, they must be putting out the fire."),
            ("defence",),
            Text("Habla por experiencia a favor de la marca y pide paciencia.",
                 "Speaks for the brand from experience and asks for patience."),
        ),
        Example(
            Text("El que contesta los tuits no montó esto. Preguntad en los despachos.",
                 "Whoever answers the tweets didn't set this up. Ask in the offices upstairs."),
            ("defence", "blames_company"),
            Text("Libra a quien lleva la cuenta y señala a quien manda.",
                 "It clears whoever runs the account and points at those in charge."),
        ),
    ),
    borderline=(
        Example(
            Text("Con lo bonita que era la idea y no la ensayaron. Aun así, les daría otra oportunidad.",
                 "Such a nice idea, and they didn't rehearse it. Even so, I'd give them another chance."),
            ("defence", "blames_company"),
            Text("Defensa que concede: reprocha el ensayo que faltó y, aun así, termina a favor.",
                 "A defence that concedes: it reproaches the missing rehearsal and still ends up in favour."),
        ),
        Example(
            Text("Muy bonito el anuncio, sí. Lástima que nadie pensara en lo que venía después.",
                 "Very nice advert, yes. Pity nobody thought of what came after."),
            ("blames_company",),
            Text("El reproche es duro y cierra el tuit; sin el elogio diría lo mismo: era carrerilla, no defensa.",
                 "The reproach is harsh and has the last word; without the praise it would say the same: a run-up, "
                 "not a defence."),
        ),
        Example(
            Text("Ocurrencia de diez; luego el estreno les vino grande.",
                 "A first-rate notion; then the opening was too much for them."),
            ("defence", "blames_company"),
            Text("«Les vino grande» disculpa a medias: concede un fallo de ellos, con suavidad, y el elogio pesa.",
                 "'Too much for them' half excuses: it concedes a fault of theirs, gently, and the praise weighs."),
        ),
    ),
)  # fmt: skip
