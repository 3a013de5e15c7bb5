"""The Jazztel outage of 12 and 13 March 2014 as a scenario with a policy; facts from the sources, the rest simulated."""

from __future__ import annotations

from course.language import Text
from course.simulator.policy import Conduct, Policy
from course.simulator.scenario import Event, Post, Scenario, Source, Wave

_EVERYDAY = {
    "question:coverage": 9, "question:portability": 9, "question:router": 8, "question:invoice": 9, "question:fibre": 8,
    "complaint:everyday": 26, "praise:everyday": 6, "offtopic:everyday": 16,
}  # fmt: skip

_THREAD = {"complaint:thread": 6, "joke:thread": 1.2, "question:thread": 2, "offtopic:thread": 1.2}
_CALM_THREAD = {"question:router": 1, "offtopic:thread": 4, "praise:thread": 3}

SCENARIO = Scenario(
    name="jazztel",
    title=Text(es="Jazztel: la caída del móvil", en="Jazztel: the mobile outage"),
    brand="Jazztel",
    phrases=("common", "jazztel"),
    start="2014-03-05 00:00",
    end="2014-03-15 00:00",
    onset="2014-03-12 12:36",
    over="2014-03-13 02:00",
    everyday_rate=105.0,
    weekend=0.6,
    everyday=_EVERYDAY,
    waves=(
        Wave(
            "first questions",
            Text(
                es="la gente nota la falta de red poco a poco y pregunta si es cosa suya",
                en="people notice the missing network little by little and ask whether it is just them",
            ),
            {"question:outage_start": 10, "complaint:outage": 2},
            (
                ("2014-03-12 12:36", 0), ("2014-03-12 12:44", 60), ("2014-03-12 13:10", 125), ("2014-03-12 14:00", 115),
                ("2014-03-12 15:30", 50), ("2014-03-12 17:00", 22), ("2014-03-12 20:00", 6), ("2014-03-12 21:55", 0),
            ),
        ),
        Wave(
            "outage",
            Text(es="quejas mientras dura la avería, con más gente al salir del trabajo",
                 en="complaints while the outage lasts, with more people as they leave work"),
            {"complaint:outage": 38, "question:explanation": 15, "joke:outage": 9,
             "criticism:profits": 5, "accusation:outage": 3, "offtopic:crisis": 2, "defence:outage": 2},
            (
                ("2014-03-12 13:05", 0), ("2014-03-12 14:00", 95), ("2014-03-12 15:30", 125), ("2014-03-12 17:00", 112),
                ("2014-03-12 19:00", 108), ("2014-03-12 20:30", 112), ("2014-03-12 21:58", 90), ("2014-03-12 22:10", 30),
                ("2014-03-12 23:30", 14), ("2014-03-13 01:55", 4), ("2014-03-13 02:05", 0),
            ),
        ),
        Wave(
            "silence",
            Text(es="reproches por el silencio, hasta el primer comunicado",
                 en="reproaches for the silence, until the first statement"),
            {"complaint:silence": 10},
            (("2014-03-12 13:20", 0), ("2014-03-12 14:10", 26), ("2014-03-12 15:45", 42), ("2014-03-12 15:50", 6),
             ("2014-03-12 16:00", 0)),
            minds_policy=False,
        ),
        Wave(
            "the statement is read",
            Text(es="reacciones al primer comunicado y a las respuestas copiadas",
                 en="reactions to the first statement and to the copied replies"),
            {"complaint:acknowledged": 10},
            (("2014-03-12 15:50", 0), ("2014-03-12 16:10", 38), ("2014-03-12 18:00", 24), ("2014-03-12 21:55", 16),
             ("2014-03-12 22:00", 0)),
            minds_policy=False,
        ),
        Wave(
            "voice is back",
            Text(es="vuelven las llamadas a las 22:00; los datos, todavía no",
                 en="calls return at 22:00; data do not yet"),
            {"recovery:voice": 10},
            (("2014-03-12 22:01", 0), ("2014-03-12 22:20", 55), ("2014-03-12 23:30", 30), ("2014-03-13 01:55", 5),
             ("2014-03-13 02:02", 0)),
            minds_policy=False,
        ),
        Wave(
            "data are back",
            Text(es="vuelven los datos a las 02:00; casi todos lo ven al despertar",
                 en="data return at 02:00; nearly everybody sees it on waking"),
            {"recovery:data": 10},
            (("2014-03-13 02:02", 0), ("2014-03-13 02:15", 9), ("2014-03-13 04:00", 2), ("2014-03-13 07:00", 9),
             ("2014-03-13 08:30", 22), ("2014-03-13 11:00", 6), ("2014-03-13 13:00", 0)),
            minds_policy=False,
        ),
        Wave(
            "aftermath",
            Text(es="balance al día siguiente", en="taking stock the day after"),
            {"complaint:aftermath": 10, "criticism:lessons": 3.5, "joke:after": 1.5, "praise:aftermath": 0.8},
            (("2014-03-13 07:30", 0), ("2014-03-13 09:30", 30), ("2014-03-13 14:00", 22), ("2014-03-13 20:00", 15),
             ("2014-03-14 02:00", 2), ("2014-03-14 10:00", 8), ("2014-03-14 21:00", 5), ("2014-03-15 00:00", 3)),
        ),
        Wave(
            "compensation",
            Text(es="reacciones a la compensación anunciada", en="reactions to the compensation announced"),
            {"complaint:compensation": 10, "praise:aftermath": 3},
            (("2014-03-13 12:32", 0), ("2014-03-13 13:00", 32), ("2014-03-13 16:00", 17), ("2014-03-13 22:00", 14),
             ("2014-03-14 02:00", 1), ("2014-03-14 10:00", 8), ("2014-03-14 22:00", 5), ("2014-03-15 00:00", 2)),
            minds_policy=False,
        ),
        Wave(
            "press, outage",
            Text(es="medios que dan la noticia", en="media that report it"),
            {"news:outage": 1},
            (("2014-03-12 14:30", 0), ("2014-03-12 16:00", 1.6), ("2014-03-12 22:00", 1.0), ("2014-03-12 23:00", 0)),
            role="media", minds_policy=False,
        ),
        Wave(
            "press, aftermath",
            Text(es="medios al día siguiente", en="media the day after"),
            {"news:aftermath": 1},
            (("2014-03-13 12:45", 0), ("2014-03-13 13:30", 2.5), ("2014-03-13 20:00", 0.5), ("2014-03-14 10:00", 0)),
            role="media", minds_policy=False,
        ),
    ),  # fmt: skip
    offspring={
        "joke": 0.62, "complaint": 0.34, "question": 0.28, "accusation": 0.42, "criticism": 0.4, "defence": 0.55,
        "recovery": 0.2, "praise": 0.12, "offtopic": 0.12, "news": 0.6, "objection": 0.2,
    },  # fmt: skip
    thread_share=0.45,
    threads={
        "everyday": _CALM_THREAD,
        "after": {"complaint:thread_after": 6, "joke:thread": 1, "praise:thread": 0.6, "offtopic:thread": 1},
        "complaint": _THREAD,
        "question": {"complaint:thread": 9, "question:thread": 2, "praise:thread": 1.2},
        "joke": {"joke:thread": 8, "complaint:thread": 1, "offtopic:thread": 0.8},
        "accusation": {"complaint:thread": 5, "defence:outage": 1.5},
        "criticism": {"complaint:thread": 4, "joke:thread": 1.5, "defence:outage": 1},
        "defence": {"complaint:thread": 7, "joke:thread": 1},
        "recovery": {"recovery:thread": 5, "praise:thread": 2},
        "praise": {"praise:thread": 3, "offtopic:thread": 2},
        "offtopic": {"offtopic:thread": 5, "joke:thread": 2},
        "news": {"complaint:thread": 5, "joke:thread": 1.5, "accusation:outage": 1},
    },
    followups={
        "data_request@quiet": (0.34, {"complaint:sent": 3, "thanks:any": 3, "complaint:stillwaiting": 1}),
        "template_reply@quiet": (0.2, {"complaint:stillwaiting": 3, "thanks:any": 2}),
        "reply@quiet": (0.42, {"thanks:any": 6, "complaint:stillwaiting": 2}),
        "data_request@crisis": (0.36, {"objection:data": 8, "complaint:sent": 2, "question:again": 1}),
        "template_reply@crisis": (0.26, {"complaint:template": 6, "question:again": 5, "thanks:any": 1.5}),
        "reply@crisis": (0.3, {"question:again": 3, "thanks:any": 4}),
        "data_request@after": (0.3, {"objection:after": 6, "complaint:sent": 1.5, "complaint:reply_after": 2}),
        "template_reply@after": (0.22, {"complaint:reply_after": 6, "question:again_after": 3, "thanks:any": 1}),
        "reply@after": (0.3, {"question:again_after": 3, "thanks:any": 4}),
    },
    customers_per_tweet=0.72,
    tags=("#jazztel", "#jazztel", "#Jazztel", "#adsl"),
    crisis_tags=("#jazztel", "#jazztel", "#jazztel", "#Jazztel", "#JazztelCaido", "#sinlinea", "#jazztelfail", "#SinMovil"),
    calendar=(
        Post("2014-03-05 11:02", "promotion:offer"),
        Post("2014-03-05 18:30", "promotion:offer"),
        Post("2014-03-06 12:15", "promotion:offer"),
        Post("2014-03-07 10:40", "promotion:offer"),
        Post("2014-03-07 17:05", "promotion:photography"),
    ),
    events=(
        Event("2014-03-05", "context", "press",
              "Días antes: la prensa habla de los beneficios de Jazztel y de su lanzamiento a 200 Mbps (sin día exacto)",
              "Days before: the press reports Jazztel's profits and its 200 Mbps launch (no exact day)",
              "day", "JZ14", until="2014-03-11"),
        Event("2014-03-07", "promotion", "Jazztel",
              "Último tuit propio antes de la crisis: consejos de fotografía (la hora no consta)",
              "Last own tweet before the crisis: photography tips (time not recorded)", "day", "JZ14"),
        Event("2014-03-12 12:00", "outage_start", "Jazztel", "Empieza la avería: hacia mediodía, según MU14",
              "The outage starts: around noon, according to MU14", "hour", "MU14"),
        Event("2014-03-12 12:36", "outage_start", "Jazztel", "Empieza la avería: 12:36, según EP14",
              "The outage starts: 12:36, according to EP14", "minute", "EP14"),
        Event("2014-03-12 13:25", "outage_start", "Jazztel", "Empieza la avería: hacia las 13:25, según UN14",
              "The outage starts: about 13:25, according to UN14", "approximate", "UN14"),
        Event("2014-03-12 12:36", "phone_line_down", "Jazztel",
              "El teléfono de atención al cliente tampoco contesta; fijo y ADSL funcionan (horas, las de la avería)",
              "The customer-service line does not answer either; landline and ADSL work (times: the outage's)",
              "approximate", "JZ14;EP14;UN14", until="2014-03-12 22:00"),
        Event("2014-03-12", "statement", "Jazztel",
              "Primer reconocimiento público, horas después de las primeras quejas (la hora no consta)",
              "First public acknowledgement, hours after the first complaints (time not recorded)", "day", "JZ14;UN14"),
        Event("2014-03-12", "statement", "Orange", "Orange dice que sus clientes no han notado nada (la hora no consta)",
              "Orange says its customers noticed nothing (time not recorded)", "day", "EP14;MU14"),
        Event("2014-03-12 22:00", "voice_back", "Jazztel", "Vuelve la voz, desde las 22:00",
              "Voice service returns, from 22:00", "hour", "EP14"),
        Event("2014-03-13 02:00", "data_back", "Jazztel", "Vuelven los datos, a las 02:00; algunos deben reiniciar el móvil",
              "Data return, at 02:00; some have to restart their phones", "hour", "EP14"),
        Event("2014-03-13", "recovery_announced", "Jazztel", "Anuncia que el servicio ha vuelto (la hora no consta)",
              "It announces that service is back (time not recorded)", "day", "JZ14"),
        Event("2014-03-13", "compensation", "Jazztel",
              "Anuncia una compensación automática de 5 € por cliente, unos 6 millones en total (la hora no consta)",
              "It announces an automatic compensation of 5 € per customer, about 6 million in all (time not recorded)",
              "day", "JZ14;EP14;MU14"),
    ),  # fmt: skip
    sources=(
        Source("JZ14", "Blog sobre gestión de comunidades: análisis de la caída del móvil de Jazztel", "2014-03-13",
               "Análisis de primera mano con capturas, y comentarios de lectores; los nombres de los clientes van tapados.",
               "First-hand analysis with screenshots, and readers' comments; customers' names are masked."),
        Source("EP14", "El País in English: Jazztel customers left without cellphone service for 12 hours", "2014-03-13",
               "Prensa: horas de comienzo y final, red de Orange, compensación.",
               "Press: times of start and end, Orange's network, compensation."),
        Source("UN14", "UNAE: Problema con Jazztel", "2014-03-12",
               "Federación de consumidores: hora de comienzo aproximada y ciudades que nombran los afectados.",
               "Consumer federation: approximate start and cities named by those affected."),
        Source("MU14", "Resumen de prensa: Jazztel se quedó muda", "2014-03-13",
               "Prensa: hacia mediodía, 1,16 millones de clientes de móvil, unos 6 millones de euros.",
               "Press: around noon, 1.16 million mobile customers, about 6 million euros."),
        Source("RD09", "Real Decreto 899/2009, artículos 15 a 17", "2009-05-30",
               "Ley española: compensación por interrupción del servicio telefónico y de acceso a Internet.",
               "Spanish law: compensation for interrupted telephone and Internet service."),
        Source("SH12", "Edison Research: The Social Habit 2012 (vía Convince & Convert)", "2012",
               "Encuesta: el 42 % de quienes se quejan en redes espera respuesta en 60 minutos.",
               "Survey: 42 % of those who complain on social media expect a reply within 60 minutes."),
        Source("EPT", "Encuesta de Eptica (vía Shep Hyken)", "",
               "Encuesta: el 64 % de los consumidores que usan Twitter espera respuesta en una hora.",
               "Survey: 64 % of consumers who use Twitter expect a reply within an hour."),
    ),  # fmt: skip
    policy="jazztel",
)

POLICY = Policy(
    name="jazztel",
    agents=6,
    hours=(9.0, 22.0),
    everyday=Conduct(
        service_minutes=24,
        template_share=0.4,
        data_request_share=0.42,
        ignores={"question": 0.22, "complaint": 0.38, "praise": 0.5, "offtopic": 0.93, "thanks": 0.75, "other": 0.6},
        patience_hours=20,
    ),
    crisis=Conduct(
        service_minutes=3,
        template_share=0.93,
        data_request_share=0.34,
        ignores={
            "complaint": 0.36, "question": 0.62, "joke": 0.98, "accusation": 0.9, "criticism": 0.97, "defence": 0.97,
            "recovery": 0.85, "praise": 0.7, "thanks": 0.9, "offtopic": 0.98, "objection": 0.97, "other": 0.9,
        },
        patience_hours=16,
    ),
    crisis_hours=60,
    first_statement=191,  # 15:47: hours after the first complaints
    holds_replies=True,
    update_every=None,
    recovery_after=476,  # 09:56 on the 13th
    compensation_after=632,  # 12:32 on the 13th
    signatures=("AR", "MG", "PL", "SV", "CT"),
)
