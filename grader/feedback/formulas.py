"""Formulas of the course's prose as MathML, which a page without scripts can show and a screen reader can read.

Only what the lessons write: letters, numbers, operators, fractions, indices, powers, words, Greek letters.
Anything else stays as it was written, in code.
"""

from __future__ import annotations

import re
from html import escape, unescape

_FORMULA = re.compile(
    r"\$\$(?P<block>[^$]+?)\$\$|(?<![\\$\w])\$(?P<line>(?=\S)[^$\n]{1,200}?(?<=\S))\$(?![\w$])"
)
_CODE = re.compile(r"(<(?:code|pre)\b.*?</(?:code|pre)>)", re.DOTALL)
_TOKEN = re.compile(
    r"\\text\{([^{}]*)\}|\\([A-Za-z]+|.)|(\d+(?:(?:[.,]|\{,\})\d+)*)|([A-Za-z])|([{}_^])|(\s+)|(.)", re.DOTALL
)
_NAMES = {
    **dict(alpha="α", beta="β", kappa="κ", mu="μ", pi="π", rho="ρ", sigma="σ", tau="τ", delta="δ"),
    **dict(Delta="Δ", Sigma="Σ"),
}
_OPERATORS = {
    **dict(
        times="×", cdot="·", le="≤", leq="≤", ge="≥", geq="≥", ne="≠", neq="≠", approx="≈", pm="±", sum="∑"
    ),
    **{
        "%": "%",
        "to": "→",
        "rightarrow": "→",
        "in": "∈",
        "infty": "∞",
        "ldots": "…",
        "dots": "…",
        ",": "\u2009",
    },
}


class _Unknown(Exception):
    pass


def with_formulas(html: str) -> str:
    """Return HTML with its formulas as MathML.

    Examples
    --------
    >>> with_formulas("<p>Da $D_o = 1/4$.</p>")
    '<p>Da <math><msub><mi>D</mi><mi>o</mi></msub><mo>=</mo><mn>1</mn><mo>/</mo><mn>4</mn></math>.</p>'
    >>> with_formulas("<p>Cuesta 3 $ o <code>$x$</code>; $\\\\unknown$.</p>")
    '<p>Cuesta 3 $ o <code>$x$</code>; <code>\\\\unknown</code>.</p>'
    """
    if "$" not in html:
        return html
    parts = _CODE.split(html)
    return "".join(part if _CODE.fullmatch(part) else _FORMULA.sub(_written, part) for part in parts)


def _written(found: re.Match[str]) -> str:
    source = unescape(found["block"] or found["line"]).strip()
    try:
        tokens = [match for match in _TOKEN.finditer(source) if match[6] is None]
        made, rest = _row(tokens)
        if rest:
            raise _Unknown
    except (_Unknown, IndexError):
        return f"<code>{escape(source, quote=False)}</code>"
    return f'<math display="block">{made}</math>' if found["block"] else f"<math>{made}</math>"


def _row(tokens: list[re.Match[str]]) -> tuple[str, list[re.Match[str]]]:
    """Read until the bracket that closes, or the end; return what is left."""
    made: list[str] = []
    while tokens and tokens[0][5] != "}":
        if tokens[0][5] in ("_", "^"):
            tag = "msub" if tokens[0][5] == "_" else "msup"
            script, tokens = _one(tokens[1:])
            made[-1] = f"<{tag}>{made[-1]}{script}</{tag}>"
        else:
            one, tokens = _one(tokens)
            made.append(one)
    return "".join(made), tokens


def _one(tokens: list[re.Match[str]]) -> tuple[str, list[re.Match[str]]]:
    """Read one atom, or what stands between brackets; return what is left."""
    token, rest = tokens[0], tokens[1:]
    if token[5] == "{":
        made, rest = _row(rest)
        if not rest:
            raise _Unknown
        return f"<mrow>{made}</mrow>", rest[1:]
    if token[1] is not None:
        return f"<mtext>{escape(token[1])}</mtext>", rest
    if token[2] == "frac":
        above, rest = _one(rest)
        below, rest = _one(rest)
        return f"<mfrac>{above}{below}</mfrac>", rest
    if token[2] is not None:
        if token[2] in _NAMES:
            return f"<mi>{_NAMES[token[2]]}</mi>", rest
        if token[2] in _OPERATORS:
            return f"<mo>{_OPERATORS[token[2]]}</mo>", rest
        raise _Unknown
    if token[3] is not None:
        return f"<mn>{token[3].replace('{,}', ',')}</mn>", rest
    if token[4] is not None:
        return f"<mi>{token[4]}</mi>", rest
    if token[7] is None:
        raise _Unknown
    return f"<mo>{escape(token[7].replace('-', '−'))}</mo>", rest
