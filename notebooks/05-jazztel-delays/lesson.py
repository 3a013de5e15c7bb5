# %% [markdown] lang="es"
# # Jazztel: la espera
#
# **Si una marca contesta a unos en minutos, a otros al día siguiente y a otros nunca, ¿cómo se mide cuánto hizo
# esperar?**

# %% [markdown] lang="en"
# # Jazztel: the wait
#
# **If a brand answers some people within minutes, others the next day and others never, how do you measure how long
# it kept them waiting?**

# %% [markdown] lang="es"
# ## Qué sabrás hacer
#
# Al terminar esta unidad podrás:
#
# - calcular cuánto esperó cada cliente, aunque la respuesta llegara al día siguiente;
# - resumir miles de esperas en un número que no engañe, y explicar por qué la mediana y no la media;
# - leer cualquier porcentaje preguntando primero «¿de qué total?»;
# - emparejar cada tuit con su primera respuesta;
# - comparar a quién se contesta y a quién se deja en visto;
# - contar también a quien todavía espera, que es a quien suelen olvidar los informes.
#
# No hace falta saber programar, ni haber hecho la unidad 01. Cada idea nueva se explica antes de pedírtela.
#
# **Cómo se usa este cuaderno.** Está hecho de celdas. Para ejecutar una celda de código, haz clic en ella y pulsa
# Mayús + Intro. Ve de arriba abajo, en orden: cada celda usa lo que prepararon las anteriores.

# %% [markdown] lang="en"
# ## What you will be able to do
#
# By the end of this unit you will be able to:
#
# - work out how long each customer waited, even if the reply came the next day;
# - sum up thousands of waits in one number that does not mislead, and say why the median and not the mean;
# - read any percentage by asking first "of what?";
# - pair each tweet with its first reply;
# - compare who gets an answer and who is left on read;
# - count those who are waiting still, too: the very people that reports tend to forget.
#
# You need not know how to program, nor have done unit 01. Each new idea is explained before you are asked for it.
#
# **How to use this notebook.** It is made of cells. To run a cell of code, click on it and press Shift + Enter. Go
# from top to bottom, in order: each cell uses what the ones above it have prepared.

# %% [markdown] lang="es"
# ## La historia
#
# (Las marcas entre corchetes, como [MU14], dicen de qué fuente sale cada dato; la lista está al final.)
#
# Miércoles 12 de marzo de 2014. Jazztel, con 1,16 millones de clientes de móvil [MU14], se queda muda: ni llamadas
# ni datos. No les pasa a todos los clientes, pero sí, reconocerá la empresa, a un número importante [JZ14; UN14].
# El fijo y el ADSL funcionan, pero el teléfono de atención al cliente tampoco contesta, así que la gente se va a
# donde siempre hay alguien despierto: las redes [JZ14; EP14; UN14].
#
# Sobre el comienzo no hay acuerdo: las 12:36 [EP14], hacia las 13:25 [UN14] o hacia mediodía [MU14]. Las llamadas
# vuelven a partir de las 22:00; los datos, a las 02:00 del día 13 [EP14]. Qué hacer cuando las fuentes no coinciden
# se aprende en la unidad 04; aquí tomaremos las 12:36 y lo diremos cada vez.
#
# Al día siguiente, un blog español sobre gestión de redes repasó lo ocurrido en Twitter y contó cinco errores
# [JZ14]. Esta unidad se ocupa de dos:
#
# - el error 4, **clientes ignorados**: quien pedía una explicación se quedó sin ella;
# - el error 5, **respuestas tardías**: más de dos horas para contestar a cada tuit, y eso que las respuestas eran
#   todas iguales.
#
# ¿Dos horas es mucho? En una encuesta de 2012, el 42 % de quienes se quejan en redes esperaba respuesta en 60
# minutos [SH12]; en otra, el 64 % de los consumidores que usan Twitter la esperaba en una hora [EPT]. Ninguna
# preguntó a los clientes de Jazztel aquella tarde, claro. Nos servirán de vara de medir, no de prueba.
#
# «Más de dos horas» parece una cifra. Pero ¿dos horas *quién*?, ¿el cliente típico, todos, la media?, ¿y qué
# hacemos con quien no recibió respuesta jamás? Vamos a averiguarlo.

# %% [markdown] lang="en"
# ## The story
#
# (The marks in square brackets, such as [MU14], say which source each fact comes from; the list is at the end.)
#
# Wednesday 12 March 2014. Jazztel, with 1.16 million mobile customers [MU14], falls silent: no calls, no data. Not
# for every customer but, as the company will admit, for a significant number [JZ14; UN14]. Landlines and ADSL work,
# but customer service does not pick up the phone either, so people go where somebody is always awake: social media
# [JZ14; EP14; UN14].
#
# Nobody agrees on when it began: at 12:36 [EP14], at about 13:25 [UN14] or around midday [MU14]. Calls are back
# from 22:00; data, at 02:00 on the 13th [EP14]. What to do when sources disagree is the business of unit 04; here
# we shall take 12:36, and say so each time.
#
# The next day, a Spanish blog on running social media went over what had happened on Twitter and counted five
# mistakes [JZ14]. This unit deals with two of them:
#
# - mistake 4, **ignored customers**: those who asked for an explanation never got one;
# - mistake 5, **late replies**: more than two hours to answer each tweet, although the answers were all alike.
#
# Is two hours a long time? In a survey of 2012, 42 % of those who complain on social media expected a reply within
# 60 minutes [SH12]; in another, 64 % of consumers who use Twitter expected one within an hour [EPT]. Neither asked
# Jazztel's customers on that afternoon, of course. We shall use them as a yardstick, not as evidence.
#
# "More than two hours" sounds like a figure. But two hours for *whom*? The typical customer, everybody, the
# average? And what do we do with those who never got an answer at all? Let us find out.

# %% [markdown] lang="es"
# ## Los datos
#
# Lo primero: **los tuits de este cuaderno son simulados**. Los escribe un programa que respeta los hechos
# documentados y se inventa todo lo demás: no hay ni un tuit ni un cliente reales. Vas a aprender a medir; lo que
# midas no prueba nada sobre la empresa Jazztel.
#
# La primera celda trae las herramientas del curso; la segunda carga el caso y dice de dónde sale.

# %% [markdown] lang="en"
# ## The data
#
# First things first: **the tweets in this notebook are simulated**. A program writes them; it respects the
# documented facts and makes up everything else, so there is not one real tweet or customer here. You are going to
# learn how to measure; nothing you measure proves anything about Jazztel, the company.
#
# The first cell fetches the course's tools; the second loads the case and tells where it comes from.

# %%
import pandas as pd

from course import attempt, check, first_replies, load, reply_survival, set_language, show, t, timeline
from course.plots.style import BLUE, INK, VERMILION, new_axes, style

set_language(t(es="es", en="en"))

# %%
case = load("jazztel")
tweets = case.tweets

print(case)

# %% [markdown] lang="es"
# `pandas` (aquí, `pd` para abreviar) es la biblioteca de Python para trabajar con tablas. El signo `=` se lee «se
# llama»: `tweets` es ahora el nombre de una tabla con una fila por tuit. La celda siguiente elige cuatro de sus
# columnas (una lista de nombres, entre dos pares de corchetes) y enseña las cinco primeras filas (`.head()`). Los
# números en negrita de la izquierda solo numeran las filas. `NaN` es un hueco: ese tuit no contesta a ninguno.

# %% [markdown] lang="en"
# `pandas` (here `pd` for short) is Python's library for tables. Read the sign `=` as "is called": `tweets` is now
# the name of a table with one row for each tweet. The next cell chooses four of its columns (a list of names,
# between two pairs of square brackets) and shows the first five rows (`.head()`). The numbers in bold on the left
# only number the rows. `NaN` is a gap: that tweet answers none.

# %%
tweets[["created_at", "author_role", "reply_to", t(es="text", en="text_en")]].head()

# %% [markdown] lang="es"
# Las columnas que usaremos:
#
# | columna | qué contiene |
# |---|---|
# | `tweet_id` | el identificador del tuit, único |
# | `created_at` | el momento en que se publicó, **en UTC** |
# | `author_role` | quién habla: `customer` (cliente), `brand` (la marca) o `media` (un medio) |
# | `reply_to` | el `tweet_id` al que contesta; un hueco si no contesta a ninguno |
# | `text` | el tuit, en español |
# | `text_en` | el mismo tuit explicado en inglés |
#
# **UTC y la hora de Madrid.** Los ordenadores apuntan los momentos en UTC, una hora común para todo el planeta. En
# marzo, el reloj de Madrid va 1 hora por delante: las 12:36 de Madrid son las 11:36 UTC. Para una espera da igual
# el reloj, mientras sea el mismo al preguntar y al contestar: media hora es media hora en todas partes. Para decir
# *a qué hora* pasó algo, no da igual, y por eso al escribir una hora decimos siempre de qué reloj es.
#
# Para situarte, el 12 de marzo de nuestros tuits, con los hechos documentados y sus fuentes:

# %% [markdown] lang="en"
# The columns we shall use:
#
# | column | what it holds |
# |---|---|
# | `tweet_id` | the tweet's identifier, unique |
# | `created_at` | the moment it was published, **in UTC** |
# | `author_role` | who is speaking: `customer`, `brand` or `media` (a news outlet) |
# | `reply_to` | the `tweet_id` that it answers; a gap if it answers none |
# | `text` | the tweet, in Spanish |
# | `text_en` | the same tweet put into English |
#
# **UTC and Madrid time.** Computers note moments in UTC, one time for the whole planet. In March, Madrid's clock
# runs 1 hour ahead: 12:36 in Madrid is 11:36 UTC. For a wait the clock makes no difference, as long as question and
# answer use the same one: half an hour is half an hour anywhere. To say *at what time* something happened it does
# matter, which is why we always say whose clock we mean.
#
# To get your bearings, 12 March as our tweets tell it, with the documented events and their sources:

# %%
ax = timeline(case, start="2014-03-12 10:00", end="2014-03-13 10:00")
show(
    ax,
    alt=t(
        es="Cronología simulada, de las 10:00 del 12 de marzo de 2014 a las 10:00 del 13, hora de Madrid. Los tuits de "
        "clientes se disparan después de las 12:36, llegan al máximo poco antes de las 16:00, caen a la mitad, aguantan "
        "hasta las 22:00 y se apagan de madrugada. La marca, que por la mañana contestaba a alguno, calla de mediodía a "
        "poco antes de las 16:00; entonces contesta sin parar hasta las 22:00, calla otra vez y vuelve a las 09:00. "
        "Debajo, numerados y con su fuente, los sucesos documentados.",
        en="Simulated timeline, from 10:00 on 12 March 2014 to 10:00 on the 13th, Madrid time. Customers' tweets shoot up "
        "after 12:36, peak shortly before 16:00, fall by half, hold until 22:00 and die down in the small hours. The "
        "brand, which answered some in the morning, is silent from midday until shortly before 16:00; then it replies "
        "without a pause until 22:00, falls silent again and is back at 09:00. Below, numbered and with their sources, "
        "the documented events.",
    ),
)

# %% [markdown] lang="es"
# Arriba, los clientes; abajo, la marca. Mira cuándo empieza cada uno y qué pasa de noche. Cuánto duró el silencio
# es asunto de la unidad 04; el nuestro es lo que vino después: a quién se contestó, y cuánto más tarde.
#
# ### Dos tablas para comparar
#
# La herramienta `first_replies` busca, para cada tuit de un cliente, la **primera** respuesta de la marca. En el
# ejercicio 4 la construirás tú; de momento, la tomamos prestada. (No te preocupes todavía por el código: `between`
# deja pasar lo que cae entre dos momentos.) De esa tabla, `pairs`, sacamos otras dos: `outage`, los tuits escritos
# durante la avería (12 de marzo, de las 12:36 a las 02:00 del 13, hora de Madrid), y `before`, los de los días
# anteriores.

# %% [markdown] lang="en"
# Above, the customers; below, the brand. See when each of them begins, and what happens at night. How long the
# silence lasted is a matter for unit 04; ours is what came afterwards: who got a reply, and how much later.
#
# ### Two tables to compare
#
# For each tweet of a customer, the tool `first_replies` looks for the brand's **first** reply. In exercise 4 you will
# build it yourself; for now we borrow it. (Do not worry about the code yet: `between` lets through whatever falls
# between two moments.) From its table, `pairs`, we take two more: `outage`, the tweets written during the outage (12
# March, from 12:36 until 02:00 on the 13th, Madrid time), and `before`, those of the days before.

# %%
start = pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid")
end = pd.Timestamp("2014-03-13 02:00", tz="Europe/Madrid")

pairs = first_replies(tweets)
outage = pairs[pairs["created_at"].between(start, end)]
before = pairs[pairs["created_at"] < start]

outage[["tweet_id", "created_at", "replied_at"]]

# %% [markdown] lang="es"
# `created_at` es cuándo preguntó el cliente; `replied_at`, cuándo le contestaron. Donde pone `NaT` (*not a time*,
# «no es un momento») hay otro hueco: no hubo respuesta. Los huecos van a ser los protagonistas de la unidad.
#
# Aquí entran **todos** los tuits de clientes: preguntas y quejas, pero también chistes y charlas entre ellos que
# quizá nadie tenía que contestar. Guárdate esa duda; al final pesa.

# %% [markdown] lang="en"
# `created_at` is when the customer asked; `replied_at`, when the answer came. Where it says `NaT` (*not a time*)
# there is another gap: no reply came. Those gaps are going to be the heroes of this unit.
#
# **All** the customers' tweets are in here: questions and complaints, but also jokes, and chats among themselves
# that perhaps nobody had to answer. Keep that doubt at hand; it weighs in the end.

# %% [markdown] lang="es"
# ## Un ejemplo resuelto
#
# Antes de meternos con miles de tuits, seis. Los hemos inventado para poder contarlos con los dedos.

# %% [markdown] lang="en"
# ## A worked example
#
# Before we tackle thousands of tweets, six. We made them up so that you can count them on your fingers.

# %%
mini = pd.DataFrame(
    {
        "tweet_id": ["t1", "t2", "t3", "t4", "t5", "t6"],
        "created_at": pd.to_datetime(
            [
                "2014-03-12 13:00",
                "2014-03-12 13:05",
                "2014-03-12 13:10",
                "2014-03-12 13:30",
                "2014-03-12 14:00",
                "2014-03-12 14:10",
            ],
            utc=True,
        ),
        "replied_at": pd.to_datetime(
            [
                "2014-03-12 13:20",
                "2014-03-12 13:50",
                "2014-03-13 14:10",
                None,
                "2014-03-12 16:30",
                None,
            ],
            utc=True,
        ),
        "text": [
            t(
                es="@Jazztel ¿no hay línea o ya no me llama nadie?",
                en="@Jazztel am I cut off, or does nobody love me?",
            ),
            t(
                es="@Jazztel sin datos. Hablé con mi familia. Majos.",
                en="@Jazztel no data. Talked to my family. Nice folk.",
            ),
            t(es="@Jazztel ¿qué pasa con el móvil?", en="@Jazztel what is up with the mobile?"),
            t(
                es="@Jazztel quiero una explicación, no un formulario",
                en="@Jazztel I want an explanation, not a form",
            ),
            t(es="@Jazztel ¿hay para mucho?", en="@Jazztel will it be long?"),
            t(
                es="Bravo, @Jazztel: habéis reinventado la cabina",
                en="Bravo, @Jazztel: you have reinvented the phone box",
            ),
        ],
    }
)
mini

# %% [markdown] lang="es"
# **La pregunta: ¿cuánto esperó el tercer cliente?** A mano: preguntó el día 12 a las 13:10 y le contestaron el 13 a
# las 14:10. De 13:10 a 13:10 va un día, y falta una hora: 25 horas, que son 1500 minutos.
#
# Ahora con Python. Un momento se escribe con `pd.Timestamp`, y al restar dos momentos sale una **duración**, que
# pandas llama `Timedelta`:

# %% [markdown] lang="en"
# **The question: how long did the third customer wait?** By hand: they asked on the 12th at 13:10 and got an answer
# on the 13th at 14:10. From 13:10 to 13:10 makes a day, and there is an hour to go: 25 hours, which is 1500
# minutes.
#
# Now in Python. A moment is written with `pd.Timestamp`, and taking one moment from another gives a **duration**,
# which pandas calls a `Timedelta`:

# %%
asked = pd.Timestamp("2014-03-12 13:10", tz="UTC")
replied = pd.Timestamp("2014-03-13 14:10", tz="UTC")

wait = replied - asked
wait

# %% [markdown] lang="es"
# «1 día y 1 hora»: correcto, pero con duraciones así no se hacen cuentas cómodas. ¿Cuántos minutos son? Lo mismo
# que preguntar cuántas veces cabe un minuto en esa espera. Y «cuántas veces cabe» es dividir:

# %% [markdown] lang="en"
# "1 day and 1 hour": correct, but such durations are clumsy to do sums with. How many minutes is it? That is to ask
# how many times one minute fits into that wait. And "how many times does it fit" is a division:

# %%
wait / pd.Timedelta("1min")

# %% [markdown] lang="es"
# 1500, como a mano.
#
# ### De una cuenta a una herramienta: las funciones
#
# Si vas a repetir una cuenta, guárdala con un nombre. Eso es una **función**. En la línea del `def` van su nombre y,
# entre paréntesis, los nombres de lo que necesita; debajo, los pasos, con cuatro espacios delante; y `return` dice
# qué entrega. Lo que hay entre `"""` es una explicación para quien lea, y Python se la salta, como las líneas que
# empiezan por `#`.

# %% [markdown] lang="en"
# 1500, as by hand.
#
# ### From one sum to a tool: functions
#
# A sum that you are going to repeat deserves a name. That is what a **function** is. On the line of the `def` stand
# its name and, in the brackets, the names of what it needs; below, the steps, with four spaces before them; and
# `return` says what it hands over. What lies between `"""` is an explanation for whoever reads it; Python skips it,
# as it skips lines that begin with `#`.


# %%
def wait_in_hours(asked, replied):
    """
    es: Calcula la espera en horas.
    en: Work out the wait in hours.
    """
    wait = replied - asked
    return wait / pd.Timedelta("1h")


wait_in_hours(asked, replied)

# %% [markdown] lang="es"
# Y la misma función, con el primer tuit contestado del caso. (`dropna` quita las filas con huecos e `iloc[0]` toma
# la primera de las que quedan.) Fíjate: fuera, los dos momentos se llaman `one["created_at"]` y
# `one["replied_at"]`; **dentro de la función se llaman como dice el `def`**, `asked` y `replied`, sea cual sea el
# tuit.

# %% [markdown] lang="en"
# And the same function, on the first tweet of the case that got an answer. (`dropna` takes out the rows with gaps
# and `iloc[0]` takes the first of those left.) Mind this: outside, the two moments are called `one["created_at"]`
# and `one["replied_at"]`; **inside the function they are called what the `def` says**, `asked` and `replied`,
# whichever the tweet.

# %%
one = outage.dropna().iloc[0]

wait_in_hours(one["created_at"], one["replied_at"])

# %% [markdown] lang="es"
# **`return` no es `print`.** `print` enseña un valor en la pantalla y se lo lleva; `return` lo entrega, y así se
# puede guardar, comparar o corregir. En los ejercicios, tu función tiene que devolver su resultado con `return`.
#
# ### Cómo son los ejercicios
#
# Cada ejercicio te da una función empezada. Borra la línea `return ...` y escribe tus pasos: entre uno y cinco
# renglones. Después ejecuta la celda de `check`, que prueba tu función con tablas pequeñas y te dice al momento qué
# esperaba, qué ha recibido y, si te atascas, tres pistas. Inténtalo las veces que quieras. La nota sale de otras
# tablas que no se ven, así que la función tiene que servir para *cualquier* tabla, no solo para la del ejemplo.
#
# Dos reglas de la casa. Dentro de la función, usa los nombres de sus paréntesis, no los de tus tablas. Y no cambies
# los datos que recibe: nada de `first["delay"] = …`; si necesitas guardar un paso, ponle un nombre nuevo.
#
# Tras cada ejercicio, una celda prueba tu función con el caso; por eso lleva `attempt` («inténtalo»). Si aún no
# funciona, te lo dice en una línea y no pasa nada: puedes seguir y volver luego.

# %% [markdown] lang="en"
# **`return` is not `print`.** `print` shows a value on the screen and takes it away again; `return` hands it over,
# so that it can be kept, compared or marked. In the exercises your function has to give back its result with
# `return`.
#
# ### What the exercises are like
#
# Each exercise gives you a function that someone has begun. Delete the line `return ...` and write your steps:
# between one line and five. Then run the cell with `check`: it tries your function on small tables and tells you on
# the spot what it expected, what it got and, should you be stuck, three hints. Try as often as you like. Your mark
# comes from other tables that you do not see, so the function has to work for *any* table, not just for the one in
# the example.
#
# Two rules of the house. Inside the function, use the names in its brackets, not those of your tables. And do not
# change the data it is given: no `first["delay"] = …`; if you need to keep a step, give it a new name.
#
# After each exercise, a cell tries your function on the case, which is what `attempt` is for. If it does not work
# yet, it tells you so in one line and no harm is done: you can go on and come back later.

# %% [markdown] lang="es"
# ## Ejercicio 1. Cuántos minutos esperó cada cliente
#
# ### Lo que necesitas
#
# Una columna se saca de la tabla con su nombre entre corchetes y comillas: `mini["replied_at"]`. Una columna suelta
# se llama **Series**. Lo bueno de una Series es que las cuentas se hacen con toda ella a la vez, fila a fila. Por
# ejemplo, ¿cuánto tiempo pasó desde cada tuit hasta las cinco de la tarde?

# %% [markdown] lang="en"
# ## Exercise 1. How many minutes each customer waited
#
# ### What you need
#
# You take a column out of a table by writing its name between brackets and quotation marks: `mini["replied_at"]`. A
# column by itself is called a **Series**. The beauty of a Series is that you do sums with all of it at once, row by
# row. For instance, how long was it from each tweet until five in the afternoon?

# %%
five_o_clock = pd.Timestamp("2014-03-12 17:00", tz="UTC")

five_o_clock - mini["created_at"]

# %% [markdown] lang="es"
# ¿Y los huecos? Se contagian: una cuenta con un hueco da otro hueco. Con momentos y duraciones el hueco se escribe
# `NaT`; con números, `NaN` (*not a number*). Es la forma que tiene pandas de decir «no lo sé», y es más honrada que
# un 0. Pasa lo mismo al sumar una hora a cada respuesta:

# %% [markdown] lang="en"
# And the gaps? They are catching: a sum with a gap in it gives another gap. Among moments and durations a gap is
# written `NaT`; among numbers, `NaN` (*not a number*). It is how pandas says "I do not know", which is more honest
# than a 0. See what happens on adding an hour to each reply:

# %%
mini["replied_at"] + pd.Timedelta("1h")

# %% [markdown] lang="es"
# ### Tu turno
#
# Escribe una función que dé la demora de cada fila en minutos. A mano, con `mini`:
#
# | tuit | t1 | t2 | t3 | t4 | t5 | t6 |
# |---|---|---|---|---|---|---|
# | minutos | 20 | 45 | 1500 | hueco | 150 | hueco |
#
# Deja los huecos como están: si pusieras 0, dirías que a t4 le contestaron al instante. No redondees. Y si haces la
# cuenta en una sola línea, pon la resta entre paréntesis: sin ellos, Python divide antes de restar.

# %% [markdown] lang="en"
# ### Your turn
#
# Write a function that gives the delay of each row in minutes. By hand, with `mini`:
#
# | tweet | t1 | t2 | t3 | t4 | t5 | t6 |
# |---|---|---|---|---|---|---|
# | minutes | 20 | 45 | 1500 | gap | 150 | gap |
#
# Leave the gaps as they are: put a 0 there, and you claim that t4 was answered on the instant. Do not round. And if
# you do the sum on a single line, put the subtraction in brackets: without them, Python divides before it
# subtracts.


# %% answer="reply-delay"
def reply_delay(first):
    """
    es: Calcula la demora de cada respuesta, en minutos.
    en: Work out the delay of each reply, in minutes.

    es: first: una tabla con las columnas "created_at" (pregunta) y "replied_at" (primera respuesta, o un hueco).
    es: Devuelve una Series de números, uno por fila y en el mismo orden; un hueco donde no hubo respuesta.
    en: first: a table with the columns "created_at" (question) and "replied_at" (first reply, or a gap).
    en: Returns a Series of numbers, one a row and in the same order; a gap where there was no reply.
    """
    ### BEGIN SOLUTION
    wait = first["replied_at"] - first["created_at"]
    return wait / pd.Timedelta("1min")
    ### END SOLUTION


# %% check="reply-delay"
check("reply-delay", reply_delay)

# %% [markdown] lang="es"
# **En el caso.** Los minutos que esperaron, durante la avería, los clientes que sí tuvieron respuesta:

# %% [markdown] lang="en"
# **On the case.** The minutes that those customers waited, during the outage, who did get a reply:

# %%
attempt(reply_delay, outage.dropna())

# %% [markdown] lang="es"
# Para que puedas seguir aunque este ejercicio se te resista, `first_replies` trae las demoras ya calculadas
# (columna `delay`). Las pasamos a minutos y les ponemos nombre:

# %% [markdown] lang="en"
# So that you can go on even if this exercise is putting up a fight, `first_replies` comes with the delays worked
# out (column `delay`). We turn them into minutes and give them a name:

# %%
delays = outage["delay"] / pd.Timedelta("1min")
delays_before = before["delay"] / pd.Timedelta("1min")

# %% [markdown] lang="es"
# ## Ejercicio 2. La espera de quien está en el medio
#
# ### Lo que necesitas
#
# Cuatro personas con sueldos corrientes están en un bar. Entra Amancio Ortega. Si calculas la **media**, en ese bar
# son todos millonarios. La **mediana** ni se inmuta: pone a todo el mundo en fila, del que menos gana al que más, y
# mira a quien queda en el medio.

# %% [markdown] lang="en"
# ## Exercise 2. The wait of whoever stands in the middle
#
# ### What you need
#
# Four people on ordinary wages are sitting in a bar. In walks Amancio Ortega, the founder of Zara. Work out the
# **mean**, and everybody in that bar is a millionaire. The **median** does not bat an eyelid: it lines everybody
# up, from the lowest wage to the highest, and looks at whoever stands in the middle.

# %%
wages = pd.Series([1200, 1400, 1500, 1900, 9_000_000])

print(t(es="media:", en="mean:"), wages.mean())
print(t(es="mediana:", en="median:"), wages.median())

# %% [markdown] lang="es"
# (El guion bajo de `9_000_000` solo separa los miles, y en Python los decimales llevan punto: `0.5`.)
#
# Con un número par de valores hay dos en el medio, y la mediana es el punto a mitad de camino entre ellos: la de
# 10, 20, 40 y 500 es 30. El punto y los paréntesis de `wages.median()` se leen como un encargo: «`wages`, dame tu
# mediana». Esos encargos se llaman **métodos**, y los de pandas se saltan los huecos.
#
# Con las esperas suele pasar lo mismo que con los sueldos: muchas son cortas y unas pocas, interminables. A esa
# forma se la llama **cola larga**, y por eso una espera típica se cuenta mejor con la mediana.
#
# ### Tu turno
#
# Escribe una función que calcule la mediana de las demoras que se conocen. A mano, con `mini`: se conocen 20, 45,
# 1500 y 150; en fila, 20, 45, 150 y 1500; en el medio, 45 y 150; la mediana es 97,5 minutos. (La media habría sido
# 428,75: nadie del ejemplo esperó algo parecido.)

# %% [markdown] lang="en"
# (The underscores of `9_000_000` only set off the thousands, and decimals take a point in Python: `0.5`.)
#
# With an even number of values there are two in the middle, and the median is the point half-way between them: that
# of 10, 20, 40 and 500 is 30. Read the dot and the brackets of `wages.median()` as an order: "`wages`, give me your
# median". Such orders are called **methods**, and those of pandas skip the gaps.
#
# Waits tend to be like wages: many are short and a few are endless. That shape is called a **long tail**, and it is
# why the median tells a typical wait better.
#
# ### Your turn
#
# Write a function that gives the median of the delays that are known. By hand, with `mini`: 20, 45, 1500 and 150
# are known; lined up, 20, 45, 150 and 1500; in the middle, 45 and 150; the median is 97.5 minutes. (The mean would
# have been 428.75: nobody in the example waited anything like that.)


# %% answer="median-delay"
def median_delay(delays):
    """
    es: Calcula la mediana de las demoras conocidas.
    en: Work out the median of the known delays.

    es: delays: una Series de minutos, con huecos donde no hubo respuesta; al menos una demora se conoce.
    es: Devuelve un número: minutos.
    en: delays: a Series of minutes, with gaps where there was no reply; at least one delay is known.
    en: Returns a number: minutes.
    """
    ### BEGIN SOLUTION
    return delays.median()
    ### END SOLUTION


# %% check="median-delay"
check("median-delay", median_delay)

# %% [markdown] lang="es"
# **En el caso.** La mediana durante la avería y en los días de antes, en minutos:

# %% [markdown] lang="en"
# **On the case.** The median during the outage and on the days before, in minutes:

# %%
print(t(es="avería:", en="outage:"), attempt(median_delay, delays))
print(t(es="antes:", en="before:"), attempt(median_delay, delays_before))

# %% [markdown] lang="es"
# En palabras: entre quienes recibieron respuesta, el cliente del medio esperó unas tres horas durante la avería (180
# minutos) y, los días de antes, unos 21 minutos.
#
# ¿Y si te interesa quien peor lo pasó? La mediana es el punto que deja por debajo a la mitad. El **cuantil** 0,9
# deja por debajo a 9 de cada 10: 1 de cada 10 esperó más que eso. Se pide con `quantile`. Aquí, junto a la media,
# para que veas hacia dónde tira la cola:

# %% [markdown] lang="en"
# In words: among those who got a reply, the customer in the middle waited about three hours during the outage (180
# minutes) and, on the days before, about 21 minutes.
#
# And what of those who had the worst of it? The median is the point with half of the waits below it. The
# **quantile** 0.9 has 9 in 10 below it: 1 in 10 waited longer than that. You ask for it with `quantile`. Here it is
# beside the mean, so that you see which way the tail pulls:

# %%
print(t(es="mediana: ", en="median: "), delays.median())
print(t(es="media: ", en="mean: "), delays.mean())
print(t(es="cuantil 0,9: ", en="quantile 0.9: "), delays.quantile(0.9))

# %% [markdown] lang="es"
# ## Ejercicio 3. De las respuestas, cuántas llegaron tarde
#
# ### Lo que necesitas
#
# Si comparas una Series con un número, sale otra Series de `True` (sí) y `False` (no). Para Python, `True` vale 1 y
# `False` vale 0; por eso **la media de una columna de síes y noes es la proporción de síes**. De cuatro sueldos,
# ¿qué parte pasa de 1450?

# %% [markdown] lang="en"
# ## Exercise 3. Of the replies, how many came late
#
# ### What you need
#
# Compare a Series with a number and out comes another Series, of `True` (yes) and `False` (no). To Python, `True`
# is worth 1 and `False` 0, and so **the mean of a column of yeses and noes is the share of yeses**. Of these four
# wages, what part is above 1450?

# %%
wages = pd.Series([1200, 1400, 1500, 1900])

print((wages > 1450).tolist())
print((wages > 1450).mean())

# %% [markdown] lang="es"
# Los paréntesis importan: primero la comparación, después la media. Ahora, la trampa. Un hueco comparado con lo que
# sea da `False`:

# %% [markdown] lang="en"
# The brackets matter: first the comparison, then the mean. Now, the trap. A gap compared with anything gives
# `False`:

# %%
with_gap = pd.Series([100, None])

print((with_gap > 50).tolist())
print((with_gap <= 50).tolist())

# %% [markdown] lang="es"
# El hueco no está por encima de 50 ni por debajo, pero cuenta como un «no» y engorda el total. Si quieres dejar
# fuera los huecos, hazlo tú, antes de comparar: `with_gap.dropna()`. Ya has visto las tres caras de un hueco:
#
# | qué haces | qué pasa con el hueco |
# |---|---|
# | una cuenta: `+`, `-`, `/` | se contagia: sale otro hueco |
# | un resumen: `.mean()`, `.median()` | pandas se lo salta |
# | una comparación: `>`, `<=`, `==` | sale `False`, o sea, un «no» |
#
# ¿Y de qué total hablamos? Ese total, el número que va debajo en la división, es el **denominador**, y depende de la
# pregunta. En `mini` hay 6 tuits, 4 de ellos con respuesta, y 2 respuestas tardaron más de dos horas:
#
# | pregunta | cuenta | resultado |
# |---|---|---|
# | de las respuestas que llegaron, ¿qué parte llegó tarde? | 2 de 4 | 50 % |
# | de todos los tuits, ¿qué parte tuvo una respuesta tardía? | 2 de 6 | 33 % |
# | de todos los tuits, ¿qué parte no tenía respuesta a las dos horas? | 4 de 6 | 67 % |
#
# Los tres porcentajes son verdad y salen de los mismos seis tuits. El segundo es el más traicionero: **cuanta más
# gente ignores, mejor queda**. A un portavoz le gustará; a ti, ya no.
#
# ### Tu turno
#
# El error 5 habla de las respuestas, así que pedimos el **primero**: de los tuits con respuesta, la proporción que
# esperó más de dos horas. Las demoras vienen en minutos, y dos horas justas no son más de dos horas.

# %% [markdown] lang="en"
# The gap is neither above 50 nor below, but it counts as a "no" and swells the total. If you want gaps left out, do
# it yourself, before comparing: `with_gap.dropna()`. You have now seen the three faces of a gap:
#
# | what you do | what becomes of the gap |
# |---|---|
# | a sum: `+`, `-`, `/` | it is catching: another gap comes out |
# | a summary: `.mean()`, `.median()` | pandas skips it |
# | a comparison: `>`, `<=`, `==` | out comes `False`, that is, a "no" |
#
# And of which total do we speak? That total, the number at the bottom of the division, is the **denominator**, and
# it depends on the question. In `mini` there are 6 tweets, 4 of them answered, and 2 replies took more than two
# hours:
#
# | question | sum | result |
# |---|---|---|
# | of the replies that came, what part came late? | 2 of 4 | 50 % |
# | of all the tweets, what part got a late reply? | 2 of 6 | 33 % |
# | of all the tweets, what part had no reply after two hours? | 4 of 6 | 67 % |
#
# All three percentages are true, and they come from the same six tweets. The second is the treacherous one: **the
# more people you ignore, the better it looks**. A spokesman will like it; you no longer do.
#
# ### Your turn
#
# Mistake 5 speaks of the replies, so we ask for the **first**: of the answered tweets, the share that waited more
# than two hours. The delays are in minutes, and exactly two hours is not more than two hours.


# %% answer="share-late"
def share_late(delays):
    """
    es: Calcula, de los tuits con respuesta, la proporción que esperó más de dos horas.
    en: Work out, of the answered tweets, the share that waited more than two hours.

    es: delays: una Series de minutos, con huecos donde no hubo respuesta; al menos una demora se conoce.
    es: Devuelve un número entre 0 y 1.
    en: delays: a Series of minutes, with gaps where there was no reply; at least one delay is known.
    en: Returns a number from 0 to 1.
    """
    ### BEGIN SOLUTION
    answered = delays.dropna()
    return (answered > 120).mean()
    ### END SOLUTION


# %% check="share-late"
check("share-late", share_late)

# %% [markdown] lang="es"
# **En el caso.** Tu proporción durante la avería y, debajo, las otras dos preguntas de la tabla. Apunta las tres:
# las necesitarás en la pregunta final.

# %% [markdown] lang="en"
# **On the case.** Your share during the outage and, below it, the other two questions of the table. Take a note of
# all three: you will need them for the last question.

# %%
print(t(es="de las respuestas, tarde:", en="of the replies, late:"), attempt(share_late, delays))
print(t(es="de todos, con respuesta tardía:", en="of all, with a late reply:"), (delays > 120).mean())
print(
    t(es="de todos, sin respuesta a las 2 h:", en="of all, no reply after 2 h:"), 1 - (delays <= 120).mean()
)

# %% [markdown] lang="es"
# Tres frases sobre la misma tarde: 0,88, 0,19 y 0,97. La primera acusa; con la segunda casi dan ganas de felicitar a
# la marca; con la tercera, ya no. La segunda no es pequeña porque la marca corriera: es pequeña porque dejó sin
# respuesta a más de tres de cada cuatro tuits.

# %% [markdown] lang="en"
# Three sentences about the same afternoon: 0.88, 0.19 and 0.97. The first accuses; the second almost makes you want
# to congratulate the brand; the third, no longer. The second is not small because the brand was quick: it is small
# because more than three tweets in four were left without a reply.

# %% [markdown] lang="es"
# ## Ejercicio 4. Emparejar cada tuit con su primera respuesta
#
# ### Lo que necesitas
#
# Hasta aquí, la tabla de primeras respuestas venía hecha. Ahora la vas a construir tú, y para eso hacen falta
# cuatro ideas pequeñas. Las vemos en una pizzería que lo apunta todo en una sola libreta, `log`: los pedidos y los
# viajes del repartidor, cada uno con su identificador (`entry`) y su hora en minutos. Un viaje dice además para qué
# pedido era (`for_order`). Hay viajes con pizza y viajes solo con propaganda, y algún pedido se llevó dos veces
# (cosas del viernes).

# %% [markdown] lang="en"
# ## Exercise 4. Pair each tweet with its first reply
#
# ### What you need
#
# So far, the table of first replies was given to you. Now you are going to build it, and for that you need four
# small ideas. We look at them in a pizzeria that puts everything down in a single book, `log`: the orders and the
# rider's trips, each with its identifier (`entry`) and its time in minutes. A trip also says which order it was for
# (`for_order`). Some trips carry pizza and some only leaflets, and some orders were taken round twice (it was a
# Friday).

# %%
log = pd.DataFrame(
    {
        "entry": ["A", "B", "C", "D", "v1", "v2", "v3", "v4", "v5"],
        "kind": [
            *[t(es="pedido", en="order")] * 4,
            *["pizza", "pizza", t(es="propaganda", en="leaflets"), "pizza", "pizza"],
        ],
        "for_order": [None, None, None, None, "C", "A", "B", "A", "D"],
        "minute": [0, 5, 8, 12, 50, 45, 20, 30, 40],
    }
)
log

# %% [markdown] lang="es"
# **Primera idea: quedarse con unas filas.** Una comparación puesta entre los corchetes de la tabla deja pasar solo
# las filas en las que la respuesta es sí. Para preguntar «¿es igual a?» se usan dos signos, `==`, porque uno solo
# ya significa «se llama». Así la libreta se parte en dos: lo que se pide y lo que se lleva.

# %% [markdown] lang="en"
# **First idea: keep some of the rows.** A comparison put between the brackets of the table lets pass only the rows
# where the answer is yes. To ask "is it equal to?" you write two signs, `==`, because a single one already means
# "is called". So the book is split in two: what is asked for and what is taken round.

# %%
orders = log[log["kind"] == t(es="pedido", en="order")]
pizzas = log[log["kind"] == "pizza"]
pizzas

# %% [markdown] lang="es"
# **Segunda idea: un resumen de cada montón.** `groupby` hace un montón con las filas que comparten un valor; aquí,
# las pizzas que iban al mismo pedido, es decir, con el mismo `for_order` (su propio `entry` es distinto en cada
# viaje y no junta nada). De la columna `minute` de cada montón tomamos el mínimo, que es la primera pizza en
# llegar. Da igual el orden de las filas, y cada pedido sale una sola vez.

# %% [markdown] lang="en"
# **Second idea: a summary of each pile.** `groupby` puts the rows that share a value on one pile; here, the pizzas
# that went to the same order, that is, with the same `for_order` (their own `entry` differs from trip to trip and
# brings nothing together). Of the column `minute` of each pile we take the minimum, which is the first pizza to
# arrive. The order of the rows does not matter, and each order comes out just once.

# %%
earliest = pizzas.groupby("for_order")["minute"].min()
earliest

# %% [markdown] lang="es"
# El resultado es una Series que funciona como una agenda: a la izquierda, el pedido (su etiqueta); a la derecha, la
# hora.
#
# **Tercera idea: consultar la agenda.** `map` toma una columna y busca cada valor en la agenda. Los pedidos se
# buscan por su identificador, `entry`, que es lo que los viajes apuntaban en `for_order`: **dos columnas con nombre
# distinto que hablan de lo mismo**. Lo que no está en la agenda se queda en hueco:

# %% [markdown] lang="en"
# The result is a Series that works like an address book: on the left, the order (its label); on the right, the
# time.
#
# **Third idea: look it up.** `map` takes a column and looks up each value in the book. Orders are looked up by
# their identifier, `entry`, which is what the trips noted in `for_order`: **two columns with different names that
# speak of the same thing**. What is not in the book is left as a gap:

# %%
orders["entry"].map(earliest)

# %% [markdown] lang="es"
# Al pedido B solo le llevaron propaganda: es la fila 1, y sigue esperando. Si hubiéramos empezado por los viajes en
# vez de por los pedidos, B no saldría en ninguna parte. **Se empieza siempre por quien pregunta.**
#
# **Cuarta idea: añadir una columna.** `assign` devuelve una copia de la tabla con una columna más y deja la
# original como estaba; por eso hay que guardar la copia con un nombre. Y con dos pares de corchetes eliges las
# columnas que quieres:

# %% [markdown] lang="en"
# Order B got nothing but leaflets: it is row 1, and is waiting still. Had we started from the trips instead of the
# orders, B would be nowhere to be seen. **Always start from those who ask.**
#
# **Fourth idea: add a column.** `assign` gives back a copy of the table with one column more, and leaves the
# original as it was; so the copy has to be kept under a name. And with two pairs of brackets you choose the columns
# you want:

# %%
served = orders.assign(first_pizza=orders["entry"].map(earliest))
served[["entry", "first_pizza"]]

# %% [markdown] lang="es"
# ### Tu turno
#
# Escribe una función que reciba una conversación (las columnas `tweet_id`, `created_at`, `author_role` y
# `reply_to`) y devuelva una fila por cada tuit de cliente, con la hora de la primera respuesta **de la marca**. Un
# cliente que contesta a otro no es la marca; su tuit, eso sí, es de cliente y tiene su propia fila. A mano:
#
# | tweet_id | created_at | author_role | reply_to |
# |---|---|---|---|
# | t1 | 13:00 | customer | hueco |
# | t2 | 13:02 | customer | t1 |
# | t3 | 13:10 | media | t1 |
# | t4 | 13:30 | brand | t1 |
# | t5 | 13:40 | brand | t2 |
# | t6 | 13:45 | customer | hueco |
# | t7 | 16:00 | brand | hueco |
#
# Los clientes son t1, t2 y t6. A t1 le contestan antes otro cliente y un periódico (no cuentan) y, a las 13:30, la
# marca; a t2, la marca a las 13:40; a t6, nadie:
#
# | tweet_id | created_at | replied_at |
# |---|---|---|
# | t1 | 13:00 | 13:30 |
# | t2 | 13:02 | 13:40 |
# | t6 | 13:45 | hueco |
#
# Para no liarte con los nombres: `reply_to` viene en la conversación y dice *a qué tuit* se contesta; `replied_at`
# la creas tú y dice *cuándo*. Tu función se llama `first_reply`; la herramienta del curso, `first_replies`.

# %% [markdown] lang="en"
# ### Your turn
#
# Write a function that takes a conversation (the columns `tweet_id`, `created_at`, `author_role` and `reply_to`)
# and gives back one row for each customer's tweet, with the time of the first reply **by the brand**. A customer
# who answers another is not the brand; that tweet, mind you, is a customer's and has a row of its own. By hand:
#
# | tweet_id | created_at | author_role | reply_to |
# |---|---|---|---|
# | t1 | 13:00 | customer | gap |
# | t2 | 13:02 | customer | t1 |
# | t3 | 13:10 | media | t1 |
# | t4 | 13:30 | brand | t1 |
# | t5 | 13:40 | brand | t2 |
# | t6 | 13:45 | customer | gap |
# | t7 | 16:00 | brand | gap |
#
# The customers are t1, t2 and t6. The first to answer t1 are another customer and a newspaper (they do not count)
# and then, at 13:30, the brand; t2 is answered by the brand at 13:40; t6, by nobody:
#
# | tweet_id | created_at | replied_at |
# |---|---|---|
# | t1 | 13:00 | 13:30 |
# | t2 | 13:02 | 13:40 |
# | t6 | 13:45 | gap |
#
# Lest the names confuse you: `reply_to` comes with the conversation and says *which tweet* is answered;
# `replied_at` is yours to make and says *when*. Your function is called `first_reply`; the course's tool,
# `first_replies`.


# %% answer="first-reply"
def first_reply(tweets):
    """
    es: Empareja cada tuit de cliente con la primera respuesta de la marca.
    en: Pair each customer's tweet with the brand's first reply.

    es: tweets: una tabla con "tweet_id", "created_at", "author_role" y "reply_to", en cualquier orden.
    es: Devuelve una tabla con una fila por tuit de cliente y las columnas "tweet_id", "created_at" y
    es: "replied_at" (la hora de la primera respuesta de la marca, o un hueco).
    en: tweets: a table with "tweet_id", "created_at", "author_role" and "reply_to", in any order.
    en: Returns a table with one row for each customer's tweet and the columns "tweet_id", "created_at" and
    en: "replied_at" (the time of the brand's first reply, or a gap).
    """
    ### BEGIN SOLUTION
    brand = tweets[tweets["author_role"] == "brand"]
    earliest = brand.groupby("reply_to")["created_at"].min()
    customers = tweets[tweets["author_role"] == "customer"]
    table = customers.assign(replied_at=customers["tweet_id"].map(earliest))
    return table[["tweet_id", "created_at", "replied_at"]]
    ### END SOLUTION


# %% check="first-reply"
check("first-reply", first_reply)

# %% [markdown] lang="es"
# **En el caso.** Tu tabla y, en la celda siguiente, la de la herramienta del curso. ¿Coinciden? Compara las tres
# columnas y cuántas filas son (lo pone debajo). Los números en negrita de la izquierda no cuentan: los tuyos pueden
# saltar, porque conservan el sitio que cada tuit tenía en la conversación.

# %% [markdown] lang="en"
# **On the case.** Your table and, in the next cell, the one of the course's tool. Do they agree? Compare the three
# columns and how many rows there are (it says so below). The numbers in bold on the left do not count: yours may
# skip, because they keep the place that each tweet had in the conversation.

# %%
attempt(first_reply, tweets)

# %%
pairs[["tweet_id", "created_at", "replied_at"]]

# %% [markdown] lang="es"
# ## Ejercicio 5. A quién se ignora
#
# ### Lo que necesitas
#
# `isna()` pregunta a cada fila si tiene un hueco, y da síes y noes:

# %% [markdown] lang="en"
# ## Exercise 5. Who is ignored
#
# ### What you need
#
# `isna()` asks each row whether it has a gap, and gives yeses and noes:

# %%
served["first_pizza"].isna()

# %% [markdown] lang="es"
# Ya sabes qué es la media de una columna de síes y noes; y `groupby` calcula esa media en cada montón. Volvemos a
# la pizzería, ahora con el barrio de cada pedido:

# %% [markdown] lang="en"
# You already know what the mean of a column of yeses and noes is; and `groupby` works out that mean for each pile.
# Back to the pizzeria, now with the part of town of each order:

# %%
friday = served.assign(
    area=[
        t(es="centro", en="old town"),
        t(es="puerto", en="port"),
        t(es="centro", en="old town"),
        t(es="puerto", en="port"),
    ],
    late=served["first_pizza"] > 35,
)
friday[["entry", "area", "first_pizza", "late"]]

# %%
friday.groupby("area")["late"].mean()

# %% [markdown] lang="es"
# En el centro llegó tarde 1 pizza de 2; en el puerto, también 1 de 2… y la otra del puerto es la que nunca llegó.
# (¿Ves al hueco haciéndose pasar por puntual?)
#
# Cuidado con darle la vuelta a la frase. «De los vecinos del puerto, la mitad se quedó sin cenar» habla del puerto.
# «De los que se quedaron sin cenar, todos son del puerto» habla de los que no cenaron. Para saber a quién se trata
# peor hace falta la primera: **dentro de cada grupo, ¿qué parte?**
#
# ### Tu turno
#
# Escribe una función que diga, para cada grupo, qué proporción de sus tuits se quedó sin respuesta. Un grupo al que
# se contestó siempre sale con un 0: no desaparece. A mano, con seis tuits:
#
# | ciudad | tuits | sin respuesta | proporción |
# |---|---|---|---|
# | Bilbao | 2 | 1 | 0,5 |
# | Sevilla | 4 | 3 | 0,75 |
#
# `by` guarda el nombre de la columna que dice el grupo de cada fila, por ejemplo `"city"`. Escribe `by`, sin
# comillas, y tu función servirá para cualquiera. Y no modifiques la tabla que te dan: añade columnas con `assign`,
# que trabaja sobre una copia.

# %% [markdown] lang="en"
# In the old town 1 pizza of 2 was late; in the port, again 1 of 2… and the other one of the port is the one that
# never came. (Do you see the gap passing itself off as punctual?)
#
# Take care not to turn the sentence round. "Of the people in the port, half went without dinner" speaks of the
# port. "Of those who went without dinner, all live in the port" speaks of the hungry. To know who is treated worse
# you need the first: **within each group, what part?**
#
# ### Your turn
#
# Write a function that tells, for each group, what share of its tweets was left without a reply. A group that was
# always answered comes out with a 0: it does not vanish. By hand, with six tweets:
#
# | city | tweets | unanswered | share |
# |---|---|---|---|
# | Bilbao | 2 | 1 | 0.5 |
# | Sevilla | 4 | 3 | 0.75 |
#
# `by` holds the name of the column that says the group of each row, for instance `"city"`. Write `by`, without
# quotation marks, and your function will do for any. And do not change the table you are given: add columns with
# `assign`, which works on a copy.


# %% answer="unanswered-share"
def unanswered_share(first, by):
    """
    es: Calcula, para cada grupo, la proporción de tuits sin respuesta.
    en: Work out, for each group, the share of tweets without a reply.

    es: first: una tabla con "replied_at" (hueco si no hubo respuesta) y una columna que dice el grupo.
    es: by: el nombre de esa columna.
    es: Devuelve una Series: la etiqueta es el grupo; el valor, un número entre 0 y 1.
    en: first: a table with "replied_at" (a gap if there was no reply) and a column that says the group.
    en: by: the name of that column.
    en: Returns a Series: the label is the group; the value, a number from 0 to 1.
    """
    ### BEGIN SOLUTION
    table = first.assign(ignored=first["replied_at"].isna())
    return table.groupby(by)["ignored"].mean()
    ### END SOLUTION


# %% check="unanswered-share"
check("unanswered-share", unanswered_share)

# %% [markdown] lang="es"
# **En el caso.** ¿Qué distingue a los ignorados? Hace falta el texto de cada tuit, que está en otra tabla. `merge`
# une dos tablas por una columna que tienen en común (aquí, `tweet_id`), y `str.contains` pregunta a cada texto si
# contiene algo. Con eso apuntamos si el tuit nombra a la marca (`names_it`) y si pregunta (`asks`). Empecemos por
# lo primero:

# %% [markdown] lang="en"
# **On the case.** What sets the ignored apart? We need the text of each tweet, which is in another table. `merge`
# joins two tables by a column that they share (here, `tweet_id`), and `str.contains` asks each text whether it
# contains something. With that we note whether the tweet names the brand (`names_it`) and whether it asks (`asks`).
# Let us begin with the former:

# %%
words = pairs.merge(tweets[["tweet_id", "text"]], on="tweet_id")
words = words.assign(
    names_it=words["text"].str.contains("@jazztel", case=False),
    asks=words["text"].str.contains("?", regex=False),
)
crisis = words[words["created_at"].between(start, end)]

attempt(unanswered_share, crisis, "names_it")

# %% [markdown] lang="es"
# A quien no escribió `@Jazztel` no se le contestó jamás: un 1 redondo (y entre quienes sí lo escribieron, 0,62).
# Tiene explicación (sin la arroba, el aviso no llega), aunque por aquellos años KLM contestó a alguien que ni la
# había nombrado [RR13]. A eso se le llama **escucha activa**.
#
# Vamos con las preguntas, que son lo que denuncia el error 4:

# %% [markdown] lang="en"
# Those who did not write `@Jazztel` never got a reply: a round 1 (and among those who did, 0.62). There is an
# explanation (without the handle, no notification), although in those years KLM answered somebody who had not even
# named it [RR13]. That is called **active listening**.
#
# Now for the questions, which are what mistake 4 complains of:

# %%
attempt(unanswered_share, crisis, "asks")

# %% [markdown] lang="es"
# Parece que preguntar (0,78) o no preguntar (0,79) da casi lo mismo. ¿Adiós al error 4? Espera. Miremos solo a
# quienes nombraron a la marca, que son los únicos con alguna posibilidad:

# %% [markdown] lang="en"
# It looks as if asking (0.78) or not asking (0.79) makes hardly any difference. Farewell, mistake 4? Wait. Let us
# look only at those who named the brand, the only ones who stood a chance:

# %%
named = crisis[crisis["names_it"]]

attempt(unanswered_share, named, "asks")

# %% [markdown] lang="es"
# Otra historia: entre quienes llaman a la puerta, a quien pregunta se le ignora bastante *más*: 0,70 frente a 0,55.
# Ninguna de las dos tablas está mal. Quien pregunta suele nombrar a la marca, y quien solo se desahoga, no tanto; y
# como sin nombrarla no contestan nunca, los desahogos cargan con todas esas calabazas y lo que pasa con las preguntas
# no se ve. Antes de comparar dos grupos conviene preguntarse en qué más se diferencian. (Cuando al separar los grupos
# una diferencia no solo aparece, sino que se da la vuelta, se habla de **paradoja de Simpson**.)
#
# De aquí en adelante trabajaremos con `named`: es más justo con la marca contar solo a quien se dirigió a ella.

# %% [markdown] lang="en"
# A different story: among those who knock at the door, those who ask are ignored a good deal *more*: 0.70 against
# 0.55. Neither table is wrong. People who ask tend to name the brand; people who just let off steam, less so. As
# nobody who leaves the name out ever gets a reply, all those snubs land on the second group, and hide what befalls
# the questions. Before you compare two groups, ask yourself how else they differ. (When, on splitting the groups, a
# difference does not just appear but turns round, one speaks of **Simpson's paradox**.)
#
# From here on we shall work with `named`: it is fairer to the brand to count only those who addressed it.

# %% [markdown] lang="es"
# ## Ejercicio 6. Contestados a tiempo, sin hacer trampas
#
# ### Lo que necesitas
#
# Son las ocho de la tarde del 12 de marzo y tu jefa te pide la cifra: «¿a cuántos hemos contestado en cuatro horas?».
# Abres la tabla y ahí está alguien que preguntó hace diez minutos, sin respuesta. ¿Lo apuntas como un sí o como un
# no? Ni una cosa ni la otra: **todavía no se sabe**. A un dato así se le llama **censurado** (no tiene que ver con
# la censura de prensa): sabemos que ha esperado *al menos* diez minutos, y nada más.
#
# La salida más sencilla es contar solo los tuits publicados hace al menos ese plazo. A una columna de momentos se le
# puede sumar una duración, y comparar. ¿A qué tuits de `mini` les habían pasado ya dos horas a las 15:30?

# %% [markdown] lang="en"
# ## Exercise 6. Answered in time, without cheating
#
# ### What you need
#
# It is eight in the evening of 12 March and your boss wants the figure: "how many have we answered within four
# hours?". You open the table, and there is somebody who asked ten minutes ago and has no answer. Do you put them
# down as a yes or as a no? Neither: **nobody knows yet**. Such a datum is called **censored** (nothing to do with
# censoring the press): we know that this person has waited *at least* ten minutes, and no more than that.
#
# The simplest way out is to count only the tweets published at least that long ago. You can add a duration to a
# column of moments, and compare. For which tweets of `mini` had two hours gone by at 15:30?

# %%
limit = pd.Timedelta(hours=2)
half_past_three = pd.Timestamp("2014-03-12 15:30", tz="UTC")

mini[mini["created_at"] + limit <= half_past_three]

# %% [markdown] lang="es"
# El signo `<=` se lee «menor o igual»: entra también quien cumpla las dos horas en ese mismo minuto. Y donde pone
# `hours=2` puedes poner un nombre que guarde el número de horas.
#
# ### Tu turno
#
# Escribe una función que conteste a tu jefa: de los tuits que, al dejar de mirar, llevaban publicados al menos el
# plazo, la proporción que tuvo respuesta dentro del plazo. A mano, con nueve tuits, un plazo de 2 horas, y mirando
# hasta las 16:00:
#
# | tuit | pregunta | respuesta | ¿lleva 2 horas? | ¿a tiempo? |
# |---|---|---|---|---|
# | t1 | 13:00 | 13:20 | sí | sí |
# | t2 | 13:05 | hueco | sí | no |
# | t3 | 13:10 | 15:40 | sí | no |
# | t4 | 13:30 | 14:15 | sí | sí |
# | t5 | 13:35 | hueco | sí | no |
# | t6 | 13:50 | 14:15 | sí | sí |
# | t7 | 13:55 | 14:05 | sí | sí |
# | t8 | 15:20 | 15:45 | no | fuera |
# | t9 | 15:45 | hueco | no | fuera |
#
# Entran 7 y a 4 les contestaron a tiempo: 4/7, más o menos 0,57. Fíjate en t8: le contestaron enseguida y **aun así
# queda fuera**. Si de los recientes solo dejáramos entrar a los contestados, estaríamos eligiendo las buenas
# noticias. Una respuesta que llega justo al cumplirse el plazo llega a tiempo. El plazo viene en `hours` y el
# momento en que dejamos de mirar, en `observed_until`: úsalos, que en otros casos serán otros.

# %% [markdown] lang="en"
# Read the sign `<=` as "less than or equal to": whoever completes the two hours in that very minute is let in too.
# And where it says `hours=2` you can put a name that holds the number of hours.
#
# ### Your turn
#
# Write a function that answers your boss: of the tweets that had been up for at least the limit when we stopped
# watching, the share that had a reply within the limit. By hand, with nine tweets, a limit of 2 hours, and watching
# until 16:00:
#
# | tweet | question | reply | up for 2 hours? | in time? |
# |---|---|---|---|---|
# | t1 | 13:00 | 13:20 | yes | yes |
# | t2 | 13:05 | gap | yes | no |
# | t3 | 13:10 | 15:40 | yes | no |
# | t4 | 13:30 | 14:15 | yes | yes |
# | t5 | 13:35 | gap | yes | no |
# | t6 | 13:50 | 14:15 | yes | yes |
# | t7 | 13:55 | 14:05 | yes | yes |
# | t8 | 15:20 | 15:45 | no | out |
# | t9 | 15:45 | gap | no | out |
#
# 7 are let in and 4 were answered in time: 4/7, more or less 0.57. Mind t8: it was answered straight away and **is
# left out all the same**. Were we to let in only the answered ones among the recent, we would be picking the good
# news. A reply that comes exactly at the limit is in time. The limit comes in `hours` and the moment we stop
# watching, in `observed_until`: use them, for in other cases they will be others.


# %% answer="answered-within"
def answered_within(first, hours, observed_until):
    """
    es: Calcula, de los tuits publicados hace al menos el plazo, la proporción con respuesta dentro de él.
    en: Work out, of the tweets at least as old as the limit, the share with a reply within it.

    es: first: una tabla con "created_at" y "replied_at" (hueco si no había respuesta al dejar de mirar).
    es: hours: el plazo, en horas (puede ser 0.5).
    es: observed_until: el momento en que dejamos de mirar; al menos un tuit lleva ya el plazo entero publicado.
    es: Devuelve un número entre 0 y 1.
    en: first: a table with "created_at" and "replied_at" (a gap if there was no reply when we stopped watching).
    en: hours: the limit, in hours (it may be 0.5).
    en: observed_until: the moment we stopped watching; at least one tweet had been up for the whole limit.
    en: Returns a number from 0 to 1.
    """
    ### BEGIN SOLUTION
    limit = pd.Timedelta(hours=hours)
    old = first[first["created_at"] + limit <= observed_until]
    return (old["replied_at"] - old["created_at"] <= limit).mean()
    ### END SOLUTION


# %% check="answered-within"
check("answered-within", answered_within)

# %% [markdown] lang="es"
# **En el caso.** Viajemos a las 20:00 del 12 de marzo, hora de Madrid. A esa hora solo conocemos los tuits ya
# publicados y las respuestas ya dadas: `where` conserva los valores que cumplen una condición y pone un hueco en
# los demás. Tres cifras para tu jefa, y la que se supo después (`count` cuenta los valores que no son huecos):

# %% [markdown] lang="en"
# **On the case.** Let us travel to 20:00 on 12 March, Madrid time. At that hour we know only the tweets already
# published and the replies already given: `where` keeps the values that meet a condition and puts a gap in place of
# the others. Three figures for your boss, and the one that became known later (`count` counts the values that are
# not gaps):

# %%
now = pd.Timestamp("2014-03-12 20:00", tz="Europe/Madrid")
limit = pd.Timedelta(hours=4)

written = named[named["created_at"] <= now]
seen = written.assign(replied_at=written["replied_at"].where(written["replied_at"] <= now))
in_time = seen["replied_at"] - seen["created_at"] <= limit

print(
    t(es="de las respuestas ya dadas:", en="of the replies already given:"),
    in_time.sum() / seen["replied_at"].count(),
)
print(t(es="de todos los tuits publicados:", en="of all the tweets published:"), in_time.mean())
print(t(es="tu función:", en="your function:"), attempt(answered_within, seen, 4, now))
print(t(es="lo que se supo después:", en="what became known later:"), (written["delay"] <= limit).mean())

# %% [markdown] lang="es"
# La primera (0,83) es la que daría quien solo mira su bandeja de salida, y es más del doble de lo que se supo después
# (0,33): quien lleva siete horas esperando no está en ninguna bandeja. La segunda (0,20) peca por el otro lado:
# cuenta como un no a quien acaba de llegar. La tuya (0,28) es la que más se acerca. No adivina el futuro (los de
# última hora pueden correr otra suerte, y esta vez la corrieron algo mejor), pero no elige las noticias.

# %% [markdown] lang="en"
# The first (0.83) is what you get by looking at nothing but the outbox, and it is more than twice what became known
# later (0.33): somebody who has been waiting for seven hours is in no box at all. The second (0.20) errs the other
# way: it counts newcomers as a no. Yours (0.28) comes nearest. It does not foretell the future (the latecomers may
# fare otherwise, and this time they fared somewhat better), but it does not pick the news.

# %% [markdown] lang="es"
# ## El gráfico que te llevas
#
# Tu función es honrada, pero tira información: quien lleva hora y media esperando queda fuera, y de él sí sabemos
# algo, que ha esperado hora y media. La curva de **Kaplan-Meier** no tira nada. La idea, pensada para estudios
# médicos [KM58], es avanzar por la espera y, cada vez que alguien recibe respuesta, preguntar: *de los que todavía
# esperaban y todavía veíamos*, ¿qué parte sigue sin respuesta? Esas partes se van multiplicando.
#
# A mano, con cinco tuits. A tres les contestaron, tras 1, 2 y 3 horas; los otros dos seguían esperando cuando
# dejamos de mirar, a las 2 horas uno y a las 4 el otro:
#
# | espera | esperaban y los veíamos | reciben respuesta | sigue esperando | curva |
# |---|---|---|---|---|
# | 1 h | 5 | 1 | 4 de 5 | 0,8 |
# | 2 h | 4 | 1 | 3 de 4 | 0,8 × 0,75 = 0,6 |
# | 3 h | 2 | 1 | 1 de 2 | 0,6 × 0,5 = 0,3 |
#
# En la última fila ya no son 3, sino 2: al que dejamos de ver a las 2 horas no se le da por contestado ni por
# ignorado; se le dan las gracias y sale de la cuenta. Resultado: tras 3 horas sigue esperando el 30 %. Borrando a
# los dos que esperan habrías dicho «el 0 %»; dándolos por perdidos, «el 40 %».
#
# La herramienta del curso hace lo mismo:

# %% [markdown] lang="en"
# ## The plot worth keeping
#
# Your function is honest, but it throws information away: somebody who has been waiting for an hour and a half is
# left out, although we do know something about them, namely that they waited an hour and a half. The
# **Kaplan-Meier** curve throws nothing away. The idea, devised with medical studies in mind [KM58], is to walk
# along the wait and, each time somebody gets a reply, to ask: *of those still waiting and still in our sight*, what
# part remains unanswered? Those parts are multiplied as you go.
#
# By hand, with five tweets. Three were answered, after 1, 2 and 3 hours; the other two were still waiting when we
# stopped watching, one at 2 hours and the other at 4:
#
# | wait | waiting and in sight | get a reply | still waiting | curve |
# |---|---|---|---|---|
# | 1 h | 5 | 1 | 4 of 5 | 0.8 |
# | 2 h | 4 | 1 | 3 of 4 | 0.8 × 0.75 = 0.6 |
# | 3 h | 2 | 1 | 1 of 2 | 0.6 × 0.5 = 0.3 |
#
# In the last row they are no longer 3, but 2: the one we lost sight of at 2 hours is not taken for answered, nor
# for ignored; we say thank you and leave them out of the sum. The result: after 3 hours, 30 % are still waiting.
# Deleting the two who wait, you would have said "0 %"; giving them up for lost, "40 %".
#
# The course's tool does the same:

# %%
noon = pd.Timestamp("2014-03-12 12:00", tz="UTC")
five = pd.DataFrame(
    {
        "created_at": noon + pd.to_timedelta(["0h", "0h", "2h", "0h", "0h"]),
        "replied_at": noon + pd.to_timedelta(["1h", "2h", None, "3h", None]),
    }
)
five = five.assign(delay=five["replied_at"] - five["created_at"])

curve = reply_survival(five, observed_until=noon + pd.Timedelta("4h"))
curve[["delay", "at_risk", "replies", "survival"]]

# %% [markdown] lang="es"
# Y ahora, el caso entero. No hace falta que entiendas el código que dibuja, solo la figura. La altura dice qué
# parte de los tuits sigue sin respuesta; cuanto antes baje la curva, antes se contesta; el nivel en que se queda
# plana es la gente a la que no se contestó nunca. La franja clara que rodea a cada curva es su margen de
# incertidumbre: con otra muestra del mismo tamaño la curva saldría algo distinta, y una franja hecha así encierra
# la verdadera 95 veces de cada 100.

# %% [markdown] lang="en"
# And now, the whole case. You need not understand the code that draws, only the figure. The height says what part of
# the tweets is still without a reply; the sooner the curve drops, the sooner people are answered; the level at which
# it goes flat is the people who were never answered. The pale band around each curve is its margin of uncertainty:
# another sample of the same size would give a somewhat different curve, and a band made in this way holds the true
# one 95 times in 100.

# %%
stop = tweets["created_at"].max()
calm = words[(words["created_at"] < start) & words["names_it"]]
groups = [
    (calm, t(es="escritos en los días anteriores", en="written on the days before"), BLUE, "--"),
    (named, t(es="escritos durante la avería", en="written during the outage"), VERMILION, "-"),
]

with style():
    ax = new_axes(height=4.8)
    for group, name, colour, line in groups:
        curve = reply_survival(group, observed_until=stop)
        hours = curve["delay"] / pd.Timedelta("1h")
        ax.step(hours, 100 * curve["survival"], where="post", color=colour, linestyle=line, label=name)
        ax.fill_between(hours, 100 * curve["low"], 100 * curve["high"], step="post", color=colour, alpha=0.2)
    for hour in (1, 2):
        ax.axvline(hour, color=INK, linewidth=1, linestyle=":")
        ax.annotate(f"{hour} h", (hour, 101), ha="center", va="bottom", annotation_clip=False)
    ax.set(xlim=(0, 24), ylim=(0, 100), xticks=range(0, 25, 4))
    ax.set_xlabel(t(es="horas desde que se escribió el tuit", en="hours since the tweet was written"))
    ax.set_ylabel(t(es="% que sigue sin respuesta", en="% still without a reply"))
    ax.set_title(t(es="La espera, en datos simulados", en="The wait, in simulated data"), pad=22)
    ax.legend(loc="lower left", bbox_to_anchor=(0.12, 0.02))

show(
    ax,
    alt=t(
        es="Dos curvas de espera con datos simulados: porcentaje de tuits que nombran a la marca y siguen sin respuesta, de "
        "0 a 24 horas después de escritos. La de los días anteriores, a trazos, cae de 100 a algo más de la mitad en la "
        "primera hora, vuelve a bajar entre las 8 y las 13 horas y acaba por debajo del 40 %. La de la avería, "
        "continua, sigue casi en 100 al cabo de 1 hora y cerca del 95 % al cabo de 2; está hacia el 75 % a las 4, baja "
        "otro poco después de las 12 y desde las 15 queda plana por encima del 60 %.",
        en="Two curves of waiting, with simulated data: percentage of tweets that name the brand and are still without a "
        "reply, from 0 to 24 hours after they were written. That of the days before, dashed, falls from 100 to a little over "
        "half within the first hour, drops again between 8 and 13 hours and ends below 40 %. That of the outage, solid, is "
        "still near 100 after 1 hour and near 95 % after 2; it is about 75 % after 4, drops again after 12 and from 15 on "
        "stays flat above 60 %.",
    ),
)

# %% [markdown] lang="es"
# En los días anteriores la curva se desploma en la primera hora y después casi se tumba: quien iba a tener
# respuesta, por lo general la tuvo pronto. Durante la avería, en cambio, al cabo de una hora casi todo el mundo
# seguía esperando, y al cabo de dos, también. Las cuestas de más allá de las 8 horas son de quienes no tuvieron
# respuesta hasta la mañana siguiente. Y ninguna de las dos curvas llega al suelo.
#
# La de la avería ni siquiera baja de la mitad. O sea, que la mediana del ejercicio 2 se quedaba corta: solo contaba
# a quien recibió respuesta. Contando a todos, la espera mediana es «más tiempo del que estuvimos mirando».
#
# ¿Y los que esperan respuesta en una hora (el 42 % de SH12, el 64 % de EPT)? La herramienta del curso para el
# ejercicio 6 da varios plazos a la vez (`limit`), cada uno con su total (`tweets`), cuántos recibieron respuesta a
# tiempo (`answered`) y qué parte son (`share`):

# %% [markdown] lang="en"
# On the days before, the curve plunges within the first hour and then all but lies down: whoever was going to get a
# reply, as a rule, got it soon. During the outage, by contrast, after one hour nearly everybody was still waiting,
# and after two, too. The slopes beyond 8 hours belong to those who had no reply until the next morning. And neither
# of the curves reaches the ground.
#
# That of the outage does not even drop below half. Which means that the median of exercise 2 fell short: it counted
# only those who got a reply. Counting everybody, the median wait is "longer than we watched".
#
# And those who expect a reply within an hour (the 42 % of SH12, the 64 % of EPT)? The course's tool for exercise 6
# gives several limits at once (`limit`), each with its total (`tweets`), how many got a reply in time (`answered`)
# and what part they are (`share`):

# %%
import course.delays as tool

tool.answered_within(named, ["1h", "2h", "24h"], observed_until=stop)

# %% [markdown] lang="es"
# Ojo con poner esos porcentajes uno al lado del otro. El 42 % es gente que *espera* una respuesta en una hora; el
# de la tabla, tuits que la *tuvieron*. Uno habla de deseos y el otro de hechos (simulados). Lo honrado es usar la
# encuesta para elegir el plazo, la hora, y no como nota de corte.

# %% [markdown] lang="en"
# Beware of putting those percentages side by side. The 42 % are people who *expect* a reply within an hour; the one
# in the table, tweets that *got* it. One speaks of wishes and the other of (simulated) facts. The honest thing is
# to use the survey to choose the limit, one hour, and not as a pass mark.

# %% [markdown] lang="es"
# ## La pregunta que corrige una persona
#
# Dos notas de prensa llegan la misma mañana a tu redacción, y las dos hablan de nuestro caso simulado. La de la
# operadora: «Solo el … % de los tuits de clientes recibió una respuesta con más de dos horas de demora». La de una
# asociación de consumidores: «El … % de los tuits de clientes no tenía respuesta a las dos horas». (Los puntos
# suspensivos los rellenas tú: son tu segunda y tu tercera cifra del ejercicio 3.)
#
# Ojo: volvemos a **todos** los tuits de la avería, los del ejercicio 3, no solo a los de `named`.
#
# Escribe la pieza que publicarías, de 150 a 200 palabras, para quien nunca ha oído hablar de un denominador.
# Explica cómo pueden ser verdad las dos frases, qué cifra darías tú y por qué, si es justo compararla con el 42 %
# de SH12, y qué no demuestran estos datos.
#
# Se valora así (4 puntos, hasta 1 por fila):
#
# | criterio | sin lograr: 0 | a medias: medio punto | logrado: 1 |
# |---|---|---|---|
# | **Los denominadores**: por qué no se contradicen | trata una de las frases como falsa | dice que «cuentan cosas distintas», sin decir cuáles | nombra el total y lo contado en cada frase, y qué pasa en cada una con quien no tuvo respuesta |
# | **La cifra propia**: cuál y por qué | no elige, o elige sin razón | elige y da la cifra, con una razón incompleta o sin decir de qué total ni de qué periodo | elige, da la cifra con su total y su periodo, y la defiende pensando en quien lee |
# | **La vara de medir**: el 42 % de SH12 | compara los dos porcentajes como si midieran lo mismo | duda de la comparación, sin explicar por qué | explica que uno mide lo que la gente espera y el otro lo que recibió, y qué uso honrado tiene |
# | **Los límites y la escritura** | presenta lo simulado como prueba sobre Jazztel, o no se entiende | avisa de que son datos simulados, pero olvida otros límites o usa jerga | avisa, añade al menos otro límite del análisis, y se lee sin jerga y en la extensión pedida |
#
# Para escribir, haz doble clic en la celda de abajo y cambia lo que pone por tu texto; con Mayús + Intro se ve
# compuesto. Y para entregar el cuaderno, guárdalo (el botón del disquete, arriba a la izquierda) y entrega el
# archivo por donde te haya dicho tu docente.

# %% [markdown] lang="en"
# ## The question that a person marks
#
# Two press releases reach your newsroom on the same morning, and both speak of our simulated case. The operator's:
# "Only … % of customers' tweets got a reply after a delay of more than two hours". A consumers' association's: "… %
# of customers' tweets had no reply after two hours". (You fill in the dots: they are your second and third figures
# of exercise 3.)
#
# Mind: we are back to **all** the tweets of the outage, those of exercise 3, not just those of `named`.
#
# Write the piece that you would publish, in 150 to 200 words, for readers who have never heard of a denominator.
# Explain how both sentences can be true, which figure you would give and why, whether it is fair to compare it with
# the 42 % of SH12, and what these data do not prove.
#
# This is how it is marked (4 points, up to 1 a row):
#
# | criterion | not there: 0 | half way: half a point | there: 1 |
# |---|---|---|---|
# | **The denominators**: why the two do not contradict each other | treats one of the sentences as false | says that they "count different things", without saying which | names the total and what is counted in each sentence, and what becomes in each of those who got no reply |
# | **Your own figure**: which one, and why | does not choose, or chooses without a reason | chooses and gives the figure, with an incomplete reason or without saying of what total or what period | chooses, gives the figure with its total and its period, and defends it with the reader in mind |
# | **The yardstick**: the 42 % of SH12 | compares the two percentages as if they measured the same thing | doubts the comparison, without explaining why | explains that one measures what people expect and the other what they got, and what honest use it has |
# | **The limits and the writing** | offers simulated results as evidence about Jazztel, or cannot be followed | warns that the data are simulated, but forgets other limits or uses jargon | warns, adds at least one more limit of the analysis, and reads without jargon and at the length asked for |
#
# To write, double-click on the cell below and put your text in place of what it says; Shift + Enter shows it
# typeset. And to hand in the notebook, save it (the button with the floppy disk, top left) and hand in the file the
# way your teacher told you to.

# %% [markdown] task="two-press-releases" points=4 lang="es"
# **Las dos frases son verdad, y ahí está la trampa.** En la avería simulada (del 12 de marzo de 2014 a las 12:36 al
# 13 a las 02:00), las dos hablan de todos los tuits de clientes, pero no cuentan lo mismo. La operadora cuenta solo
# las respuestas que llegaron tarde: un 19 %. Quien no recibió ninguna no aparece, así que, cuanta más gente ignora,
# mejor queda. La asociación cuenta a quien a las dos horas seguía sin nada, le contestaran después o nunca: un 97
# %.
#
# Yo daría otra cifra: de los tuits que nombraban a la marca en esas horas, el 95 % no tenía respuesta a las dos
# horas. Incluye a los ignorados y deja fuera charlas que la empresa no tenía por qué ver.
#
# ¿Y el 42 % que, según una encuesta de 2012, espera respuesta en una hora? Mide lo que la gente desea, no lo que
# recibió, y nadie preguntó a estos clientes. Sirve para elegir un plazo, no para poner nota.
#
# Dos avisos. Estos tuits son simulados: no prueban nada de lo que hizo Jazztel. Y un tuit no es una persona, ni todos
# pedían respuesta.

# %% [markdown] task="two-press-releases" points=4 lang="en"
# **Both sentences are true, and there lies the trap.** In the simulated outage (from 12:36 on 12 March 2014 to
# 02:00 on the 13th) both speak of all the customers' tweets, but they do not count the same thing. The operator
# counts only the replies that came late: 19 %. Those who got none do not appear, so the more people it ignores, the
# better it looks. The association counts those who after two hours still had nothing, whether they were answered
# later or never: 97 %.
#
# I would give another figure: of the tweets that named the brand in those hours, 95 % had no reply after two hours.
# It includes the ignored, and leaves out chats that the company had no reason to see.
#
# And the 42 % who, according to a survey of 2012, expect a reply within an hour? That measures what people wish
# for, not what they got, and nobody asked these customers. It serves to choose a limit, not to give marks.
#
# Two warnings. These tweets are simulated: they prove nothing of what Jazztel did. And a tweet is not a person, nor
# did every one of them ask for a reply.

# %% [markdown] lang="es"
# ## Qué podemos concluir y qué no
#
# **Sí podemos decir** que:
#
# - «tardaron más de dos horas» y «ignoraron a los clientes» se pueden medir, y que la cifra depende de decisiones
#   que hay que declarar: qué tuits entran, de qué total se habla, cuándo se dejó de mirar;
# - quien no tuvo respuesta no es un dato que falte, sino un dato que se conoce a medias. Si se borra, cualquier
#   empresa mejora;
# - quien repasó aquel día los tuits de la marca describió respuestas de más de dos horas y clientes sin explicación
#   [JZ14]. Eso está documentado, por una persona y con capturas de pantalla, y no depende de nuestros tuits.
#
# **No podemos decir** que:
#
# - nuestros tuits *confirmen* aquello. Son simulados: al programa se le pidió que la marca tardara y que ignorara.
#   Encontrarlo ahí demuestra que sabes medir, no lo que hizo Jazztel;
# - los tuits sin respuesta sean todos clientes maltratados. Para empezar, los tuits no son personas: quien escribe
#   diez veces cuenta diez. Y hay chistes y charlas que nadie tenía que contestar; para separarlos hay que leerlos y
#   clasificarlos (unidad 03);
# - una respuesta sea una solución. Hemos medido cuándo se contesta, no qué se contesta: las copias y las plantillas
#   son cosa de la unidad 06;
# - la curva acierte siempre con quien aún esperaba. Supone que a quien dejamos de ver le habría ido como a los
#   demás; en plena crisis, cuando la cola crece por minutos, es mucho suponer. Tampoco los tuits son
#   independientes, así que los márgenes son, como poco, los dibujados;
# - dos horas o una hora sean *el* plazo justo. SH12 y EPT recogen lo que la gente dice que espera, en encuestas
#   generales que no preguntaron a estos clientes.

# %% [markdown] lang="en"
# ## What we can and cannot conclude
#
# **We can say** that:
#
# - "they took more than two hours" and "they ignored customers" can be measured, and that the figure rests on
#   decisions that must be declared: which tweets are counted, of what total we speak, when we stopped watching;
# - a customer without a reply is not a missing datum but one that is half known. Delete it, and any company looks
#   better;
# - somebody who went through the brand's tweets at the time described replies of more than two hours and customers
#   without an explanation [JZ14]. That is documented, by one person and with screenshots, and does not hang on our
#   tweets.
#
# **We cannot say** that:
#
# - our tweets *confirm* it. They are simulated: the program was told that the brand is slow and ignores people. To
#   find it there proves that you can measure, not what Jazztel did;
# - all the unanswered tweets are customers badly treated. For a start, tweets are not people: whoever writes ten
#   times counts ten. And there are jokes and chats that nobody had to answer; to tell them apart one has to read
#   and classify them (unit 03);
# - a reply is a solution. We measured when an answer came, not what it said: copies and templates are the business
#   of unit 06;
# - the curve is always right about those who were waiting still. It supposes that those we lost sight of would have
#   fared like the others; in mid-crisis, with the queue growing by the minute, that is a lot to suppose. Nor are
#   tweets independent of each other, so the margins are at least as wide as drawn;
# - two hours, or one, is *the* fair limit. SH12 and EPT gather what people say they expect, in general surveys that
#   did not ask these customers.

# %% [markdown] lang="es"
# ## Fuentes
#
# - **JZ14.** Blog español sobre gestión de redes, entrada del 13 de marzo de 2014 sobre la avería de móvil de
#   Jazztel, con los comentarios de sus lectores. Análisis de primera mano, con capturas y los nombres de los
#   clientes tapados.
# - **EP14.** El País (edición en inglés), 13 de marzo de 2014, sobre los clientes de Jazztel que pasaron 12 horas
#   sin móvil.
# - **UN14.** UNAE (federación de consumidores), blog, 12 de marzo de 2014, «Problema con Jazztel».
# - **MU14.** Resumen de prensa «Jazztel se quedó muda», 13 de marzo de 2014.
# - **RR13.** Ramón-Ramón (blog), «Iberia 2.0, cuando lo previsible ocurre y se convierte en un
#   fiasco #IberiaSocialFail», 18 de julio de 2013. Del caso Iberia; aquí, solo por el ejemplo de KLM.
# - **SH12.** Edison Research, The Social Habit 2012, citado por Convince & Convert: encuesta.
# - **EPT.** Encuesta de Eptica, citada por Shep Hyken.
# - **KM58.** E. L. Kaplan y P. Meier, «Nonparametric estimation from incomplete observations», *Journal of the American
#   Statistical Association*, 1958. El artículo de la curva.
#
# De las dos encuestas tenemos la cifra a través de quien la cita, no el cuestionario: no sabemos bien a quién ni
# cómo se preguntó.

# %% [markdown] lang="en"
# ## Sources
#
# - **JZ14.** Spanish blog on running social media, post of 13 March 2014 on Jazztel's mobile outage, with its
#   readers' comments. First-hand analysis with screenshots, in which the customers' names are covered.
# - **EP14.** El País in English, 13 March 2014, "Jazztel customers left without cellphone service for 12 hours".
# - **UN14.** UNAE (federation of consumers), blog, 12 March 2014, "Problema con Jazztel" ("A problem with
#   Jazztel").
# - **MU14.** Press summary "Jazztel se quedó muda" ("Jazztel fell silent"), 13 March 2014.
# - **RR13.** Ramón-Ramón (blog), "Iberia 2.0, cuando lo previsible ocurre y se convierte en un
#   fiasco #IberiaSocialFail" ("when the foreseeable happens and turns into a fiasco"), 18 July 2013. From the Iberia case;
#   here, only for the example of KLM.
# - **SH12.** Edison Research, The Social Habit 2012, as cited by Convince & Convert: survey.
# - **EPT.** Survey by Eptica, as cited by Shep Hyken.
# - **KM58.** E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", *Journal of the American
#   Statistical Association*, 1958. The paper of the curve.
#
# Of both surveys we have the figure through those who cite it, not the questionnaire: we do not really know who was
# asked, or how.

# %% [markdown] lang="es"
# ## Para ir más lejos
#
# Sin nota, por gusto:
#
# - Compara tus funciones con las del curso: `course.delays` tiene `delay_quantiles`, `late_share`,
#   `unanswered_share` y `answered_within`. ¿Dan lo mismo? ¿Qué dice cada una de su denominador?
# - Cambia el comienzo de la avería por las 13:25 de UN14 y repite el ejercicio 3. ¿Cambia el titular?
# - ¿A qué hora del día se espera más? Saca la hora con `.dt.tz_convert("Europe/Madrid").dt.hour`, añádela con
#   `assign` y usa `groupby`.

# %% [markdown] lang="en"
# ## To go further
#
# No marks, just for the pleasure of it:
#
# - Compare your functions with the course's: `course.delays` has `delay_quantiles`, `late_share`,
#   `unanswered_share` and `answered_within`. Do they agree? What does each of them say about its denominator?
# - Change the start of the outage to the 13:25 of UN14 and repeat exercise 3. Does the headline change?
# - At what time of day is the wait longest? Take out the hour with `.dt.tz_convert("Europe/Madrid").dt.hour`, add
#   it with `assign` and use `groupby`.
