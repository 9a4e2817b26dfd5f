"""Practice aloud: takes kept as WAV files, what can be measured of them, their transcription, and follow-up questions.

`takes` is the only module that writes, into the workspace's recordings/; `sound` and `follow_ups` are values in,
values out; `transcription` runs a local program of an optional library. Nothing leaves the machine.
"""
