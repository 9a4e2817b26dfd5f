# ---
# keeper:
#   title: What do they have to decide?
#   minutes: 45
#   level: L5
#   covers: [BEH-07, RUBRIC-52]
#   needs: []
# ---

# %% [markdown]
# > Pick a system of yours, something complicated. I'm not technical. Explain it to me.
#
# You could begin with what it *is*. Most people do, and reach the second box of the drawing before the other's eyes glaze over.
#
# **What they listen for.** The question stands in one guide's list for software engineers (BEH-07); what another says of the rounds fits it well: direct, structured,
# technically precise (RUBRIC-52). Neither is confirmed by the company. *Precise* is the hard part. Plain words are easy if they may be a little false.
#
# What would you ask before you begin?

# %% part
from course.parts import clarify

clarify(
    "plain_opening",
    {
        "Who are you, for this?": "Say, your finance partner. I read contracts all day and I'm quick with numbers. I don't know what a server looks like.",
        "What will you do with it?": "Ah. I've got a three-year contract on my desk, and I'm to sign it by Friday or not.",
        "What do you know already?": "That the old thing broke now and then, that people swore, and that the new one is dearer.",
        "How long have I got?": "A minute, then I'll ask. If it's dull, less.",
        "Shall I draw it?": "Would it help me sign?",
        "How technical may I get?": "As technical as my question needs, and not a word more. If a term saves us time, teach it to me; two I can keep.",
        "Is it all right to simplify?": "You'll have to. Only, if I repeat it in the meeting, it must still be true there.",
    },
    solved_by="plain_choice_read",
)

# %% [markdown]
# ## Start from the far end
#
# ```mermaid
# flowchart LR
#   D["what they decide"] --> N["what would change it"] --> S["what you say"]
#   X["what it is made of"] -.-> S
# ```
#
# An explanation is for something: a signature, a sentence in a letter, a rota. Find out what it's for, ask which facts would change it, and say those. How it works goes in as far
# as they need it to believe you, or to notice when it's no longer so. You can tell that it worked when they ask you a good question, not when they nod.
#
# ## The system
#
# A newspaper publisher keeps its subscriptions in a new system. Here is what is so. Read it once.
#
# | | fact |
# |---|---|
# | 1 | Every change to a subscription is added to a log as an entry. Nothing is overwritten; the present state is computed by replaying the entries on top of the last snapshot. |
# | 2 | A change is confirmed to the customer once Frankfurt has stored it. Dublin has a copy that follows, nearly always within 20 seconds. |
# | 3 | Support's screens read from Dublin. If the line between the two is down, they show what Dublin last had, for as long as it lasts, with no sign of it. |
# | 4 | If a customer asks for deletion, the key to their encrypted entries is destroyed within a day. The entries stay, and can't be read by anybody any more. |
# | 5 | Backups, keys included, are kept for 35 days. Until then somebody with access to them could read a deleted customer's entries. |
# | 6 | It costs €14,000 a month, the old system €9,000. The price goes with what is stored, which will be a quarter more next year. |
# | 7 | With a commitment to three years the price is 12 % lower. Whoever leaves earlier pays the rest of the three years all the same. |
# | 8 | On Saturday, 3 October, from 22:00 to about 4:00, customers can read everything and change nothing. |
# | 9 | The old system's nightly run failed 11 times last year. Each time two people spent a morning on it. |
#
# Three people want to know about it:
#
# | | what they decide |
# |---|---|
# | **Giulia**, finance partner | by Friday: sign the three years, or pay by the month |
# | **Tendai**, support lead | what his people say to a customer whose change doesn't show, and who works that weekend |
# | **Marit**, lawyer | may the new privacy notice say: "thirty days after your request at the latest, nobody can read your subscription data"? |
#
# ## 1 · Which sentences does each need?
#
# All of these are true. For each listener choose those without which they'd decide badly: at most four.
#
# > **a** It's 14,000 a month now. The old one was 9,000.<br/>
# > **b** Every change is an entry in a log that we only ever add to, and the state is computed from that.<br/>
# > **c** Nearly always your screen is at most 20 seconds behind. Once in a while it's longer, and you can't see that it is.<br/>
# > **d** Signed for three years it's 12 percent less, and if we leave in the second year we pay the third.<br/>
# > **e** The copy's made asynchronously from one leader, so reads scale without touching the write path.<br/>
# > **f** A deleted customer's entries can't be read any more, from a day after we're asked, in the running system.<br/>
# > **g** Saturday the 3rd of October, 22:00 to about 4:00: looking works, changing doesn't.<br/>
# > **h** The price follows how much we keep. That'll be a quarter more next year.<br/>
# > **i** Our backups go back 35 days, and what was deleted in between can be read from those.<br/>
# > **j** If a change hasn't appeared after a minute, it's no longer the usual delay. Then call us; don't type it in again.<br/>
# > **k** Last year the nightly run failed eleven times, with a morning's work for two people each.<br/>
# > **l** Each customer's entries have a key of their own, AES with 256 bits, wrapped by a master key that rotates every quarter.

# %% given
LISTENERS = ("Giulia", "Tendai", "Marit")

# %% answer="plain_choice"
def needed():
    """The sentences that each listener needs: {"Giulia": "ab", "Tendai": "ab", "Marit": "ab"}."""
    ### BEGIN SOLUTION
    return {"Giulia": "adh", "Tendai": "cgj", "Marit": "fi"}
    ### END SOLUTION

# %% tests="plain_choice_read" points=3
# Reading on spoils it. A sentence that isn't in WITHOUT or SPARE of a listener isn't for that listener.
MOST = 4
DECIDES = {"Giulia": "three years or by the month", "Tendai": "what his people say, and who works", "Marit": "a promise with a date in it"}
WITHOUT = {
    "Giulia": {
        "a": "She can't tell twelve percent of what.",
        "d": "That's her contract, and the half of it that hurts is at the end of the sentence.",
    },
    "Tendai": {
        "c": "His people will tell a customer that nothing was changed, and be wrong.",
        "g": "He'd plan that weekend as any other.",
        "j": "They'd wait too long, or type it twice. Both are hard to undo.",
    },
    "Marit": {
        "f": "She can't promise that nobody reads it unless she knows from when, and where, that's so.",
        "i": "Two numbers decide her sentence, hers and ours. She has only got hers.",
    },
}
SPARE = {"Giulia": "hk", "Tendai": "k", "Marit": "bl"}  # not needed, and nobody's time is wasted
SAYS = {
    "a": "is a price",
    "b": "says how it's built",
    "c": "is about what a screen shows",
    "d": "is about a contract",
    "e": "says how it's built, in words for those who build",
    "f": "is about deletion",
    "g": "is about one night",
    "h": "is about next year's price",
    "i": "is about old copies",
    "j": "is about what to do when something doesn't appear",
    "k": "is about last year",
    "l": "says how it's built, in words for those who build",
}


def chosen_for(listener):
    given = needed()
    found = given.get(listener) if isinstance(given, dict) else None
    check.that(
        isinstance(found, (str, list, tuple, set)) and all(isinstance(one, str) and one in SAYS for one in found),
        f'{listener}: expected letters from a to l, as in "ab"; found {found!r}.',
    )
    return set(found)


def judge_enough(listener):
    found = chosen_for(listener)
    for letter, else_ in WITHOUT[listener].items():
        check.that(letter in found, f"{listener} decides on {DECIDES[listener]}, and something is missing. {else_}")


def judge_spare(listener):
    found = chosen_for(listener)
    check.that(found, f"{listener} has no sentence yet.")
    for letter in sorted(found - WITHOUT[listener].keys() - set(SPARE[listener])):
        check.that(False, f"You'd tell {listener} {letter}, which {SAYS[letter]}. {listener} decides on {DECIDES[listener]}: what would it change there?")
    check.that(len(found) <= MOST, f"{len(found)} sentences for {listener}; there's room for {MOST}.")


for listener in LISTENERS:
    check(f"{listener} can decide with it")(lambda listener=listener: judge_enough(listener))
    check(f"{listener} hears nothing that's for others")(lambda listener=listener: judge_spare(listener))

# %% [markdown] hint="plain_choice"
# For each sentence and each listener: if it were the other way round, would they decide otherwise? If not, it isn't theirs, however interesting it is.

# %% [markdown] hint="plain_choice"
# What only says how it's built changes hardly anything for anybody here. For Marit put all the periods you can find next to her thirty days. For Tendai imagine a call at half past ten that Saturday night.

# %% wrong="how it works, for everybody" fails="plain_choice_read"
def needed():
    return dict.fromkeys(LISTENERS, "bel")

# %% wrong="the pleasant half of each" fails="plain_choice_read: Giulia can decide with it; plain_choice_read: Tendai can decide with it; plain_choice_read: Marit can decide with it; plain_choice_read: Marit hears nothing that's for others"
def needed():
    return {"Giulia": "ak", "Tendai": "gk", "Marit": "fa"}

# %% wrong="everything, to be on the safe side" fails="plain_choice_read: Giulia hears nothing that's for others; plain_choice_read: Tendai hears nothing that's for others; plain_choice_read: Marit hears nothing that's for others"
def needed():
    return dict.fromkeys(LISTENERS, "abcdefghijkl")

# %% wrong="a lawyer wants to know how strong the lock is" fails="plain_choice_read: Marit can decide with it"
def needed(right=needed()):
    return right | {"Marit": "bfl"}

# %% wrong="numbers, and no letters" fails="plain_choice_read"
def needed():
    return {"Giulia": [1, 4, 8], "Tendai": "3", "Marit": None}

# %% also_right="with one sentence to spare, as lists"
def needed():
    return {"Giulia": ["d", "a"], "Tendai": ("c", "j", "g", "k"), "Marit": {"f", "i", "l", "b"}}

# %% [markdown]
# **Why so.** `k` is why the system exists, so it may be said, if there's time: none of the three decides on that any more. `h` makes Giulia's twelve percent worth more and changes neither side of her choice; say it if she plans a budget. `b` and `l` may calm a lawyer who asks how
# it's done. `b` is also the sentence that you'd most like to say, because it's the idea; the promise is the same without it. What Giulia lacks stands in none of them: how sure you are to stay for three years. She'll ask, and you're the one who'd know. Marit gets bad news, by the way: with backups of 35 days her thirty can't stand. That you bring it, with both numbers, is what the conversation was for.
#
# ## 2 · False by simplification
#
# Here is what colleagues made of the facts. Some sentences are simpler than the truth and still true. Some have become false on the way. For each: `"true"`, or the number of the fact (1 to 9) that it contradicts.
#
# > **m** If a customer asks us to, we wipe everything we've got on them within a day.<br/>
# > **n** It's dearer by 5,000 a month, and it won't get cheaper by itself.<br/>
# > **o** What you see on your screen is never more than 20 seconds old.<br/>
# > **p** That Saturday night the customers can look and can't touch.<br/>
# > **q** The three-year price can't cost us more than paying by the month: it's 12 percent less, whatever happens.<br/>
# > **r** There's a copy in Dublin, so once we've confirmed a change to somebody it can't get lost, even if Frankfurt's gone the next second.<br/>
# > **s** Think of it as a bank statement: we write down what came and went, and work out the balance from that.
#
# **And an analogy** always breaks somewhere. That's no fault if you know where, and say so when the break lies where the listener stands.
#
# > For Marit: "Deleting is like melting the only key to a steel safe. The papers are still in there, and nobody will ever read them."<br/>
# > **w1** A safe takes up room, and our entries hardly do.<br/>
# > **w2** For five weeks there's a second key.<br/>
# > **w3** One can hear a safe being opened.
# >
# > For Tendai: "Dublin's like a notice board in our other building. Every 20 seconds somebody walks over with what's new."<br/>
# > **x1** When the walker doesn't come, the board looks just as fresh.<br/>
# > **x2** It isn't a person who walks.<br/>
# > **x3** A notice board has room for a few notes only.

# %% answer="plain_false"
def verdicts():
    """For m to s "true" or the number of a fact; for w and x where it breaks: {"m": 1, ..., "s": "true", "w": "w1", "x": "x1"}."""
    ### BEGIN SOLUTION
    return {"m": 4, "n": "true", "o": 3, "p": "true", "q": 7, "r": 2, "s": "true", "w": "w2", "x": "x1"}
    ### END SOLUTION

# %% tests="plain_false_found" points=4
# Reading on spoils it; r and x are decided when it is graded. A fact that has no sentence here is answered in general.
NOT_SO = {
    "m": {"true": "Take the verb literally, as a customer would, and an inspector. What is there the day after?"},
    "n": {
        6: "It has both in it: the price today, and what it goes with. Is there a word too many in the sentence?",
        7: "One could sign and pay less, so something can make it cheaper. By itself?",
    },
    "o": {"true": "It's right nearly always. Which word isn't “nearly always”?"},
    "p": {8: "Look again: reading, and changing. It's shorter, and what's gone is the time of day, which he had from you."},
    "q": {"true": "Twelve percent less of what, for how long? Imagine a reason to leave next summer."},
    "s": {
        1: "Entries, nothing overwritten, the state worked out: where does the statement differ? (A bank does begin from the last balance. So do we.)",
        4: "It says nothing of deletion. It would break there; it hasn't been taken there yet.",
    },
}
BREAKS = {
    "w": {
        "w1": "So it does. Would Marit write another sentence because of it?",
        "w3": "A nice one. It has no counterpart in what she promises.",
    },
}
NUMBERED = range(1, 10)


def judged(letter):
    given = verdicts()
    found = given.get(letter) if isinstance(given, dict) else None
    if letter in "wx":
        check.that(isinstance(found, str) and found in (f"{letter}1", f"{letter}2", f"{letter}3"), f"{letter}: expected {letter}1, {letter}2 or {letter}3; found {found!r}.")
    else:
        check.that(
            found == "true" if isinstance(found, str) else type(found) is int and found in NUMBERED,
            f'{letter}: expected "true" or the number of a fact, 1 to 9; found {found!r}.',
        )
    return found


def judge_verdict(letter, *right):
    found = judged(letter)
    why_not = NOT_SO.get(letter, {}).get(found, f"Fact {found} and the sentence can both be so. If you think it false, another fact says it better.")
    check.that(found in right, f"You wrote {found!r} for {letter}. {why_not}")


def judge_break(letter, wrong):
    found = judged(letter)
    check.that(found not in wrong, f"You'd mend the analogy at {found}. {wrong.get(found)}")


for letter, right in (("m", (4, 5)), ("n", ("true",)), ("o", (2, 3)), ("p", ("true",)), ("q", (7,)), ("s", ("true",))):
    check(f"sentence {letter}")(lambda letter=letter, right=right: judge_verdict(letter, *right))
check("the key and the safe")(lambda: judge_break("w", BREAKS["w"]))

### BEGIN HIDDEN TESTS
NOT_SO["r"] = {
    "true": "Two copies feel like safety. In which order do three things happen: Frankfurt has it, the customer is told, Dublin has it?",
    3: "That's about what screens show. This sentence is about what still exists.",
}
check("sentence r")(lambda: judge_verdict("r", 2))
check("the notice board")(
    lambda: judge_break(
        "x",
        {
            "x2": "True of every analogy with a person in it. What would Tendai's people do wrong if they believed in the walker?",
            "x3": "So it has. Nobody in support will ever meet that limit.",
        },
    )
)
### END HIDDEN TESTS

# %% [markdown] hint="plain_false"
# Underline *everything, never, can't, whatever happens*. Absolute words are where simplification goes wrong. Then look for the fact that has a *nearly*, an *until* or an *if* in that place.

# %% [markdown] hint="plain_false"
# Leaving out is allowed: a sentence that says less isn't false. Ask what somebody who believes it would *do*, and whether one of the nine facts would then surprise them. Four of the seven become false.

# %% wrong="shorter is false" fails="plain_false_found: sentence n; plain_false_found: sentence p; plain_false_found: sentence s"
def verdicts(right=verdicts()):
    return right | {"n": 6, "p": 8, "s": 1}

# %% wrong="nearly always is always" fails="plain_false_found: sentence m; plain_false_found: sentence o; plain_false_found: sentence q; plain_false_found: sentence r"
def verdicts(right=verdicts()):
    return right | dict.fromkeys("moqr", "true")

# %% wrong="breaks where the picture is odd, not where it matters" fails="plain_false_found: the key and the safe; plain_false_found: the notice board"
def verdicts(right=verdicts()):
    return right | {"w": "w3", "x": "x2"}

# %% wrong="false, but for another reason" fails="plain_false_found: sentence m; plain_false_found: sentence o; plain_false_found: sentence q; plain_false_found: sentence r"
def verdicts(right=verdicts()):
    return right | {"m": 1, "o": 8, "q": 6, "r": 3}

# %% wrong="in the wrong form" fails="plain_false_found"
def verdicts():
    return {"m": "4", "n": True, "o": 0, "p": "yes", "q": None, "r": 10, "s": "True", "w": 2, "x": "2"}

# %% also_right="the other fact that says so"
def verdicts():
    return dict(m=5, n="true", o=2, p="true", q=7, r=2, s="true", w="w2", x="x1")

# %% [markdown]
# **Why so.** `m` would be called a lie, in time, and nobody meant it as one. Its plain and true form isn't longer: *"a day later nobody can read it, except in backups, and after 35 days not there either."* `n` and `p` leave things out
# and stay true. `r` is the dangerous kind: an engineer knows that it isn't quite so, and lets it stand, because it's nearly so and sounds good.
#
# ## 3 · A budget of seconds
#
# Tendai has three quarters of a minute before his shift. Write what you'd say to him, so that he can decide both things, and nothing in it is false. The budget:
#
# - A word takes 0.4 seconds (150 a minute).
# - Each technical term takes **5 more**, once: that's what it costs to explain, or to be misunderstood. The cases count those in `TERMS`, in any form that begins with them.
# - In all: **45 seconds**.
#
# The cases look for what he needs, by figures in digits and a few words; they can't hear whether it's good. That's for you and the list below them.

# %% given
TERMS = (
    "replica", "replicat", "asynchron", "leader", "append-only", "log", "snapshot", "latency", "consisten", "cache", "cutover", "cut-over", "node", "cluster", "API",
    "database", "migrat", "deploy", "schema", "sync", "backend", "encrypt", "region", "partition", "failover", "server", "read-only", "write path", "downtime",
)  # fmt: skip

# %% answer="plain_say"
def to_tendai():
    """What you'd say to Tendai, as one string."""
    ### BEGIN SOLUTION
    return """
    If a customer changes something, your screen shows it after 20 seconds at most, nearly always. Now and then it takes longer, and the screen doesn't tell you. So please: up to a minute,
    ask them to wait, nearly always it's only your screen. After more than a minute, call us, and don't type it in again. The other thing is one night. On Saturday, 3 October, from 22:00 to about 4:00
    people can look at their subscription but not change it. I'd have somebody on who can say so.
    """
    ### END SOLUTION

# %% tests="plain_say_heard" points=3
import re

SECONDS, PER_WORD, PER_TERM = 45, 0.4, 5


def said():
    text = to_tendai()
    check.that(isinstance(text, str), f"to_tendai() should return what you'd say as one string; it returned {type(text).__name__}.")
    text = " ".join(text.replace("’", "'").split())
    check.that(len(text.split()) >= 25, "Too little to decide two things with.")
    return text


def mentions(pattern, why):
    check.that(re.search(pattern, said(), re.IGNORECASE), why)


@check("within the budget", weight=2)
def budget():
    text = said()
    words = len(text.split())
    terms = [term for term in TERMS if re.search(rf"\b{re.escape(term)}", text, re.IGNORECASE)]
    seconds = words * PER_WORD + len(terms) * PER_TERM
    check.that(
        seconds <= SECONDS,
        f"{words} words and {len(terms)} terms ({', '.join(terms) or 'none'}) take {seconds:.0f} seconds; he has {SECONDS}.",
    )


@check("he knows how far behind his screen may be")
def behind():
    mentions(r"\b20\b", "He has no figure for the usual delay. Write it as digits.")
    mentions(
        r"nearly|usual|normal|almost|\bmostly|\bmost (?:of|often|cases|days|times)|typical|sometimes|now and then|once in a while|rare|seldom|occasion|as a rule|general|bad days?|not always|unless|(?:if|when) the (?:line|link|connection)"
        r"|out of (?:a |every )?(?:ten|hundred|10\b|100\b)|(?<!never )(?<!not )(?<!n't )(?<!no )(?:takes?|gets?|be|is|it's|much|lots?) (?:longer|older|worse|later)",
        "It sounds as if the delay were always the same. What of the days on which it isn't?",
    )


@check("he knows what his people do then")
def action():
    mentions(r"\bminute\b|\b60 seconds\b|\b1 min\b", "After how long is it no longer the usual delay?")
    mentions(
        r"(?<!never )(?<!n't )(?<!not )\b(?:call|tell|ring|phone|page|message|ping|contact|write|pass|send|come|bring|let|raise|reach|get|escalate|flag|hand|report|give|turn|notify|alert)\b[^.!?;:,]{0,25}\b(?:us|me|my team|the team|engineering|engineers?|our (?:team|desk|line|hotline|number|channel|engineers?)|on-call)\b"
        r"|\b(?:open|file|raise) (?:a|us a) ticket\b",
        "Whom do they turn to when it takes too long? Say it as something that they do.",
    )


@check("he can plan that night")
def night():
    mentions(r"\bsat(?:urday)?\b|\b(?:3(?:rd)?|third)(?: of)? oct(?:ober)?\b|\boct(?:ober)?\.?,? (?:the )?(?:3(?:rd)?|third)\b", "He can't tell which night is meant: give the day or the date.")
    mentions(r"\b22(?:[:.h]00)?\b|\b10 ?(?:pm|p\.m\.|at night|in the evening)", "He can't tell from when that night. Give the hour in digits.")
    mentions(r"\b0?4(?:[:.h]00)?(?: ?(?:am\b|a\.m\.|ish\b)|\b)(?! october)", "He can't tell until about when that night. Give the hour in digits.")
    mentions(r"\b(?:chang|edit|updat|modif|touch|alter)\w*", "He isn't told what customers can't do that night.")


### BEGIN HIDDEN TESTS
@check("it promises nothing that isn't so")
def nothing_false():
    text = said()
    found = re.search(
        r"(?<!nearly )(?<!almost )(?<!not )(?<!n't )(?<!hardly )\b(?:never|always|guarantee\w*|can't be more|cannot be more|without exception|100 ?%|at the latest)\b(?:(?! and )[^.!?;]){0,60}\b(?:20|second)|\b20 seconds (?:at the latest|without exception|guaranteed|always)",
        text,
        re.IGNORECASE,
    )
    check.that(not found, f"“{found and found[0]}” isn't so when the line is down (fact 3). What would be true, and as short?")
    found = re.search(r"\b(?:exactly|sharp|at|by|no later than) 0?4(?:[:.h]00)?\b(?!ish|-ish| or so| or there| roughly| approximately| october)|\b0?4(?:[:.h]00)? ?(?:sharp|on the dot)\b", text, re.IGNORECASE)
    check.that(not found, f"“{found and found[0]}”: the fact says about. He'd send people home on your word.")
### END HIDDEN TESTS

# %% [markdown] hint="plain_say"
# Two decisions, so two parts. In each: what happens, with its figure, and then what his people do. In that order, and no third part.

# %% [markdown] hint="plain_say"
# If you need a term, try the sentence with what somebody *sees* in its place: a screen, a change, a night. Usually it's shorter.

# %% wrong="how it works" fails="plain_say_heard: within the budget; plain_say_heard: he knows how far behind his screen may be; plain_say_heard: he knows what his people do then; plain_say_heard: he can plan that night"
def to_tendai():
    return """We've migrated subscriptions to an append-only log with asynchronous replication. Support reads from the replica in the second region, so you get eventual consistency, with a
    latency of seconds, but the leader always has the truth. We have snapshots, too. For the cutover there'll be a short read-only window on a weekend in October."""

# %% wrong="the promise that isn't so" fails="plain_say_heard: he knows how far behind his screen may be; plain_say_heard: it promises nothing that isn't so"
def to_tendai():
    return """Your screen is never more than 20 seconds behind, so just ask people to wait. If it's more than a minute, call us. On Saturday, 3 October, from 22:00 to about 4:00
    customers can't change anything, they can only look."""

# %% wrong="informed, and left alone with it" fails="plain_say_heard: he knows what his people do then"
def to_tendai():
    return """Usually your screens are up to 20 seconds behind what customers have done, sometimes it's longer, and nobody sees that. On Saturday, 3 October, from 22:00 to about 4:00 people
    can't change their subscriptions, though they can look at them."""

# %% wrong="all that's known, and some reassurance" fails="plain_say_heard: within the budget"
def to_tendai(right=" ".join(to_tendai().split())):
    return right + " I know that this sounds like a lot, but we have tested it for months, and everybody here is really happy with it, so I'm sure that it will be fine for your people, too."

# %% wrong="a weekend in October" fails="plain_say_heard: he can plan that night"
def to_tendai(right=" ".join(to_tendai().split())):
    return right.replace("On Saturday, 3 October, from 22:00 to about 4:00", "On some weekend in October, at night,")

# %% wrong="a closing time that nobody gave" fails="plain_say_heard: it promises nothing that isn't so"
def to_tendai(right=" ".join(to_tendai().split())):
    return right.replace("from 22:00 to about 4:00", "from 22:00, and it ends at 4:00,")

# %% wrong="nothing written" fails="plain_say_heard"
def to_tendai():
    return ["20 seconds", "Saturday"]

# %% also_right="terse, the night first"
def to_tendai():
    return """First, your rota: from 10 pm on October 3rd until around 4 in the morning, customers can see their subscription and can't edit it. Second, your screens. What a customer does normally reaches you within 20 seconds. It can take longer,
    and you won't notice. Over 60 seconds? Message my team, and leave it alone until we answer."""

# %% also_right="always, with the word that makes it true"
def to_tendai():
    return """What customers change is on your screen within seconds: nearly always under 20, not always. Nothing on it tells you which. After 1 minute give us a call, and don't enter it again. And one night:
    Saturday to Sunday, 3 to 4 October, from 22:00 till 4am or so, reading works and editing doesn't. Put somebody on."""

# %% wrong="keeps them from calling" fails="plain_say_heard: he knows what his people do then"
def to_tendai(right=" ".join(to_tendai().split())):
    return right.replace("call us, and don't type it in again", "it's worse, but don't call us, that's being looked at")

# %% also_right="other verbs, the date in another form"
def to_tendai():
    return """When a customer changes something, it's on your screen in 20 seconds, ninety-nine times out of a hundred. If it isn't after a minute, flag it to us and don't re-enter it. Sat, Oct 3, 10pm–4am roughly:
    customers can look at everything and alter nothing. Somebody of yours should be there."""

# %% also_right="with one term, taught"
def to_tendai():
    return """Two things. One: your screens show a replica, which means a copy that's usually up to 20 seconds behind. If a change isn't there after a minute, tell us, and please don't enter it twice. Two: Saturday night,
    3 October, from 22:00 to about 4:00, nobody can update a subscription. Looking is fine. You'll want one person on."""

# %% part
from course.parts import self_assess

self_assess(
    "plain_say_taste",
    L5=[
        "It begins with him, not with the system",
        "Each figure comes with something to do",
        "He could repeat it to his people without asking me back",
        "Nothing in it talks down to him",
    ],
    L6=[
        "He would notice by himself when what I said is no longer so",
        "I asked him something, or left a place where he asks me",
    ],
)

# %% [markdown]
# ## 4 · Yours

# %% [markdown] written="plain_own" points=3
# A system of yours, the hardest to explain. Name a listener who isn't technical, and what they have to decide (a real one, if you ever had one). Then: the three facts that would change it, in a minute of plain words; one analogy, and where it breaks
# for this listener; one sentence that you'd have liked to say, and why you leave it out; and the sentence that's nearly true, with its true form.

# %% part
from course.parts import self_assess

self_assess(
    "plain_own",
    L5=[
        "The decision comes first, and every fact could change it",
        "No term that isn't worth its five seconds; the ones that stay are taught",
        "Figures are in the listener's units: money, people, hours, customers",
        "The analogy's break is named, where it matters to them",
        "Everything in it could be repeated in a meeting and still be true",
    ],
    L6=[
        "The unwelcome fact is in it, early, with both numbers",
        "For a second listener I'd say something else, and I know what",
        "It ends in a question that tells me what was understood",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# One minute, to somebody who doesn't do what you do. Then don't ask "was that clear?". Ask: *"What would you do now?"* Their answer is your result.

# %% part
from course.parts import timer

timer("plain_say_timer", seconds=60)

# %% [markdown]
# | they ask | a good reply contains |
# |---|---|
# | And how does it work, really? | one level down, on the part they asked about, and an offer to go on |
# | Why is it so complicated? | what it has to do that a simple one couldn't; not an apology, nor a compliment to yourself |
# | So it can't break? | how it breaks, who notices, what it would cost them |
# | Couldn't you just …? | the suggestion taken seriously: what it would give, what it would cost |
# | Explain it to a new engineer now. | the log, the copy, the keys: other facts, other words, the same truth |
#
# **Afterwards.** Three ways to begin:
#
# | way | wins | loses |
# |---|---|---|
# | from the decision | nothing superfluous, and you notice when you don't know what it's for | if you guessed the decision wrong, all of it is |
# | from a picture that everyone knows | quick, friendly, remembered | remembered, too, where it's false |
# | from a person whom it happens to ("a customer moves house …") | carries order and time; no terms needed | long; the rare and important case is hard to fit in |
#
# In an interview nobody has a decision to make, so give them one: *"Say that you had to decide whether we renew it."* It costs a sentence.
#
# **Sources.** BEH-07 from guide S0, RUBRIC-52 from guide S2 (M. Reid, 23 March 2026); rows in `docs/syllabus.md`. The publisher, its people and figures are made up for this course, which is independent of Netflix.
