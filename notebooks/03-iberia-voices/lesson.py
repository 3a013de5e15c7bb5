# %% [markdown] lang="es"
# # Iberia, las voces
#
# **¿De quién fue la culpa? ¿Y cómo se cuenta lo que dice una multitud sin poner en su boca lo que no dijo?**

# %% [markdown] lang="en"
# # Iberia, the voices
#
# **Whose fault was it? And how do you count what a crowd says without putting words in its mouth?**

# %% [markdown] lang="es"
# ## Qué sabrás hacer
#
# Al terminar esta unidad podrás:
#
# - codificar tuits a mano con un libro de códigos, como se hace en una investigación;
# - medir si dos personas que leen lo mismo entienden lo mismo, y descontar lo que coincidirían por azar;
# - calcular una kappa con tus manos y un alfa con su intervalo, y decir qué significan;
# - leer un desacuerdo: encontrarlo, entenderlo y decidir qué se hace con él;
# - contar a quién se culpa cuando un mismo tuit puede culpar a varios;
# - averiguar para qué acabó usándose el hashtag de una campaña;
# - escribir qué demuestra todo eso y, sobre todo, qué no demuestra.
#
# No hace falta saber programar, ni haber hecho las unidades anteriores: cada idea se explica antes de pedírtela. Esta
# vez, además, la mitad del trabajo no es programar: es leer.
#
# **Cómo se usa este cuaderno.** Está hecho de celdas. Para ejecutar una celda de código, haz clic en ella y pulsa
# Mayús + Intro. Para escribir en una celda de texto, haz doble clic en ella; con Mayús + Intro queda lista. Ve de
# arriba abajo, en orden. Guarda con `Ctrl + S`. Si vuelves otro día, elige la celda en la que ibas y, en el menú,
# `Run` → `Run All Above Selected Cell`. En esta unidad se entregan **dos archivos**: este cuaderno y
# `annotations.csv`, que aparecerá a su lado con los códigos que pongas.

# %% [markdown] lang="en"
# ## What you will be able to do
#
# By the end of this unit you will be able to:
#
# - code tweets by hand with a codebook, the way research does it;
# - measure whether two people who read the same thing understand the same thing, and correct for what they would agree
#   on by chance;
# - work out a kappa with your own hands and an alpha with its interval, and say what they mean;
# - read a disagreement: find it, understand it and decide what to do about it;
# - count who is blamed when one tweet may blame several;
# - find out what a campaign's hashtag ended up being used for;
# - write down what all this proves and, above all, what it does not.
#
# You need not know how to program, nor have done the units before this one: each idea is explained before you are
# asked for it. And this time half of the work is not programming at all: it is reading.
#
# **How to use this notebook.** It is made of cells. To run a cell of code, click on it and press Shift + Enter. To
# write in a cell of text, double-click on it; Shift + Enter finishes it. Go from top to bottom, in order. Save with
# `Ctrl + S`. When you come back another day, pick the cell you had reached and, in the menu, `Run` →
# `Run All Above Selected Cell`. In this unit you hand in **two files**: this notebook and `annotations.csv`, which
# will appear beside it with the codes that you give.

# %% [markdown] lang="es"
# ## La historia
#
# (Las claves entre corchetes, como [RR13], dicen de qué fuente sale cada dato; la lista está al final.)
#
# La noche del 18 de julio de 2013 la aplicación con la que Iberia subastaba las plazas de un avión entero a Nueva York
# se hundió en los primeros minutos [EP13; EB13]. La promoción se llamaba **#IberiaSocialFlight**, y su hashtag acabó
# adelantado por otro: **#IberiaSocialFail** [RR13; EP13]. Hubo decepción, acusaciones de engaño y hasta de estafa,
# chistes y fotomontajes [RR13; EP13]. De la explicación que todos esperaban, «un error informático», la gente se reía
# ya antes de oírla [RR13].
#
# Después de la risa llegó la pregunta de siempre: **¿de quién fue la culpa?** El bloguero Ramón-Ramón contó la historia
# esa misma noche, y el debate siguió en los comentarios de su blog [RR13]:
#
# - ¿De **quienes llevan las cuentas**? Al principio no contestó nadie, y eso que Iberia solía contestar a la mayoría de
#   los tuits que le dirigían [RR13].
# - No, responde un lector: marketing, informática, ventas, la agencia, **la organización entera**. Cuando a Nestlé le
#   estalló una crisis, la causa no fue quien llevaba sus redes, sino el proveedor que la empresa había elegido [RR13].
# - ¿Y **la agencia**? Se publicó que la campaña estaba encargada a una de fuera, El Fruto. El autor le da la razón al
#   lector: es una pena, dice, que una agencia eche a perder el buen trabajo del equipo de la casa [RR13].
# - ¿Y **la técnica**? Iberia habló de millones de peticiones en los primeros minutos; lo que cayó fue la aplicación de
#   la campaña, no la web de siempre [EP13; EB13]. Pero la hora y la multitud se conocían de antemano, y no se ensayó
#   a lo grande [RR13].
#
# Cuatro sospechosos y un coro. Hoy escucharemos al coro: qué expresaba la gente y a quién señalaba. Es tentador hacerlo
# a ojo: leer 10 tuits, quedarse con los 3 más graciosos y escribir «las redes culpan a…». Vamos a hacerlo bien.

# %% [markdown] lang="en"
# ## The story
#
# (The keys in square brackets, such as [RR13], tell which source each fact comes from; the list is at the end.)
#
# On the night of 18 July 2013 the application with which Iberia was auctioning the seats of a whole plane to New York
# collapsed within the first minutes [EP13; EB13]. The promotion was called **#IberiaSocialFlight**, and its hashtag
# ended up overtaken by another: **#IberiaSocialFail** [RR13; EP13]. There was disappointment, there was talk of deceit
# and even of a scam, there were jokes and doctored pictures [RR13; EP13]. The explanation that everybody expected, "a
# computer error", was laughed at before anyone had heard it [RR13].
#
# After the laughter came the usual question: **whose fault was it?** The blogger Ramón-Ramón told the story that very
# night, and the debate went on in his blog's comments [RR13]:
#
# - Was it **the people who run the accounts**? At first nobody answered, and this from Iberia, which used to answer
#   most of the tweets addressed to it [RR13].
# - No, one reader replies: marketing, IT, sales, the agency, **the whole organisation**. When a crisis blew up in
#   Nestlé's face, the cause was not whoever ran its social media, but the supplier that the company had chosen [RR13].
# - And **the agency**? The campaign was reported to have been given to an outside one, El Fruto. The author sides with
#   the reader: a pity, he says, that an agency should waste the good work of the company's own team [RR13].
# - And **the technology**? Iberia spoke of millions of requests within the first minutes; what went down was the
#   campaign's application, not the airline's usual site [EP13; EB13]. But the hour and the crowd were known beforehand,
#   and there was no rehearsal at scale [RR13].
#
# Four suspects and a chorus. Today we listen to the chorus: what people expressed, and at whom they pointed. It is
# tempting to do it by feel: read 10 tweets, remember the 3 funniest and write "social media blames…". Let us do it
# properly.

# %% [markdown] lang="es"
# ## Los datos
#
# Primero, lo importante: **los tuits de este cuaderno son simulados**. Los escribe un programa que respeta los hechos
# documentados de arriba y se inventa todo lo demás, también a quién culpa cada cual: no hay ni un tuit ni un cliente
# reales. Aprenderás a leer y a contar de verdad; lo que cuentes no prueba nada sobre la Iberia real.
#
# La primera celda trae las herramientas; la segunda carga el caso y dice de dónde sale.

# %% [markdown] lang="en"
# ## The data
#
# First things first: **the tweets in this notebook are simulated**. A program writes them; it respects the documented
# facts above and makes up everything else, including whom each one blames: there is not one real tweet or customer
# here. You will learn to read and to count in earnest; nothing you count proves anything about the real Iberia.
#
# The first cell fetches the tools; the second loads the case and tells where it comes from.

# %%
from html import escape

import pandas as pd
from IPython.display import HTML

from course import annotate, attempt, check, load, set_language, show, t
from course.agreement import agreement_by_code, krippendorff_alpha, percent_agreement, wide
from course.codebooks import CUSTOMER_VOICES
from course.voices import coders, practice, to_label

set_language(t(es="es", en="en"))

# %%
# es: que las tablas no corten los tuits largos
# en: so that tables do not cut long tweets short
pd.options.display.max_colwidth = 200

case = load("iberia")
tweets = case.tweets

print(case)

# %% [markdown] lang="es"
# `pandas` (aquí, `pd` para abreviar) es la biblioteca de Python para trabajar con tablas. El signo `=` se lee «se
# llama»: a la izquierda, el nombre que elegimos; a la derecha, lo que guardamos. `tweets` es ahora una tabla con una
# fila por tuit. Veamos dos de sus columnas (por eso los corchetes dobles) y solo las primeras filas (eso hace
# `.head()`; los números en negrita de la izquierda solo las numeran):

# %% [markdown] lang="en"
# `pandas` (here `pd` for short) is Python's library for tables. Read the sign `=` as "is called": on the left the name
# we choose, on the right what we keep under it. `tweets` is now a table with one row for each tweet. Let us see two of
# its columns (hence the double square brackets) and only the first rows (which is what `.head()` does; the bold
# numbers on the left merely number them):

# %%
tweets[["tweet_id", t(es="text", en="text_en")]].head()

# %% [markdown] lang="es"
# `tweet_id` identifica cada tuit; `text` es el tuit y `text_en`, el mismo tuit en inglés.
#
# ## Leer con un libro de códigos
#
# Una máquina cuenta hashtags sin despeinarse. Lo que no sabe es si «enhorabuena, genios» es una felicitación. Para eso
# hay que leer, y para que leer cuente como medir hay que hacerlo siempre igual. A eso se le llama **codificar**:
# leer cada tuit y ponerle uno o varios **códigos** de una lista cerrada.
#
# La lista, con sus reglas, es el **libro de códigos**. Dice qué significa cada código, qué entra, qué se queda fuera y
# qué se hace en los casos dudosos. Sin libro, cada cual lee a su manera, el martes distinto que el lunes, y la
# diferencia acaba en un titular. Con libro, otra persona puede repetir tu trabajo y comprobar si sale lo mismo. Eso es
# lo que separa un dato de una impresión.
#
# Cuatro reglas valen para todos los códigos del nuestro:
#
# 1. Cuenta **lo que hacen las palabras**, leídas junto al tuit al que contestan. Lo que dice el otro tuit no se
#    codifica.
# 2. Cada código necesita **palabras que puedas señalar con el dedo**. Un tuit puede llevar varios; `other`, solo cuando
#    no cabe ninguno más.
# 3. **Un hashtag por sí solo no demuestra nada**: lo usan igual quien bromea, quien defiende y quien está furioso.
# 4. **Nadie comprueba los hechos.** Se codifica lo que el tuit expresa, no si tiene razón.
#
# Aquí está el libro entero, con dos ejemplos claros de cada código. Despliega además «En el límite»: los ejemplos
# dudosos enseñan más que los claros. (El código de la celda no hace falta entenderlo; el libro, sí.)

# %% [markdown] lang="en"
# `tweet_id` identifies each tweet; `text` is the tweet and `text_en` the same tweet in English.
#
# ## Reading with a codebook
#
# A machine counts hashtags without breaking a sweat. What it cannot tell is whether "congratulations, geniuses" is
# praise. For that one has to read, and for reading to count as measuring it has to be done the same way every time.
# That is called **coding**: reading each tweet and giving it one or several **codes** from a closed list.
#
# The list, with its rules, is the **codebook**. It says what each code means, what goes in, what stays out and what to
# do about doubtful cases. Without one everybody reads in their own way, on Tuesday unlike on Monday, and the
# difference ends up in a headline. With one, somebody else can repeat your work and see whether the same comes out.
# That is the difference between a finding and an impression.
#
# Four rules hold for every code in ours:
#
# 1. What counts is **what the words do**, read together with the tweet they answer. The other tweet's words are not
#    coded.
# 2. Each code needs **words you could put your finger on**. A tweet may carry several; `other`, only when no other one
#    fits.
# 3. **A hashtag alone proves nothing**: jokers, defenders and the furious use the same ones.
# 4. **Nobody checks the facts.** What the tweet expresses is coded, not whether it is right.
#
# Here is the whole book, with two clear examples of each code. Open "On the border" as well: doubtful examples teach
# more than clear ones. (You do not have to understand the code in the cell. You do have to understand the book.)

# %%
border = t(es="En el límite", en="On the border")


def listed(examples):
    items = []
    for example in examples:
        codes = " ".join(f"<code>{name}</code>" for name in example.codes)
        items.append(f"<li><q>{escape(str(example.tweet))}</q> → {codes}. {escape(str(example.why))}</li>")
    return "<ul>" + "".join(items) + "</ul>"


pages = []
for code in CUSTOMER_VOICES.codes:
    pages.append(f"<h4><code>{code.code}</code> · {escape(str(code.title))}</h4>")
    pages.append(f"<p>{escape(str(code.definition))}</p>" + listed(code.examples))
    pages.append(f"<details><summary>{border}</summary>{listed(code.borderline)}</details>")
HTML("".join(pages))

# %% [markdown] lang="es"
# ### Para practicar: 14 tuits
#
# Estos no puntúan. Decide **antes** qué códigos le pondrías a cada uno (apúntalos en un papel, sin trampas) y después
# despliega el tuit: dentro están los códigos que acordó el equipo del curso y por qué. Cuando un tuit contesta a otro,
# el otro va delante, en cursiva.

# %% [markdown] lang="en"
# ### For practice: 14 tweets
#
# These give no marks. Decide **first** which codes you would give each one (on paper, no cheating) and then open the
# tweet: inside are the codes that the course's team agreed on, and why. Where a tweet answers another, the other one
# comes first, in italics.

# %%
words = tweets.set_index("tweet_id")[t(es="text", en="text_en")]
cards = []
for row in practice().to_dict("records"):
    answered = words.get(row["reply_to"], "")
    before = f"<em>{escape(answered)}</em><br>" if answered else ""
    tweet = escape(row[t(es="text", en="text_en")])
    codes = " ".join(f"<code>{name}</code>" for name in row["labels"].split("|"))
    why = escape(row[t(es="why_es", en="why_en")])
    cards.append(f"<details><summary>{before}{tweet}</summary><p>{codes} {why}</p></details><hr>")
HTML("".join(cards))

# %% [markdown] lang="es"
# ¿Cuántos te han salido distintos? Si son dos o tres, enhorabuena: es lo normal. Si son más, mira *cuáles*: casi
# siempre es el mismo código el que se nos atraganta. Vuelve a su definición antes de seguir.
#
# ## Ejercicio 1. Cuarenta tuits a mano
#
# Ahora sí. La celda de más abajo abre el **etiquetador**, la herramienta para poner códigos, con 40 tuits. Antes de
# abrirlo:
#
# - **Haz clic dentro del etiquetador, en el tuit, antes de pulsar ninguna tecla.** Si no, JupyterLab cree que las
#   teclas son para él: puede cambiar o borrar celdas, y hasta ofrecerte reiniciarlo todo. Si te pasa, cancela; una
#   celda borrada vuelve con **Z**.
# - Cada código tiene su tecla, del `1` al `0`, y se pueden marcar varios. Pulsar otra vez la misma lo quita. Con Intro
#   pasas al tuit siguiente y con las flechas vas y vienes. **S** lo salta, **P** lleva al siguiente pendiente, **D**
#   deshace, **N** abre la nota y **L**, el libro de códigos. Todo tiene también su botón, por si prefieres el ratón.
# - El botón dice el nombre («Broma o ironía»); en el archivo queda el código (`joke`). Los tuits que contestan a otro
#   salen con la conversación que tienen delante: léela.
# - **Todo se guarda solo, al momento, en** `annotations.csv`. Puedes parar cuando quieras. Para seguir (otro día, o si
#   aparece que «el kernel se ha reiniciado»; el *kernel* es el programa que ejecuta tus celdas), elige esta celda del
#   etiquetador, ve al menú `Run` → `Run All Above Selected Cell` y ejecútala después otra vez: te espera por donde
#   ibas.
# - Si dudas, decide y explica la duda en la nota, o sáltatelo y vuelve; al final, cada tuit necesita al menos un
#   código.
#
# Hazlo sin ayuda: lo interesante de la unidad empieza cuando dos personas no ven lo mismo. Calcula media hora.
#
# **Cómo se puntúa.** Al corregir, tu lectura se compara con otra de referencia, hecha con el mismo libro. El acuerdo
# se mide con el alfa que verás en el ejercicio 3 (con la distancia MASI): 1 es acuerdo perfecto y 0, el que daría el
# azar. De cada 10 partes de los 4 puntos:
#
# | qué cuenta | partes |
# |---|---|
# | el acuerdo llega a 0,40 | 5 |
# | el acuerdo llega a 0,70 | 4 más |
# | todos los códigos son del libro | 1 más |
#
# La última fila solo cuenta desde 0,40, y con menos de 20 tuits no hay acuerdo que medir. Además, todo cuenta en
# proporción a los tuits que hayas codificado: con 30 de los 40, tres cuartas partes. No hace falta coincidir en todo:
# con 0,70 el acuerdo ya da cuanto puede dar. Donde el libro deja dos lecturas honradas, valen las dos. (Para que
# sepas con quién te comparas: la lectura de referencia la hizo un modelo de lenguaje, y otros dos, con este cuaderno y
# nada más, leyeron casi lo mismo. Ninguna persona la ha revisado todavía: si crees que se equivoca, dilo en clase.)

# %% [markdown] lang="en"
# How many came out different? Two or three, and congratulations: that is normal. If more, look at *which* ones: nearly
# always it is the same code that trips us up. Go back to its definition before you go on.
#
# ## Exercise 1. Forty tweets by hand
#
# Now for real. The cell further down opens the **annotator**, the tool for giving codes, with 40 tweets. Before you
# open it:
#
# - **Click inside the annotator, on the tweet, before you press any key.** Otherwise JupyterLab takes the keys for its
#   own: it may change or delete cells, or even offer to restart everything. If that happens, cancel; a deleted cell
#   comes back with **Z**.
# - Each code has its key, from `1` to `0`, and you may mark several. Pressing the same key again takes the code off.
#   Enter takes you to the next tweet and the arrows move back and forth. **S** skips it, **P** goes to the next
#   pending one, **U** undoes, **N** opens the note and **C** the codebook. Everything has a button, too, if you prefer
#   the mouse.
# - The button says the name ("Joke or irony"); what stays in the file is the code (`joke`). Tweets that answer another
#   come with the conversation before them: read it.
# - **Everything is saved by itself, at once, in** `annotations.csv`. You may stop whenever you like. To go on (another
#   day, or if you are told that "the kernel was restarted"; the *kernel* is the program that runs your cells), pick
#   this annotator cell, go to the menu `Run` → `Run All Above Selected Cell` and then run it again: it waits where you
#   left off.
# - If in doubt, decide, and say so in the note; or skip it and come back. In the end each tweet needs at least one
#   code.
#
# Do it without help: the unit becomes interesting when two people do not see the same. Allow half an hour.
#
# **How it is marked.** Your reading is compared with a reference one, made with the same book. Agreement is measured
# by the alpha that you will meet in exercise 3 (with MASI distance): 1 is perfect agreement and 0 what chance would
# give. Out of every 10 parts of the 4 points:
#
# | what counts | parts |
# |---|---|
# | agreement reaches 0.40 | 5 |
# | agreement reaches 0.70 | 4 more |
# | all codes are the book's | 1 more |
#
# The last row counts only from 0.40 on, and with fewer than 20 tweets there is no agreement to measure. Besides, all
# of it counts in proportion to the tweets that you coded: with 30 of the 40, three quarters. You need not agree on
# everything: at 0.70 agreement already gives all it can give. Where the book leaves two honest readings, both are
# right. (So that you know whom you are compared with: a language model did the reference reading, and two others, with
# this notebook and nothing else, read nearly the same. No person has gone over it yet: if you think that it is wrong,
# say so in class.)

# %%
board = annotate(to_label(), CUSTOMER_VOICES, save_to="annotations.csv", thread=tweets)
board

# %% [markdown] lang="es"
# Esta celda mira tu archivo: si están los 40 tuits y si los códigos son del libro. **El acuerdo con la lectura de
# referencia no lo puede ver**: se mide al corregir. Que aquí salga todo en verde dice que el archivo está completo, no
# que tengas ya los 4 puntos.

# %% [markdown] lang="en"
# This cell looks at your file: whether all 40 tweets are there and whether the codes are the book's. **It cannot see
# your agreement with the reference reading**: that is measured when your work is marked. All green here says that the
# file is complete, not that you have the 4 points already.

# %% check="label-voices"
check("label-voices")

# %% [markdown] lang="es"
# ## ¿Pueden coincidir dos personas?
#
# Tú ya has leído. ¿Y si otra persona leyera lo mismo? Te presentamos a **Ana** y a **Bruno**, dos codificadores
# inventados por el equipo del curso. Con nuestro libro, cada uno por su lado, han leído otros 30 tuits. Cada fila de la
# tabla es un tuit leído por una persona; la barra `|` separa los códigos. Aquí, las de los cuatro primeros tuits
# (`sort_values` las ordena, para que las dos lecturas de cada uno queden juntas):

# %% [markdown] lang="en"
# ## Can two people agree?
#
# You have done your reading. What if somebody else read the same? Meet **Ana** and **Bruno**, two coders made up by the
# course's team. With our book, each on their own, they have read 30 other tweets. Each row of the table is one tweet
# read by one person; the bar `|` stands between codes. Here, those of the first four tweets (`sort_values` puts them in
# order, so that the two readings of each stand together):

# %%
both = coders()
both.sort_values(["tweet_id", "annotator"]).head(8)

# %% [markdown] lang="es"
# La misma tabla, con Ana y Bruno frente a frente (la herramienta `wide`, «ancho», pone una columna por persona y los
# códigos de cada tuit por orden alfabético):

# %% [markdown] lang="en"
# The same table with Ana and Bruno face to face (the tool `wide` makes one column for each person, and puts the codes
# of each tweet in alphabetical order):

# %%
pair = wide(both)
pair.head()

# %% [markdown] lang="es"
# A veces clavan lo mismo; a veces parece que hayan leído tuits distintos. ¿Es mucho acuerdo o poco? Hay que medirlo.
#
# ### Un ejemplo resuelto
#
# Empecemos por lo más sencillo: 10 tuits y un solo código por tuit. Los hemos inventado para contarlos con los dedos.
#
# | tuit | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
# |---|---|---|---|---|---|---|---|---|---|---|
# | Ana | `joke` | `joke` | `joke` | `joke` | `joke` | `disappointment` | `disappointment` | `disappointment` | `question` | `question` |
# | Bruno | `joke` | `joke` | `joke` | `joke` | `question` | `disappointment` | `disappointment` | `disappointment` | `question` | `disappointment` |
# | ¿igual? | sí | sí | sí | sí | no | sí | sí | sí | sí | no |
#
# **El porcentaje de acuerdo.** Coinciden en 8 de 10: `0.8`. Parece mucho. Pero imagina que Bruno no hubiera leído nada
# y pusiera códigos al tuntún: alguna vez acertaría. ¿Cuántas?
#
# **El acuerdo por azar.** Cada persona tiene sus hábitos. Ana pone `joke` la mitad de las veces (`0.5`); Bruno, en 4
# de 10 (`0.4`). Si cada uno fuera a lo suyo, los dos dirían `joke` a la vez en `0.5 × 0.4 = 0.2` de los tuits. Lo
# mismo con los otros códigos, y se suma:
#
# | código | hábito de Ana | hábito de Bruno | los dos a la vez |
# |---|---|---|---|
# | `joke` | 0,5 | 0,4 | 0,20 |
# | `disappointment` | 0,3 | 0,4 | 0,12 |
# | `question` | 0,2 | 0,2 | 0,04 |
# | **suma** | 1 | 1 | **0,36** |
#
# O sea, que sin mirar siquiera coincidirían en 0,36 de los tuits. El mérito está en lo que pase de ahí.
#
# **La kappa de Cohen** cuenta justo eso: cuánto le han ganado al azar (acuerdo menos azar), dividido entre lo máximo
# que se le podía ganar (1 menos azar):
#
# $$\kappa = \frac{0.8 - 0.36}{1 - 0.36} = \frac{0.44}{0.64} = 0.6875$$
#
# Una kappa de 1 es acuerdo perfecto; de 0, el que daría el azar; por debajo de 0, peor que el azar (pasa cuando
# dos personas entienden un código al revés). Este 0,69 es un acuerdo decente, y bastante menos lucido que el 0,8.
#
# ### Las piezas en pandas
#
# Una columna se saca de la tabla con su nombre entre corchetes y comillas. Dos columnas se comparan con `==` («¿es
# igual a?»), fila a fila, y salen `True` (sí) y `False` (no). Para Python valen 1 y 0, así que la **media** de esa
# columna es la proporción de síes. Un ejemplo de otra cosa: qué bebieron Marta y Pablo en cuatro desayunos.

# %% [markdown] lang="en"
# Sometimes they hit on the very same; sometimes you would think that they had read different tweets. Is that much
# agreement or little? It has to be measured.
#
# ### A worked example
#
# Let us begin with the simplest: 10 tweets and a single code each. We made them up so that you can count them on your
# fingers.
#
# | tweet | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
# |---|---|---|---|---|---|---|---|---|---|---|
# | Ana | `joke` | `joke` | `joke` | `joke` | `joke` | `disappointment` | `disappointment` | `disappointment` | `question` | `question` |
# | Bruno | `joke` | `joke` | `joke` | `joke` | `question` | `disappointment` | `disappointment` | `disappointment` | `question` | `disappointment` |
# | same? | yes | yes | yes | yes | no | yes | yes | yes | yes | no |
#
# **Percent agreement.** They agree on 8 of 10: `0.8`. That looks like a lot. But imagine that Bruno had read nothing
# and handed out codes at random: now and then he would hit. How often?
#
# **Agreement by chance.** Everybody has habits. Ana says `joke` half of the time (`0.5`); Bruno, in 4 of 10 (`0.4`).
# Were each to go their own way, both would say `joke` at once in `0.5 × 0.4 = 0.2` of the tweets. The same for the
# other codes, and add up:
#
# | code | Ana's habit | Bruno's habit | both at once |
# |---|---|---|---|
# | `joke` | 0.5 | 0.4 | 0.20 |
# | `disappointment` | 0.3 | 0.4 | 0.12 |
# | `question` | 0.2 | 0.2 | 0.04 |
# | **sum** | 1 | 1 | **0.36** |
#
# In other words, without even looking they would agree on 0.36 of the tweets. What counts is what they agree on beyond
# that.
#
# **Cohen's kappa** counts just that: how much they gained over chance (agreement minus chance), divided by the most
# that could be gained (1 minus chance):
#
# $$\kappa = \frac{0.8 - 0.36}{1 - 0.36} = \frac{0.44}{0.64} = 0.6875$$
#
# A kappa of 1 is perfect agreement; of 0, what chance would give; below 0, worse than chance (it happens when two
# people take a code the opposite way). This 0.69 is decent agreement, and a good deal less dazzling than the 0.8.
#
# ### The pieces in pandas
#
# You take a column out of a table by writing its name between square brackets and quotation marks. Two columns are
# compared with `==` ("is it equal to?"), row by row, and out come `True` (yes) and `False` (no). To Python these are
# worth 1 and 0, so the **mean** of that column is the share of yeses. An example about something else: what Marta and
# Pablo drank at four breakfasts.

# %%
coffee, tea, juice = t(es="café", en="coffee"), t(es="té", en="tea"), t(es="zumo", en="juice")
breakfasts = pd.DataFrame({"marta": [coffee, coffee, tea, juice], "pablo": [coffee, tea, tea, coffee]})

(breakfasts["marta"] == breakfasts["pablo"]).mean()

# %% [markdown] lang="es"
# (Si ves `np.float64` delante de un número, es el tipo de número que es; haz como si no estuviera.) Los hábitos de una
# columna los da `value_counts(normalize=True)`: cada valor con su proporción. Sin `normalize=True` daría cuántas veces.

# %% [markdown] lang="en"
# (If you see `np.float64` in front of a number, it only says what kind of number it is; ignore it.) The habits of a
# column are given by `value_counts(normalize=True)`: each value with its share. Without `normalize=True` it would give
# how many times.

# %%
marta = breakfasts["marta"].value_counts(normalize=True)
marta

# %% [markdown] lang="es"
# Una columna suelta como esa se llama **Series**. Lo que va delante de cada número son los **nombres de fila** (en
# pandas, el *índice*). Cuando se multiplican dos Series, pandas empareja las filas por su nombre, aunque estén en otro
# orden. Si a una le falta un nombre (Pablo no bebió zumo), sale `NaN`, «no hay dato», y al sumar se lo salta:

# %% [markdown] lang="en"
# A single column like that is called a **Series**. What stands in front of each number are the **row names** (in
# pandas, the *index*). When two Series are multiplied, pandas matches the rows by name, even if they come in another
# order. Where one of them lacks a name (Pablo had no juice) the result is `NaN`, "no data", and adding up skips it:

# %%
pablo = breakfasts["pablo"].value_counts(normalize=True)
print(marta * pablo)
print(t(es="suma:", en="sum:"), (marta * pablo).sum())

# %% [markdown] lang="es"
# Con `/` se **divide**. Una Series entera se puede dividir entre un número, y cada fila queda dividida. Las veces de
# Marta, entre sus 4 desayunos, son otra manera de llegar a sus hábitos. Y, como en la calculadora, lo que va entre
# paréntesis se hace antes:

# %% [markdown] lang="en"
# With `/` you **divide**. A whole Series can be divided by a number, and each row is divided. Marta's times, divided
# by her 4 breakfasts, are another way to get her habits. And, as on a calculator, what stands in parentheses is done
# first:

# %%
print(breakfasts["marta"].value_counts() / 4)
print(6 - 2 / 4, (6 - 2) / 4)

# %% [markdown] lang="es"
# ### De una cuenta a una herramienta: las funciones
#
# Si vas a repetir una cuenta, guárdala con un nombre: eso es una **función**, una receta. Tras `def` van su nombre y,
# entre paréntesis, los ingredientes (los *argumentos*); luego, dos puntos; dentro, con cuatro espacios delante, los
# pasos; y `return` dice qué plato sale. Lo que va entre `"""` y lo que sigue a `#` son notas para quien lee. La receta
# se cocina al **llamarla**, y dentro cada ingrediente tiene el nombre que le da el paréntesis del `def`:

# %% [markdown] lang="en"
# ### From one sum to a tool: functions
#
# A sum that you are going to repeat deserves a name: that is what a **function** is, a recipe. After `def` come its
# name and, between parentheses, the ingredients (its *arguments*); then a colon; inside, indented by four spaces, the
# steps; and `return` says which dish is served. What stands between `"""` and what follows a `#` are notes for whoever
# reads. You cook the recipe when you **call** it, and inside each ingredient has the name that the parentheses of the
# `def` give it:


# %%
def share_that_differs(first, second):
    """
    es: Calcula en qué proporción de las filas difieren dos columnas.
    en: Work out in which share of the rows two columns differ.
    """
    same = (first == second).mean()
    return 1 - same


share_that_differs(breakfasts["marta"], breakfasts["pablo"])

# %% [markdown] lang="es"
# **`return` no es `print`.** `print` enseña un valor en la pantalla y se lo lleva; `return` lo entrega, y así se puede
# guardar o comparar. En los ejercicios, tu función tiene que devolver su resultado con `return`.
#
# ### Cómo son los ejercicios
#
# Cada ejercicio te da una función empezada. Borra la línea `return ...` y escribe tus pasos (de una a cuatro líneas).
# Después ejecuta la celda de `check`, que prueba tu función con tablas pequeñas y te dice al momento qué esperaba, qué
# ha recibido y, si te atascas, tres pistas. Inténtalo las veces que quieras. La nota sale de otras tablas que no se
# ven, así que la función tiene que servir para *cualquier* tabla: dentro, usa los nombres de sus paréntesis, no los de
# tus tablas ni números copiados. Ninguna tabla llega vacía ni con huecos, salvo que se diga. Y no cambies la tabla que
# recibe: `assign`, que verás luego, hace una copia.
#
# Tras cada ejercicio, una celda usa tu función con el caso; por eso lleva `attempt` («inténtalo»). Si aún no está
# lista, lo dice en una línea y no pasa nada: los ejercicios no dependen unos de otros.
#
# ## Ejercicio 2. La kappa de Cohen
#
# ### Tu turno
#
# Escribe una función que calcule la kappa de dos columnas cualesquiera, con un código por fila. A mano, con la tabla
# de Ana y Bruno de ahí arriba, sale `0.6875`. Un aviso: Python divide antes de restar; lo que haya que restar primero
# va entre paréntesis.

# %% [markdown] lang="en"
# **`return` is not `print`.** `print` shows a value on the screen and takes it away again; `return` hands it over, so
# that it can be kept or compared. In the exercises your function has to give back its result with `return`.
#
# ### What the exercises are like
#
# Each exercise gives you the beginning of a function. Delete the line `return ...` and write your steps (one to four
# lines). Then run the cell with `check`: it tries your function on small tables and tells you on the spot what it
# expected, what it got and, should you be stuck, three hints. Try as often as you like. Your mark comes from other
# tables that you do not see, so the function has to work for *any* table: inside, use the names in its parentheses,
# not those of your tables, nor numbers copied out. No table comes empty or with gaps, unless it says so. And do not
# change the table it is given: `assign`, which you will meet later, makes a copy.
#
# After each exercise, a cell uses your function on the case, which is what `attempt` is for. If it is not ready yet, it
# says so in one line and no harm is done: the exercises do not depend on one another.
#
# ## Exercise 2. Cohen's kappa
#
# ### Your turn
#
# Write a function that works out the kappa of any two columns, with one code a row. By hand, with Ana's and Bruno's
# table above, it is `0.6875`. A warning: Python divides before it subtracts; whatever is to be subtracted first goes
# in parentheses.


# %% answer="kappa-by-hand"
def kappa_by_hand(first, second):
    """
    es: Calcula la kappa de Cohen de dos personas.
    en: Work out Cohen's kappa of two people.

    es: first, second: dos columnas con las mismas filas; en cada fila, el código que puso cada persona.
    es: Entre las dos usan al menos dos códigos distintos.
    es: Devuelve un número: el acuerdo menos el azar, dividido entre 1 menos el azar.
    en: first, second: two columns with the same rows; in each row, the code that each person gave.
    en: Between them they use at least two different codes.
    en: Returns a number: agreement minus chance, divided by 1 minus chance.
    """
    ### BEGIN SOLUTION
    agree = (first == second).mean()
    chance = (first.value_counts(normalize=True) * second.value_counts(normalize=True)).sum()
    return (agree - chance) / (1 - chance)
    ### END SOLUTION


# %% check="kappa-by-hand"
check("kappa-by-hand", kappa_by_hand)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** Ana y Bruno ponen varios códigos por tuit, y la kappa quiere uno. Un truco: preguntar código
# a código. «¿Lleva `joke`, sí o no?» es una columna de síes y noes por persona (la hace `.str.contains`,
# «¿contiene…?»), y con dos columnas así la kappa sabe qué hacer. (`for` repite las líneas de abajo con cada código.)

# %% [markdown] lang="en"
# **Back to Iberia.** Ana and Bruno give several codes a tweet, and kappa wants one. A trick: ask code by code. "Does it
# carry `joke`, yes or no?" is a column of yeses and noes for each person (`.str.contains` makes it), and with two such
# columns kappa knows what to do. (`for` repeats the lines below it with each code.)

# %%
for code in ["joke", "blames_company", "blames_technology"]:
    ana_says = pair["ana"].str.contains(code)
    bruno_says = pair["bruno"].str.contains(code)
    agree = (ana_says == bruno_says).mean()
    print(
        code,
        t(es="· acuerdo:", en="· agreement:"),
        round(agree, 2),
        "· kappa:",
        attempt(kappa_by_hand, ana_says, bruno_says),
    )

# %% [markdown] lang="es"
# Mira la última línea. En `blames_technology` coinciden en el 93 % de los tuits, un acuerdo para presumir… y la kappa
# es 0. ¿Quién miente? Nadie. Bruno marca ese código en 2 de los 30 tuits y Ana en ninguno: coinciden en todos los
# demás porque ahí no había nada que ver. De los que importan, **no coinciden ni en uno**. Con un código raro, el
# porcentaje de acuerdo siempre es alto; por eso no basta. Si un informe dice «los codificadores coincidieron en el 93
# %», pregunta por la kappa.
#
# ## Ejercicio 3. El alfa y su intervalo
#
# ### Lo que necesitas
#
# La kappa es para dos personas, un código y ningún hueco. La vida trae más: grupos de tres, tuits que alguien no leyó,
# varios códigos a la vez. Para todo eso está el **alfa de Krippendorff**. La idea es la misma contada al revés: cuánto
# desacuerdo hay, comparado con el que habría si los códigos se repartieran al azar:
#
# $$\alpha = 1 - \frac{D_o}{D_e}$$
#
# Arriba, el desacuerdo observado, $D_o$; abajo, el esperado, $D_e$. Un 1 es acuerdo perfecto; un 0, azar. A mano, con
# 4 tuits:

# %% [markdown] lang="en"
# Look at the last line. On `blames_technology` they agree in 93% of the tweets, agreement to boast of… and kappa is 0.
# Who is lying? Nobody. Bruno gives that code to 2 of the 30 tweets and Ana to none: they agree on all the rest because
# there was nothing to see there. On those that matter, they **do not agree once**. With a rare code percent agreement
# is always high, which is why it will not do. When a report says "the coders agreed in 93%", ask for the kappa.
#
# ## Exercise 3. Alpha and its interval
#
# ### What you need
#
# Kappa is for two people, one code and no gaps. Life brings more: groups of three, tweets that somebody did not read,
# several codes at once. For all that there is **Krippendorff's alpha**. The idea is the same, told the other way
# round: how much disagreement there is, compared with what there would be if the codes were dealt out at random:
#
# $$\alpha = 1 - \frac{D_o}{D_e}$$
#
# Above, the observed disagreement, $D_o$; below, the expected one, $D_e$. A 1 is perfect agreement; a 0 is chance. By
# hand, with 4 tweets:

# %%
four = pd.DataFrame(
    {
        "tweet_id": ["t1", "t2", "t3", "t4", "t1", "t2", "t3", "t4"],
        "annotator": ["ana", "ana", "ana", "ana", "bruno", "bruno", "bruno", "bruno"],
        "labels": ["joke", "joke", "question", "joke", "joke", "joke", "question", "question"],
    }
)
wide(four)

# %% [markdown] lang="es"
# Observado: difieren en 1 tuit de 4, así que $D_o = 1/4$. Esperado: echa los 8 códigos en una bolsa, 5 `joke` y 3
# `question`, y saca dos. Salen distintas en 2 × 5 × 3 = 30 de las 8 × 7 = 56 maneras de sacarlas: $D_e = 30/56$. Por
# tanto, $\alpha = 1 - (1/4)/(30/56) = 8/15$, unos 0,53.
#
# **Estar cerca también cuenta.** Con varios códigos por tuit, `joke` frente a `disappointment|joke` no es lo mismo que
# `joke` frente a `question`. La distancia **MASI** pone nota a la diferencia, entre 0 y 1:
#
# | lo que dice una persona | lo que dice la otra | distancia |
# |---|---|---|
# | `joke` | `joke` | 0: lo mismo |
# | `joke` | `disappointment` y `joke` | 0,67: lo de una está dentro de lo de la otra |
# | `disappointment` y `joke` | `joke` y `question` | 0,89: comparten algo, y cada una añade lo suyo |
# | `joke` | `question` | 1: nada en común |
#
# **El intervalo.** Con otros 30 tuits habría salido otro número. ¿Muy distinto? La herramienta lo ensaya: saca 30
# tuits al azar de los 30 (alguno se repite, alguno se queda fuera), vuelve a calcular el alfa, y así 1000 veces. El
# intervalo del 95 % va de donde acaba el 2,5 % más bajo a donde empieza el 2,5 % más alto. Si es ancho, tu número es
# menos firme de lo que parece. La herramienta da el resultado entero: el número solo se saca con `.value` y el
# intervalo, con `.interval`. El intervalo son dos números, y se pueden guardar los dos de una vez, separando los
# nombres con una coma. Aquí, con el porcentaje de acuerdo:

# %% [markdown] lang="en"
# Observed: they differ in 1 tweet of 4, so $D_o = 1/4$. Expected: put the 8 codes into a bag, 5 `joke` and 3
# `question`, and draw two. They are different in 2 × 5 × 3 = 30 of the 8 × 7 = 56 ways of drawing them: $D_e = 30/56$.
# Therefore $\alpha = 1 - (1/4)/(30/56) = 8/15$, about 0.53.
#
# **To be close counts too.** With several codes a tweet, `joke` against `disappointment|joke` is not the same as `joke`
# against `question`. The **MASI** distance grades the difference, between 0 and 1:
#
# | what one person says | what the other says | distance |
# |---|---|---|
# | `joke` | `joke` | 0: the same |
# | `joke` | `disappointment` and `joke` | 0.67: what one says is inside what the other says |
# | `disappointment` and `joke` | `joke` and `question` | 0.89: they share something, and each adds something |
# | `joke` | `question` | 1: nothing in common |
#
# **The interval.** With 30 other tweets the number would have been another. How different? The tool tries it out: it
# draws 30 tweets at random out of the 30 (some come twice, some stay out), works alpha out again, and so on 1000
# times. The 95% interval runs from where the lowest 2.5% end to where the highest 2.5% begin. If it is wide, your
# number is less firm than it looks. The tool gives the whole result: the bare number is taken out with `.value` and
# the interval with `.interval`. The interval is two numbers, and both can be kept in one go, with a comma between the
# names. Here, with percent agreement:

# %%
result = percent_agreement(four)
low, high = result.interval
print(result)
print(
    t(es="el número solo:", en="the bare number:"),
    result.value,
    t(es="· el extremo alto:", en="· the high end:"),
    high,
)

# %% [markdown] lang="es"
# De 25 % a 100 %: con 4 tuits, lo honrado es decir que no se sabe.
#
# También una función puede **devolver varias cosas**: van detrás de `return`, separadas por comas y en el orden en el
# que quieras entregarlas. Python las enseña entre paréntesis y lo llama *tupla*; es una lista que ya no cambia:

# %% [markdown] lang="en"
# From 25% to 100%: with 4 tweets, the honest thing is to say that nobody knows.
#
# A function, too, can **return several things**: they go after `return`, with commas between them, in the order in
# which you want to hand them over. Python shows them in parentheses and calls that a *tuple*; it is a list that no
# longer changes:


# %%
def first_and_last(names):
    return names[0], names[-1]


first_and_last(["Ana", "Bruno", "Carla"])

# %% [markdown] lang="es"
# (`names[0]` es el primero de la lista, porque Python cuenta desde 0, y `names[-1]`, el último.)
#
# ### Tu turno
#
# Escribe una función que dé tres números, en este orden: el extremo bajo del intervalo, el alfa y el extremo alto. El
# alfa lo calcula `krippendorff_alpha`, que se usa como `percent_agreement`; pídele la distancia MASI escribiendo
# `distance="masi"` detrás de la tabla, separado por una coma. Lo demás déjalo como viene. Devuelve números sueltos, no
# el resultado entero. Con la tabla `four` tiene que salir un alfa de 8/15 (con un solo código por tuit, la distancia
# da igual); en la otra prueba hay tres personas, varios códigos y huecos. Un hueco, `NaN`, es un tuit que esa persona
# no leyó, y el alfa ya sabe qué hacer con él.

# %% [markdown] lang="en"
# (`names[0]` is the first of the list, because Python counts from 0, and `names[-1]` is the last.)
#
# ### Your turn
#
# Write a function that gives three numbers, in this order: the low end of the interval, alpha, and the high end. Alpha
# is worked out by `krippendorff_alpha`, which is used like `percent_agreement`; ask it for the MASI distance by
# writing `distance="masi"` after the table, with a comma between. Leave everything else as it comes. Return bare
# numbers, not the whole result. With the table `four` it has to give an alpha of 8/15 (with a single code a tweet the
# distance makes no difference); in the other trial there are three people, several codes and gaps. A gap, `NaN`, is a
# tweet that this person did not read, and alpha knows what to do about it.


# %% answer="alpha-with-interval"
def alpha_with_interval(labels):
    """
    es: Da el alfa de Krippendorff con su intervalo.
    en: Give Krippendorff's alpha with its interval.

    es: labels: una tabla con las columnas "tweet_id", "annotator" y "labels" (códigos separados por |, o un hueco).
    es: Devuelve tres números: el extremo bajo del intervalo, el alfa (con distancia MASI) y el extremo alto.
    en: labels: a table with the columns "tweet_id", "annotator" and "labels" (codes with | between them, or a gap).
    en: Returns three numbers: the low end of the interval, alpha (with MASI distance), and the high end.
    """
    ### BEGIN SOLUTION
    alpha = krippendorff_alpha(labels, distance="masi")
    low, high = alpha.interval
    return low, alpha.value, high
    ### END SOLUTION


# %% check="alpha-with-interval"
check("alpha-with-interval", alpha_with_interval)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** El acuerdo de Ana y Bruno:

# %% [markdown] lang="en"
# **Back to Iberia.** Ana's and Bruno's agreement:

# %%
attempt(alpha_with_interval, both)

# %% [markdown] lang="es"
# ¿Es bastante? Krippendorff aconseja fiarse de un alfa de 0,8 para arriba y, entre 0,667 y 0,8, sacar conclusiones solo
# provisionales [KR04]. Son costumbres, no leyes: depende de lo que cueste equivocarse. El 0,57 de Ana y Bruno se queda
# corto, y su intervalo, de 0,37 a 0,73, ni siquiera llega al 0,8. No es que sean malos: es que la ironía, la queja y la
# culpa se parecen mucho, sobre todo de noche y en 140 caracteres. Lo que no se puede hacer es callárselo.
#
# ## Ejercicio 4. Tuits sin ningún código en común
#
# ### Lo que necesitas
#
# Un número de acuerdo es un termómetro: dice que hay fiebre, no dónde duele. Para eso hay que ir a los tuits en los
# que dos personas no han visto **nada** igual. Cuatro piezas, con una tabla de dos amigas y las ciudades en las que
# han vivido, pegadas con `|` como nuestros códigos (de Lola han tomado nota dos personas: por eso sale dos veces):

# %% [markdown] lang="en"
# Is that enough? Krippendorff's advice is to rely on an alpha of 0.8 or more and, between 0.667 and 0.8, to draw only
# tentative conclusions [KR04]. These are customs, not laws: it depends on what a mistake would cost. Ana's and Bruno's
# 0.57 falls short, and its interval, from 0.37 to 0.73, does not even reach 0.8. Not that they are bad at it: irony,
# complaint and blame look much alike, especially at night and in 140 characters. What you cannot do is keep quiet
# about it.
#
# ## Exercise 4. Tweets without a code in common
#
# ### What you need
#
# A number for agreement is a thermometer: it says that there is a fever, not where it hurts. For that you have to go
# to the tweets in which two people saw **nothing** alike. Four pieces, with a table of two friends and the cities they
# have lived in, stuck together by `|` like our codes (two people took notes on Lola, which is why she is there twice):

# %%
friends = pd.DataFrame(
    {
        "name": ["Lola", "Iria", "Lola"],
        "cities": ["Sevilla|Madrid", "Lugo|Sevilla", "Madrid|Vigo"],
    }
)
lives = friends.assign(city=friends["cities"].str.split("|")).explode("city")
lives

# %% [markdown] lang="es"
# **Primera y segunda.** `str.split("|")` separa el texto por la barra y deja una lista; `assign` la guarda como columna
# nueva de una copia (aquí, `city`), y `explode` le da **una fila a cada elemento**. Fíjate: Iria ocupa ahora dos filas.
#
# **Tercera.** `duplicated` pregunta a cada fila si lo que mira ya ha salido más arriba. La primera vez dice que no;
# desde la segunda, que sí. Se le dan las columnas que debe mirar a la vez:

# %% [markdown] lang="en"
# **First and second.** `str.split("|")` splits the text at the bar and leaves a list; `assign` keeps it as a new
# column of a copy (here, `city`), and `explode` gives **each item a row**. Mind this: Iria now takes up two rows.
#
# **Third.** `duplicated` asks each row whether what it looks at has turned up before. The first time it says no; from
# the second on, yes. You give it the columns to look at together:

# %%
print(lives.duplicated(["city"]).to_list())
print(lives.duplicated(["name", "city"]).to_list())

# %% [markdown] lang="es"
# Ciudades repetidas hay dos: Sevilla (Lola y luego Iria) y Madrid. La misma amiga en la misma ciudad solo se repite
# una vez: Lola en Madrid. Una columna de síes y noes como esas es una **máscara**: puesta entre corchetes detrás de
# una tabla, deja solo las filas del sí. Y lo que queda se puede guardar con un nombre, como cualquier tabla:

# %% [markdown] lang="en"
# Two cities are repeated: Sevilla (Lola, then Iria) and Madrid. The same friend in the same city is repeated only
# once: Lola in Madrid. Such a column of yeses and noes is a **mask**: put between square brackets after a table, it
# leaves only the rows that say yes. And what is left can be kept under a name, like any table:

# %%
twice = lives[lives.duplicated(["name", "city"])]
twice

# %% [markdown] lang="es"
# **Cuarta.** `isin` pregunta a cada fila si su valor está en una lista (o en una columna), y la virgulilla `~` da la
# vuelta a la máscara. `unique` deja cada valor una sola vez. ¿Quién tiene alguna ciudad que no sea ni Sevilla ni Lugo?
# (Tres filas dicen que sí, pero es siempre la misma amiga. `StringArray` es solo el tipo de lista que sale.)

# %% [markdown] lang="en"
# **Fourth.** `isin` asks each row whether its value is in a list (or in a column), and the tilde `~` turns the mask
# round. `unique` leaves each value only once. Who has some city that is neither Sevilla nor Lugo? (Three rows say yes,
# but it is always the same friend. `StringArray` is merely the kind of list that comes out.)

# %%
elsewhere = lives[~lives["city"].isin(["Sevilla", "Lugo"])]
elsewhere["name"].unique()

# %% [markdown] lang="es"
# ### Tu turno
#
# Escribe una función que dé los `tweet_id` de los tuits en los que dos personas no comparten ningún código, cada uno
# una sola vez. A mano:
#
# | tuit | Ana | Bruno | ¿algo en común? |
# |---|---|---|---|
# | `t21` | `joke` | `joke` | sí |
# | `t22` | `disappointment` y `joke` | `accusation` y `joke` | sí: `joke` |
# | `t23` | `question` | `disappointment` | **no** |
# | `t24` | `joke` | `accusation` y `joke` | sí: `joke` |
# | `t25` | `blames_agency` | `defence` y `blames_company` | **no** |
# | `t26` | `joke` y `question` | `question` | sí: `question` |
# | `t27` | `disappointment` y `joke` | `disappointment` y `accusation` | sí: `disappointment` |
#
# La respuesta es `t23` y `t25`. (Ojo: la tabla que recibe tu función es larga, con una fila por persona y tuit, como
# `both`.)

# %% [markdown] lang="en"
# ### Your turn
#
# Write a function that gives the `tweet_id` of the tweets in which two people do not share a single code, each only
# once. By hand:
#
# | tweet | Ana | Bruno | anything in common? |
# |---|---|---|---|
# | `t21` | `joke` | `joke` | yes |
# | `t22` | `disappointment` and `joke` | `accusation` and `joke` | yes: `joke` |
# | `t23` | `question` | `disappointment` | **no** |
# | `t24` | `joke` | `accusation` and `joke` | yes: `joke` |
# | `t25` | `blames_agency` | `defence` and `blames_company` | **no** |
# | `t26` | `joke` and `question` | `question` | yes: `question` |
# | `t27` | `disappointment` and `joke` | `disappointment` and `accusation` | yes: `disappointment` |
#
# The answer is `t23` and `t25`. (Take care: the table that your function is given is long, with one row for each
# person and tweet, like `both`.)


# %% answer="no-common-code"
def no_common_code(labels):
    """
    es: Encuentra los tuits en los que dos personas no comparten ningún código.
    en: Find the tweets in which two people do not share a single code.

    es: labels: una tabla con las columnas "tweet_id", "annotator" y "labels" (códigos separados por |).
    es: Cada tuit tiene dos filas, una por persona, en cualquier orden y no siempre juntas.
    es: Devuelve los tweet_id, cada uno una vez.
    en: labels: a table with the columns "tweet_id", "annotator" and "labels" (codes with | between them).
    en: Each tweet has two rows, one for each person, in any order and not always together.
    en: Returns the tweet_id, each once.
    """
    ### BEGIN SOLUTION
    rows = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = rows[rows.duplicated(["tweet_id", "code"])]
    alone = labels[~labels["tweet_id"].isin(shared["tweet_id"])]
    return alone["tweet_id"].unique()
    ### END SOLUTION


# %% check="no-common-code"
check("no-common-code", no_common_code)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** ¿En cuáles de los 30 tuits no se encontraron Ana y Bruno en nada?

# %% [markdown] lang="en"
# **Back to Iberia.** On which of the 30 tweets did Ana and Bruno have nothing in common?

# %%
attempt(no_common_code, both)

# %% [markdown] lang="es"
# Aquí están esos seis, para leerlos (los busca la herramienta `disagreements` del curso, por si el ejercicio se te
# resiste; la distancia 1 es «nada en común»). `merge` trae el texto desde la tabla `tweets`, emparejando por
# `tweet_id`.

# %% [markdown] lang="en"
# Here are those six, for you to read (found by the course's tool `disagreements`, in case the exercise is putting up a
# fight; distance 1 is "nothing in common"). `merge` fetches the text from the table `tweets`, matching by `tweet_id`.

# %%
from course.agreement import disagreements

split = disagreements(both, distance="masi")
split[split["disagreement"] == 1].merge(tweets, on="tweet_id")[
    ["tweet_id", t(es="text", en="text_en"), "ana", "bruno"]
]

# %% [markdown] lang="es"
# Ninguno contesta a otro tuit, así que no les falta contexto. Léelos antes de seguir, y elige bando en cada uno. Un
# desacuerdo casi siempre es una de estas tres cosas:
#
# - **Un despiste.** Alguien leyó deprisa. «No es una estafa: es "marketing de datos"» no defiende a nadie: acusa con
#   una sonrisa. Bruno tropezó en el «no». Se corrige y ya está, dejando constancia de que se ha corregido.
# - **Un agujero del libro.** Los dos leyeron bien y el libro no bastó. ¿Elogiar los vuelos de Iberia, sin más, es
#   defenderla? El nuestro dice que solo si alguien la está criticando. Si dos personas sensatas tropiezan ahí, la
#   regla está mal escrita: se reescribe y **se vuelven a codificar los tuits anteriores** con la regla nueva.
# - **Un tuit con dos lecturas.** «¿Nadie de Iberia va a decir nada?». Quien lo escribe, ¿quiere un sí o un no, o se
#   queja de que nadie conteste? El libro manda fijarse en eso y, aun así, se puede dudar. No hay regla que lo arregle
#   del todo: el tuit es así. Lo honrado es contarlo.
#
# Los otros tres te tocan a ti: la siesta en pista, el experimento social y el premio que nadie vio. Busca en el libro
# la frase que te da la razón; si no la encuentras, has dado con un agujero o con un tuit de dos lecturas.
#
# Lo que **no** se hace: que decida quien manda, votar hasta que salga lo que conviene, quitar los tuits difíciles o, la
# trampa más fina, hablarlo primero y medir el acuerdo después. El acuerdo se mide **antes** de discutir.
#
# ## Ejercicio 5. A quién se culpa
#
# Vamos con la pregunta del título. De aquí al final usaremos una tabla, `coded`, con un tuit por fila: los 40 que has
# leído tú, los 14 de práctica que leyó el equipo del curso y los 30 de Ana. La columna `reader` dice de quién es cada
# lectura. Sirve para aprender a contar; pero **son tres lectores distintos y nadie ha medido cuánto coinciden entre
# sí**. (Si aún no has codificado nada, salen solo los otros dos, y la celda lo dice. Si codificas más tarde, vuelve a
# ejecutarla. El código no hace falta seguirlo.)

# %% [markdown] lang="en"
# None of them answers another tweet, so no context is missing. Read them before you go on, and take a side in each. A
# disagreement is nearly always one of three things:
#
# - **A slip.** Somebody read in a hurry. "It isn't a scam: it's 'data marketing'" does not defend anybody: it accuses
#   with a smile. Bruno tripped over the "not". It is put right, and that is that, with a note saying that it was put
#   right.
# - **A hole in the book.** Both read well, and the book was not enough. Is praising Iberia's flights, with nothing
#   else, a defence? Ours says only if somebody is criticising it. If two sensible people trip there, the rule is badly
#   written: it is rewritten, and **the tweets coded before are coded again** with the new rule.
# - **A tweet with two readings.** "Is nobody from Iberia going to say anything?" Does the writer want a yes or a no,
#   or is this a complaint that nobody answers? The book tells you to look at that, and one may be in doubt all the
#   same. No rule will settle that altogether: the tweet is like that. The honest thing is to say so.
#
# The other three are yours: the nap on the runway, the social experiment and the prize that nobody saw. Look in the
# book for the sentence that proves you right; if there is none, you have found a hole, or a tweet with two readings.
#
# What one does **not** do: let the boss decide, vote until the convenient thing comes out, drop the difficult tweets
# or, the subtlest cheat of all, talk it over first and measure agreement afterwards. Agreement is measured **before**
# discussing.
#
# ## Exercise 5. Who is blamed
#
# Now for the question in the title. From here to the end we shall use one table, `coded`, with one tweet a row: the 40
# that you read, the 14 for practice that the course's team read, and Ana's 30. The column `reader` says whose reading
# each one is. It is good for learning to count; but **these are three different readers, and nobody has measured how
# far they agree with one another**. (If you have not coded anything yet, only the other two come out, and the cell
# says so. If you code later, run it again. No need to follow the code.)

# %%
mine = board.labels
mine = mine[mine["status"] == "labelled"]
ana = both[both["annotator"] == "ana"]
bruno = both[both["annotator"] == "bruno"]

readings = [
    mine.assign(reader=t(es="tú", en="you")),
    practice().assign(reader=t(es="equipo", en="team")),
    ana.assign(reader="Ana"),
]
coded = pd.concat([reading[["tweet_id", "labels", "reader"]] for reading in readings])
coded = coded.merge(tweets, on="tweet_id")[["tweet_id", "text", "text_en", "labels", "reader"]]

if len(mine) == 0:
    print(
        t(
            es="Todavía no hay códigos tuyos: contamos solo los del equipo y los de Ana.",
            en="There are no codes of yours yet: we count only the team's and Ana's.",
        )
    )
print(coded["reader"].value_counts())
print(t(es="en total:", en="in all:"), len(coded))

# %% [markdown] lang="es"
# ### Lo que necesitas
#
# Los códigos que culpan empiezan todos igual, por `blames_`, y a una columna de textos se le pregunta por su principio
# con `str.startswith`. Otras dos piezas que ya intuyes: `value_counts()`, sin nada entre paréntesis, cuenta cuántas
# veces sale cada valor, y `nunique()` dice cuántos valores **distintos** hay. Con las amigas y sus ciudades:

# %% [markdown] lang="en"
# ### What you need
#
# The codes that blame all begin alike, with `blames_`, and a column of texts can be asked about its beginning with
# `str.startswith`. Two more pieces that you can guess: `value_counts()`, with nothing between the parentheses, counts
# how often each value turns up, and `nunique()` tells how many **different** values there are. With the friends and
# their cities:

# %%
print(lives[lives["city"].str.startswith("S")])
print(lives["city"].value_counts())
print(t(es="filas:", en="rows:"), len(lives), t(es="· amigas:", en="· friends:"), lives["name"].nunique())

# %% [markdown] lang="es"
# ### Tu turno
#
# Ante cualquier porcentaje, la primera pregunta es «¿de qué total?». Aquí el total (el **denominador**) son **los tuits
# que culpan a alguien**: quien solo bromea no vota. Escribe una función que diga, de esos, qué proporción culpa a cada
# uno. A mano:
#
# | tuit | códigos | ¿culpa a alguien? |
# |---|---|---|
# | `t1` | `blames_company` | sí |
# | `t2` | `joke`, `blames_company` y `blames_technology` | sí |
# | `t3` | `question` y `blames_agency` | sí |
# | `t4` | `disappointment` | no |
# | `t5` | `blames_company` y `blames_agency` | sí |
# | `t6` | `joke` | no |
# | `t7` | `blames_company` | sí |
# | `t8` | `question` | no |
#
# Culpan a alguien 5 tuits. A la empresa, 4 de esos 5: `0.8`. A la agencia, 2: `0.4`. A la técnica, 1: `0.2`. Y sí,
# suma más de 1, **y está bien**: `t2` y `t5` culpan a dos cada uno. Si aquí te suma 1 justo, has contado culpas, no tuits.
# (`t1` y `t7` llevan lo mismo, y son dos tuits.)

# %% [markdown] lang="en"
# ### Your turn
#
# Faced with any percentage, the first question is "of what?". Here the total (the **denominator**) is **the tweets
# that blame somebody**: whoever is merely joking casts no vote. Write a function that says which share of those blames
# each one. By hand:
#
# | tweet | codes | does it blame somebody? |
# |---|---|---|
# | `t1` | `blames_company` | yes |
# | `t2` | `joke`, `blames_company` and `blames_technology` | yes |
# | `t3` | `question` and `blames_agency` | yes |
# | `t4` | `disappointment` | no |
# | `t5` | `blames_company` and `blames_agency` | yes |
# | `t6` | `joke` | no |
# | `t7` | `blames_company` | yes |
# | `t8` | `question` | no |
#
# Those that blame somebody are 5 tweets. The company, 4 of those 5: `0.8`. The agency, 2: `0.4`. The technology, 1:
# `0.2`. And yes, that adds up to more than 1, **and it is right**: `t2` and `t5` blame two each. If yours adds up to
# exactly 1 here, you counted blames, not tweets. (`t1` and `t7` carry the same, and are two tweets.)


# %% answer="blame-shares"
def blame_shares(labelled):
    """
    es: Mide a quién se culpa.
    en: Measure who is blamed.

    es: labelled: una tabla con una fila por tuit; "tweet_id" y "labels" (códigos separados por |).
    es: Culpan los códigos que empiezan por "blames_", sean los que sean; alguno hay.
    es: Devuelve una Series: cada fila se llama como un código; su valor, de 0 a 1, entre los tuits que culpan a alguien.
    en: labelled: a table with one row a tweet; "tweet_id" and "labels" (codes with | between them).
    en: Codes that begin with "blames_" blame, whichever they are; there is at least one.
    en: Returns a Series: each row is named after a code; its value, 0 to 1, among the tweets that blame somebody.
    """
    ### BEGIN SOLUTION
    rows = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = rows[rows["code"].str.startswith("blames_")]
    return blames["code"].value_counts() / blames["tweet_id"].nunique()
    ### END SOLUTION


# %% check="blame-shares"
check("blame-shares", blame_shares)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** Con todo lo que hay en `coded`, y el denominador delante. (Si debajo pone `Name: count`, no
# hagas caso: es el nombre que les quedó a los números de cuando eran recuentos.)

# %% [markdown] lang="en"
# **Back to Iberia.** With everything in `coded`, and the denominator first. (Should it say `Name: count` below, take no
# notice: it is a name that the numbers kept from when they were counts.)

# %%
print(
    t(es="tuits que culpan a alguien:", en="tweets that blame somebody:"),
    coded["labels"].str.contains("blames_").sum(),
)
attempt(blame_shares, coded)

# %% [markdown] lang="es"
# Y ahora, los mismos 30 tuits según Ana y según Bruno:

# %% [markdown] lang="en"
# And now the same 30 tweets according to Ana and according to Bruno:

# %%
for name, own in [("Ana", ana), ("Bruno", bruno)]:
    blaming = own["labels"].str.contains("blames_").sum()
    print(name, t(es="· tuits que culpan a alguien:", en="· tweets that blame somebody:"), blaming)
    print(attempt(blame_shares, own))

# %% [markdown] lang="es"
# Resuelto el ejercicio, se lee así: para Ana, **los 4** tuits que culpan a alguien culpan a la empresa; para Bruno, 3
# de 7 (0,43), y 2 de 7 (0,29) culpan a la técnica. Son los mismos 30 tuits y el mismo libro. Con Ana el titular es «la
# multitud culpa a la empresa»; con Bruno, «la multitud no se pone de acuerdo». Con tan pocos, además, cada tuit mueve
# la proporción 25 puntos en la lectura de Ana y 14 en la de Bruno.
#
# Antes de escribir «la gente culpa a…», di quién ha leído, cuántos tuits y cuánto coincidían quienes leyeron. Para los
# 30 tuits de Ana y Bruno lo sabes todo; por eso son los que te convienen para la nota del final.
#
# ## Ejercicio 6. El hashtag secuestrado
#
# ### Lo que necesitas
#
# Una marca lanza su hashtag como quien abre una puerta: entra quien quiere. ¿Para qué acabó sirviendo el de la
# campaña? Lo primero es quedarse con los tuits que lo llevan. `str.contains` pregunta si un texto contiene otro;
# `case=False` hace que mayúsculas y minúsculas den igual, como en Twitter; y el código `r"\b"`, pegado con `+` al
# hashtag, exige que la palabra acabe ahí, para que `#Iberia` no pesque también `#IberiaSocialFail` (la `r` de delante
# es parte del código: sin ella, o con espacios, no encuentra nada):

# %% [markdown] lang="en"
# With the exercise solved, it reads like this: to Ana, **all 4** tweets that blame somebody blame the company; to
# Bruno, 3 of 7 (0.43), and 2 of 7 (0.29) blame the technology. They are the same 30 tweets and the same book. With Ana
# the headline is "the crowd blames the company"; with Bruno, "the crowd cannot agree". With so few, besides, each
# tweet moves the share by 25 points in Ana's reading and by 14 in Bruno's.
#
# Before you write "people blame…", say who did the reading, how many tweets, and how far those who read agreed. For
# Ana's and Bruno's 30 tweets you know all of it, which makes them the ones to use in the note at the end.
#
# ## Exercise 6. The hijacked hashtag
#
# ### What you need
#
# A brand launches its hashtag the way you open a door: anyone can walk in. What did the campaign's end up being used
# for? First keep the tweets that carry it. `str.contains` asks whether one text contains another; `case=False` makes
# capitals irrelevant, as on Twitter; and the code `r"\b"`, joined to the hashtag with a `+`, demands that the word end
# there, so that `#Iberia` does not catch `#IberiaSocialFail` too (the `r` in front is part of the code: without it, or
# with spaces, nothing is found):

# %%
tag = "#Iberia"
print(t(es="sin borde:", en="without boundary:"), coded["text"].str.contains(tag, case=False).sum())
print(t(es="con borde:", en="with boundary:"), coded["text"].str.contains(tag + r"\b", case=False).sum())

# %% [markdown] lang="es"
# ### Tu turno
#
# Escribe una función que diga, de los tuits que llevan el hashtag `tag`, qué proporción lleva **alguno** de los
# códigos de la lista `wanted` (los «buscados»). Un tuit con dos de esos códigos cuenta una vez. `tag` y `wanted` son
# nombres que ya guardan algo: van sin comillas. Recuerda que `len(...)` dice cuántas filas tiene una tabla. A mano,
# con `tag` igual a `#IberiaSocialFlight` y los códigos `disappointment`, `accusation` y `joke`:
#
# | tuit | texto | códigos | ¿lleva el hashtag? |
# |---|---|---|---|
# | `t1` | Una estafa, y yo de boba #IberiaSocialFlight | `disappointment` y `accusation` | sí |
# | `t2` | ¿Cuándo empieza? #IberiaSocialFlight | `question` | sí |
# | `t3` | Volar, vuela mi paciencia #iberiasocialflight | `disappointment` y `joke` | sí |
# | `t4` | Dadles un rato, lo arreglarán #IberiaSocialFlight | `defence` | sí |
# | `t5` | Jajaja #IberiaSocialFail | `joke` | no |
# | `t6` | Ánimo a quien tuitea #IberiaSocialFail | `defence` | no |
# | `t7` | #IberiaSocialFlightFail, la película | `joke` | no: es otro |
# | `t8` | Me quedo en tierra | `disappointment` | no |
# | `t9` | Qué pena, #IberiaSocialFlight. | `disappointment` | sí |
# | `t10` | Plazas inventadas. ¿Dónde reclamo? #IberiaSocialFlight | `accusation` y `question` | sí |
# | `t11` | Todo mentira. ¿Y mi euro, lo devolvéis? #IberiaSocialFlight | `accusation` y `question` | sí |
#
# Lo llevan 7 tuits; de esos, `t1`, `t3`, `t9`, `t10` y `t11` tienen alguno de los tres códigos: 5 de 7, unos 0,71.

# %% [markdown] lang="en"
# ### Your turn
#
# Write a function that says which share of the tweets that carry the hashtag `tag` has **any** of the codes in the
# list `wanted`. A tweet with two of those codes counts once. `tag` and `wanted` are names that already hold something:
# they go without quotation marks. Remember that `len(...)` tells how many rows a table has. By hand, with `tag` equal
# to `#IberiaSocialFlight` and the codes `disappointment`, `accusation` and `joke`:
#
# | tweet | text | codes | does it carry the hashtag? |
# |---|---|---|---|
# | `t1` | A scam, and silly me fell for it #IberiaSocialFlight | `disappointment` and `accusation` | yes |
# | `t2` | When does it start? #IberiaSocialFlight | `question` | yes |
# | `t3` | All that's flown is my patience #iberiasocialflight | `disappointment` and `joke` | yes |
# | `t4` | Give them a while, they'll fix it #IberiaSocialFlight | `defence` | yes |
# | `t5` | Hahaha #IberiaSocialFail | `joke` | no |
# | `t6` | Chin up, whoever is tweeting #IberiaSocialFail | `defence` | no |
# | `t7` | #IberiaSocialFlightFail, the movie | `joke` | no: another one |
# | `t8` | I'm staying on the ground | `disappointment` | no |
# | `t9` | What a pity, #IberiaSocialFlight. | `disappointment` | yes |
# | `t10` | Made-up seats. Where do I complain? #IberiaSocialFlight | `accusation` and `question` | yes |
# | `t11` | All lies. Do I get my euro back? #IberiaSocialFlight | `accusation` and `question` | yes |
#
# 7 tweets carry it; of these, `t1`, `t3`, `t9`, `t10` and `t11` have one of the three codes or more: 5 of 7, about
# 0.71.


# %% answer="hijacked-share"
def hijacked_share(labelled, tag, wanted):
    """
    es: Mide para qué se usó un hashtag.
    en: Measure what a hashtag was used for.

    es: labelled: una tabla con una fila por tuit; "tweet_id", "text" y "labels" (códigos separados por |).
    es: tag: el hashtag con su almohadilla; alguno de los tuits lo lleva. wanted: una lista de códigos.
    es: Devuelve un número de 0 a 1: de los tuits con el hashtag, la proporción con alguno de esos códigos.
    en: labelled: a table with one row a tweet; "tweet_id", "text" and "labels" (codes with | between them).
    en: tag: the hashtag with its hash sign; at least one tweet carries it. wanted: a list of codes.
    en: Returns a number from 0 to 1: of the tweets with the hashtag, the share with any of those codes.
    """
    ### BEGIN SOLUTION
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    rows = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    hits = rows[rows["code"].isin(wanted)]
    return hits["tweet_id"].nunique() / len(carrying)
    ### END SOLUTION


# %% check="hijacked-share"
check("hijacked-share", hijacked_share)

# %% [markdown] lang="es"
# **De vuelta a Iberia.** El hashtag de la campaña y el que lo relevó, con su número de tuits delante:

# %% [markdown] lang="en"
# **Back to Iberia.** The campaign's hashtag and the one that took over, each with its number of tweets first:

# %%
against = ["disappointment", "accusation", "joke"]
for tag in ["#IberiaSocialFlight", "#IberiaSocialFail"]:
    carrying = coded["text"].str.contains(tag + r"\b", case=False).sum()
    print(
        tag,
        t(es="· tuits:", en="· tweets:"),
        carrying,
        t(es="· proporción:", en="· share:"),
        attempt(hijacked_share, coded, tag, against),
    )

# %% [markdown] lang="es"
# Con tus 40 tuits codificados suele salir, según quién lea, algo más de la mitad en los dos. ¿Sorprende? El hashtag
# que estrenó la marca y el que la ridiculiza sirven, en nuestros tuits, más o menos para lo mismo: quejarse, acusar o
# reírse. A eso se le llama **secuestrar** un hashtag: la multitud ni siquiera necesitó inventarse otro, le bastó el de
# la marca. Y al revés: hay quien defiende a la marca con el hashtag burlón. Por eso un hashtag no es un sentimiento.
#
# Ahora, el jarro de agua fría. Son un puñado de tuits: con los 12 del primer hashtag, cada uno mueve la proporción 8
# puntos; con los 21 del segundo, casi 5. Y la lectura es de tres lectores. Y no son una muestra al azar: los elegimos
# a mano para que salieran todos los códigos. Sirven para aprender a leer, no para decir «el tanto por ciento de la
# gente». Para eso habría que elegir al azar unos cientos.
#
# ## El gráfico que te llevas
#
# Antes de dar una cifra sobre un código, mira si se puede confiar en él. A la izquierda, en cuántos de los 30 tuits lo
# vio cada persona; a la derecha, cuánto coincidieron al verlo, con su intervalo. El rombo va hueco y sin intervalo si
# Ana y Bruno, sumados, lo pusieron menos de 10 veces: con tan pocas, ni el intervalo es de fiar. Las líneas de puntos
# son los 0,667 y 0,8 de Krippendorff. (El código que dibuja no hace falta entenderlo hoy; la figura, sí.)

# %% [markdown] lang="en"
# With your 40 tweets labelled, depending on who reads, it is usually somewhat over half for both. Surprised? The
# hashtag that the brand launched and the one that mocks it serve, in our tweets, for much the same: to complain,
# accuse or laugh. That is called **hijacking** a hashtag: the crowd did not even need to make up another, the brand's
# own served just as well. And the other way round: some defend the brand with the mocking hashtag. So a hashtag is not
# a feeling.
#
# Now for the cold shower. They are a handful of tweets: with the 12 of the first hashtag, each one moves the share by
# 8 points; with the 21 of the second, by nearly 5. And three readers did the reading. And they are no random sample:
# we picked them by hand so that every code would turn up. They are good for learning to read, not for saying "so many
# per cent of the people". For that you would have to draw a few hundred at random.
#
# ## The plot worth keeping
#
# Before you give a figure about a code, see whether it can be trusted. On the left, in how many of the 30 tweets each
# person saw it; on the right, how far they agreed in seeing it, with its interval. The diamond is hollow and without
# an interval if Ana and Bruno, added up, gave it fewer than 10 times: with so few, not even the interval is to be
# trusted. The dotted lines are Krippendorff's 0.667 and 0.8. (Never mind the code that draws it; the figure is what
# you should be able to read.)

# %%
import matplotlib.pyplot as plt

from course.plots.style import BLUE, FAINT, INK, VERMILION, style

table = agreement_by_code(both)
titles = [str(CUSTOMER_VOICES[code].title) for code in table["code"]]
rows = range(len(table))

with style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.6), sharey=True, layout="constrained")
    seen = {
        name: [own["labels"].str.split("|").explode().eq(code).sum() for code in table["code"]]
        for name, own in [("Ana", ana), ("Bruno", bruno)]
    }
    left.hlines(rows, seen["Ana"], seen["Bruno"], color=FAINT)
    left.plot(seen["Ana"], rows, "o", color=BLUE, markersize=9, label="Ana")
    left.plot(seen["Bruno"], rows, "s", color=VERMILION, markersize=5, label="Bruno")
    left.set(
        xlabel=t(es="tuits en los que lo ve, de 30", en="tweets in which they see it, of 30"),
        yticks=rows,
        yticklabels=titles,
    )
    left.legend(loc="lower right")
    right.hlines(rows, table["low"], table["high"], color=INK)
    right.plot(table["alpha"], rows, "D", color=INK, linestyle="")
    few = table[table["low"].isna()]
    right.plot(few["alpha"], few.index, "D", color=INK, markerfacecolor="white", linestyle="")
    for custom in (0.667, 0.8):
        right.axvline(custom, color=FAINT, linestyle=":")
    right.set(
        xlim=(-0.15, 1.05),
        xlabel=t(
            es="alfa del código (0: azar; 1: acuerdo perfecto)",
            en="alpha of the code (0: chance; 1: perfect agreement)",
        ),
    )
    right.invert_yaxis()
    for ax in (left, right):
        ax.grid(axis="x")
    figure.suptitle(
        t(
            es="Qué ve cada uno y cuánto coinciden (tuits simulados)",
            en="What each one sees, and how far they agree (simulated tweets)",
        ),
        x=0.01,
        ha="left",
        weight="bold",
    )

show(
    figure,
    alt=t(
        es="Diez códigos en dos paneles. A la izquierda, en cuántos de los 30 tuits lo ven Ana (círculo) y Bruno "
        "(cuadrado): la decepción es lo más visto, 11 y 10; en la broma se separan, 8 y 4, y en la acusación, 6 y 3; la culpa "
        "a la técnica, 0 y 2, y a los de redes, 0 y 1, solo las ve Bruno. A la derecha, el alfa de cada código. Solo dos "
        "llevan intervalo, y muy largo: la decepción, 0,64, de 0,32 a 0,92, y la broma, 0,59, de 0,11 a 0,91. En marcas "
        "huecas y sin intervalo, la culpa a la empresa está en 0,84, la defensa en 0,72, la pregunta en 0,64, la "
        "acusación en 0,61 y «otra cosa» en 0,47; la técnica y los de redes rondan el 0 y la agencia está en 1.",
        en="Ten codes in two panels. On the left, in how many of the 30 tweets Ana (circle) and Bruno (square) see it: "
        "disappointment is seen most, 11 and 10; on jokes they part, 8 and 4, and on accusation, 6 and 3; only Bruno sees blame "
        "of the technology, 0 and 2, and of those who run the accounts, 0 and 1. On the right, each code's alpha. Only two carry an "
        "interval, a very long one: disappointment, 0.64, from 0.32 to 0.92, and joke, 0.59, from 0.11 to 0.91. In hollow "
        "marks and without an interval, blame of the company is at 0.84, defence at 0.72, question at 0.64, accusation "
        "at 0.61 and something else at 0.47; technology and the people who run the accounts are about 0, and the agency "
        "is at 1.",
    ),
)

# %% [markdown] lang="es"
# Fíjate en qué códigos deciden el titular. La culpa a la empresa tiene un alfa de 0,84, pero se apoya en 4 tuits de
# Ana y 3 de Bruno: tan pocos que no hay ni intervalo que dar. Puede ser mucho acuerdo o suerte. De las culpas a la
# técnica y a los de redes, justo las que harían cambiar la respuesta, solo hay 2 marcas y 1, todas de Bruno: ni un
# acierto común en el que apoyarse. Y mira lo largos que son los dos intervalos que hay (el de la decepción va de 0,32
# a 0,92; el de la broma, de 0,11 a 0,91): 30 tuits dan para descubrir un problema del libro, no para presumir de
# acuerdo. Del 1 de la agencia, desconfía: sale de un solo tuit.
#
# ## La pregunta que corrige una persona
#
# Eres responsable de comunicación de otra aerolínea. En el consejo, alguien que ha leído sobre #IberiaSocialFail
# propone una lección sencilla: **«La culpa fue de los de redes. Y la gente lo dijo bien claro»**. Te piden una nota de
# 180 a 220 palabras para la próxima reunión: **¿de quién fue la culpa, y qué saben de eso los tuits?** Que se entienda
# sin este cuaderno. Para escribir, haz doble clic en la celda de abajo. Un consejo: culpar es una cosa y tener la
# culpa, otra.
#
# Se valora así (4 puntos, hasta 1 por fila):
#
# | criterio | sin lograr: 0 | a medias: medio punto | logrado: 1 |
# |---|---|---|---|
# | **El debate**: las posturas documentadas | da una sola postura, o ninguna | expone dos posturas, sin fuente o sin sopesarlas | expone al menos dos con su fuente, dice qué opina el autor y toma partido con un argumento |
# | **La medida**: qué has contado y cómo | no da ninguna cifra, o la da sin denominador | da una proporción con su denominador, pero calla quién leyó o cuánto coincidían quienes leyeron | da la proporción, su denominador, quién leyó y el acuerdo, y saca la consecuencia |
# | **Los límites**: qué pueden y qué no pueden decir los tuits | toma los tuits por prueba de quién tuvo la culpa | avisa de que son simulados, sin decir qué se sigue de ello | distingue lo simulado de lo documentado y la culpa expresada de la real, y dice qué datos harían falta |
# | **La escritura**: para quien no programa | no se entiende sin el cuaderno | se entiende, con jerga sin explicar o fuera de extensión | clara, ordenada, sin jerga y en la extensión pedida |

# %% [markdown] lang="en"
# See which codes decide the headline. Blame of the company has an alpha of 0.84, but it rests on 4 tweets of Ana's and
# 3 of Bruno's: so few that there is not even an interval to give. That may be a great deal of agreement, or luck. Of
# the blame of the technology and of those who run the accounts, the very ones that would change the answer, there are
# only 2 marks and 1, all Bruno's: not one shared hit to rest on. And see how long the only two intervals are
# (disappointment's runs from 0.32 to 0.92; the joke's from 0.11 to 0.91): 30 tweets are enough to discover a flaw in
# the book, not to boast of agreement. Do not trust the agency's 1: it comes from a single tweet.
#
# ## The question that a person marks
#
# You are in charge of communication at another airline. On the board, somebody who has read about #IberiaSocialFail
# proposes a simple lesson: **"It was the social-media people's fault. And the public said so loud and clear."** You
# are asked for a note of 180 to 220 words for the next meeting: **whose fault was it, and what do the tweets know
# about it?** It should make sense without this notebook. To write, double-click on the cell below. A word of advice:
# to be blamed is one thing and to be at fault another.
#
# This is how it is marked (4 points, up to 1 a row):
#
# | criterion | not there: 0 | half way: half a point | there: 1 |
# |---|---|---|---|
# | **The debate**: the documented views | gives a single view, or none | sets out two views, without a source or without weighing them | sets out at least two with their source, says what the author thinks and takes a side with an argument |
# | **The measurement**: what you counted, and how | gives no figure, or one without a denominator | gives a share with its denominator, but leaves out who read or how far the readers agreed | gives the share, its denominator, who read and the agreement, and draws the consequence |
# | **The limits**: what the tweets can say and what they cannot | takes the tweets as proof of whose fault it was | warns that they are simulated, but not what follows from it | tells simulated from documented, and blame expressed from real fault, and says which data would be needed |
# | **The writing**: for somebody who does not program | cannot be followed without the notebook | can be followed, with unexplained jargon or at the wrong length | clear, in order, free of jargon and of the length asked for |

# %% [markdown] task="whose-fault" points=4 lang="es"
# **Respuesta modelo** (una de muchas buenas)
#
# ¿De los de redes? Lo documentado no deja decirlo tan deprisa. Es verdad que al principio no contestó nadie. Pero ya
# esa noche un lector replicó que la culpa se repartía entre marketing, informática, ventas, la agencia y toda la casa:
# nadie que tuitee elige la hora, los servidores ni al proveedor. El autor le dio la razón y lamentó que una agencia
# malgastara el trabajo del equipo propio [RR13]. A mí me convence: había una hora, una multitud anunciada y ningún
# ensayo a lo grande. Eso se decide más arriba.
#
# ¿Y los tuits? Hice la prueba con 30, simulados, que leyeron dos personas con las mismas reglas. Para una, los 4 que
# culpan a alguien culpan a la empresa; para la otra, 3 de 7, y solo 1 a los de redes. Descontado el azar, su acuerdo
# es mediano: 0,57, cuando se recomienda 0,8. Ni siquiera leyendo lo mismo sale lo mismo; «bien claro» no lo dijo
# nadie.
#
# Además, esos tuits los escribió un programa, se eligieron a mano y, aunque fueran reales, contarían a quién culpa
# quien tuitea, no quién falló. Para saberlo harían falta los tuits de verdad, elegidos al azar, y sobre todo los
# correos y los contratos de aquella campaña: quién avisó, quién decidió y quién no ensayó.

# %% [markdown] task="whose-fault" points=4 lang="en"
# **Model answer** (one of many good ones)
#
# The social-media people's? What is documented does not let us say so that fast. True, at first nobody answered. But
# that very night a reader replied that marketing, IT, sales, the agency and the whole house shared the blame: nobody
# who tweets chooses the hour, the servers or the supplier. The author agreed, and regretted that an agency should
# waste the work of the company's own team [RR13]. I am convinced: there was a known hour, an announced crowd and no
# rehearsal at scale. That is decided higher up.
#
# And the tweets? I tried it with 30, simulated, which two people read by the same rules. To one of them, the 4 that
# blame somebody blame the company; to the other, 3 of 7, and only 1 the social-media people. Corrected for chance,
# their agreement is middling: 0.57, where 0.8 is recommended. Not even reading the same gives the same; "loud and
# clear" is what nobody said.
#
# Besides, a program wrote those tweets, they were picked by hand and, even were they real, they would tell whom people
# who tweet blame, not who failed. To know that, we would need the real tweets, drawn at random, and above all the
# e-mails and contracts of that campaign: who warned, who decided and who did not rehearse.

# %% [markdown] lang="es"
# ## Qué podemos concluir y qué no
#
# **Sí podemos decir** que:
#
# - lo que expresa una multitud se puede contar, si antes se escribe qué cuenta como qué y se mide si dos personas lo
#   entienden igual;
# - un porcentaje de acuerdo alto puede no valer nada, y que la kappa y el alfa lo descubren;
# - está documentado que hubo decepción, acusaciones, chistes y un hashtag que adelantó a otro [RR13; EP13], y que ya
#   aquella noche se discutió de quién era la culpa, con un lector y el autor en contra de cargarla a los de redes
#   [RR13].
#
# **No podemos decir** que:
#
# - nuestras proporciones sean las de la gente. Los tuits son simulados: a quién culpa cada uno lo decidió un programa.
#   Y los que has leído se eligieron a mano, para aprender;
# - quien tuitea sea «la gente». Habla quien tiene cuenta, estaba mirando y se enfadó o se rio lo bastante. Quien se
#   encogió de hombros no dejó tuit;
# - acuerdo sea verdad. Dos personas pueden coincidir del todo y equivocarse las dos; el libro, que decide que no
#   contestar es queja y no culpa, también decide el resultado. Otro libro daría otro;
# - a quien más se culpa sea quien tuvo la culpa. Eso no se vota;
# - de una sola crisis salga una ley. Para saber si a los de redes se les culpa siempre hacen falta más casos.

# %% [markdown] lang="en"
# ## What we can and cannot conclude
#
# **We can say** that:
#
# - what a crowd expresses can be counted, provided that one first writes down what counts as what, and measures whether
#   two people understand it alike;
# - a high percent agreement may be worth nothing, and that kappa and alpha find it out;
# - it is documented that there was disappointment, that there were accusations, jokes and a hashtag that overtook
#   another [RR13; EP13], and that already on that night people argued whose fault it was, with one reader and the
#   author against laying it on the social-media people [RR13].
#
# **We cannot say** that:
#
# - our shares are the public's. The tweets are simulated: a program decided whom each one blames. And those you read
#   were picked by hand, to learn on;
# - those who tweet are "the public". Whoever speaks has an account, was watching and was angry or amused enough. Those
#   who shrugged left no tweet;
# - agreement is truth. Two people may agree completely and both be wrong; the book, which decides that not answering
#   is a complaint and not blame, decides the result as well. Another book would give another one;
# - whoever is blamed most was at fault. That is not put to the vote;
# - a single crisis makes a law. To know whether the social-media people always get the blame, more cases are needed.

# %% [markdown] lang="es"
# ## Fuentes
#
# - **RR13.** Ramón-Ramón (blog), «Iberia 2.0, cuando lo previsible ocurre y se convierte en un
#   fiasco #IberiaSocialFail», 18 de julio de 2013, con los comentarios de sus lectores. Opinión en primera persona, escrita
#   esa misma noche.
# - **EP13.** El País (economía), 19 de julio de 2013, sobre la suspensión de la subasta de vuelos a Nueva York.
# - **EB13.** El Boletín, julio de 2013, «Una promoción comercial de Iberia colapsa su web». Cita a EP13.
# - **KR04.** K. Krippendorff, *Content Analysis: An Introduction to Its Methodology*, 2.ª edición, 2004, páginas
#   241-243.
#
# EB13 se apoya en EP13, así que no son dos testigos independientes. Y el debate sobre la culpa lo cuenta una sola
# fuente, que además toma partido.

# %% [markdown] lang="en"
# ## Sources
#
# - **RR13.** Ramón-Ramón (blog), "Iberia 2.0, cuando lo previsible ocurre y se convierte en un
#   fiasco #IberiaSocialFail" ("when the foreseeable happens and turns into a fiasco"), 18 July 2013, with its readers'
#   comments. First-person opinion, written that very night.
# - **EP13.** El País (economy), 19 July 2013, on the suspension of the auction of flights to New York.
# - **EB13.** El Boletín, July 2013, "Una promoción comercial de Iberia colapsa su web" ("a promotion by Iberia brings
#   its site down"). It cites EP13.
# - **KR04.** K. Krippendorff, *Content Analysis: An Introduction to Its Methodology*, 2nd edition, 2004, pages 241-243.
#
# EB13 leans on EP13, so these are not two independent witnesses. And the debate about the fault is told by a single
# source, which takes sides, too.

# %% [markdown] lang="es"
# ## Para ir más lejos
#
# Sin nota, por gusto:
#
# - Cambia tu `annotations.csv` con el de otra persona de clase (cuando los dos hayáis acabado). Léelo con
#   `read_annotations`, que se trae con `from course import read_annotations` y quiere el nombre del archivo entre
#   comillas (otro.csv, por ejemplo); dale otro nombre en la columna `annotator` con `assign`, júntalo con el tuyo con
#   `pd.concat` y pide el alfa. ¿Coincidís más que Ana y Bruno? ¿En qué tuits no?
# - Vuelve a codificar los mismos 40 dentro de una semana, con otro nombre de archivo en `save_to` (segunda.csv, por
#   ejemplo), sin mirar. ¿Coincides contigo?
# - Calcula `krippendorff_alpha(both, distance="jaccard")` y lo mismo con `"nominal"`, que solo sabe «igual» o
#   «distinto». ¿Cuál es más severa, y por qué?
# - Escribe una regla nueva del libro para los seis tuits en los que Ana y Bruno no se encontraron. ¿A qué otros
#   afectaría?

# %% [markdown] lang="en"
# ## To go further
#
# No marks, just for the pleasure of it:
#
# - Swap your `annotations.csv` with somebody else's in class (once you have both finished). Read it with
#   `read_annotations`, which you fetch with `from course import read_annotations` and which wants the file name in
#   quotation marks (other.csv, for example); give it another name in the column `annotator` with `assign`, put it
#   together with yours with `pd.concat` and ask for alpha. Do you agree more than Ana and Bruno? On which tweets not?
# - Code the same 40 again in a week's time, with another file name in `save_to` (second.csv, for example), without
#   peeking. Do you agree with yourself?
# - Work out `krippendorff_alpha(both, distance="jaccard")`, and the same with `"nominal"`, which knows only "same" or
#   "different". Which is sterner, and why?
# - Write a new rule of the book for the six tweets in which Ana and Bruno did not meet. Which others would it affect?
