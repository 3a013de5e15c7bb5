# %% [markdown] lang="es"
# # Iberia, minuto cero
#
# **¿Se puede ver en los tuits el minuto en que una promoción se convierte en una crisis?**

# %% [markdown] lang="en"
# # Iberia, minute zero
#
# **Can tweets show us the minute in which a promotion turns into a crisis?**

# %% [markdown] lang="es"
# ## Qué sabrás hacer
#
# Al terminar esta unidad podrás:
#
# - leer la hora de un tuit sin equivocarte de reloj;
# - contar tuits por minuto sin perder los minutos de silencio;
# - decir qué era *normal* antes de la crisis, con una línea de base;
# - encontrar el minuto en que la conversación se dispara y defender por qué ese y no otro;
# - medir qué parte de la conversación lleva un hashtag y cuándo otro le quita el sitio;
# - escribir qué demuestra una curva así y, sobre todo, qué no demuestra.
#
# No hace falta saber programar. Se programa poco, a trocitos, y cada trozo se explica antes de pedírtelo.
#
# **Cómo se usa este cuaderno.** Está hecho de celdas. Para ejecutar una celda de código, haz clic en ella y pulsa
# Mayús + Intro. Para escribir en una celda de texto, haz doble clic en ella; con Mayús + Intro queda lista. Ve de
# arriba abajo, en orden: cada celda usa lo que prepararon las anteriores. Guarda con `Ctrl + S`. Si vuelves otro día,
# elige la celda en la que ibas y, en el menú, `Run` → `Run All Above Selected Cell`. Para entregar, guarda y envía
# este archivo como te hayan dicho.

# %% [markdown] lang="en"
# ## What you will be able to do
#
# By the end of this unit you will be able to:
#
# - read the time of a tweet without looking at the wrong clock;
# - count tweets per minute without losing the silent minutes;
# - say what was *normal* before the crisis, by means of a baseline;
# - find the minute in which the conversation takes off, and argue why that one and no other;
# - measure how much of the conversation carries a hashtag, and when another one takes its place;
# - write down what such a curve proves and, above all, what it does not.
#
# You need not know how to program. There is little of it, in small bites, and each bite is explained before you are
# asked for it.
#
# **How to use this notebook.** It is made of cells. To run a cell of code, click on it and press Shift + Enter. To
# write in a cell of text, double-click on it; Shift + Enter finishes it. Go from top to bottom, in order: each cell
# uses what the ones above it have prepared. Save with `Ctrl + S`. When you come back another day, pick the cell you
# had reached and, in the menu, `Run` → `Run All Above Selected Cell`. To hand in, save and send this file as you were
# told.

# %% [markdown] lang="es"
# ## La historia
#
# (Las claves entre corchetes, como [RR13], dicen de qué fuente sale cada dato; la lista está al final.)
#
# Verano de 2013. Iberia cae bien en las redes: contesta a la mayoría de los tuits que le dirigen y, cuando en 2010
# un volcán islandés cerró el cielo de Europa, su manera de informar se citó como ejemplo de «comunicación 2.0»
# [RR13].
#
# Entonces anuncia, a lo grande y por todos sus canales, **#IberiaSocialFlight** [RR13]: el 18 de julio, las 232
# plazas de un vuelo a Nueva York se subastan a la baja, una tras otra. Cada plaza sale a 600 euros y baja 5 euros
# por segundo hasta que alguien se la queda; entonces sale la siguiente [EP13; EB13]. Y todo el mundo está convocado
# a la misma hora, las 20:00 [RR13]. Imagina una fiesta con 232 sillas, una sola puerta y medio país en el rellano
# mirando el reloj.
#
# A las 20:00, en los primeros minutos, la aplicación de la campaña se viene abajo; Iberia hablaría de millones de
# peticiones [EP13; EB13]. Hay decepción, acusaciones de engaño, chistes y fotomontajes, y el hashtag de la campaña
# acaba adelantado por otro mucho menos amable: **#IberiaSocialFail** [RR13; EP13]. Más tarde, esa misma noche,
# llegan por Facebook las disculpas y la suspensión de la subasta [EP13].
#
# El bloguero Ramón-Ramón lo contó esa misma noche. Su tesis: fallar le puede pasar a cualquiera; lo caro es que
# fuera previsible, que se notara **desde el minuto cero** y que al principio no contestara nadie [RR13].
#
# «Desde el minuto cero» es una frase estupenda. Vamos a convertirla en una medida, y a ver si aguanta.

# %% [markdown] lang="en"
# ## The story
#
# (The keys in square brackets, such as [RR13], tell which source each fact comes from; the list is at the end.)
#
# Summer 2013. People like Iberia on social media: it answers most of the tweets addressed to it and, when an
# Icelandic volcano closed Europe's skies in 2010, the way it kept travellers informed was held up as a model of
# "communication 2.0" [RR13].
#
# Then, with a great deal of noise and on every channel it has, it announces **#IberiaSocialFlight** [RR13]: on 18
# July, the 232 seats of one flight to New York will go under the hammer, downwards, one after another. Each seat
# opens at 600 euros and drops 5 euros a second until somebody takes it; then the next one opens [EP13; EB13]. And
# everybody is called to the same moment: 20:00 [RR13]. Picture a party with 232 chairs, one door, and half the
# country on the landing looking at its watch.
#
# At 20:00, within the first minutes, the campaign's application collapses; Iberia was to speak of millions of
# requests [EP13; EB13]. There is disappointment, talk of a swindle, there are jokes and doctored pictures, and the
# campaign's hashtag ends up overtaken by a far less friendly one: **#IberiaSocialFail** [RR13; EP13]. Later the
# same evening an apology appears on Facebook, and the auction is suspended [EP13].
#
# The blogger Ramón-Ramón told the tale that very night. His thesis: anybody can fail; what costs you is that it
# could have been foreseen, that it showed **from minute zero**, and that at first nobody answered [RR13].
#
# "From minute zero" is a splendid phrase. We are going to turn it into a measurement, and see whether it holds.

# %% [markdown] lang="es"
# ## Los datos
#
# Primero, lo importante: **los tuits de este cuaderno son simulados**. Los escribe un programa que respeta los
# hechos documentados de arriba y se inventa todo lo demás; no hay ni un tuit ni un cliente reales. Así que hoy
# aprendes a medir de verdad, pero con tuits de mentira: lo que midas no prueba nada sobre la Iberia real.
# Volveremos a ello al final, porque puntúa.
#
# La primera celda trae las herramientas; la segunda carga el caso y enseña de dónde sale. (Los «sucesos» son los
# hechos documentados, que verás en el gráfico final; de las fuentes, aquí citamos tres.)

# %% [markdown] lang="en"
# ## The data
#
# First things first: **the tweets in this notebook are simulated**. A program writes them; it respects the
# documented facts above and makes up everything else, so there is not one real tweet or customer here. Today you
# will learn measuring in earnest on tweets in jest: nothing you measure proves anything about the real Iberia. We
# shall come back to this at the end, for marks.
#
# The first cell fetches the tools; the second loads the case and tells where it comes from. (The "events" are the
# documented facts, which you will see in the last plot; of the sources, we cite three here.)

# %%
import pandas as pd

from course import attempt, baseline, check, hashtag_shares, load, onset, overtaken_at, set_language, show, t, timeline
from course.volume import volume

set_language(t(es="es", en="en"))

# %%
# es: que las tablas no corten los tuits largos
# en: so that tables do not cut long tweets short
pd.options.display.max_colwidth = 200

case = load("iberia")
tweets = case.tweets

print(case)

# %% [markdown] lang="es"
# `pandas` (aquí, `pd` para abreviar) es la biblioteca de Python para trabajar con tablas. `tweets` es ahora una
# tabla con una fila por tuit. Veamos tres de sus columnas (por eso los corchetes dobles) y solo las primeras filas
# (eso hace `.head()`; los números en negrita de la izquierda solo las numeran):

# %% [markdown] lang="en"
# `pandas` (here `pd` for short) is Python's library for tables. `tweets` is now a table with one row for each
# tweet. Let us see three of its columns (hence the double square brackets) and only the first rows (which is what
# `.head()` does; the bold numbers on the left merely number them):

# %%
tweets[["created_at", "author_id", t(es="text", en="text_en")]].head()

# %% [markdown] lang="es"
# Las columnas que usaremos:
#
# | columna | qué contiene |
# |---|---|
# | `tweet_id` | el identificador del tuit, único |
# | `created_at` | el momento en que se publicó, **en UTC** |
# | `author_id` | un seudónimo del autor |
# | `author_role` | quién habla: `customer` (cliente), `brand` (la marca) o `media` (un medio) |
# | `text` | el tuit, en español |
# | `text_en` | el mismo tuit, en inglés |
# | `retweets` | cuántas veces se compartió |
#
# **UTC y la hora de Madrid.** Los ordenadores apuntan los momentos en UTC, una hora común para todo el planeta que no
# cambia en verano (lo dice el `+00:00` del final). En julio, el reloj de Madrid va 2 horas por delante: las 20:00 de
# Madrid son las 18:00 UTC. Quien lo olvida «descubre» que la crisis empezó dos horas antes de la subasta. No serías
# la primera persona. (¿Has visto que la tabla empieza la noche del 14 de julio? En Madrid ya era 15 de julio.)
#
# Guardemos el momento del lanzamiento diciendo de qué reloj hablamos. El signo `=` se lee «se llama»: a la
# izquierda, el nombre que elegimos; a la derecha, lo que guardamos.

# %% [markdown] lang="en"
# The columns we shall use:
#
# | column | what it holds |
# |---|---|
# | `tweet_id` | the tweet's identifier, unique |
# | `created_at` | the moment it was published, **in UTC** |
# | `author_id` | a pseudonym for the author |
# | `author_role` | who is speaking: `customer`, `brand` or `media` (a news outlet) |
# | `text` | the tweet, in Spanish |
# | `text_en` | the same tweet put into English |
# | `retweets` | how often it was shared |
#
# **UTC and Madrid time.** Computers note moments in UTC, one time for the whole planet that knows no summer time (the
# `+00:00` at the end says so). In July, Madrid's clock runs 2 hours ahead: 20:00 in Madrid is 18:00 UTC. Forget that,
# and you will "discover" that the crisis began two hours before the auction. You would not be the first. (Did you
# notice that the table begins on the night of 14 July? In Madrid it was 15 July by then.)
#
# Let us keep the moment of the launch, saying which clock we mean. Read the sign `=` as "is called": on the left
# the name we choose, on the right what we keep under it.

# %%
launch = pd.Timestamp("2013-07-18 20:00", tz="Europe/Madrid")
launch

# %% [markdown] lang="es"
# ## Un ejemplo resuelto
#
# Antes de meternos con miles de tuits, seis. Los hemos inventado para poder contarlos con los dedos. Cómo se
# construye la tabla da igual; mira lo que sale.

# %% [markdown] lang="en"
# ## A worked example
#
# Before we tackle thousands of tweets, six. We made them up so that you can count them on your fingers. Never mind
# how the table is built; look at what comes out.

# %%
mini = pd.DataFrame(
    {
        "created_at": pd.to_datetime(
            [
                "2013-07-18 17:58:10",
                "2013-07-18 17:59:50",
                "2013-07-18 18:00:05",
                "2013-07-18 18:00:40",
                "2013-07-18 18:03:20",
                "2013-07-18 18:07:00",
            ],
            utc=True,
        ),
        "text": [
            t(es="Dos minutos y despego #IberiaSocialFlight", en="Two minutes to take-off #IberiaSocialFlight"),
            t(es="Diez segundos. Dedo listo #iberiasocialflight", en="Ten seconds. Finger ready #iberiasocialflight"),
            t(es="No carga. ¿A ti te carga? #IberiaSocialFlight", en="It won't load. For you? #IberiaSocialFlight"),
            t(es="Pantalla en blanco. Qué social #IberiaSocialFail", en="Blank screen. So social #IberiaSocialFail"),
            t(es="Yo me voy a cenar, #Iberia", en="I'm off to dinner, #Iberia"),
            t(es="#IberiaSocialFail, #IberiaSocialFail y punto", en="#IberiaSocialFail, #IberiaSocialFail, full stop"),
        ],
    }
)
mini

# %% [markdown] lang="es"
# **La pregunta: ¿cuántos tuits se publicaron antes del lanzamiento?** A mano: el lanzamiento es a las 18:00 UTC y
# solo las filas 0 y 1 son anteriores. (Python empieza a contar en el 0. Se le perdona.) La respuesta es 2.
#
# Ahora con pandas, en dos pasos. Primero sacamos una columna: se escribe su nombre entre corchetes y comillas. Una
# columna suelta se llama **Series**: una lista de valores en la que cada uno lleva una etiqueta delante (aquí, el
# número de fila). A las etiquetas, todas juntas, se las llama el **índice**. (La línea de abajo, `Name` y `dtype`,
# dice cómo se llama la columna y qué tipo de datos guarda. Puedes pasarla por alto.)

# %% [markdown] lang="en"
# **The question: how many tweets were published before the launch?** By hand: the launch is at 18:00 UTC and only
# rows 0 and 1 come earlier. (Python starts counting at 0. We forgive it.) The answer is 2.
#
# Now with pandas, in two steps. First we take out a column: write its name between square brackets and quotation
# marks. A column by itself is called a **Series**: a list of values, each with a label in front (here, the number
# of the row). The labels, all together, are called the **index**. (The line at the foot, `Name` and `dtype`, tells
# what the column is called and which type of data it holds. You may pass over it.)

# %%
mini["created_at"]

# %% [markdown] lang="es"
# Segundo paso: preguntar a toda la columna a la vez si es anterior al lanzamiento. Sale una Series de `True` (sí) y
# `False` (no). Se llama **máscara**, porque al ponerla sobre una tabla solo deja ver las filas del sí.

# %% [markdown] lang="en"
# Second step: ask the whole column at once whether it is earlier than the launch. Out comes a Series of `True`
# (yes) and `False` (no). It is called a **mask** because, laid over a table, it lets only the rows that say yes
# show through.

# %%
is_before = mini["created_at"] < launch
is_before

# %%
mini[is_before]

# %% [markdown] lang="es"
# Para Python, `True` vale 1 y `False` vale 0. Por eso sumar una máscara es contar cuántas veces dice que sí:

# %% [markdown] lang="en"
# To Python, `True` is worth 1 and `False` 0. So to sum a mask is to count how often it says yes:

# %%
is_before.sum()

# %% [markdown] lang="es"
# Dos, como a mano. (El `np.int64` de delante es el apellido del número, su tipo; haz como si no estuviera.) Fíjate
# en el punto y los paréntesis: `is_before.sum()` le pide a `is_before` que se sume. Esas órdenes que van detrás de
# un punto se llaman **métodos**.
#
# ### De una cuenta a una herramienta: las funciones
#
# Hemos contado en la tabla pequeña. Para contar igual en la grande sin copiar y pegar, metemos los pasos en una
# **función**: una receta con nombre. Tras `def` van el nombre y, entre paréntesis, los ingredientes que necesita
# (los *argumentos*); luego, dos puntos; dentro, con cuatro espacios de sangría, los pasos; y `return` dice qué plato
# sale por la ventanilla. Lo que va entre `"""` y lo que sigue a `#` son notas para quien lee: Python no las ejecuta.

# %% [markdown] lang="en"
# Two, as by hand. (The `np.int64` in front is the number's surname, its type; pretend it is not there.) Mind the
# dot and the parentheses: `is_before.sum()` asks `is_before` to add itself up. Such orders that follow a dot are
# called **methods**.
#
# ### From one sum to a tool: functions
#
# We have counted in the small table. To count in the big one without copying and pasting, we put the steps into a
# **function**: a recipe with a name. After `def` come the name and, between parentheses, the ingredients it needs
# (its *arguments*); then a colon; inside, indented by four spaces, the steps; and `return` says which dish is served.
# What stands between `"""` and what follows a `#` are notes for whoever reads: Python does not run them.


# %%
def tweets_before(tweets, moment):
    """
    es: Cuenta los tuits anteriores a un momento.
    en: Count the tweets earlier than a moment.
    """
    is_before = tweets["created_at"] < moment
    return is_before.sum()


# %% [markdown] lang="es"
# La celda no enseña nada: escribir una receta no es cocinar. Se cocina al **llamarla**, con los ingredientes que
# toquen. Dentro, cada uno tiene el nombre que le da el paréntesis del `def`: `mini`, ahí dentro, se llama `tweets`.

# %% [markdown] lang="en"
# The cell shows nothing: writing a recipe is not cooking. You cook when you **call** it, with the ingredients at
# hand. Inside, each has the name that the parentheses of the `def` give it: in there, `mini` is called `tweets`.

# %%
tweets_before(mini, launch)

# %% [markdown] lang="es"
# Y la misma receta, con los miles de tuits del caso (simulado):

# %% [markdown] lang="en"
# And the same recipe, with the thousands of tweets of the (simulated) case:

# %%
tweets_before(tweets, launch)

# %% [markdown] lang="es"
# Una cosa más antes de seguir: ahí dentro hablan también la propia Iberia y algún medio, y aquí queremos medir a la
# gente. Otra máscara lo arregla. Ojo al doble signo: `=` guarda; `==` pregunta «¿es igual a?».

# %% [markdown] lang="en"
# One more thing before we go on: Iberia itself and some news outlets speak in there too, and it is the public that
# we want to measure. Another mask sees to it. Mind the double sign: `=` keeps; `==` asks "is it equal to?".

# %%
customers = tweets[tweets["author_role"] == "customer"]
tweets_before(customers, launch)

# %% [markdown] lang="es"
# Baja mucho: antes de las 20:00, más o menos uno de cada tres tuits era de Iberia, que contestaba mucho.
# Desde ahora contaremos solo los tuits de `customers`: quejas, chistes, preguntas y también lo que se
# contestan entre ellos. Cuando escribas «se publicaron tantos tuits», di siempre de quién.

# %% [markdown] lang="en"
# Quite a drop: before 20:00 roughly one tweet in three was by Iberia, which answered a great deal. From now on
# we shall count the tweets of `customers` only: complaints, jokes, questions, and what they answer each
# other as well. Whenever you write "so many tweets were published", say whose.

# %% [markdown] lang="es"
# ### `return` no es `print`
#
# Es el tropiezo más común de quien empieza. `print` enseña un valor en la pantalla y ya está: es el camarero que te
# pasea el plato por delante y se lo lleva. `return` te lo deja en la mesa: puedes guardarlo, sumarlo, dibujarlo.
# Compruébalo:

# %% [markdown] lang="en"
# ### `return` is not `print`
#
# Everybody stumbles here at first. `print` shows a value on the screen and that is all: the waiter who walks the
# dish past your nose and takes it away. `return` leaves it on your table: you can keep it, add to it, plot it. See
# for yourself:


# %%
def tweets_before_printed(tweets, moment):
    is_before = tweets["created_at"] < moment
    print(is_before.sum())


dish = tweets_before_printed(mini, launch)
print(t(es="En la mesa ha quedado:", en="Left on the table:"), dish)

# %% [markdown] lang="es"
# El 2 se ha visto, pero en `dish` no hay nada: `None` significa precisamente «nada». **En todos los ejercicios, tu
# función tiene que devolver su resultado con `return`.**
#
# ### Cómo son los ejercicios
#
# Cada ejercicio te da una función empezada. Borra la línea `return ...` y escribe tus pasos (de una a cuatro líneas
# bastan). Después ejecuta la celda de `check`, que prueba tu función con tablas pequeñas y te dice al momento qué
# esperaba, qué ha recibido y, si te atascas, tres pistas. Puedes intentarlo las veces que quieras. La nota sale de
# otras tablas que no se ven, así que la función tiene que servir para *cualquier* tabla, no solo para la del
# ejemplo: usa los nombres de los paréntesis, y no `mini` ni `tweets` ni números copiados. Ninguna tabla llega vacía
# ni con huecos, salvo que se diga. Y no cambies la tabla que recibes: si necesitas otra columna, hazla en una copia.
#
# Tras cada ejercicio, una celda usa tu función en el caso. La llama `attempt` («inténtalo»), con la función delante y
# los ingredientes detrás; si aún no está lista, lo dice en una línea: no pasa nada, puedes seguir y volver luego.

# %% [markdown] lang="en"
# The 2 was seen, but `dish` holds nothing: `None` means exactly that, "nothing". **In every exercise, your function
# has to give back its result with `return`.**
#
# ### What the exercises are like
#
# Each exercise gives you the beginning of a function. Delete the line `return ...` and write your steps (one to
# four lines will do). Then run the cell with `check`: it tries your function on small tables and tells you on the
# spot what it expected, what it got and, should you be stuck, three hints. Try as often as you like. Your mark
# comes from other tables that you do not see, so the function has to work for *any* table, not just for the one in
# the example: use the names in the parentheses, not `mini`, nor `tweets`, nor numbers copied out. No table comes
# empty or with gaps, unless it says so. And do not change the table you are given: should you need another column,
# make it in a copy.
#
# After each exercise, a cell uses your function on the case. `attempt` calls it, with the function first and the
# ingredients after it; if it is not ready yet, that is said in one line: no harm done, you can go on and come back.

# %% [markdown] lang="es"
# ## Ejercicio 1. La hora de Madrid
#
# ### Lo que necesitas
#
# Una columna de momentos tiene herramientas propias, que se piden con `.dt` (de *datetime*, fecha y hora). Con
# `tz_convert` se cambia de reloj sin cambiar de momento. Por ejemplo, ¿qué hora era en Nueva York mientras tanto?

# %% [markdown] lang="en"
# ## Exercise 1. Madrid time
#
# ### What you need
#
# A column of moments has tools of its own, which you ask for with `.dt` (for *datetime*). `tz_convert` changes the
# clock and leaves the moment alone. For instance, what time was it in New York meanwhile?

# %%
mini["created_at"].dt.tz_convert("America/New_York")

# %% [markdown] lang="es"
# El final `-04:00` dice cuánto se separa ese reloj de UTC. Y con `strftime` un momento se convierte en texto con el
# formato que quieras. El formato se arma con códigos: `%d` es el día, `%m` el mes, `%Y` el año, `%H` la hora (de 00
# a 23) y `%M` los minutos. Sí, la `m` cambia de significado al crecer; es una broma vieja de los informáticos.

# %% [markdown] lang="en"
# The ending `-04:00` tells how far that clock is from UTC. And `strftime` turns a moment into text in whatever
# format you like. The format is put together from codes: `%d` is the day, `%m` the month, `%Y` the year, `%H` the
# hour (00 to 23) and `%M` the minutes. Yes, the `m` changes its meaning as it grows; an old joke among computer
# people.

# %%
mini["created_at"].dt.strftime("%d/%m/%Y")

# %% [markdown] lang="es"
# ### Tu turno
#
# Quien lea tu informe vive en Madrid, no en UTC. Escribe una función que dé la hora de Madrid de cada momento, como
# texto: `20:00`. Ojo: debe servir también para el caso Jazztel, que ocurrió en marzo. Entonces regía el horario de
# invierno y Madrid iba 1 hora por delante de UTC, no 2. A mano:
#
# | en UTC | en Madrid |
# |---|---|
# | 2013-07-18 17:59:30 | `19:59` |
# | 2013-07-18 22:30:00 | `00:30` (ya del 19 de julio) |
# | 2014-03-12 11:36:00 | `12:36` |

# %% [markdown] lang="en"
# ### Your turn
#
# Whoever reads your report lives in Madrid, not in UTC. Write a function that gives the Madrid time of each moment,
# as text: `20:00`. Take care: it must also serve for the Jazztel case, which happened in March. Winter time was in
# force then and Madrid ran 1 hour ahead of UTC, not 2. By hand:
#
# | in UTC | in Madrid |
# |---|---|
# | 2013-07-18 17:59:30 | `19:59` |
# | 2013-07-18 22:30:00 | `00:30` (by then, 19 July) |
# | 2014-03-12 11:36:00 | `12:36` |


# %% answer="madrid-clock"
def madrid_clock(times):
    """
    es: Da la hora de Madrid de cada momento.
    en: Give the Madrid time of each moment.

    es: times: una Series de momentos en UTC.
    es: Devuelve una Series de textos como "20:00".
    en: times: a Series of moments in UTC.
    en: Returns a Series of texts such as "20:00".
    """
    ### BEGIN SOLUTION
    local = times.dt.tz_convert("Europe/Madrid")
    return local.dt.strftime("%H:%M")
    ### END SOLUTION


# %% check="madrid-clock"
check("madrid-clock", madrid_clock)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** La hora de Madrid de los últimos tuits de la tabla:

# %% [markdown] lang="en"
# **Back to Iberia.** The Madrid time of the last tweets in the table:

# %%
attempt(madrid_clock, tweets["created_at"].tail())

# %% [markdown] lang="es"
# ## Ejercicio 2. Tuits por minuto
#
# ### Lo que necesitas
#
# Contar tuits por minuto parece fácil: se recorta cada momento a su minuto y se cuenta cuántas veces sale cada uno.
# Para recortar está `.dt.floor("min")` (hacia abajo, como un reloj digital: las 18:00:40 son aún el minuto 18:00);
# para contar repeticiones, `value_counts`.

# %% [markdown] lang="en"
# ## Exercise 2. Tweets per minute
#
# ### What you need
#
# Counting tweets per minute looks easy: cut each moment down to its minute and count how often each one turns up.
# To cut there is `.dt.floor("min")` (downwards, like a digital clock: 18:00:40 is still minute 18:00); to count
# repetitions, `value_counts`.

# %%
mini["created_at"].dt.floor("min").value_counts()

# %% [markdown] lang="es"
# ¿Ves la trampa? Entre las 18:00 y las 18:07 hay minutos en los que nadie tuiteó, y **no están**. `value_counts`
# cuenta lo que hay; lo que no hay, ni lo nombra. Si calcularas lo «normal» con esa lista, creerías que nunca hay
# silencio.
#
# Hace falta algo que recorra el tiempo entero, tramo a tramo, y apunte un 0 donde no hubo nada. Se llama
# `resample`. Lee el tiempo en el índice, así que antes hay que poner ahí la columna `created_at` con `set_index`.
# Al final, `size` dice cuántas filas cayeron en cada tramo. Aquí, con tramos de 5 minutos:

# %% [markdown] lang="en"
# Do you see the trap? Between 18:00 and 18:07 there are minutes in which nobody tweeted, and they **are not
# there**. `value_counts` counts what there is; what there is not, it does not so much as mention. Work out what is
# "normal" from that list and you will believe that silence does not exist.
#
# We need something that walks through all of the time, stretch by stretch, and notes a 0 where nothing happened. It
# is called `resample`, and those stretches are called **bins**. It reads the time in the index, so first the column
# `created_at` has to go there, with `set_index`. At the end, `size` tells how many rows fell into each bin. Here,
# with bins of 5 minutes:

# %%
mini.set_index("created_at").resample("5min").size()

# %% [markdown] lang="es"
# Tres órdenes encadenadas, de izquierda a derecha, cada una sobre lo que dejó la anterior. Cada tramo se llama como
# el momento en que empieza: el de las 17:55 llega hasta justo antes de las 18:00. (`Freq`, abajo, dice cuánto duran.)
#
# ### Tu turno
#
# Escribe una función que cuente los tuits de cada minuto, en orden, desde el minuto del primer tuit hasta el del
# último, con un 0 en los minutos vacíos. A mano, con tres tuits a las 18:02:40, 18:05:10 y 18:05:40 (UTC):
#
# | minuto | 18:02 | 18:03 | 18:04 | 18:05 |
# |---|---|---|---|---|
# | tuits | 1 | 0 | 0 | 2 |

# %% [markdown] lang="en"
# Three orders in a chain, left to right, each working on what the one before it left. Each bin is called after the
# moment it begins: the one of 17:55 reaches until just before 18:00. (`Freq`, at the foot, tells how long they last.)
#
# ### Your turn
#
# Write a function that counts the tweets of each minute, in order, from the minute of the first tweet to that of the
# last, with a 0 in the empty minutes. By hand, with three tweets at 18:02:40, 18:05:10 and 18:05:40 (UTC):
#
# | minute | 18:02 | 18:03 | 18:04 | 18:05 |
# |---|---|---|---|---|
# | tweets | 1 | 0 | 0 | 2 |


# %% answer="tweets-per-minute"
def tweets_per_minute(tweets):
    """
    es: Cuenta los tuits de cada minuto, también los minutos vacíos.
    en: Count the tweets of each minute, the empty minutes included.

    es: tweets: una tabla con la columna "created_at" (momentos en UTC), en cualquier orden.
    es: Devuelve una Series en orden: el índice es el comienzo de cada minuto (en UTC); el valor, cuántos tuits.
    en: tweets: a table with the column "created_at" (moments in UTC), in any order.
    en: Returns a Series in time order: the index is the start of each minute (in UTC); the value, how many tweets.
    """
    ### BEGIN SOLUTION
    return tweets.set_index("created_at").resample("min").size()
    ### END SOLUTION


# %% check="tweets-per-minute"
check("tweets-per-minute", tweets_per_minute)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** ¿Qué pasó entre las 19:55 y las 20:05? Dos piezas nuevas: `pd.Timedelta` es una duración,
# que se suma a un momento o se le resta; el `&` une dos condiciones («y además»), cada una entre paréntesis.

# %% [markdown] lang="en"
# **Back to Iberia.** What happened between 19:55 and 20:05? Two new pieces: `pd.Timedelta` is a length of time, which
# can be added to a moment or taken away from it; the `&` joins two conditions ("and also"), each in parentheses.

# %%
five_minutes = pd.Timedelta(minutes=5)
around_launch = customers[
    (customers["created_at"] >= launch - five_minutes) & (customers["created_at"] < launch + five_minutes)
]
attempt(tweets_per_minute, around_launch)

# %% [markdown] lang="es"
# La herramienta del curso hace lo mismo y de paso pone el reloj de Madrid. A partir de aquí usaremos sus cuentas,
# guardadas en `counts`: los minutos de la tarde, de las 18:00 a las 23:00. Con `.loc[a : b]` se ven las filas desde
# `a` hasta `b`, las dos incluidas. Compara los dos resultados.

# %% [markdown] lang="en"
# The course has a tool that does the same and puts it on Madrid's clock while it is at it. From here on we shall
# use its counts, kept in `counts`: the minutes of the evening, from 18:00 to 23:00. `.loc[a : b]` shows the rows
# from `a` to `b`, both included. Compare the two results.

# %%
counts = volume(customers, every="1min", start="2013-07-18 18:00", end="2013-07-18 23:00")
counts.loc[launch - five_minutes : launch + pd.Timedelta(minutes=4)]

# %% [markdown] lang="es"
# ## Ejercicio 3. La línea de base
#
# ### Lo que necesitas
#
# «Hay muchos tuits» no significa nada hasta que dices cuántos son muchos. La **línea de base** es lo normal: cuánto
# se habla cuando no pasa nada. Para resumir muchos minutos en un número hay dos candidatas, la **media** y la
# **mediana** (el valor que queda en medio al ordenarlos). Mira qué les hace un solo minuto raro:

# %% [markdown] lang="en"
# ## Exercise 3. The baseline
#
# ### What you need
#
# "There are many tweets" means nothing until you say how many is many. The **baseline** is what is normal: how much
# people talk when nothing is happening. To sum up many minutes in one number there are two candidates, the **mean**
# and the **median** (the value left in the middle when you put them in order). Look what one odd minute does to
# them:

# %%
calm = pd.Series([3, 1, 2, 2, 40])
print(t(es="media:", en="mean:"), calm.mean())
print(t(es="mediana:", en="median:"), calm.median())

# %% [markdown] lang="es"
# En cuatro de los cinco minutos hubo 3 tuits o menos. La media dice que lo normal es más del triple; la mediana ni
# se inmuta. Por eso la usamos: no queremos que una broma viral a media tarde nos cambie la idea de calma.
#
# El índice también se puede comparar, y así se eligen minutos: la máscara va entre corchetes. Si quieres exigir dos
# cosas a la vez, ya conoces el `&` con sus paréntesis. `>` es «mayor que»; `>=`, «mayor o igual», deja entrar también
# al que iguala (`<` y `<=`, lo mismo hacia abajo). Aquí, una sola condición: los minutos anteriores a la cuarta
# etiqueta (sí, la cuarta es la número 3: se empieza en el 0).

# %% [markdown] lang="en"
# In four of the five minutes there were 3 tweets or fewer. The mean claims that more than three times as many is
# normal; the median does not bat an eyelid. That is why we use it: one joke that goes viral in the afternoon should
# not change our idea of calm.
#
# The index can be compared as well, and that is how to pick minutes: the mask goes between square brackets. To ask
# for two things at once, you already know the `&` with its parentheses. `>` is "greater than"; `>=`, "greater or
# equal", lets the equal one in as well (`<` and `<=`, the same downwards). Here is a single condition: the minutes
# before the fourth label (yes, the fourth is number 3: we start at 0).

# %%
counts[counts.index < counts.index[3]]

# %% [markdown] lang="es"
# ### Tu turno
#
# Escribe una función que calcule la línea de base: la **mediana** de los minutos que van desde `start` (incluido)
# hasta `launch` (sin incluir: el minuto del lanzamiento ya no es calma). A mano, con `start` a las 19:55 y `launch`
# a las 20:00:
#
# | minuto | 19:53 | 19:54 | 19:55 | 19:56 | 19:57 | 19:58 | 19:59 | 20:00 | 20:01 |
# |---|---|---|---|---|---|---|---|---|---|
# | tuits | 0 | 1 | 7 | 5 | 40 | 6 | 9 | 90 | 120 |
#
# Cuentan los cinco de en medio. Ordenados: 5, 6, **7**, 9, 40. La línea de base es 7 tuits por minuto. (Si los
# minutos son un número par, en medio quedan dos valores: la mediana es entonces la media de esos dos, sin redondear.)

# %% [markdown] lang="en"
# ### Your turn
#
# Write a function that works out the baseline: the **median** of the minutes from `start` (included) until `launch`
# (not included: the minute of the launch is calm no more). By hand, with `start` at 19:55 and `launch` at 20:00:
#
# | minute | 19:53 | 19:54 | 19:55 | 19:56 | 19:57 | 19:58 | 19:59 | 20:00 | 20:01 |
# |---|---|---|---|---|---|---|---|---|---|
# | tweets | 0 | 1 | 7 | 5 | 40 | 6 | 9 | 90 | 120 |
#
# The five in the middle count. In order: 5, 6, **7**, 9, 40. The baseline is 7 tweets per minute. (If the minutes are
# an even number, two values are left in the middle: the median is then the mean of those two, not rounded.)


# %% answer="baseline-volume"
def baseline_volume(counts, start, launch):
    """
    es: Calcula lo normal antes del lanzamiento.
    en: Work out what was normal before the launch.

    es: counts: una Series de tuits por minuto; el índice es el comienzo de cada minuto.
    es: start, launch: dos momentos; cuentan los minutos desde start (incluido) hasta launch (sin incluir).
    es: Devuelve un número: la mediana de esos minutos (hay uno al menos).
    en: counts: a Series of tweets per minute; the index is the start of each minute.
    en: start, launch: two moments; the minutes from start (included) until launch (not included) count.
    en: Returns a number: the median of those minutes (there is at least one).
    """
    ### BEGIN SOLUTION
    before = counts[(counts.index >= start) & (counts.index < launch)]
    return before.median()
    ### END SOLUTION


# %% check="baseline-volume"
check("baseline-volume", baseline_volume)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** ¿Qué calma escogemos? Depende: no es lo mismo comparar con la tarde entera que con
# los últimos minutos, cuando la gente ya está calentando los dedos. Cambia la hora y mira:

# %% [markdown] lang="en"
# **Back to Iberia.** Which calm shall we choose? It makes a difference: the whole evening is one thing, the last few
# minutes, when people are already warming up their fingers, another. Change the time and see:

# %%
since_six = pd.Timestamp("2013-07-18 18:00", tz="Europe/Madrid")
last_minutes = pd.Timestamp("2013-07-18 19:50", tz="Europe/Madrid")

print(t(es="desde las 18:00:", en="since 18:00:"), attempt(baseline_volume, counts, since_six, launch))
print(t(es="desde las 19:50:", en="since 19:50:"), attempt(baseline_volume, counts, last_minutes, launch))

# %% [markdown] lang="es"
# ## Ejercicio 4. El minuto en que empieza
#
# ### Lo que necesitas
#
# Ya sabemos qué es lo normal. ¿Cuándo deja de serlo? Fijamos un **umbral**, un número de tuits que en calma no se
# alcanza, y buscamos el primer minuto que lo supera. Pero un minuto suelto puede ser una casualidad, así que
# pedimos que se mantenga: varios minutos seguidos, *todos* por encima.
#
# Para mirar varios minutos a la vez está `rolling`: una ventanita que avanza minuto a minuto. Con `min` nos
# quedamos con el valor más flojo de cada ventana: si hasta el más flojo supera el umbral, los superan todos.

# %% [markdown] lang="en"
# ## Exercise 4. The minute it begins
#
# ### What you need
#
# We know what is normal. When does it stop being so? We set a **threshold**, a number of tweets that calm does not
# reach, and look for the first minute above it. But a single minute may be chance, so we ask it to last: several
# minutes in a row, *all* of them above.
#
# To look at several minutes at once there is `rolling`: a little window that moves on minute by minute. With `min`
# we keep the weakest value of each window: if even the weakest is above the threshold, all of them are.

# %%
example = pd.Series(
    [3, 7, 1, 6, 8, 4, 15, 9, 12],
    index=pd.date_range("2013-07-18 19:57", periods=9, freq="min", tz="Europe/Madrid"),
)
weakest = example.rolling(3).min()
weakest

# %% [markdown] lang="es"
# Lee despacio la fila de las 20:02: su 4 es el mínimo de 20:00, 20:01 y 20:02. O sea, que `rolling` etiqueta cada
# ventana con su **último** minuto (por eso las dos primeras filas dicen `NaN`, «sin dato»: aún no hay tres minutos
# que mirar).
#
# Dos piezas más, juntas: `.index[0]` es la primera etiqueta de una Series, y a esa etiqueta, que es un momento, se
# le pueden restar minutos. Si el número de minutos tiene un nombre, se escribe a la derecha del `=`, aunque sea el
# mismo que pide `pd.Timedelta` a la izquierda:

# %% [markdown] lang="en"
# Read the row of 20:02 slowly: its 4 is the minimum of 20:00, 20:01 and 20:02. In other words, `rolling` labels
# each window by its **last** minute (which is why the first two rows say `NaN`, "no data": there are not three
# minutes to look at yet).
#
# Two more pieces, together: `.index[0]` is the first label of a Series, and from that label, which is a moment,
# minutes can be taken away. If the number of minutes has a name, it stands on the right of the `=`, even if it is the
# same that `pd.Timedelta` asks for on the left:

# %%
high = example[example > 6]
minutes = 10
high.index[0] - pd.Timedelta(minutes=minutes)

# %% [markdown] lang="es"
# ### Tu turno
#
# Escribe una función que encuentre el comienzo: el **primer** minuto de la primera racha de `minutes` minutos
# seguidos, todos por encima de `threshold` (`>`, no `>=`). A mano, con los datos de `example`, umbral 5 y 3
# minutos:
#
# | minuto | 19:57 | 19:58 | 19:59 | 20:00 | 20:01 | 20:02 | 20:03 | 20:04 | 20:05 |
# |---|---|---|---|---|---|---|---|---|---|
# | tuits | 3 | 7 | 1 | 6 | 8 | 4 | 15 | 9 | 12 |
# | ¿más de 5? | no | sí | no | sí | sí | no | sí | sí | sí |
#
# A las 19:58 y a las 20:00 hay dos falsas alarmas. La racha buena empieza a las 20:03, y esa es la respuesta.

# %% [markdown] lang="en"
# ### Your turn
#
# Write a function that finds the beginning: the **first** minute of the first run of `minutes` minutes in a row,
# all of them above `threshold` (`>`, not `>=`). By hand, with the data in `example`, threshold 5 and 3 minutes:
#
# | minute | 19:57 | 19:58 | 19:59 | 20:00 | 20:01 | 20:02 | 20:03 | 20:04 | 20:05 |
# |---|---|---|---|---|---|---|---|---|---|
# | tweets | 3 | 7 | 1 | 6 | 8 | 4 | 15 | 9 | 12 |
# | more than 5? | no | yes | no | yes | yes | no | yes | yes | yes |
#
# At 19:58 and at 20:00 there are two false alarms. The run that counts begins at 20:03, and that is the answer.


# %% answer="onset-minute"
def onset_minute(counts, threshold, minutes):
    """
    es: Encuentra el minuto en que el volumen se dispara.
    en: Find the minute in which the volume takes off.

    es: counts: una Series de tuits por minuto; el índice es el comienzo de cada minuto.
    es: threshold: el umbral; hay que superarlo.
    es: minutes: cuántos minutos seguidos hay que superarlo (siempre hay una racha así).
    es: Devuelve un momento: el primer minuto de la primera racha.
    en: counts: a Series of tweets per minute; the index is the start of each minute.
    en: threshold: the number to be exceeded.
    en: minutes: for how many minutes in a row (there always is such a run).
    en: Returns a moment: the first minute of the first run.
    """
    ### BEGIN SOLUTION
    weakest = counts.rolling(minutes).min()
    last_minute = weakest[weakest > threshold].index[0]
    return last_minute - pd.Timedelta(minutes=minutes - 1)
    ### END SOLUTION


# %% check="onset-minute"
check("onset-minute", onset_minute)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** ¿Qué umbral? No hay uno verdadero: es una decisión tuya. Para no sacarlo de la manga, lo
# contaremos en veces lo normal: 2 veces la línea de base, 4 veces, 6… Lo honrado es probar varios y contar si la
# respuesta cambia. (`for` repite la línea de abajo para cada número. La línea de base, desde las 18:00, la pone aquí
# la herramienta del curso, `baseline`, por si el ejercicio 3 se te resiste.)

# %% [markdown] lang="en"
# **Back to Iberia.** Which threshold? There is no true one: it is your decision. So as not to pull it out of a hat,
# we shall count it in times the normal: 2 times the baseline, 4 times, 6… The honest thing is to try several and to
# say whether the answer changes. (`for` repeats the line below it for each number. The baseline, since 18:00, is
# supplied here by the course's tool, `baseline`, in case exercise 3 is putting up a fight.)

# %%
normal = baseline(counts, before=launch).median
print(t(es="lo normal, por minuto:", en="normal, per minute:"), normal)

for times in [2, 4, 6, 8, 10]:
    print(times, t(es="veces lo normal ->", en="times the normal ->"), attempt(onset_minute, counts, times * normal, 5))

# %% [markdown] lang="es"
# Con el ejercicio resuelto, se lee así. Con un umbral bajo, el doble de lo normal, el «comienzo» cae antes de las
# 20:00: eso no es un fallo, es expectación. Con 4, 6 u 8 veces, la respuesta apenas se mueve: en ese margen el
# resultado es **robusto**, no depende de tu capricho. Con un umbral muy alto se retrasa, y con uno que ninguna
# racha alcanza, tu función se para: no hay primera etiqueta que tomar. Así que en un informe no se escribe «empezó
# en este minuto», sino entre qué minutos, con qué umbrales y cuántos minutos seguidos.
#
# La herramienta del curso, `onset`, elige el umbral de otra manera: a la mediana le suma cinco veces lo que suele
# variar la calma (las dos primeras líneas de la celda no hace falta seguirlas), y solo busca desde el lanzamiento.
# ¿Cae su respuesta entre las tuyas?

# %% [markdown] lang="en"
# With the exercise solved, it reads like this. With a low threshold, twice the normal, the "beginning" falls before
# 20:00: that is not failure but anticipation. With 4, 6 or 8 times, the answer hardly moves: within that range the
# result is **robust**, it does not hang on a whim of yours. With a very high threshold it comes late, and with one
# that no run reaches your function stops: there is no first label to take. So what a report says is not "it began
# in this minute" but between which minutes, with which thresholds and how many minutes in a row.
#
# The course's tool, `onset`, chooses the threshold in another way: to the median it adds five times what the calm
# usually varies by (no need to follow the first two lines of the cell), and it searches only from the launch on.
# Does its answer lie among yours?

# %%
calm_evening = baseline(counts, before=launch)
threshold = calm_evening.median + 5 * max(1.4826 * calm_evening.mad, calm_evening.median**0.5, 1)
print(t(es="umbral de la herramienta:", en="the tool's threshold:"), round(threshold, 1))
onset(counts, before=launch, sustained=5)

# %% [markdown] lang="es"
# ## Ejercicio 5. La cuota de un hashtag
#
# ### Lo que necesitas
#
# El volumen dice *cuánto* se habla, no *de qué humor*. Un hashtag que cambia de manos dice algo más. Para saber qué
# tuits llevan un hashtag, a una columna de textos se le pregunta con `.str.contains`. `case=False` quiere decir que
# mayúsculas y minúsculas dan igual, como en Twitter:

# %% [markdown] lang="en"
# ## Exercise 5. A hashtag's share
#
# ### What you need
#
# Volume tells *how much* people talk, not *in what mood*. A hashtag that changes hands tells a little more. To
# learn which tweets carry a hashtag, ask a column of texts with `.str.contains`. `case=False` means that capitals
# make no difference, just as on Twitter:

# %%
mini["text"].str.contains("#iberiasocialfail", case=False)

# %% [markdown] lang="es"
# ¡Cuidado con los hashtags que empiezan igual! Si buscas `#Iberia`, aparecen también `#IberiaSocialFlight` y
# `#IberiaSocialFail`. Para exigir que la palabra termine ahí se le pega con `+` el código `r"\b"`, que significa
# «borde de palabra». (La `r` le pide a Python que deje la barra en paz; sin ella no funciona.) En la tabla pequeña,
# solo un tuit lleva `#Iberia` a secas:

# %% [markdown] lang="en"
# Beware of hashtags that begin alike! Search for `#Iberia`, and up come `#IberiaSocialFlight` and
# `#IberiaSocialFail` as well. To demand that the word end there, stick on the code `r"\b"` with a `+`; it means
# "boundary of a word". (The `r` asks Python to leave the backslash alone; without it nothing works.) In the small
# table only one tweet carries plain `#Iberia`:

# %%
tag = "#Iberia"
print(t(es="sin borde:", en="without boundary:"), mini["text"].str.contains(tag, case=False).sum())
print(t(es="con borde:", en="with boundary:"), mini["text"].str.contains(tag + r"\b", case=False).sum())

# %% [markdown] lang="es"
# Sumar una máscara es contar síes; hacer su **media** es dividirlos entre el total: justo una proporción. (A la de
# los tuits que llevan un hashtag la llamaremos su **cuota**.) Para tenerla por tramos, guardamos la máscara como una
# columna más con `assign` (que hace una copia y no toca la tabla original), elegimos esa columna tras `set_index` y
# pedimos la media de cada tramo. En `assign`, el nombre de la columna nueva va sin comillas; entre corchetes, con
# ellas. Por ejemplo, ¿qué proporción de los tuits pregunta algo?

# %% [markdown] lang="en"
# To sum a mask is to count the yeses; to take its **mean** is to divide them by the total: a share, no less. To
# have it by bins, we keep the mask as one more column with `assign` (which makes a copy and leaves the original
# table alone), pick that column after `set_index`, and ask for the mean of each bin. In `assign` the new column's
# name goes without quotation marks; between square brackets, with them. For instance, what share of the tweets asks
# something?

# %%
marked = mini.assign(asks=mini["text"].str.contains("?", regex=False))
marked.set_index("created_at")["asks"].resample("2min").mean()

# %% [markdown] lang="es"
# (`regex=False` avisa de que el `?` es un signo cualquiera y no un código; con `\b`, que sí lo es, sobra.) Fíjate en
# el tramo de las 18:04: nadie tuiteó, y 0 entre 0 no es 0. pandas escribe `NaN`: no hay proporción que valga. Una
# cosa es que nadie use el hashtag y otra, que nadie hable; deja ese `NaN` donde está.
#
# ### Tu turno
#
# Escribe una función que dé, para cada tramo de duración `every`, la cuota (de 0 a 1) del hashtag `tag`: qué
# proporción de los tuits del tramo lo lleva. Mayúsculas y minúsculas dan igual; un tuit que lo repite cuenta una vez;
# un hashtag más largo es otro hashtag; un tramo sin tuits queda como `NaN`. Como `tag` y `every` son nombres que ya
# guardan un valor, se escriben sin comillas. A mano, con `tag` igual a `#Iberia` y tramos de 5 minutos:
#
# | hora (UTC) | tuit | ¿lleva `#Iberia`? |
# |---|---|---|
# | 18:00 | Lo de #Iberia no tiene nombre | sí |
# | 18:03 | Sí que lo tiene: #IberiaSocialFail | no |
# | 18:11 | Me he quedado sin Nueva York, #Iberia. | sí |
# | 18:16 | Buenas noches a todos | no |
#
# Tramo de las 18:00: 1 de 2, es decir, `0.5`. Tramo de las 18:05: `NaN`. Tramo de las 18:10: 1 de 1, `1.0`. Tramo
# de las 18:15: 0 de 1, `0.0` (hay un tuit; lo que no hay es hashtag).

# %% [markdown] lang="en"
# (`regex=False` says that the `?` is a plain sign and not a code; with `\b`, which is one, leave it out.) Look at the
# bin of 18:04: nobody tweeted, and 0 divided by 0 is not 0. pandas writes `NaN`: there is no share to speak of. It
# is one thing that nobody uses the hashtag, and another that nobody talks; leave that `NaN` where it is.
#
# ### Your turn
#
# Write a function that gives, for each bin of length `every`, the share (0 to 1) of its tweets that carry the
# hashtag `tag`. Capitals make no difference; a tweet that repeats it counts once; a longer hashtag is another
# hashtag; a bin without tweets stays `NaN`. As `tag` and `every` are names that already hold a value, write them
# without quotation marks. By hand, with `tag` equal to `#Iberia` and bins of 5 minutes:
#
# | time (UTC) | tweet | does it carry `#Iberia`? |
# |---|---|---|
# | 18:00 | There's no name for what #Iberia did | yes |
# | 18:03 | Oh, there is: #IberiaSocialFail | no |
# | 18:11 | No New York for me, #Iberia. | yes |
# | 18:16 | Good night, everybody | no |
#
# Bin of 18:00: 1 of 2, that is, `0.5`. Bin of 18:05: `NaN`. Bin of 18:10: 1 of 1, `1.0`. Bin of 18:15: 0 of 1,
# `0.0` (there is a tweet; it is the hashtag that is missing).


# %% answer="hashtag-share"
def hashtag_share(tweets, tag, every):
    """
    es: Mide la cuota de un hashtag en cada tramo.
    en: Measure the share of a hashtag in each bin.

    es: tweets: una tabla con las columnas "created_at" (momentos en UTC) y "text".
    es: tag: el hashtag con su almohadilla, como "#Iberia".
    es: every: la duración de los tramos, como "10min".
    es: Devuelve una Series: el índice es el comienzo de cada tramo; el valor, de 0 a 1 (NaN sin tuits).
    en: tweets: a table with the columns "created_at" (moments in UTC) and "text".
    en: tag: the hashtag with its hash sign, such as "#Iberia".
    en: every: the length of the bins, such as "10min".
    en: Returns a Series: the index is the start of each bin; the value, 0 to 1 (NaN without tweets).
    """
    ### BEGIN SOLUTION
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).mean()
    ### END SOLUTION


# %% check="hashtag-share"
check("hashtag-share", hashtag_share)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** Los tuits de la noche, del lanzamiento en adelante, en tramos de media hora (en UTC):

# %% [markdown] lang="en"
# **Back to Iberia.** The tweets of that night, from the launch on, in bins of half an hour (in UTC):

# %%
night = customers[
    (customers["created_at"] >= launch) & (customers["created_at"] < launch + pd.Timedelta(hours=4))
]
attempt(hashtag_share, night, "#IberiaSocialFail", "30min")

# %% [markdown] lang="es"
# ## Ejercicio 6. El adelantamiento
#
# ### Lo que necesitas
#
# Dos Series con el mismo índice se comparan fila a fila, y la virgulilla `~` da la vuelta a una máscara: los síes
# pasan a ser noes. Con `.index[-1]` se toma la última etiqueta, igual que con `.index[0]` la primera.

# %% [markdown] lang="en"
# ## Exercise 6. The takeover
#
# ### What you need
#
# Two Series with the same index are compared row by row, and the tilde `~` turns a mask round: every yes becomes a
# no. `.index[-1]` takes the last label, just as `.index[0]` takes the first.

# %%
tens = pd.date_range("2013-07-18 21:00", periods=6, freq="10min", tz="Europe/Madrid")
flight = pd.Series([0.8, 0.3, 0.5, 0.4, 0.1, 0.2], index=tens)
fail = pd.Series([0.1, 0.5, 0.4, 0.55, 0.8, 0.7], index=tens)

flight_leads = flight > fail
print(flight_leads)
print(t(es="Última ventaja de la campaña:", en="The campaign's last lead:"), flight[flight_leads].index[-1])

# %% [markdown] lang="es"
# ### Tu turno
#
# ¿Cuándo adelanta un hashtag a otro? La primera vez que va por delante no basta: a las 21:10 del ejemplo, `fail` se
# adelanta y a los diez minutos pierde la ventaja. Buscamos el adelantamiento **que dura**: el primer tramo desde el
# que el aspirante (`challenger`) va por delante del titular (`incumbent`) y ya no deja de ir por delante hasta el
# final. Un empate no es ir por delante, y un tramo sin tuits (`NaN`) tampoco. A mano, con `flight` y `fail`:
#
# | tramo | 21:00 | 21:10 | 21:20 | 21:30 | 21:40 | 21:50 |
# |---|---|---|---|---|---|---|
# | ¿va `fail` por delante? | no | sí | no | sí | sí | sí |
#
# La respuesta es 21:30. En otras tablas los tramos pueden durar más o menos de diez minutos. Pista gratis: piénsalo
# de atrás hacia delante.

# %% [markdown] lang="en"
# ### Your turn
#
# When does one hashtag overtake another? The first time it is ahead will not do: at 21:10 in the example `fail`
# gets ahead, and ten minutes later it has lost its lead. We are after the takeover **that lasts**: the first bin
# from which the challenger (`challenger`) is ahead of the holder of the title (`incumbent`) and never stops being
# ahead until the end. A tie is not being ahead, and neither is a bin without tweets (`NaN`). By hand, with `flight`
# and `fail`:
#
# | bin | 21:00 | 21:10 | 21:20 | 21:30 | 21:40 | 21:50 |
# |---|---|---|---|---|---|---|
# | is `fail` ahead? | no | yes | no | yes | yes | yes |
#
# The answer is 21:30. In other tables the bins may last more or less than ten minutes. A hint for free: think from
# the end backwards.


# %% answer="takeover-time"
def takeover_time(incumbent, challenger):
    """
    es: Encuentra desde qué tramo el aspirante va por delante hasta el final.
    en: Find the bin from which the challenger is ahead until the end.

    es: incumbent, challenger: dos Series de cuotas con el mismo índice (el comienzo de cada tramo).
    es: El aspirante no va por delante en el primer tramo, y sí en el último.
    es: Devuelve un momento: el comienzo del tramo en que el adelantamiento es definitivo.
    en: incumbent, challenger: two Series of shares with the same index (the start of each bin).
    en: The challenger is not ahead in the first bin, and is in the last.
    en: Returns a moment: the start of the bin from which the takeover lasts.
    """
    ### BEGIN SOLUTION
    leads = challenger > incumbent
    last = leads[~leads].index[-1]
    return leads.index[leads.index > last][0]
    ### END SOLUTION


# %% check="takeover-time"
check("takeover-time", takeover_time)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** Para que puedas seguir aunque el ejercicio 5 se te resista, las cuotas las calcula la
# herramienta del curso, de las 20:00 a las 24:00 y en tramos de 10 minutos:

# %% [markdown] lang="en"
# **Back to Iberia.** So that you can go on even if exercise 5 is putting up a fight, the course's tool works out the
# shares, from 20:00 to 24:00 and in bins of 10 minutes:

# %%
shares = hashtag_shares(night, ["#IberiaSocialFlight", "#IberiaSocialFail"], every="10min")
shares.head(8)

# %% [markdown] lang="es"
# Sus cuotas son mayores que las tuyas, y las dos son correctas. La tuya divide entre *todos* los tuits del tramo;
# la del curso, solo entre los que llevan alguno de los dos hashtags (la columna `tweets` dice cuántos; los hashtags,
# en minúsculas, dan nombre a las otras dos). Ante cualquier porcentaje, en clase o en el periódico, la primera
# pregunta es «¿de qué total?». Para saber quién va por delante da igual: el total es el mismo para los dos. Y si en
# algún tramo suman más de 1, es que hay tuits con los dos hashtags.

# %% [markdown] lang="en"
# Its shares are greater than yours, and both are right. Yours divides by *all* the tweets of the bin; the course's,
# only by those that carry one of the two hashtags (the column `tweets` tells how many; the hashtags, in lower case,
# name the other two). Faced with any percentage, in class or in the newspaper, the first question is "of what?". To
# know who is ahead it makes no difference: the total is the same for both. And if in some bin they add up to more
# than 1, there are tweets with both hashtags.

# %%
attempt(takeover_time, shares["#iberiasocialflight"], shares["#iberiasocialfail"])

# %% [markdown] lang="es"
# La herramienta del curso pregunta cuándo se adelanta el aspirante por *primera* vez (y se mantiene delante tantos
# tramos como digas en `sustained`). Si hoy coincide con la tuya, es que aquí la primera vez fue la definitiva; en
# otro caso podrían no coincidir y estar bien las dos.

# %% [markdown] lang="en"
# The course's tool asks when the challenger gets ahead for the *first* time (and stays there for as many bins as you
# say in `sustained`). If today it agrees with yours, then here the first time was the one that lasted; in another
# case the two might differ and both be right.

# %%
overtaken_at(shares, "#IberiaSocialFlight", "#IberiaSocialFail", sustained=1)

# %% [markdown] lang="es"
# Y así se ve el relevo. Fíjate en las marcas huecas: son tramos con menos de 10 tuits, en los que uno solo mueve la
# cuota más de 10 puntos. (El código que dibuja no hace falta entenderlo hoy; la figura, sí.)

# %% [markdown] lang="en"
# And this is what the handover looks like. Mind the hollow marks: they are bins with fewer than 10 tweets, in which a
# single one moves the share by more than 10 points. (Never mind the code that draws it; the figure is what you should
# be able to read.)

# %%
from course.plots.clock import madrid_axis
from course.plots.style import BLUE, VERMILION, new_axes, style

with style():
    ax = new_axes(height=3.8)
    for tag, colour, line, sign in [
        ("#IberiaSocialFlight", BLUE, "-", "o"),
        ("#IberiaSocialFail", VERMILION, "--", "s"),
    ]:
        share = 100 * shares[tag.lower()]
        ax.plot(share.index, share, color=colour, linestyle=line, marker=sign, label=tag)
        few = share[shares["tweets"] < 10]
        ax.plot(few.index, few, color=colour, linestyle="", marker=sign, markerfacecolor="white")
    madrid_axis(ax)
    ax.set(
        ylim=(-3, 103),
        ylabel=t(es="% de los tuits con alguno de los dos", en="% of tweets with either of the two"),
        title=t(es="El relevo de los hashtags (tuits simulados)", en="One hashtag hands over to the other (simulated tweets)"),
    )
    ax.legend()

show(
    ax,
    alt=t(
        es="Dos líneas, de las 20:00 a las 24:00, en tramos de 10 minutos. #IberiaSocialFlight empieza muy por "
        "encima y cae durante la primera hora; #IberiaSocialFail sube, la cruza antes de las 21:00 y ya queda arriba. "
        "Después de las 23:00 la mayoría de las marcas son huecas: menos de 10 tuits por tramo.",
        en="Two lines, from 20:00 to 24:00, in bins of 10 minutes. #IberiaSocialFlight starts far above and falls "
        "during the first hour; #IberiaSocialFail rises, crosses it before 21:00 and stays on top. After 23:00 most "
        "marks are hollow: fewer than 10 tweets a bin.",
    ),
)

# %% [markdown] lang="es"
# ## El gráfico que te llevas
#
# Todo junto: el volumen de la tarde, lo que dijo la marca y los hechos documentados, cada uno con su fuente y con
# la precisión de su hora: marca llena si se sabe al minuto, hueca si es aproximada, un punto si solo consta el día.
# Léelo con calma. ¿Qué sube primero? ¿Cuándo calla la marca, y cuánto de ese silencio está documentado? ¿Qué partes
# vienen de un documento y cuáles de la simulación?

# %% [markdown] lang="en"
# ## The plot worth keeping
#
# All together: the volume of the evening, what the brand said, and the documented events, each with its source and
# with the precision of its time: a filled mark if it is known to the minute, a hollow one if roughly, a dot if only
# the day is on record. Take your time over it. What rises first? When does the brand fall silent, and how much of
# that silence is documented? Which parts come from a document, and which from the simulation?

# %%
ax = timeline(case, start="2013-07-18 18:00", end="2013-07-19 01:00")
show(
    ax,
    alt=t(
        es="Tuits simulados del 18 de julio de 2013, de las 18:00 a la 01:00, cada 5 minutos. El volumen es bajo "
        "hasta poco antes de las 20:00; entonces salta, se mantiene alto hasta cerca de las 22:00 y baja "
        "despacio. La marca contesta hasta las 20:00, calla unas dos horas y vuelve. Debajo, los hechos documentados "
        "con su fuente: la subasta, a las 20:00 en punto; la caída y el silencio, hacia las 20:00; de la disculpa y "
        "del relevo del hashtag solo se sabe el día.",
        en="Simulated tweets of 18 July 2013, from 18:00 to 01:00, every 5 minutes. Volume is low until shortly before "
        "20:00; then it leaps, stays high until close to 22:00 and slowly falls. The brand answers until 20:00, "
        "is silent for some two hours and returns. Below, the documented events with their sources: the auction, at "
        "20:00 sharp; the collapse and the silence, about 20:00; of the apology and of the hashtag's handover only the "
        "day is known.",
    ),
)

# %% [markdown] lang="es"
# ## La pregunta que corrige una persona
#
# Eres responsable de redes en otra aerolínea. Tu directora, que no ha programado en su vida, ha leído a Ramón-Ramón
# y te pregunta: **«¿De verdad falló desde el minuto cero? ¿Se ve en los tuits?»** Contéstale con una nota de 150 a
# 200 palabras que pueda entender sin este cuaderno. Una pista para arrancar: si todo hubiera funcionado de
# maravilla, ¿qué habría hecho el volumen a las 20:00?
#
# Se valora así (4 puntos, hasta 1 por fila):
#
# | criterio | sin lograr: 0 | a medias: medio punto | logrado: 1 |
# |---|---|---|---|
# | **La medida**: qué has contado y cómo | no da ninguna medida, o la da sin hora | da el minuto, pero calla algo que lo cambia (línea de base, umbral, racha o reloj) | da el minuto con su reloj y las decisiones de las que depende |
# | **El razonamiento**: qué apoya la frase y qué no | confunde «se habla mucho» con «ha fallado» | señala la diferencia, pero no la usa | explica qué otra cosa explicaría el salto y qué indicio ayuda a decidir |
# | **Las pruebas**: lo documentado y lo simulado | presenta lo simulado como prueba sobre Iberia | los distingue, pero sin decir de dónde sale lo documentado | los distingue, cita una fuente y dice qué datos harían falta |
# | **La escritura**: para quien no programa | no se entiende sin el cuaderno | se entiende, con jerga sin explicar o fuera de extensión | clara, ordenada, sin jerga y en la extensión pedida |

# %% [markdown] lang="en"
# ## The question that a person marks
#
# You look after social media at another airline. Your director, who has never programmed in her life, has read
# Ramón-Ramón and asks: **"Did it really fail from minute zero? Can you see it in the tweets?"** Answer her in a
# note of 150 to 200 words that she can follow without this notebook. Something to start you off: had everything
# worked like a dream, what would the volume have done at 20:00?
#
# This is how it is marked (4 points, up to 1 a row):
#
# | criterion | not there: 0 | half way: half a point | there: 1 |
# |---|---|---|---|
# | **The measurement**: what you counted, and how | gives no measurement, or one without a time | gives the minute, but leaves out something that changes it (baseline, threshold, run or clock) | gives the minute with its clock and the decisions it rests on |
# | **The reasoning**: what supports the phrase, and what does not | takes "much talked about" for "failed" | points out the difference, but makes no use of it | tells what else would explain the leap, and which clue helps to decide |
# | **The evidence**: documented and simulated | offers simulated results as evidence about Iberia | tells them apart, but not where the documented part comes from | tells them apart, cites a source and says which data would be needed |
# | **The writing**: for somebody who does not program | cannot be followed without the notebook | can be followed, with unexplained jargon or at the wrong length | clear, in order, free of jargon and of the length asked for |

# %% [markdown] task="note-to-the-director" points=4 lang="es"
# **Respuesta modelo** (una de muchas buenas)
#
# Lo que está documentado dice que sí: según la prensa, la aplicación se hundió en los primeros minutos [EP13], y
# quien lo contó esa misma noche asegura que se notó desde el principio [RR13].
#
# ¿Se ve en los tuits? He ensayado la medida con tuits simulados. He tomado como normal la mediana de tuits por
# minuto entre las 18:00 y las 20:00, hora de Madrid, y he buscado el primer minuto que queda muy por encima y
# aguanta así cinco minutos. Salen los primeros minutos después de las 20:00; con un umbral muy bajo, algo antes,
# porque la gente ya estaba esperando.
#
# Pero que se hable mucho no significa que algo falle. Todo el mundo estaba citado a esa hora: un éxito también
# habría hecho saltar la curva. El indicio bueno es otro: poco después, el hashtag burlón adelanta al de la campaña
# y ya no le devuelve el sitio.
#
# Una advertencia. Estos tuits los escribió un programa al que ya se le había dicho que el problema empezaba a las
# 20:00; encontrarlo ahí no prueba nada sobre Iberia. Para probarlo harían falta los tuits reales de aquella noche y
# el registro de errores de la aplicación.

# %% [markdown] task="note-to-the-director" points=4 lang="en"
# **Model answer** (one of many good ones)
#
# What is documented says yes: according to the press the application collapsed within the first minutes [EP13], and
# the man who told the story that very night insists that it showed from the start [RR13].
#
# Can you see it in the tweets? I rehearsed the measurement on simulated ones. I took as normal the median number of
# tweets per minute between 18:00 and 20:00, Madrid time, and looked for the first minute that stands well above it
# and stays there for five minutes. That gives the first minutes after 20:00; with a very low threshold, a little
# earlier, because people were already waiting.
#
# But being much talked about is not the same as failing. Everybody had been called to that hour: a success would
# have made the curve leap as well. The better clue is another one: soon afterwards the mocking hashtag overtakes
# the campaign's and never gives the place back.
#
# A word of warning. These tweets were written by a program that had been told beforehand that the trouble starts at
# 20:00; finding it there proves nothing about Iberia. Proof would take that night's real tweets and the
# application's error log.

# %% [markdown] lang="es"
# ## Qué podemos concluir y qué no
#
# **Sí podemos decir** que:
#
# - «desde el minuto cero» se puede convertir en una medida, y que la respuesta sale de tres decisiones que hay que
#   declarar: qué calma, qué umbral y cuántos minutos seguidos;
# - según la prensa, la aplicación cayó en los primeros minutos [EP13; EB13], y que, según quien lo contó esa noche,
#   se notó desde el principio [RR13]. Eso está documentado y no depende de nuestros tuits.
#
# **No podemos decir** que:
#
# - nuestros tuits lo *confirmen*. Son simulados: al programa se le dijo que el lío empezaba a las 20:00.
#   Encontrarlo ahí demuestra que sabes medir, no qué ocurrió;
# - el minuto exacto sea firme. El azar también cuenta: otra noche simulada con los mismos hechos da otro minuto, y
#   de una sola noche no sale ningún margen de error;
# - un salto de volumen sea un fallo. Con todo el mundo citado a la misma hora, un éxito también habría saltado.
#   Hacen falta otros indicios: qué se dice, qué hashtag crece, quién contesta;
# - un hashtag sea un sentimiento. Hay quien escribe #IberiaSocialFlight hecho una furia y quien defiende a la marca
#   con #IberiaSocialFail. Para eso hay que leer tuits (unidad 03);
# - «al principio no contestó nadie» haya quedado probado. Ese silencio no lo hemos medido hoy: se mide en las
#   unidades 04 y 05, con el caso Jazztel.

# %% [markdown] lang="en"
# ## What we can and cannot conclude
#
# **We can say** that:
#
# - "from minute zero" can be turned into a measurement, whose answer rests on three decisions that must be
#   declared: which calm, which threshold and how many minutes in a row;
# - according to the press, the application went down within the first minutes [EP13; EB13], and that, according to
#   the man who told it that night, it showed from the start [RR13]. That is documented and does not hang on our
#   tweets.
#
# **We cannot say** that:
#
# - our tweets *confirm* it. They are simulated: the program was told that trouble starts at 20:00. To find it there
#   proves that you can measure, not what happened;
# - the exact minute is firm. Chance has a say: another simulated night with the same facts gives another minute,
#   and from a single night no margin of error can be had;
# - a leap in volume is a failure. With everybody called to the same hour, a success would have leapt too. Other
#   clues are needed: what is said, which hashtag grows, who answers;
# - a hashtag is a feeling. Some write #IberiaSocialFlight in fury, and some use #IberiaSocialFail to defend the
#   brand. For that one has to read tweets (unit 03);
# - "at first nobody answered" has been proved. We did not measure that silence today: units 04 and 05 do, on the
#   Jazztel case.

# %% [markdown] lang="es"
# ## Fuentes
#
# - **RR13.** Ramón-Ramón (blog), «Iberia 2.0, cuando lo previsible ocurre y se convierte en un
#   fiasco #IberiaSocialFail», 18 de julio de 2013. Opinión en primera persona, escrita esa misma noche.
# - **EP13.** El País (economía), 19 de julio de 2013, sobre la suspensión de la subasta de vuelos a Nueva York.
# - **EB13.** El Boletín, julio de 2013, «Una promoción comercial de Iberia colapsa su web». Cita a EP13.
#
# EB13 se apoya en EP13, así que no son dos testigos independientes: cuando coinciden, cuenta como uno.

# %% [markdown] lang="en"
# ## Sources
#
# - **RR13.** Ramón-Ramón (blog), "Iberia 2.0, cuando lo previsible ocurre y se convierte en un
#   fiasco #IberiaSocialFail" ("when the foreseeable happens and turns into a fiasco"), 18 July 2013. First-person
#   opinion, written that very night.
# - **EP13.** El País (economy), 19 July 2013, on the suspension of the auction of flights to New York.
# - **EB13.** El Boletín, July 2013, "Una promoción comercial de Iberia colapsa su web" ("a promotion by Iberia
#   brings its site down"). It cites EP13.
#
# EB13 leans on EP13, so these are not two independent witnesses: when they agree, that counts as one.

# %% [markdown] lang="es"
# ## Para ir más lejos
#
# Sin nota, por gusto:
#
# - Repite el ejercicio 2 con tramos de una hora. ¿Seguirías viendo «el minuto» cero? ¿Qué se gana a cambio?
# - Calcula la línea de base con la misma hora del día anterior, el 17 de julio (vuelve a contar con `volume`, con otros
#   `start` y `end`). ¿Es una calma más justa?
# - Repite la medida en otras noches simuladas, con `from course.simulator import simulate` y
#   `simulate("iberia", seed=1).tweets`; cambia el 1 por otros números. ¿Cuánto baila el minuto?
# - Busca en la tabla el tuit más compartido de la noche (`retweets`) y léelo. ¿Lleva alguno de los dos hashtags?

# %% [markdown] lang="en"
# ## To go further
#
# No marks, just for the pleasure of it:
#
# - Repeat exercise 2 with bins of one hour. Would you still see minute "zero"? What is gained in exchange?
# - Work out the baseline from the same hour of the day before, 17 July (count again with `volume`, with another
#   `start` and `end`). Is that a fairer calm?
# - Repeat the measurement on other simulated nights, with `from course.simulator import simulate` and
#   `simulate("iberia", seed=1).tweets`; put other numbers in place of the 1. How much does the minute dance about?
# - Find the most shared tweet of that night in the table (`retweets`) and read it. Does it carry either hashtag?
