"""The committed data packages: reproducible, accepted by Frictionless, described, and honest about being simulated."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from course.simulator.__main__ import main
from course.simulator.package import data_files, differences

DATASETS = Path(__file__).parents[2] / "datasets"
CASES = ("iberia", "jazztel")


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return request.param


def test_regenerates_byte_for_byte() -> None:
    """`python -m course.simulator --write` gives exactly the committed files."""
    assert differences(DATASETS) == []


def test_check_names_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """--check is silent on what --write wrote; otherwise it exits non-zero and names the file."""
    assert main(["--write", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main(["--check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
    spoilt = tmp_path / "iberia" / "events.csv"
    spoilt.write_bytes(spoilt.read_bytes() + b"\n")
    (tmp_path / "jazztel" / "tweets.csv").unlink()
    assert main(["--check", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert str(spoilt) in error and "tweets.csv" in error and error.count("\n") == 2


def test_frictionless_accepts_the_package(case: str) -> None:
    """The Frictionless validator finds nothing to object to, hashes included."""
    report = frictionless.validate(str(DATASETS / case / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:5]


def test_hashes_and_sizes_are_recorded(case: str) -> None:
    """Each resource records its sha256 and size, computed here a second way."""
    folder = DATASETS / case
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["bytes"] == len(content)


def test_every_column_is_described_in_both_languages(case: str) -> None:
    """No column without a description in English and in Spanish, in the order of the file."""
    folder = DATASETS / case
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] and field["description_es"] for field in resource["schema"]["fields"])


def test_files_are_plain(case: str) -> None:
    """UTF-8 without a mark, LF, and no label of the simulator in the folder."""
    for name in ("tweets.csv", "events.csv", "sources.csv"):
        content = (DATASETS / case / name).read_bytes()
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\n")
        content.decode("utf-8")
    assert sorted(path.name for path in (DATASETS / case).iterdir()) == sorted(data_files(case))
    assert "kind" not in pd.read_csv(DATASETS / case / "tweets.csv", nrows=1).columns


def test_times_are_written_in_utc(case: str) -> None:
    """Instants read like 2014-03-12T11:36:00Z."""
    created = pd.read_csv(DATASETS / case / "tweets.csv")["created_at"]
    assert created.str.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ").all()


def test_size_is_within_bounds(case: str) -> None:
    """4,000 to 10,000 tweets a case."""
    assert 4_000 <= len(pd.read_csv(DATASETS / case / "tweets.csv")) <= 10_000


def test_says_it_is_simulated(case: str) -> None:
    """Package and datasheets say so in the first lines, and the licence stands in both."""
    folder = DATASETS / case
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["simulation"]["simulated"] is True and "SIMULATED" in package["description"]
    assert "SIMULADOS" in package["description_es"] and package["licenses"][0]["name"] == "CC-BY-4.0"
    for language, word in (("es", "simulados"), ("en", "simulated")):
        sheet = (folder / f"DATASHEET.{language}.md").read_text(encoding="utf-8")
        assert word in sheet[:200] and "CC BY 4.0" in sheet


def test_datasheets_give_every_parameter(case: str) -> None:
    """Every described field of scenario, policy and conduct stands in both datasheets with its reason."""
    from course.simulator import POLICIES, SCENARIOS
    from course.simulator.scenario import reasons

    things = (SCENARIOS[case], POLICIES[case], POLICIES[case].everyday, POLICIES[case].crisis)
    for language in ("es", "en"):
        sheet = (DATASETS / case / f"DATASHEET.{language}.md").read_text(encoding="utf-8")
        for thing in things:
            for name, value, why in reasons(thing):
                if name not in ("everyday", "crisis") or not hasattr(value, "ignores"):
                    assert f"| `{name}` |" in sheet and why.to(language) in sheet
        for wave in SCENARIOS[case].waves:
            assert wave.why.to(language) in sheet


def test_events_cite_known_sources(case: str) -> None:
    """Every source key of an event has its row in sources.csv."""
    events = pd.read_csv(DATASETS / case / "events.csv")
    known = set(pd.read_csv(DATASETS / case / "sources.csv")["key"])
    assert events["documented"].all()
    assert {key for keys in events["source"] for key in keys.split(";")} <= known


def test_nobody_real(case: str) -> None:
    """Authors are pseudonyms, the brand, or numbered media; mentions name those alone; links go nowhere."""
    tweets = pd.read_csv(DATASETS / case / "tweets.csv")
    brand = case.capitalize()
    assert tweets["author_id"].str.fullmatch(rf"cliente_\d{{4}}|medio_\d\d|{brand}").all()
    for text in tweets["text"]:
        assert all(
            re.fullmatch(rf"cliente_\d{{4}}|medio_\d\d|{brand}", name) for name in re.findall(r"@(\w+)", text)
        )
        assert all(".example/" in link for link in re.findall(r"https?://\S+", text))


def test_no_personal_data(case: str) -> None:
    """No phone number, e-mail, ID number or bank account, not even an invented one."""
    text = "\n".join(pd.read_csv(DATASETS / case / "tweets.csv")["text"])
    assert not re.search(r"\b[6789]\d{8}\b|\b\d{8}[A-Z]\b|\bES\d{22}\b|[\w.]+@\w+\.\w{2,}", text)
