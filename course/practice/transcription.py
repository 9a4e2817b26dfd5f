"""Transcription of a take by whisper.cpp, through pywhispercpp, the optional extra `transcribe`.

The model is a file that the learner has put in place; nothing here fetches anything. It runs in a process of its own:
a damaged model ends that process, not the learner's kernel, and its memory goes with it.

    python -m course.practice.transcription MODEL TAKE.wav
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from course.errors import CourseError
from course.practice.sound import read_wav
from course.practice.takes import RATE_HZ
from course.workspace import Workspace

VARIABLE = "KEEPER_MODEL"
"""Environment variable that names a model file anywhere."""
FOLDER = "models"
"""In the workspace's .keeper, which an export leaves out: a model has hundreds of megabytes, and nothing of the learner's."""
LIBRARY = "pywhispercpp"
MAGIC = b"lmgg"
"""The first bytes of a model in whisper.cpp's ggml format."""
TIMEOUT_S = 60.0
TIMEOUT_PER_S = 5.0  # of the take: a base model on a slow laptop needs half of its length
LEAST_S = 1.1  # whisper.cpp gives nothing for less than a second

# Whisper leaves hesitations out unless it is shown that they belong to the text; the coach counts them.
PROMPT = "Um, so, uh, I was, you know, on call when it, um, happened."


class NoTranscription(CourseError):
    """The library or its model is missing or failed; the message says what to do. Typing always works."""


def missing(workspace: Workspace | None) -> str:
    """Why takes cannot be transcribed here, and the next step; "" when they can."""
    try:
        model(workspace)
    except NoTranscription as error:
        return str(error)
    return ""


def model(workspace: Workspace | None) -> Path:
    """The model file. Raises NoTranscription: no library, no model, or a file that is none."""
    if importlib.util.find_spec(LIBRARY) is None:
        raise NoTranscription(
            f"Transcription is not installed ({LIBRARY}). Run `.venv/bin/pip install -e '.[transcribe]'` in the course's folder, or "
            "`pip install 'keeper-course[transcribe]'`, and put a model in place: docs/practice.md. Until then, type what you said."
        )
    named = os.environ.get(VARIABLE)
    folder = workspace.keeper / FOLDER if workspace else None
    found = Path(named) if named else max(folder.glob("*.bin"), key=_size, default=None) if folder else None
    if found is None:
        raise NoTranscription(
            f"Transcription has no model yet. Put a whisper.cpp model, such as ggml-base.en.bin (148 MB), into {folder or 'a folder'}, "
            f"or name it in {VARIABLE}: docs/practice.md says where it comes from. Until then, type what you said."
        )
    try:
        with found.open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError as error:
        raise NoTranscription(
            f"The model {found} cannot be read: {error.strerror}. Mend the path or its permissions. Until then, type what you said."
        ) from error
    if magic != MAGIC:
        raise NoTranscription(
            f"{found} is no model of whisper.cpp (it does not begin with “ggml”): a download that was cut off, or a web page saved "
            "in its place? Fetch it again. Until then, type what you said."
        )
    return found


def transcribe(take: Path, using: Path) -> str:
    """What is said in a WAV file, in the language that is spoken. Raises NoTranscription or DamagedFile."""
    rate_hz, signal = read_wav(take)
    seconds = len(signal) / rate_hz
    # -P: a file of the learner's called wave.py shall not stand in for the library's
    command = [sys.executable, "-P", "-m", __name__, str(using), str(take)]
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S + TIMEOUT_PER_S * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoTranscription(
            f"Transcription took too long on this machine and was ended. A smaller model than {using.name} is faster; "
            "or type what you said."
        ) from None
    if run.returncode:
        raise NoTranscription(
            f"Transcription failed with {using.name} (status {run.returncode}). Fetch the model again, or another one; or type what you said."
        )
    return run.stdout.decode("utf-8", "replace").strip()


def main(using: str, take: str) -> None:
    import numpy as np
    from pywhispercpp.model import Model

    rate_hz, signal = read_wav(Path(take))
    if rate_hz != RATE_HZ:  # not of ours: good enough for speech
        at = np.arange(int(len(signal) * RATE_HZ / rate_hz)) * (rate_hz / RATE_HZ)
        signal = np.interp(at, np.arange(len(signal)), signal).astype(np.float32)
    signal = np.pad(signal, (0, max(0, round(LEAST_S * RATE_HZ) - len(signal))))
    language = "en" if ".en" in Path(using).name else "auto"
    engine = Model(using, redirect_whispercpp_logs_to=None, print_progress=False, print_realtime=False)
    segments = engine.transcribe(signal, language=language, initial_prompt=PROMPT)
    text = " ".join(" ".join(segment.text.split()) for segment in segments)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
