"""Who may import whom, what lies where, and what no committed file may hold."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STUDENT_DISTRIBUTIONS = {
    "anywidget",
    "filelock",
    "traitlets",
    "ipywidgets",
    "jupyterlab",
    "matplotlib",
    "mpl_toolkits",
    "numpy",
    "pandas",
    "scipy",
    "ipykernel",
    "IPython",
}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def imported(path: Path) -> set[str]:
    """Every module a file names in an import, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return names


@pytest.mark.parametrize(
    "path", sorted((ROOT / "course").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_students_package_imports_nothing_of_the_instructor(path):
    """`course` runs with the base install: no grader, no package that only an extra brings."""
    top = {name.split(".")[0] for name in imported(path)}
    foreign = top - set(sys.stdlib_module_names) - STUDENT_DISTRIBUTIONS - {"course"}
    assert not foreign


def test_nothing_of_course_names_the_grader_in_a_dynamic_import():
    for path in (ROOT / "course").rglob("*.py"):
        assert not re.search(r"import_module\(\s*[\"']grader", path.read_text(encoding="utf-8")), path


def test_importing_course_brings_no_grader_and_no_matplotlib():
    """A notebook that needs only a table starts at once."""
    code = "import sys, course; print([m for m in ('grader', 'matplotlib', 'pandas') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_every_public_name_of_course_can_be_had():
    import course

    assert set(course.__all__) <= set(dir(course))
    for name in course.__all__:
        assert getattr(course, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        course.nonsense  # noqa: B018


def test_datasets_and_tests_are_no_packages():
    assert not list((ROOT / "datasets").rglob("__init__.py"))
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_top_level_is_what_the_client_fixed():
    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
    assert folders == {"course", "notebooks", "datasets", "grader", "tests", "benchmarks", ".ci", "docs"}
    assert {"environment.yml", "README.md"} <= {path.name for path in ROOT.iterdir()}


FORBIDDEN = re.compile(
    "|".join(
        [
            r"/" + r"work/(main|shared|\.library)",
            r"/root/" + r"\.pyenv",
            r"/tmp/" + r"bash_jobs",
            r"pypi\." + r"org/simple",
            r"files\.python" + r"hosted",
            r"registry\.npm" + r"js",
            r"farm-" + r"(bench|studio)",
        ]
    )
)


def test_no_file_holds_a_machines_path_or_a_registrys_address():
    for path in tracked():
        if path.suffix in {".png", ".ico"}:
            continue
        found = FORBIDDEN.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path.relative_to(ROOT)}: {found.group()}"


def test_committed_notebooks_hold_no_outputs():
    for path in tracked():
        if path.suffix == ".ipynb":
            assert '"output_type"' not in path.read_text(encoding="utf-8"), path


def test_every_direct_dependency_is_pinned_in_the_constraints():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    normal = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line).group()).lower() for line in wanted}
    normal -= {project["name"]}  # one extra may ask for others
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"(?m)^([\w.-]+)==", text)}
    assert normal <= pinned
    assert "://" not in text


def test_environment_offers_the_five_fixed_packages():
    """Binder: an exact minor Python (a range silently builds another one), pip reading pyproject."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["grader"]]
    offered = {re.match(r"[\w.-]+", line).group() for line in lines}
    assert {"jupyterlab", "matplotlib", "pandas", "nbgrader", "ipywidgets"} <= offered
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^  - python=3\.\d+$", environment)
    assert "-e .[grader]" in environment
    assert not (ROOT / "binder").exists()
