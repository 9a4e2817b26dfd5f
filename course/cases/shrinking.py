"""Whether a failing example or schedule is made simple before it is told: yes for a learner, no where only the verdict counts."""

wanted = True
