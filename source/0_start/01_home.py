# ---
# keeper:
#   title: Keeper
#   minutes: 1
#   level: all
#   covers: []
#   needs: []
# ---

# %% part
from course.home import home

home()

# %% [markdown]
# Lessons open in a tab of their own. In each: choose what to ask, write your answer, run it with Shift+Enter, read what the cases
# say, take a hint when you are stuck. This page keeps up by itself.
#
# - **Yours.** Notebooks, stories, recordings, answers and progress are files in this folder. They stay on this machine.
# - **Practice.** Don't use Keeper in a live interview.
# - **Independent.** Keeper is not affiliated with or endorsed by Netflix.
#
# In a terminal here (File, New, Terminal), `course status` and `course next` say the same as this page, `course reset LESSON` gives a
# fresh copy of a lesson and keeps yours, and `course export` packs all that is yours.
