"""The simulator: a design and a scenario become a Record, by discrete events. Begin with run.py."""
