"""The learner's workspace: plain files of theirs, and lessons of ours that an upgrade may renew.

`place` says where it is, `notebooks` what counts as an edit, `marker` remembers what was installed, `upgrade`, `reset`
and `export` are what happens to it. Whatever a learner made is never overwritten without a copy.
"""

from course.workspace.place import Workspace, default_root, find, locate

__all__ = ["Workspace", "default_root", "find", "locate"]
