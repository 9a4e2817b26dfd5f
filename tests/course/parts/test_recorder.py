"""Does the recorder keep takes as they come, measure them, have the answer read, and record the rehearsal?"""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from course.parts import practice
from course.parts.recorder import Recorder
from course.practice import transcription
from course.stories import Bank, Story

from ..practice.voice import voice
from .conftest import NOON, StartKernel

STORY = (
    "In March our checkout fell over during a sale. I was on call. I turned off the recommendation service. "
    "After that things were fine. People were happy about it."
)
SAMPLES = (voice((0.5, False), (2, True), (1, False), (1.5, True)) * 32767).astype("<i2").tobytes()


class Watch:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def part(start_kernel: StartKernel, watch: Watch) -> Recorder:
    start_kernel(now=watch)
    return practice("say", question="Tell me about an outage.")


def tell(part: Recorder, action: str, value: object = None, *attached: bytes) -> dict[str, Any]:
    part.receive({"action": action, "value": value}, [memoryview(one) for one in attached])
    return part.state()


def record(part: Recorder, token: str = "abc", data: bytes = SAMPLES) -> dict[str, Any]:
    for offset in range(0, len(data), 32_000):
        tell(part, "chunk", {"token": token, "offset": offset // 2}, data[offset : offset + 32_000])
    return tell(part, "finish", {"token": token, "samples": len(data) // 2})


def read_out(part: Recorder) -> dict[str, Any]:
    tell(part, "read", STORY)
    return tell(part, "follow")


def test_a_take_is_kept_and_measured(part: Recorder, workspace: Path) -> None:
    state = record(part)
    [take] = state["takes"]
    assert (take["seconds"], state["chosen"], state["finished"]) == (5, take["name"], "abc")
    assert state["measures"]["talk_s"] == pytest.approx(4.5, abs=0.06)
    assert state["measures"]["longest_pause_s"] == pytest.approx(1, abs=0.06)
    assert state["measures"]["pace"] is None
    assert [path.name for path in (workspace / "recordings").iterdir()] == [take["name"]]
    assert tell(part, "delete", take["name"])["takes"] == []


def test_after_a_restart_takes_and_texts_are_there_and_a_take_cut_short_is_told(
    part: Recorder, start_kernel: StartKernel
) -> None:
    record(part)
    tell(part, "text", "I was on")
    tell(part, "chunk", {"token": "def", "offset": 0}, SAMPLES[:32_000])
    assert part.state()["partial"] == {"token": "def", "samples": 16_000, "live": True}
    part.close()
    start_kernel()
    again = practice("say")
    state = again.state()
    assert (len(state["takes"]), state["text"]["now"]) == (1, "I was on")
    assert state["partial"] == {"token": "def", "samples": 16_000, "live": False}
    assert len(tell(again, "finish", {"token": "def", "samples": 16_000})["takes"]) == 2


@pytest.mark.parametrize(
    "action", ["chunk", "finish", "play", "choose", "delete", "transcribe", "text", "read", "reply", "nonsense"]
)
@pytest.mark.parametrize(
    "value", [None, 3, "x", {}, {"token": 3, "offset": "x"}, {"token": "a", "offset": True}, {"name": "../x"}, []]
)
def test_a_message_that_is_none_does_nothing(part: Recorder, workspace: Path, action: str, value: object) -> None:
    state = tell(part, action, value)
    assert (state["takes"], state["partial"], state["conversation"]) == ([], None, None)
    assert not (workspace / "recordings").exists()


def test_a_full_disk_is_told_and_nothing_is_given_up(
    part: Recorder, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "recordings").write_text("in the way")
    state = tell(part, "chunk", {"token": "abc", "offset": 0}, SAMPLES[:32_000])
    assert "recordings" in state["problem"]
    (workspace / "recordings").unlink()
    assert record(part)["problem"] == ""


def test_a_take_is_handed_to_the_page_in_pieces(part: Recorder) -> None:
    name = record(part)["chosen"]
    part._repr_mimebundle_()
    assert part._view
    sent: list[tuple[dict[str, Any], list[bytes]]] = []
    part._view.send = lambda content, buffers: sent.append((content, buffers))
    tell(part, "play", {"name": name, "offset": 0})
    tell(part, "play", {"name": "other.wav", "offset": 0})
    [(about, [data])] = sent
    assert about == {"name": name, "offset": 0, "of": len(SAMPLES) + 44}
    assert data[44:] == SAMPLES


def test_the_coach_reads_a_typed_answer_with_the_seconds_of_its_take(part: Recorder) -> None:
    state = tell(part, "read", STORY)
    assert state["stage"] == "read"
    assert (state["reading"]["measured"], len(state["reading"]["findings"])) == (False, 3)
    record(part, data=SAMPLES * 2)
    state = tell(part, "read", STORY)
    assert state["reading"]["measured"]
    assert state["reading"]["seconds"] == pytest.approx(9.5, abs=0.06)
    assert not tell(part, "read", f"{STORY} {STORY}")["reading"]["measured"]  # nobody says so much in that time


def test_follow_ups_run_on_the_clock_of_the_session_and_survive_a_restart(
    part: Recorder, watch: Watch, start_kernel: StartKernel
) -> None:
    first = read_out(part)["conversation"]["question"]
    watch.now += timedelta(seconds=40)
    state = tell(part, "reply", {"text": "Errors fell from 40 percent to 1 percent.", "number": 0})
    assert state["conversation"]["elapsed_s"] == 40
    assert state["conversation"]["question"]["text"] != first["text"]
    assert (
        tell(part, "reply", {"text": "again", "number": 0})["conversation"] == state["conversation"]
    )  # a second click
    start_kernel(now=watch)
    again = practice("say", question="Tell me about an outage.")
    assert again.state()["conversation"] == state["conversation"]
    watch.now += timedelta(hours=9)
    assert tell(again, "reply", {"text": "", "number": 1})["conversation"]["elapsed_s"] == 160


def test_follow_ups_end_with_a_summary_and_another_answer_starts_afresh(part: Recorder) -> None:
    read_out(part)
    number = 0
    while (state := part.state())["stage"] == "asked":
        tell(part, "reply", {"text": "No idea.", "number": number})
        number += 1
    assert (state["stage"], state["conversation"]["ended"]) == ("over", "nothing left")
    assert {thread["outcome"] for thread in state["conversation"]["threads"]} == {"dry"}
    state = tell(part, "again")
    assert (state["stage"], state["text"]["now"], state["reading"]) == ("answer", "", None)


def test_the_rehearsal_goes_to_the_story_bank_once(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    bank = Bank(workspace)
    id = bank.save(Story.fresh("The checkout outage")).id
    part = practice("say", story=id)
    read_out(part)
    tell(part, "end")
    state = tell(part, "record")
    assert state["recorded"]
    [one] = bank.rehearsals()
    assert (one.story, one.when, one.seconds) == (id, NOON, state["reading"]["seconds"])
    assert "result_not_quantified" in one.findings


def test_a_story_that_is_not_in_the_bank_is_told(start_kernel: StartKernel) -> None:
    start_kernel()
    part = practice("say", story="gone")
    tell(part, "read", STORY)
    state = tell(part, "record")
    assert ("'gone'" in state["problem"], state["recorded"]) == (True, False)


def test_a_transcript_fills_the_box_and_gives_the_pace(part: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "model", lambda workspace: Path("model.bin"))
    monkeypatch.setattr(transcription, "transcribe", lambda take, using: STORY)
    name = record(part)["chosen"]
    state = tell(part, "transcribe", name)
    assert state["text"] == {"now": STORY, "written": 1}
    assert state["measures"]["pace"] == pytest.approx(60 * len(STORY.split()) / 4.5, rel=0.03)
    assert state["no_transcription"] == ""
    monkeypatch.setattr(transcription, "transcribe", lambda take, using: "")
    assert "No words were found" in tell(part, "transcribe", name)["problem"]


def test_without_a_workspace_takes_last_as_long_as_the_kernel(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel(in_workspace=False)
    part = practice("say")
    state = record(part)
    assert len(state["takes"]) == 1
    assert "takes last as long as the kernel runs" in state["unkept"]
    tell(part, "delete", state["chosen"])
    assert not (workspace / "recordings").exists()


def test_what_is_kept_is_in_answers_and_recordings_only_and_no_sound_is_in_it(part: Recorder, workspace: Path) -> None:
    record(part)
    read_out(part)
    kept = json.loads((workspace / "answers" / "coding-lru_cache.json").read_text())
    assert kept["responses"]["practice:say"]["answer"] == STORY
    assert {path.name for path in workspace.iterdir()} == {".keeper", "answers", "recordings"}
    assert not any(isinstance(value, bytes) for value in part.state().values())


def test_a_batch_run_shows_one_line_and_loads_neither_coach_nor_numpy(tmp_path: Path) -> None:
    code = (
        "import sys; from course.parts import practice; part = practice('say', seconds=90);"
        "print(part._repr_mimebundle_()[0]['text/plain']);"
        "print([name for name in ('numpy', 'course.coach', 'course.stories', 'ipywidgets') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout == "Practice aloud say: record or type an answer of about 90 seconds.\n[]\n"
    assert list(tmp_path.iterdir()) == []
