"""The surveys of what customers expect, which are sources of both cases."""

from course.simulator.scenario import Source

SURVEYS = (
    Source("SH12", "Edison Research: The Social Habit 2012 (vía Convince & Convert)", "2012",
           "Encuesta: el 42 % de quienes se quejan en redes espera respuesta en 60 minutos.",
           "Survey: 42 % of those who complain on social media expect a reply within 60 minutes."),
    Source("EPT", "Encuesta de Eptica (vía Shep Hyken)", "",
           "Encuesta: el 64 % de los consumidores que usan Twitter espera respuesta en una hora.",
           "Survey: 64 % of consumers who use Twitter expect a reply within an hour."),
)  # fmt: skip
