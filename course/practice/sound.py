"""What can be measured of a recorded answer without knowing its words: length, speaking share, longest pause, loudness.

Voice is told from silence by its level, which depends on the microphone, so the threshold is found anew in each take:
the level (dBFS) of frames of 25 ms, ten milliseconds apart, between 150 and 4,000 Hz, where a voice has its power and
hum and rumble have not; a noise floor (their 5th percentile); a peak (the loudest 200 ms, by their median, so that no
knock counts). Voice is what is 9 dB above the floor and not 30 dB below the peak. A burst under 60 ms is a click;
a gap under 250 ms is part of speech (a stop consonant, a breath), from there on it is a pause: the usual bound since
Goldman-Eisler (Psycholinguistics, 1968).
"""

import wave
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from course.errors import DamagedFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Signal = NDArray[np.float32]

FRAME_S, HOP_S = 0.025, 0.010
BAND_HZ = (150.0, 4000.0)
ABOVE_FLOOR_DB = 9.0
BELOW_PEAK_DB = 30.0
CONTRAST_DB = 10.0  # less between floor and peak: all of it is voice, or none
CLICK_S = 0.060
PAUSE_S = 0.250
PEAK_S = 0.200
SILENT_DBFS = -55.0  # a peak below it is no voice at a working microphone
QUIET_DBFS = -42.0
CLIPPED_AT, CLIPPED_SHARE = 0.985, 0.0005
_BLOCK_FRAMES = 2048  # bounds the memory that a long take needs
_FLOOR_DBFS = -90.0  # below what 16 bits can tell

Loudness = Literal["silent", "quiet", "fine", "clipped"]


@dataclass(frozen=True)
class Measures:
    """`talk_s` is from the first to the last sound of the voice; `speaking_share` (0 to 1) and `longest_pause_s` are
    within it, so that reaching for the button costs nothing."""

    seconds: float
    talk_s: float
    speaking_share: float
    longest_pause_s: float
    loudness: Loudness


def measure_file(path: Path) -> Measures:
    """Raises DamagedFile."""
    rate_hz, signal = read_wav(path)
    return measure(signal, rate_hz)


def pace(text: str, measures: Measures) -> float | None:
    """Words a minute between the first and the last sound; None where that means nothing."""
    words = len(text.split())
    return 60 * words / measures.talk_s if words and measures.talk_s >= 1 else None


def read_wav(path: Path) -> tuple[int, "Signal"]:
    """Rate in Hz and the samples, -1 to 1, channels averaged, of a PCM WAV file. Raises DamagedFile."""
    import numpy as np

    try:
        with wave.open(str(path), "rb") as file:
            rate_hz, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            data = file.readframes(file.getnframes())
        if not (rate_hz > 0 and channels > 0):
            raise wave.Error(f"{rate_hz} Hz, {channels} channels")
        data = data[: len(data) // (width * channels) * width * channels]
        raw: NDArray[Any]
        if width == 1:
            raw = (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / 128
        elif width == 2:
            raw = np.frombuffer(data, "<i2").astype(np.float32) / 2**15
        elif width == 3:
            padded = np.zeros((len(data) // 3, 4), np.uint8)
            padded[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
            raw = padded.reshape(-1).view("<i4").astype(np.float32) / 2**31
        elif width == 4:
            raw = np.frombuffer(data, "<i4").astype(np.float32) / 2**31
        else:
            raise wave.Error(f"{8 * width} bits a sample")
    except (wave.Error, EOFError, RuntimeError) as error:
        raise DamagedFile(
            f"{path} is no WAV file that can be read ({error or 'it ends early'}). It is left as it is: record another take, "
            "or type what you said."
        ) from error
    except OSError as error:
        raise DamagedFile(f"{path} cannot be read: {error.strerror}. Mend its permissions.") from error
    return rate_hz, raw.reshape(-1, channels).mean(axis=1, dtype=np.float32)


def measure(signal: "Signal", rate_hz: int) -> Measures:
    """Of mono samples between -1 and 1."""
    import numpy as np

    seconds = len(signal) / rate_hz
    levels = _levels(signal, rate_hz)
    peak = _peak(levels)
    runs = _voice(levels, peak)
    clipped = len(signal) > 0 and float(np.mean(np.abs(signal) >= CLIPPED_AT)) > CLIPPED_SHARE
    loudness: Loudness = "clipped" if clipped else "silent" if not runs else "quiet" if peak < QUIET_DBFS else "fine"
    if not runs:
        return Measures(seconds, 0.0, 0.0, 0.0, loudness)
    talk = (runs[-1][1] - runs[0][0]) * HOP_S
    speaking = sum(end - start for start, end in runs) * HOP_S
    pauses = [(after[0] - before[1]) * HOP_S for before, after in pairwise(runs)]
    return Measures(seconds, min(talk, seconds), speaking / talk, max(pauses, default=0.0), loudness)


def _levels(signal: "Signal", rate_hz: int) -> "NDArray[np.float64]":
    """dBFS of each frame within BAND_HZ; at least one frame."""
    import numpy as np

    size, hop = max(1, round(FRAME_S * rate_hz)), max(1, round(HOP_S * rate_hz))
    signal = signal - (signal.mean() if len(signal) else 0)
    if len(signal) < size:
        signal = np.pad(signal, (0, size - len(signal)))
    window = np.hanning(size + 2)[1:-1].astype(np.float32)
    frequencies = np.fft.rfftfreq(size, 1 / rate_hz)
    band = (frequencies >= BAND_HZ[0]) & (frequencies <= BAND_HZ[1])
    if not band.any():
        band[:] = True
    frames = np.lib.stride_tricks.sliding_window_view(signal, size)[::hop]
    power = np.concatenate(
        [
            (np.abs(np.fft.rfft(frames[start : start + _BLOCK_FRAMES] * window)[:, band]) ** 2).sum(axis=1)
            for start in range(0, len(frames), _BLOCK_FRAMES)
        ]
    )
    mean_square = 2 * power / (size * float((window**2).sum()))  # Parseval, one side of the spectrum
    levels: NDArray[np.float64] = np.maximum(_FLOOR_DBFS, 10 * np.log10(np.maximum(mean_square, 1e-12)))
    return levels


def _peak(levels: "NDArray[np.float64]") -> float:
    import numpy as np

    block = round(PEAK_S / HOP_S)
    if len(levels) < block:
        return float(np.median(levels))
    return float(np.median(np.lib.stride_tricks.sliding_window_view(levels, block)[:: block // 2], axis=1).max())


def _voice(levels: "NDArray[np.float64]", peak: float) -> list[tuple[int, int]]:
    """Runs of frames, from one to before another, in which somebody speaks."""
    import numpy as np

    if peak < SILENT_DBFS:
        return []
    floor = float(np.percentile(levels, 5))
    if peak - floor < CONTRAST_DB:
        return [(0, len(levels))]
    threshold = max(min(floor + ABOVE_FLOOR_DB, peak - CONTRAST_DB), peak - BELOW_PEAK_DB)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], levels > threshold, [False]))))
    runs = [(int(start), int(end)) for start, end in edges.reshape(-1, 2) if (end - start) * HOP_S >= CLICK_S]
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and (start - joined[-1][1]) * HOP_S < PAUSE_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
