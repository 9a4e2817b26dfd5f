"""The backend lab: real servers on this machine, started by a lesson and gone with it."""
