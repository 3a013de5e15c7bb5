"""A brand's policy: who answers, when, how, and whom it leaves without an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

from course.errors import CourseError
from course.language import Text
from course.simulator.scenario import described

CHANNELS = ("twitter", "facebook")


def _refuse(es: str, en: str) -> None:
    raise CourseError(Text(es="Plan de la marca: " + es, en="Brand policy: " + en))


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and value == value


@dataclass(frozen=True)
class Conduct:
    """How agents treat tweets, on ordinary days or during the crisis."""

    service_minutes: float = described(
        "mediana de lo que ocupa cada respuesta a un agente", "median time that a reply takes an agent", 5.0
    )
    template_share: float = described(
        "parte de las respuestas que copia una plantilla", "share of replies that copy a template", 0.2
    )
    data_request_share: float = described(
        "parte de las respuestas que pide un mensaje directo o datos personales",
        "share of replies that ask for a direct message or personal data",
        0.2,
    )
    ignores: Mapping[str, float] = described(
        "probabilidad de dejar sin respuesta cada tipo de tuit; «other» vale para los no nombrados",
        "probability of leaving each kind of tweet unanswered; 'other' stands for those not named",
        None,
    )
    patience_hours: float = described(
        "antigüedad a partir de la cual un tuit pendiente se da por perdido",
        "age beyond which a waiting tweet is given up",
        12.0,
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "ignores", dict(self.ignores or {"other": 0.2}))
        if not _number(self.service_minutes) or not 0 < self.service_minutes < 1e5:
            _refuse(
                f"service_minutes debe ser un número mayor que 0, no {self.service_minutes!r}.",
                f"service_minutes must be a number above 0, not {self.service_minutes!r}.",
            )
        if not _number(self.patience_hours) or self.patience_hours <= 0:
            _refuse(
                f"patience_hours debe ser mayor que 0, no {self.patience_hours!r}.",
                f"patience_hours must be above 0, not {self.patience_hours!r}.",
            )
        shares = {"template_share": self.template_share, "data_request_share": self.data_request_share}
        shares.update({f"ignores[{kind!r}]": share for kind, share in self.ignores.items()})
        for name, share in shares.items():
            if not _number(share) or not 0 <= share <= 1:
                _refuse(
                    f"{name} es una proporción de 0 a 1, no {share!r}.",
                    f"{name} is a share from 0 to 1, not {share!r}.",
                )

    def ignored(self, kind: str) -> float:
        """Return the probability of leaving a kind of tweet unanswered."""
        return self.ignores.get(kind, self.ignores.get("other", 0.0))


@dataclass(frozen=True)
class Policy:
    """What a brand does about a crisis; times in minutes count from the incident's start.

    Examples
    --------
    >>> Policy(name="prueba", agents=3, first_statement=20).agents
    3
    >>> from course.language import set_language; set_language("en")
    >>> Policy(name="prueba", agents=0)
    Traceback (most recent call last):
    course.errors.CourseError: Brand policy: agents must be a whole number of 1 or more, not 0.
    """

    name: str
    agents: int = described("personas que contestan a la vez", "people who answer at the same time", 4)
    hours: tuple[float, float] = described(
        "horario de atención, hora de Madrid; (0, 24) es continuo",
        "hours of service, Madrid time; (0, 24) is round the clock",
        (9.0, 21.0),
    )
    everyday: Conduct = described("trato en días corrientes", "treatment on ordinary days", Conduct())  # noqa: RUF009
    crisis: Conduct = described(  # noqa: RUF009
        "trato desde el comienzo del incidente hasta el final de la ventana de crisis",
        "treatment from the start of the incident to the end of the crisis window",
        Conduct(),
    )
    crisis_hours: float = described(
        "cuánto dura el trato de crisis desde el comienzo",
        "how long crisis treatment lasts from the start",
        36.0,
    )
    first_statement: float | None = described(
        "minutos hasta el primer comunicado; vacío: ninguno",
        "minutes to the first statement; empty: none",
        60.0,
    )
    statement_channel: str = described(
        "red del comunicado; en facebook no es un tuit y calma menos a quien está en Twitter",
        "network of the statement; on facebook it is no tweet and calms those on Twitter less",
        "twitter",
    )
    holds_replies: bool = described(
        "si calla también en las respuestas hasta el primer comunicado",
        "whether it withholds replies too until the first statement",
        False,
    )
    update_every: float | None = described(
        "minutos entre novedades públicas mientras dura el incidente; vacío: ninguna",
        "minutes between public updates while the incident lasts; empty: none",
        None,
    )
    recovery_after: float | None = described(
        "minutos desde el final del incidente hasta anunciarlo; vacío: no se anuncia",
        "minutes from the end of the incident to its announcement; empty: not announced",
        30.0,
    )
    compensation_after: float | None = described(
        "minutos desde el final del incidente hasta anunciar la compensación; vacío: no se anuncia",
        "minutes from the end of the incident to announcing the compensation; empty: not announced",
        None,
    )
    active_listening: bool = described(
        "si contesta también a quien no la menciona con @", "whether it answers those who do not mention it with @",
        False,
    )  # fmt: skip
    keeps_campaign: bool = described(
        "si los tuits promocionales planeados siguen saliendo durante el incidente",
        "whether planned promotional tweets go on during the incident",
        False,
    )
    signatures: tuple[str, ...] = described(
        "iniciales con que firman los agentes; vacío: no firman",
        "initials agents sign with; empty: unsigned",
        (),
    )

    def __post_init__(self) -> None:
        if not isinstance(self.agents, int) or isinstance(self.agents, bool) or self.agents < 1:
            _refuse(
                f"agents debe ser un entero de 1 o más, no {self.agents!r}.",
                f"agents must be a whole number of 1 or more, not {self.agents!r}.",
            )
        try:
            opens, closes = self.hours
            right = 0 <= opens < closes <= 24
        except (TypeError, ValueError):
            right = False
        if not right:
            _refuse(
                f"hours debe ser (abre, cierra) con 0 ≤ abre < cierra ≤ 24, no {self.hours!r}.",
                f"hours must be (opens, closes) with 0 ≤ opens < closes ≤ 24, not {self.hours!r}.",
            )
        for name in ("everyday", "crisis"):
            if not isinstance(getattr(self, name), Conduct):
                _refuse(f"{name} debe ser un Conduct.", f"{name} must be a Conduct.")
        for name in (
            "first_statement",
            "recovery_after",
            "compensation_after",
            "update_every",
            "crisis_hours",
        ):
            value = getattr(self, name)
            least = 1 if name == "update_every" else 0
            if value is None and name != "crisis_hours":
                continue
            if not _number(value) or value < least:
                _refuse(
                    f"{name} debe ser un número ≥ {least}, no {value!r}.",
                    f"{name} must be a number ≥ {least}, not {value!r}.",
                )
        if self.statement_channel not in CHANNELS:
            _refuse(
                f"statement_channel es {' o '.join(CHANNELS)}, no {self.statement_channel!r}.",
                f"statement_channel is {' or '.join(CHANNELS)}, not {self.statement_channel!r}.",
            )


WELL_MANAGED = Policy(
    name="well-managed",
    agents=12,
    hours=(0, 24),
    everyday=Conduct(service_minutes=4, template_share=0.1, data_request_share=0.12, ignores={"other": 0.1}),
    crisis=Conduct(
        service_minutes=2,
        template_share=0.3,
        data_request_share=0.03,
        ignores={
            "question": 0.05,
            "complaint": 0.1,
            "accusation": 0.3,
            "joke": 0.85,
            "offtopic": 0.8,
            "other": 0.3,
        },
        patience_hours=6,
    ),
    first_statement=15,
    update_every=45,
    recovery_after=10,
    compensation_after=120,
    active_listening=True,
)
