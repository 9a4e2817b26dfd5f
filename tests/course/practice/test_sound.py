"""Are length, speaking share, longest pause and loudness what was put into the sound?

Tolerances: 0.06 s for a time (a frame's length and the swell of the voice at either end), 0.03 for the share.
"""

import wave
from pathlib import Path

import numpy as np
import pytest

from course.errors import DamagedFile
from course.practice.sound import Measures, measure, measure_file, pace, read_wav

from .voice import voice, write_wav

TALK = [(0.7, False), (2.0, True), (0.5, False), (1.0, True), (1.8, False), (1.5, True), (1.0, False)]
SECONDS, TALK_S, SHARE, PAUSE_S = 8.5, 6.8, 4.5 / 6.8, 1.8


def assert_talk(found: Measures) -> None:
    assert found.seconds == pytest.approx(SECONDS, abs=0.001)
    assert found.talk_s == pytest.approx(TALK_S, abs=0.06)
    assert found.speaking_share == pytest.approx(SHARE, abs=0.03)
    assert found.longest_pause_s == pytest.approx(PAUSE_S, abs=0.06)


@pytest.mark.parametrize(
    ("level", "noise"),
    [(0.9, 0), (0.3, 0.0003), (0.3, 0.003), (0.9, 0.01), (0.1, 0.003)],
    ids=["studio", "room", "fan", "train", "far from the microphone"],
)
def test_a_talk_with_pauses_over_a_noise_floor(level: float, noise: float) -> None:
    assert_talk(measure(voice(*TALK, level=level, noise=noise), 16_000))


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 22_050, 44_100, 48_000])
def test_other_rates_give_the_same(rate_hz: int) -> None:
    assert_talk(measure(voice(*TALK, rate_hz=rate_hz, noise=0.001), rate_hz))


def test_hum_and_an_offset_are_no_voice() -> None:
    signal = voice(*TALK, level=0.2, noise=0.0005)
    hum = 0.1 * np.sin(2 * np.pi * 50 * np.arange(len(signal)) / 16_000) + 0.2
    assert_talk(measure((signal + hum).astype(np.float32), 16_000))


def test_a_knock_in_a_pause_is_no_speech() -> None:
    signal = voice(*TALK, noise=0.0005)
    signal[int(5.0 * 16_000) :][:400] += 0.8
    assert_talk(measure(signal, 16_000))


def test_a_gap_between_words_is_no_pause() -> None:
    found = measure(voice((1, True), (0.15, False), (1, True)), 16_000)
    assert (found.speaking_share, found.longest_pause_s) == (1, 0)


def test_speech_without_any_pause_is_all_speech() -> None:
    found = measure(voice((5, True), noise=0.001), 16_000)
    assert found.speaking_share == 1
    assert found.talk_s == pytest.approx(5, abs=0.06)


@pytest.mark.parametrize("spans", [(), ((5, False),), ((1 / 16_000, False),), ((1 / 16_000, True),)])
def test_no_sound_is_no_speech(spans: tuple[tuple[float, bool], ...]) -> None:
    signal = voice(*spans)
    found = measure(signal, 16_000)
    assert found == Measures(len(signal) / 16_000, 0, 0, 0, "silent")


def test_faint_noise_is_no_speech() -> None:
    assert measure(voice((5, False), noise=0.0005), 16_000).loudness == "silent"


def test_a_faint_voice_is_called_quiet_and_measured_all_the_same() -> None:
    found = measure(voice(*TALK, level=0.01, noise=0.00003), 16_000)
    assert_talk(found)
    assert found.loudness == "quiet"


def test_a_voice_that_is_too_loud_is_called_so_and_measured_all_the_same() -> None:
    found = measure(np.clip(voice(*TALK, level=3), -1, 1), 16_000)
    assert_talk(found)
    assert found.loudness == "clipped"


def test_one_word_in_ten_minutes_is_found_and_quickly() -> None:
    found = measure(voice((400, False), (0.8, True), (199.2, False), noise=0.0005), 16_000)
    assert (found.seconds, found.talk_s) == (600, pytest.approx(0.8, abs=0.06))


def test_pace_is_words_over_the_talk_and_none_without_either() -> None:
    measures = Measures(100, 90, 0.8, 1, "fine")
    assert pace("word " * 225, measures) == 150
    assert pace(" ", measures) is None
    assert pace("word", Measures(1, 0, 0, 0, "silent")) is None


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_a_wav_of_any_width_reads_as_the_same_signal(tmp_path: Path, width: int) -> None:
    signal = voice((0.5, True))
    integers = np.round(signal * (2 ** (8 * width - 1) - 1)).astype(np.int64)
    data = (
        (integers + 128).astype(np.uint8).tobytes()
        if width == 1
        else b"".join(int(one).to_bytes(width, "little", signed=True) for one in integers)
    )
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(16_000)
        file.writeframes(data)
    rate_hz, read = read_wav(tmp_path / "a.wav")
    assert rate_hz == 16_000
    assert read == pytest.approx(signal, abs=2.5 / 2 ** (8 * width - 1) if width < 3 else 1e-4)


def test_channels_are_averaged(tmp_path: Path) -> None:
    assert_talk(measure_file(write_wav(tmp_path / "a.wav", voice(*TALK), channels=2)))


@pytest.mark.parametrize(
    "damage",
    [b"", b"RIFF", b"<html>not here</html>", b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00" + bytes(16)],
    ids=["empty", "cut off", "a web page", "no format"],
)
def test_a_file_that_is_none_is_named_with_the_next_step(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(damage)
    with pytest.raises(DamagedFile, match=r"a\.wav is no WAV file that can be read .*record another take"):
        measure_file(tmp_path / "a.wav")


def test_what_there_is_of_a_file_that_was_cut_off_is_measured(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", voice((4, True)))
    path.write_bytes(path.read_bytes()[: 44 + 2 * 32_000 + 1])
    assert measure_file(path).seconds == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match=r"a\.wav cannot be read: No such file"):
        measure_file(tmp_path / "a.wav")
