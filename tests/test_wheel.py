"""The built wheel holds everything: installed into a clean environment, it runs from another folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).parents[1]
MUST_HOLD = (
    "bot/pages/templates/chat.html",
    "bot/pages/static/chat.js",
    "content/data/services/EDU-TRANSFER.md",
    "content/data/regions/hebei.csv.gz",
    "content/data/demo/county.toml",
    "content/locale/zh_Hans/houniao.po",
    "storage/migrations/env.py",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "-o",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_its_data_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [each for each in MUST_HOLD if each not in names] == []
    assert any(each.startswith("storage/migrations/versions/0001") for each in names)
    assert [each for each in names if each.startswith("tests/")] == []


def test_it_runs_check_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are this environment's own; the project comes from the wheel alone."""
    clean = tmp_path / "clean"
    venv.create(clean, with_pip=False)
    site = next((clean / "lib").glob("python*")) / "site-packages"
    zipfile.ZipFile(wheel).extractall(site)
    here = Path(next(each for each in sys.path if each.endswith("site-packages")))
    for each in here.iterdir():
        if not each.name.startswith(("__editable__", "houniao", "_distutils", "distutils")):
            (site / each.name).symlink_to(each)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [clean / "bin" / "python", "-m", "bot", "check"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "audit" in done.stdout
    where = "import bot; print(bot.__file__)"
    found = subprocess.run(
        [clean / "bin" / "python", "-c", where],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=True,
        env=env,
    )
    assert found.stdout.startswith(str(clean))
