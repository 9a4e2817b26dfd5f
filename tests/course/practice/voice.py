"""A voice for tests: bursts of a buzzing tone with vowel-like resonances, and silences of known length between them."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PITCH_HZ = 130
FORMANTS_HZ = ((650, 90), (1150, 110), (2500, 160))  # of an open vowel: centre and width
SYLLABLES_PER_S = 4

Signal = NDArray[np.float32]


def voice(*spans: tuple[float, bool], rate_hz: int = 16_000, level: float = 0.3, noise: float = 0.0) -> Signal:
    """Spans of (seconds, whether somebody speaks), with white noise of that standard deviation below all of it."""
    parts = [_vowel(seconds, rate_hz) * level if speaks else _silence(seconds, rate_hz) for seconds, speaks in spans]
    signal = np.concatenate(parts) if parts else np.zeros(0)
    signal = signal + noise * np.random.default_rng(7).standard_normal(len(signal))
    return signal.astype(np.float32)


def write_wav(path: Path, signal: Signal, rate_hz: int = 16_000, channels: int = 1) -> Path:
    """As 16-bit PCM, the same in every channel."""
    pcm = np.repeat((np.clip(signal, -1, 1) * 32767).astype("<i2"), channels)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm.tobytes())
    return path


def _silence(seconds: float, rate_hz: int) -> Signal:
    return np.zeros(round(seconds * rate_hz), np.float32)


def _vowel(seconds: float, rate_hz: int) -> Signal:
    """Harmonics weighted by the formants, swelling with each syllable, never down to silence; peak 1."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    sound = np.zeros(len(t))
    for number in range(1, int(min(4000, rate_hz / 2 - 1) / PITCH_HZ) + 1):
        frequency = number * PITCH_HZ
        weight = sum(1 / (1 + ((frequency - centre) / width) ** 2) for centre, width in FORMANTS_HZ)
        sound += weight * np.sin(2 * np.pi * frequency * t + number)
    sound *= 0.7 + 0.3 * np.sin(2 * np.pi * SYLLABLES_PER_S * t)
    return (sound / max(1e-9, np.abs(sound).max())).astype(np.float32)
