"""Does a take become text with a library and a model in place, and is it said clearly what is missing otherwise?

The library is a stand-in that keeps to pywhispercpp's interface; where the real one is installed, the last test holds
the stand-in against it.
"""

import importlib.util
import inspect
import sys
from pathlib import Path

import pytest

from course.practice import transcription
from course.practice.transcription import NoTranscription, missing, transcribe
from course.workspace import Workspace

from .voice import voice, write_wav

STAND_IN = """
import sys
from pathlib import Path


class Segment:
    def __init__(self, t0, t1, text, probability=float("nan")):
        self.t0, self.t1, self.text, self.probability = t0, t1, text, probability


class Model:
    def __init__(self, model="tiny", models_dir=None, params_sampling_strategy=0, redirect_whispercpp_logs_to=False,
                 use_openvino=False, openvino_model_path=None, openvino_device="CPU", openvino_cache_dir=None,
                 context_params=None, **params):
        assert Path(model).is_file(), "it would download"
        self.said = Path(model).read_text().removeprefix("lmgg")
        assert params == {"print_progress": False, "print_realtime": False}
        if self.said == "crash":
            sys.exit(3)

    def transcribe(self, media, n_processors=None, new_segment_callback=None, abort_callback=None,
                   extract_probability=False, **params):
        assert (str(media.dtype), media.ndim) == ("float32", 1) and len(media) >= 16_000
        print("whisper_init", file=sys.stderr)
        said = self.said.format(seconds=len(media) / 16_000, language=params["language"])
        return [Segment(0, 10, f" {piece} ") for piece in said.split("|") if piece]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace" / ".keeper" / "models").mkdir(parents=True)
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "library" / "pywhispercpp"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model.py").write_text(STAND_IN)
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.delenv(transcription.VARIABLE, raising=False)


def put_model(workspace: Workspace, says: str, name: str = "ggml-base.en.bin") -> Path:
    path = workspace.keeper / "models" / name
    path.write_text(f"lmgg{says}")
    return path


@pytest.fixture
def take(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "take.wav", voice((2, True)))


def test_without_the_library_it_says_how_to_get_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "keeper-course[transcribe]" in missing(workspace)
    assert missing(workspace).endswith("type what you said.")


@pytest.mark.usefixtures("library")
def test_without_a_model_it_says_where_to_put_one(workspace: Workspace) -> None:
    assert str(workspace.keeper / "models") in missing(workspace)
    assert missing(None).startswith("Transcription has no model yet.")


@pytest.mark.usefixtures("library")
def test_a_file_that_is_no_model_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_model(workspace, "")
    path.write_text("<html>not found</html>")
    assert f"{path} is no model of whisper.cpp" in missing(workspace)
    monkeypatch.setenv(transcription.VARIABLE, "/nowhere/model.bin")
    assert "/nowhere/model.bin cannot be read: No such file" in missing(workspace)


@pytest.mark.usefixtures("library")
def test_a_take_becomes_one_line_of_text_without_the_librarys_log(workspace: Workspace, take: Path) -> None:
    put_model(workspace, "Um, I rolled|it back in 4 minutes — done.")
    assert missing(workspace) == ""
    text = transcribe(take, transcription.model(workspace))
    assert text == "Um, I rolled it back in 4 minutes — done."


@pytest.mark.usefixtures("library")
def test_the_largest_model_in_place_or_the_one_named_is_used(
    workspace: Workspace, take: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_model(workspace, "a", "ggml-tiny.en.bin")
    put_model(workspace, "larger {language}", "ggml-small.bin")
    assert transcribe(take, transcription.model(workspace)) == "larger auto"
    named = tmp_path / "mine.en.bin"
    named.write_text("lmgg{language}")
    monkeypatch.setenv(transcription.VARIABLE, str(named))
    assert transcribe(take, transcription.model(workspace)) == "en"


@pytest.mark.usefixtures("library")
def test_other_rates_and_short_takes_are_made_fit(workspace: Workspace, tmp_path: Path) -> None:
    using = put_model(workspace, "{seconds:.2f}")
    for rate_hz, seconds, heard in ((48_000, 3.0, "3.00"), (8_000, 3.0, "3.00"), (16_000, 0.1, "1.10")):
        file = write_wav(tmp_path / "other.wav", voice((seconds, True), rate_hz=rate_hz), rate_hz=rate_hz)
        assert transcribe(file, using) == heard


@pytest.mark.usefixtures("library")
def test_a_crash_of_the_library_is_told_and_does_not_end_the_kernel(workspace: Workspace, take: Path) -> None:
    with pytest.raises(NoTranscription, match=r"failed with ggml-base\.en\.bin \(status 3\).*type what you said"):
        transcribe(take, put_model(workspace, "crash"))


@pytest.mark.usefixtures("library")
def test_a_machine_that_is_too_slow_is_told(workspace: Workspace, take: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "TIMEOUT_S", 0.001)
    monkeypatch.setattr(transcription, "TIMEOUT_PER_S", 0)
    with pytest.raises(NoTranscription, match="took too long"):
        transcribe(take, put_model(workspace, "a"))


@pytest.mark.usefixtures("library")
def test_a_file_of_the_learners_does_not_stand_in_for_the_library(
    workspace: Workspace, take: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wave.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert transcribe(take, put_model(workspace, "fine")) == "fine"


def test_the_stand_in_keeps_to_the_real_interface() -> None:
    real = pytest.importorskip("pywhispercpp.model", reason="the extra `transcribe` is not installed")
    stand_in: dict[str, type] = {}
    exec(STAND_IN, stand_in)
    for name in ("__init__", "transcribe"):
        ours, theirs = (inspect.signature(getattr(model, name)) for model in (stand_in["Model"], real.Model))
        assert list(ours.parameters) == list(theirs.parameters)
    assert sys.modules["pywhispercpp.model"] is real
