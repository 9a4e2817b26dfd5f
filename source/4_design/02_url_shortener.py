# ---
# keeper:
#   title: "A URL shortener: the cache that hides the store"
#   minutes: 85
#   level: L6
#   covers: [DESIGN-01, DESIGN-21, CONTRA-05, BACK-01, BACK-03, BACK-05, BACK-16, BACK-27, BACK-30, EXT-19, PLAN-06, PLAN-07, PLAN-08, PLAN-09, PLAN-10, PLAN-11, PLAN-12, PLAN-13, PLAN-14, PLAN-15, PLAN-16, PLAN-17, PLAN-18, PLAN-19, PLAN-20, PLAN-21, PLAN-22, PLAN-23, PLAN-24, RUBRIC-20, RUBRIC-21, RUBRIC-22, RUBRIC-23, RUBRIC-25, RUBRIC-30, RUBRIC-31]
#   needs: []
# ---

# %% [markdown]
# > Design a URL shortener. People give us long links, we give them short ones, and whoever opens a short one must end up in the
# > right place. It shall be boring on a busy evening and still work when something is broken. Money matters.
#
# That is all you get. Ask before you draw: choose the questions that you would really ask.

# %% part
from course.parts import clarify

clarify(
    "links_opening",
    {
        "Who uses it?": "Our campaigns and partners make links; anybody opens them, in a browser, mostly from mails and messages.",
        "How much traffic is there?": "At the peak of an evening 150 requests a second, and over the day about half of that. 100 times as "
        "much is a fair follow-up; keep it for later.",
        "Reads against writes?": "99 to 1. `redirect` opens a link, `create` makes one.",
        "What shall I optimise?": "Redirects: 99 % of them within 300 ms on a good evening, seen from the person's device. Then cost.",
        "What may it cost?": "At most $1,000 a month by the course's price table, at the evening's traffic. The lab adds it up.",
        "How available must it be?": "On a good evening 99.9 % of redirects and 99 % of creates are answered.",
        "What if the store is away?": "It goes silent for 15 s once in a while: it takes calls and answers none. Over the half-minute around "
        "it 85 % of redirects must still arrive, 99 % of people must have their answer, even a no, within 1 s, and 4 s after its return "
        "at the latest 95 % are served again.",
        "What if a cache is lost?": "It comes back empty at full load. Over the next 36 s 85 % of redirects must arrive, and after 25 s at the latest "
        "95 % are served again.",
        "Which store?": "A key-value store or a relational one, yours to choose. On the machines that we have, one read or write takes one vCPU of each replica that does it 30 ms at "
        "the median, 150 ms at the 99th percentile, 38 ms on average: the data is on disks.",
        "How many links are there, and which are opened?": "They are kept for five years, 500 bytes each. 10,000 of them get nearly "
        "all of an evening's traffic, like Zipf with exponent 0.9.",
        "May I put a CDN in front?": "Not here. Every click is counted by us, and a link that turns bad must be gone within seconds. Leave it out.",
        "May I answer with a page that says *try again*?": "A redirect that leads nowhere is no redirect. It counts as not answered.",
        "Which languages and countries?": "One region will do today. It changes nothing in the next hour.",
        "What do short links look like in print?": "Design makes them pretty. It changes nothing.",
    },
    solved_by="links_core",
)

# %% [markdown]
# **Is such a question asked at all?** One question page for this company lists a URL shortener. A longer interview guide says the
# opposite: that obvious problems are not set, and adjacent ones are; a third guide lists mostly adjacent ones. The company has confirmed
# none of it. So take this lesson as a small system on which everything else can be practised, not as a prediction.
#
# **What the interviewer listens for**, as reported by interview guides: two or three components taken down to data model, failure and
# scaling rather than twelve boxes (RUBRIC-20, 21); each box with its place in the request's path and the problem that it solves
# (RUBRIC-30); and how you take a change of requirements in the middle (RUBRIC-22).
#
# **The walk**, eight steps: (1) requirements and traffic, (2) data model and API, (3) architecture, (4) bottlenecks, (5) reliability,
# (6) operations, (7) security and abuse, (8) trade-offs. The core path comes first: person, service, store; a cache when it is needed.
# The tension of this design: **a cache makes reads cheap, and so hides how little the store can do, until the cache is cold.**

# %% [markdown] written="links_assumptions" points=2
# **Step 1: requirements.** Before any drawing: what does the system promise to whom, which three assumptions do you take, what do you
# put off, and which two components will you take all the way down? Five sentences.

# %% part
from course.parts import self_assess

self_assess(
    "links_assumptions",
    L5=[
        "Separates the two paths: redirects are many, must be fast and survive faults; creates are few, may be slower, and must be certain.",
        "Names assumptions with numbers: read ratio, working set, what a store read costs, how old an answer may be.",
        "Puts something off aloud with its reason: regions, analytics, previews of links.",
        "Picks two components: the read path between cache and store, and how codes are made.",
    ],
    L6=[
        "Says what happens to the store if the cache is empty at peak, before anybody asks.",
        "Says which assumption would hurt most if it were wrong, and which number would show it.",
    ],
)

# %% [markdown]
# ## Step 1, in numbers
#
# Within 10 % is right; use the interviewer's figures. `code_length` is exact.
#
# | name | the number |
# |---|---|
# | `links_kept` | links in the store after five years of 365 days, at 1 % of the day's average traffic |
# | `code_length` | fewest characters of `0-9A-Za-z` so that a random code of that length is already taken with a chance below 1 in 10,000, with all those links in the store |
# | `store_reads_per_s` | reads a second that a store of 3 replicas with 2 vCPU each can do, if each read asks 2 of the replicas |
# | `hit_rate_needed` | the share of peak redirects (99 % of 150 a second) that a cache must answer so that this store just keeps up; writes left aside |
# | `reads_at_once` | the store's full, its callers give up after 500 ms: with how many reads under way in all does a read take just that long? |
# | `found_by_guessing` | live links that a script finds in a day when it tries 100 random codes of your length a second |

# %% answer="links_numbers"
def estimates():
    """The six numbers, by name."""
    links_kept = code_length = store_reads_per_s = None
    hit_rate_needed = reads_at_once = found_by_guessing = None
    ### BEGIN SOLUTION
    links_kept = 150 / 2 * 0.01 * 86_400 * 365 * 5
    code_length = 7  # 62^6 is 57 thousand million, and one in 480 of them would be taken
    store_reads_per_s = 3 * 2 / (2 * 0.038)
    hit_rate_needed = 1 - store_reads_per_s / (150 * 0.99)
    reads_at_once = store_reads_per_s * 0.5  # Little's law
    found_by_guessing = 100 * 86_400 * links_kept / 62**code_length
    ### END SOLUTION
    return {
        "links_kept": links_kept,
        "code_length": code_length,
        "store_reads_per_s": store_reads_per_s,
        "hit_rate_needed": hit_rate_needed,
        "reads_at_once": reads_at_once,
        "found_by_guessing": found_by_guessing,
    }

# %% tests="links_numbers_right" points=3
def near(name, want, ask_yourself, within=0.1):
    """Within 10 %; the message asks a question and gives no answer."""
    got = estimates()[name]
    check.that(
        isinstance(got, (int, float)), f"{name} is {got!r}; write a number. {ask_yourself}"
    )
    side = "too low" if got < want else "too high"
    check.that(
        abs(got - want) <= within * want, f"{name} = {got:g} is {side}. {ask_yourself}"
    )


@check("links after five years")
def kept():
    near("links_kept", 118_260_000, "How many creates a second on average, not at the peak?")


@check("what the store can read")
def reads():
    near(
        "store_reads_per_s",
        78.95,
        "How many vCPU-seconds are there in a second, and how many does one read take from all the replicas that it asks?",
    )


@check("what the cache must take off it")
def hits():
    near(
        "hit_rate_needed",
        0.4684,
        "How many redirects a second may miss before the store has more to do than it can?",
    )


### BEGIN HIDDEN TESTS
@check("the length of a code")
def length():
    near(
        "code_length",
        7,
        "What share of all codes of that length is taken, and is that below 1 in 10,000?",
        within=0,
    )


@check("reads under way at the limit", weight=2)
def at_once():
    near(
        "reads_at_once",
        39.47,
        "Little's law: reads inside = reads a second × seconds each stays.",
    )


@check("what guessing finds")
def guessing():
    near(
        "found_by_guessing",
        290.1,
        "Tries a day, times the share of codes that lead somewhere.",
    )


### END HIDDEN TESTS

# %% [markdown] hint="links_numbers"
# All six are one line. For the store: a read keeps a vCPU busy for 38 ms at *each* replica that it asks.

# %% [markdown] hint="links_numbers"
# For the code: a random code is taken with the chance `links / 62**length`. For guessing: the same share, times the tries.

# %% wrong="the quorum costs nothing, and the day is as busy as its peak" fails="links_numbers_right: links after five years; links_numbers_right: what the store can read; links_numbers_right: what the cache must take off it; links_numbers_right: reads under way at the limit; links_numbers_right: what guessing finds"
def estimates():
    return {
        "links_kept": 150 * 0.01 * 86_400 * 365 * 5,
        "code_length": 7,
        "store_reads_per_s": 6 / 0.038,
        "hit_rate_needed": 0.0,
        "reads_at_once": 79,
        "found_by_guessing": 580,
    }

# %% wrong="a code as long as 118 million links need, without room" fails="links_numbers_right: the length of a code; links_numbers_right: what guessing finds"
def estimates():
    return {
        "links_kept": 118_260_000,
        "code_length": 5,
        "store_reads_per_s": 79,
        "hit_rate_needed": 0.47,
        "reads_at_once": 39,
        "found_by_guessing": 100 * 86_400 * 118_260_000 / 62**5,
    }

# %% wrong="the miss rate for the hit rate, and milliseconds in Little's law" fails="links_numbers_right: what the cache must take off it; links_numbers_right: reads under way at the limit"
def estimates():
    return {
        "links_kept": 118_260_000,
        "code_length": 7,
        "store_reads_per_s": 79,
        "hit_rate_needed": 0.532,
        "reads_at_once": 39_500,
        "found_by_guessing": 290,
    }

# %% wrong="as many reads at once as there are vCPUs" fails="links_numbers_right: reads under way at the limit"
def estimates():
    return {
        "links_kept": 118_260_000,
        "code_length": 7,
        "store_reads_per_s": 79,
        "hit_rate_needed": 0.47,
        "reads_at_once": 6,
        "found_by_guessing": 290,
    }

# %% also_right="rounded as one does on a whiteboard"
def estimates():
    return {
        "links_kept": 120e6,
        "code_length": 7,
        "store_reads_per_s": 80,
        "hit_rate_needed": 0.46,
        "reads_at_once": 40,
        "found_by_guessing": 300,
    }

# %% also_right="by way of seconds between reads, and a loop for the length"
def estimates():
    links = 0.75 * 5 * 365 * 24 * 3_600
    length = next(n for n in range(1, 20) if 62**n > 10_000 * links)
    between_reads_s = 2 * 0.038 / 6
    return {
        "links_kept": links,
        "code_length": length,
        "store_reads_per_s": 1 / between_reads_s,
        "hit_rate_needed": (148.5 - 1 / between_reads_s) / 148.5,
        "reads_at_once": 0.5 / between_reads_s,
        "found_by_guessing": 8.64e6 * links / 62**length,
    }

# %% [markdown]
# ## Step 2: data model and API

# %% [markdown] written="links_model" points=3
# **Write the record, its key and the calls**, with status codes and what makes a repeated create safe. Which queries are there besides the
# one by code, and what serves them? Why does this store fit (name one that does not)? Where do clicks go, and what do you say to the
# caller before they are counted?

# %% part
from course.parts import self_assess

self_assess(
    "links_model",
    L5=[
        "The record: code as key; target, owner, created, expires, a flag for removed, a version for edits. One read by key opens a link.",
        "`POST /links` with an idempotency key gives 201 and the same code for a repeat; `GET /{code}` gives a redirect, 404, or 410.",
        "Chooses by access pattern: single-key reads and conditional inserts fit a key-value store as well as a relational one; names what would change the choice (joins, uniqueness over two columns).",
        "\"My links\" is another query: a second index by owner, fed after the write; it is not in the redirect's path.",
        "Clicks leave the redirect through a queue or log; the person is redirected first, the count is minutes late.",
    ],
    L6=[
        "Says that the insert must be conditional (create if absent) for *every* code, generated or chosen, since both share one key space.",
        "Shards by a hash of the code; says why not by owner or time (one busy customer, today's shard).",
        "Validates targets (scheme, length, own domain as a loop) where they enter, not where they are opened.",
        "Knows how a click is counted twice or lost, and which of both the business prefers.",
    ],
)

# %% [markdown] written="links_permanent" points=2
# **301 or 302?** For a link that its owner may edit, one that expires, and one that turned out to lead to malware: what does the
# browser do with each answer tomorrow, who still sees clicks, and how do you take a wrong choice back?

# %% part
from course.parts import self_assess

self_assess(
    "links_permanent",
    L5=[
        "301 may be kept by browsers and proxies without asking again: less load, and no clicks, edits or takedown for whoever kept it.",
        "302 (or 307) is not kept unless a header says so: every click arrives, every edit works, and the service carries all the load.",
        "Chooses by promise, not by habit: 302 for what can change or is counted; 301 only where the owner gave both up.",
    ],
    L6=[
        "301, 308, 404 and 410 may be cached by heuristics even without a header (RFC 9110, 15.1), so every answer carries its own `Cache-Control`; a 404 kept from a minute before a custom link was made is a bug report.",
        "Cannot be taken back: a 301 without `max-age` lives in browsers that you cannot reach; so bound it, and by what is left of the link's life.",
        "301 and 302 let a client turn a POST into a GET; 307 and 308 keep the method: says whether it matters here.",
    ],
)

# %% [markdown]
# Now decide it in code. What the product manager said:
#
# - An owner may edit or remove a link at any time, and sees each click, unless he made the link `permanent`: then it is never edited,
#   and the first click of each browser is enough.
# - A link may have an end, `expires_at`; at that second it is over. After its end, or its removal, nobody may be sent to the target by us,
#   and nobody by an answer that we let a browser keep until then. Removing a permanent link may take one day (86,400 s) to reach all browsers.
# - A code that nobody has may be somebody's in a second. A link that ended may be given a new end.

# %% given
from dataclasses import dataclass


@dataclass(frozen=True)
class Stored:
    """A link as the store has it. Times are seconds."""

    target: str
    permanent: bool = False
    expires_at: float | None = None
    removed: bool = False

# %% answer="links_status"
def answer_for(link, now):
    """What `GET /{code}` answers: (status, whole seconds for which a browser may keep it).

    0 seconds: not at all. `link` is a Stored, or None when nobody has the code. Statuses:
    301, 302, 404, and 410 for what has been and is no more.
    """
    ### BEGIN SOLUTION
    if link is None:
        return 404, 0
    if link.removed or (link.expires_at is not None and now >= link.expires_at):
        return 410, 0
    if not link.permanent:
        return 302, 0
    if link.expires_at is None:
        return 301, 86_400
    return 301, min(86_400, int(link.expires_at - now))
    ### END SOLUTION

# %% tests="links_status_right" points=2
@check("what can change is asked for again each time")
def editable():
    check.equal(
        answer_for(Stored("https://a.example"), 1_000.0),
        (302, 0),
        after="opening a link that its owner may edit",
    )
    check.equal(
        answer_for(None, 1_000.0), (404, 0), after="opening a code that nobody has"
    )


@check("what is permanent is kept for a day")
def permanent():
    check.equal(
        answer_for(Stored("https://a.example", permanent=True), 1_000.0),
        (301, 86_400),
        after="opening a permanent link without an end",
    )


### BEGIN HIDDEN TESTS
@check("over is over, at that very second, and not for ever")
def over():
    for permanent in (False, True):
        link = Stored("https://a.example", permanent, 500.0)
        kind = "permanent" if permanent else "editable"
        for now in (500.0, 500.5, 90_000.0):
            check.equal(
                answer_for(link, now),
                (410, 0),
                after=f"opening at {now:g} s a {kind} link that expires at 500 s",
            )
        check.equal(
            answer_for(Stored("https://a.example", permanent, removed=True), 1.0),
            (410, 0),
            after=f"opening a {kind} link that was removed",
        )
    check.equal(
        answer_for(Stored("https://a.example", expires_at=500.0), 499.9),
        (302, 0),
        after="opening at 499.9 s an editable link that expires at 500 s",
    )


@check("nothing is kept beyond the link's end")
def no_longer():
    for left, kept in (
        (86_401.0, 86_400),
        (86_400.0, 86_400),
        (86_399.5, 86_399),
        (60.0, 60),
        (0.5, 0),
    ):
        link = Stored("https://a.example", permanent=True, expires_at=10_000.0 + left)
        check.equal(
            answer_for(link, 10_000.0),
            (301, kept),
            after=f"opening a permanent link that ends in {left:g} s",
        )


### END HIDDEN TESTS

# %% [markdown] hint="links_status"
# Sort the cases by who may change the answer later: somebody who makes the code, the owner, time, nobody.

# %% [markdown] hint="links_status"
# A permanent link with an end: the browser may keep it for a day or for what is left, whichever is shorter, in whole seconds that never
# reach beyond the end.

# %% wrong="301 for everything that is found" fails="links_status_right: what can change is asked for again each time; links_status_right: over is over, at that very second, and not for ever"
def answer_for(link, now):
    if link is None:
        return 404, 0
    if link.removed or (link.expires_at is not None and now >= link.expires_at):
        return 410, 0
    return 301, 86_400 if link.expires_at is None else min(86_400, int(link.expires_at - now))

# %% wrong="a day, whatever is left" fails="links_status_right: nothing is kept beyond the link's end"
def answer_for(link, now):
    if link is None:
        return 404, 0
    if link.removed or (link.expires_at is not None and now >= link.expires_at):
        return 410, 0
    return (301, 86_400) if link.permanent else (302, 0)

# %% wrong="what is left, rounded" fails="links_status_right: nothing is kept beyond the link's end"
def answer_for(link, now):
    if link is None:
        return 404, 0
    if link.removed or (link.expires_at is not None and now >= link.expires_at):
        return 410, 0
    if not link.permanent:
        return 302, 0
    left = 86_400 if link.expires_at is None else link.expires_at - now
    return 301, min(86_400, -int(-left // 1))

# %% wrong="the last second still counts" fails="links_status_right: over is over, at that very second, and not for ever"
def answer_for(link, now):
    if link is None:
        return 404, 0
    if link.removed or (link.expires_at is not None and now > link.expires_at):
        return 410, 0
    if not link.permanent:
        return 302, 0
    return 301, 86_400 if link.expires_at is None else min(86_400, int(link.expires_at - now))

# %% wrong="removed is as if it had never been" fails="links_status_right: over is over, at that very second, and not for ever"
def answer_for(link, now):
    if link is None or link.removed:
        return 404, 0
    if link.expires_at is not None and now >= link.expires_at:
        return 410, 0
    if not link.permanent:
        return 302, 0
    return 301, 86_400 if link.expires_at is None else min(86_400, int(link.expires_at - now))

# %% also_right="one expression for the time left"
from math import floor, inf


def answer_for(link, now):
    if link is None:
        return (404, 0)
    left = inf if link.expires_at is None else link.expires_at - now
    if link.removed or left <= 0:
        return (410, 0)
    return (301, floor(min(left, 86_400))) if link.permanent else (302, 0)

# %% also_right="a match"
def answer_for(link, now):
    match link:
        case None:
            return 404, 0
        case Stored(removed=True):
            return 410, 0
        case Stored(expires_at=float() | int() as end) if end <= now:
            return 410, 0
        case Stored(permanent=False):
            return 302, 0
        case Stored(expires_at=None):
            return 301, 24 * 3_600
        case _:
            return 301, min(24 * 3_600, int((link.expires_at - now) // 1))

# %% [markdown]
# ## Step 3: architecture
#
# From here on the interviewer listens, and may speak.

# %% part
from course.parts import Interruption, interrupter

interrupter(
    "links_interrupted",
    Interruption(
        "Stop there. Tonight one link is on television: it takes a third of all redirects. And while the show runs, campaigns point links somewhere else: "
        "two requests in a hundred are edits, most often of the busiest links. 99 % of redirects must see an edit within 5 s. All that "
        "you promised stays. What changes?",
        after="links_storm",
        minutes=45,
        good=(
            "Says first what stays: the path, the limits, the budget; and that a hot link alone is good news for the hit rate.",
            "Names what breaks: entries that lived for minutes are now wrong for minutes; a short lifetime would give the load back to the store.",
            "Changes the cache on each edit instead, and says in which order and why.",
            "Asks what an edit means while the store is silent.",
        ),
    ),
    Interruption(
        "Product wants custom links: the customer picks the code. A custom link must never collide with anything, ever. Did that change your data model?",
        after="links_live",
        minutes=60,
        good=(
            "Chosen and generated codes share one key space, so one conditional insert decides both; no check before the write does.",
            "A generator that only hands out its own numbers is no longer enough: somebody may have chosen that very code.",
            "Brings up reserved words, look-alikes and who owns a name after the link has ended.",
        ),
    ),
    Interruption(
        "Last thing. We bought a competitor: a hundred times the traffic by summer. What of this falls over first, and what do you build *before* you need it?",
        after="links_unique",
        minutes=75,
        good=(
            "Does the sum again: 15,000 requests a second, a working set that still fits one machine's memory, a store that sees only misses.",
            "Shards what holds state (store and cache by a hash of the code) and only multiplies what does not (the service).",
            "Names the hot key: one link on one cache node; a copy in each instance for a second or two takes it off.",
            "Keeps the cold cache as the case that sizes the store or the limit, and drills it.",
        ),
    ),
)

# %% [markdown]
# The interviewer's two paths, drawn in the lab's language (`Service?` and the like show units and defaults;
# `docs/design-lab.md` of the course has it on a page). Rules of this lesson:
#
# - The endpoints are called `redirect` and `create`. A redirect reads `"link"`; a create writes `"new"`, since nobody has asked for
#   that link yet. Leave `Clients` out: devices wait 10 s and don't try again.
# - One region, no CDN, at most one `Cache`, no static `Fallback()` for redirects: two of these were ruled out at the start, one is for later.
# - One store, a `KeyValueStore` or `SQLStore`, holds all links, and no request gets round its step: a redirect reads there, through the cache if you like,
#   and a create is written there before it is answered.

# %% given
from course.cases.failure import CaseFailed
from course.design import *
from course.design.cases import meets, received

ON_DISK = Lognormal(p50_ms=30, p99_ms=150)
MIX = {"redirect": 99, "create": 1}

EVENING = Scenario(
    "links-busy-evening",
    about="An evening's traffic climbs to its peak.",
    traffic=[Traffic(Ramp(from_per_s=90, to_per_s=150, end_s=15), MIX)],
    duration_s=24,
    warm_up_s=4,
    keys={
        "link": Keys(count=10_000, popularity=Zipf(0.9), size_bytes=500),
        "new": Keys(count=1_000_000, popularity=Uniform(), size_bytes=500),
    },
    demand={
        "Service": Lognormal(p50_ms=2, p99_ms=10),
        "KeyValueStore.read": ON_DISK,
        "KeyValueStore.write": ON_DISK,
        "SQLStore.read": ON_DISK,
        "SQLStore.write": ON_DISK,
    },
    slos=[
        Availability("redirect", 0.999),
        Availability("create", 0.99),
        Latency("redirect", 300),
        Cost(1_000),
    ],
)
SILENT = EVENING.with_(
    name="links-silent-store",
    about="At peak traffic the store takes calls and answers none, for 15 s.",
    traffic=[Traffic(Constant(150), MIX)],
    duration_s=34,
    faults=[Hang(at_s=3, for_s=15, target="Store")],
    slos=[
        Availability("redirect", 0.85),
        Latency("redirect", 1_000),
        Recovery("redirect", 4, 0.95),
    ],
)
COLD = SILENT.with_(
    name="links-cold-cache",
    about="At peak traffic the cache is emptied, as by a restart.",
    duration_s=40,
    faults=[ColdCache(at_s=4)],
    slos=[Availability("redirect", 0.85), Recovery("redirect", 25, 0.95)],
)


STEPS = {"redirect": ("read", "link"), "create": ("write", "new"), "edit": ("write", "link")}


def always_made(*steps):
    """The calls that each request makes and waits for: no matter of chance, no race with another call, no fallback."""
    for step in steps:
        if getattr(step, "chance", 1) == 1 and getattr(step, "need", None) is None:
            yield step
            yield from always_made(*step.steps)


def stores_of(flow):
    """The names of the stores that a flow cannot do without."""
    found = set()
    for call in always_made(flow.root):
        if isinstance(getattr(call, "target", None), KeyValueStore | SQLStore):
            if (call.operation, call.key) == STEPS[flow.name]:
                found.add(call.target.name)
    return found


def promised(design, scenario, *kinds):
    """Fail unless the design keeps this lesson's rules and meets the scenario's objectives of these kinds."""
    stores = set()
    for flow in received(design).flows:
        if flow.name in STEPS:
            operation, key = STEPS[flow.name]
            if not (found := stores_of(flow)):
                raise CaseFailed(
                    f"Not every `{flow.name}` has to get to a store: let each {operation} {key!r} of a KeyValueStore or a SQLStore, behind a cache or not; "
                    "not by chance, in a race with another call, or as a fallback."
                )
            stores |= found
    if len(stores) > 1:
        raise CaseFailed(f"The links are in {len(stores)} stores, {', '.join(sorted(stores))}; keep them in one.")
    caches = [one.name for one in received(design).components.values() if isinstance(one, Cache)]
    if len(caches) > 1:
        raise CaseFailed(f"There are {len(caches)} caches, {', '.join(caches)}; keep to one in this lesson.")
    for flow in received(design).flows:
        for call in flow.calls if flow.name == "redirect" else ():
            if isinstance(call.target, CDN):
                raise CaseFailed(
                    f"`{call.target.name}` is a CDN, whose clicks are not counted: it was ruled out."
                )
            if call.fallback is not None and not call.fallback.steps:
                raise CaseFailed(
                    f"{call} falls back to a static answer, which leads nowhere and is no redirect: leave Fallback() out."
                )
    meets(design, scenario, *kinds, seeds=1)

# %%
edge, api = LoadBalancer("edge"), Service("api", instances=3)
links = KeyValueStore("links", vcpus=2)
first = Design(
    "no cache",
    Endpoint("redirect", edge, api, links.read("link")),
    Endpoint("create", edge, api, links.write("new")),
)
first

# %%
run(first, EVENING, seeds=1)

# %% [markdown]
# Compare with your numbers: you said how many reads a second this store can do. What is the first component to give up, and why do creates
# fail with it although nobody asked more of *them*?
#
# ## Steps 3 to 5: core path, bottleneck, reliability
#
# Write the design that keeps what was promised: the evening, the silent store, the cold cache, the ceiling. Draw it, run it under all
# three, read what failed *first*, mend, run again. Hidden runs use other seeds, up to 20 % more traffic, and let the fault begin at another
# second.

# %% answer="links_design"
def short_links():
    """A design that keeps all that was promised."""
    ### BEGIN SOLUTION
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links = KeyValueStore("links", replicas=3, read_quorum=2, write_quorum=2, vcpus=2)
    hot = Cache("hot", size_gb=0.05, ttl_s=300, ttl_jitter=0.2)
    # 3 instances x 6 reads are 18 under way at most. At 79 reads a second that is 230 ms: what is read is read in time, and kept.
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    return Design(
        "short links",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )
    ### END SOLUTION

# %%
try:
    design = short_links()
except NotImplementedError:
    design = first  # until yours is written
design

# %%
run(design, COLD, seeds=1)  # and SILENT, and EVENING

# %% [markdown]
# When it survives, hold one of your estimates against it: the store's machines are busy with what the cache misses, at 38 ms for each
# replica that a read asks.

# %%
def predicted_and_measured(design):
    """The store's utilisation in the last ten seconds of an evening: by your sum, and in the run."""
    seen = run(design, EVENING, seeds=1).measured
    caches = [name for name, one in design.components.items() if isinstance(one, Cache)]
    for name, store in design.components.items():
        if isinstance(store, KeyValueStore):
            reads = seen.series(name, "calls")[-10:].mean() - 1.5  # those, and 1.5 creates a second
            if caches:
                hits = seen.series(caches[0], "hits")[-10:].sum()
                misses = seen.series(caches[0], "misses")[-10:].sum()
                print(f"hit rate {hits / (hits + misses):.0%}, {reads:.0f} reads a second reach {name}")
            work = (reads * store.read_quorum + 1.5 * store.replicas) * 0.038
            there = store.shards * store.replicas * store.vcpus
            print(f"{name}: predicted {work / there:.0%} busy, ", end="")
            print(f"measured {seen.series(name, 'utilisation')[-10:].mean():.0%}")


predicted_and_measured(design)

# %% tests="links_core" points=4
@check("the evening's redirects and creates are answered")
def evening_answered():
    promised(short_links(), EVENING, "Availability")


@check("99 % of redirects within 300 ms")
def evening_fast():
    promised(short_links(), EVENING, "Latency")


@check("within the ceiling, with the evening served")
def ceiling():
    promised(short_links(), EVENING, "Cost", "Availability")


### BEGIN HIDDEN TESTS
@check("another evening, with 20 % more traffic")
def busier_evening():
    promised(
        short_links(), EVENING.shifted(seed=21, load=1.2), "Availability", "Latency", "Cost"
    )


### END HIDDEN TESTS

# %% tests="links_storm" points=6
@check("a silent store: redirects go on, and nobody waits for long")
def silent_answered():
    promised(short_links(), SILENT, "Availability", "Latency")


@check("a silent store: all is well soon after its return")
def silent_recovered():
    promised(short_links(), SILENT, "Recovery")


@check("a cold cache at peak: redirects go on", weight=2)
def cold_answered():
    promised(short_links(), COLD, "Availability")


@check("a cold cache at peak: it fills, and all is well again", weight=2)
def cold_recovered():
    promised(short_links(), COLD, "Recovery")


### BEGIN HIDDEN TESTS
@check("a silent store at another time, with 20 % more traffic")
def silent_again():
    again = SILENT.shifted(seed=31, load=1.2, later_s=2)
    promised(short_links(), again, "Availability", "Latency", "Recovery")


@check("a cold cache at another time, with 20 % more traffic", weight=2)
def cold_again():
    again = COLD.shifted(seed=41, load=1.2, later_s=2)
    promised(short_links(), again, "Availability", "Recovery")


### END HIDDEN TESTS

# %% [markdown] hint="links_design"
# Begin with the cache between the service and the store's read. Then run SILENT: how long does a request wait for a read that is never
# answered, and what does it keep from others meanwhile?

# %% [markdown] hint="links_design"
# With a timeout COLD may become worse. A read that ends after its caller has given up fills no cache. How many reads may be under way, in
# all, so that each one ends within your timeout? You have that number (`reads_at_once`).

# %% [markdown] hint="links_design"
# A `Bulkhead` bounds what each instance of the caller has under way; multiply by the instances and stay well below `reads_at_once`. What is
# refused at once costs the store nothing, and the next one to ask may find the link in the cache.

# %% wrong="a cache, and no timeouts" fails="links_storm: a silent store: redirects go on, and nobody waits for long; links_storm: a silent store: all is well soon after its return; links_storm: a silent store at another time, with 20 % more traffic"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot")
    return Design(
        "cache only",
        Endpoint("redirect", edge, api, hot.aside(links.read("link"), coalesce=True)),
        Endpoint("create", edge, api, links.write("new")),
    )

# %% wrong="timeouts and joined reads, but no limit: what is read is read too late to be kept" fails="links_storm: a cold cache at peak: redirects go on; links_storm: a cold cache at peak: it fills, and all is well again; links_storm: a cold cache at another time, with 20 % more traffic"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = hot.aside(links.read("link", timeout_ms=500), coalesce=True)
    return Design(
        "timeouts",
        Endpoint("redirect", edge, api, read),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% wrong="retries on top" fails="links_storm: a silent store: redirects go on, and nobody waits for long; links_storm: a cold cache at peak: redirects go on; links_storm: a cold cache at peak: it fills, and all is well again; links_storm: a silent store at another time, with 20 % more traffic; links_storm: a cold cache at another time, with 20 % more traffic"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = links.read("link", timeout_ms=600, retry=Retry(attempts=2, backoff_ms=50))
    return Design(
        "retries",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% wrong="a breaker instead of a limit" fails="links_storm: a cold cache at peak: redirects go on; links_storm: a cold cache at peak: it fills, and all is well again; links_storm: a cold cache at another time, with 20 % more traffic"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = links.read("link", timeout_ms=500, breaker=Breaker())
    return Design(
        "breaker",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% wrong="entries live for half a minute" fails="links_core; links_storm: a silent store: redirects go on, and nobody waits for long; links_storm: a silent store at another time, with 20 % more traffic"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_s=30)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    return Design(
        "short lives",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% wrong="a larger store instead of a limit" fails="links_core: within the ceiling, with the evening served; links_core: another evening, with 20 % more traffic"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=3), Cache("hot", ttl_s=600)
    read = links.read("link", timeout_ms=500)
    return Design(
        "large",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% wrong="nothing is read, so nothing fails" fails="links_core; links_storm"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links = KeyValueStore("links", vcpus=2)
    return Design(
        "hollow",
        Endpoint("redirect", edge, api),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% wrong="one read in ten goes to the store" fails="links_core; links_storm"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links = KeyValueStore("links", vcpus=2)
    return Design(
        "by chance",
        Endpoint("redirect", edge, api, links.read("link", timeout_ms=500, chance=0.1)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% also_right="relational: two copies, read from the follower"
def short_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=2)
    links = SQLStore("links", replicas=2, vcpus=3, storage_gb=60)
    hot = Cache("hot", size_gb=0.1, nodes=2, ttl_s=400)
    read = links.read("link", follower=True, timeout_ms=600, bulkhead=Bulkhead(concurrent=6, queue=2))
    return Design(
        "relational",
        Endpoint("redirect", edge, api, hot.aside(read)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=1_000)),
    )

# %% also_right="patient reads behind an impatient look-up, four small instances"
def short_links():
    edge = LoadBalancer("edge")
    api = Service("api", instances=4, vcpus=1, concurrency=48)
    links = KeyValueStore("links", vcpus=2)
    hot = Cache("hot", size_gb=0.02, ttl_s=350)
    read = links.read("link", timeout_ms=2_000, bulkhead=Bulkhead(concurrent=5))
    return Design(
        "patient",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True, timeout_ms=600)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
    )

# %% [markdown]
# ## Redirected
#
# The interviewer has spoken, or does so now. What is asked in the second run of the same evening:
#
# - One link takes **a third of all redirects**.
# - Two requests in a hundred are an **`edit`**: a link, as popular as those that are opened, points somewhere else from now on. An edit writes
#   `"link"`, and 99 % of edits must succeed on a good evening.
# - **99 % of redirects see an edit within 5 s**, measured at the cache.
# - An edit that was acknowledged is never lost. While the store is silent edits fail, and that is said to the owner.
# - Availability, latency, the silent store and the ceiling stay as promised.

# %% given
LIVE = EVENING.with_(
    name="links-live-edits",
    about="A third of all redirects go to one link, and 2 % of requests edit busy links.",
    traffic=[Traffic(Constant(150), {"redirect": 97, "create": 1, "edit": 2})],
    keys={
        "link": Keys(count=10_000, popularity=HotKey(0.33, Zipf(0.9)), size_bytes=500),
        "new": Keys(count=1_000_000, popularity=Uniform(), size_bytes=500),
    },
    slos=[
        Availability("redirect", 0.999),
        Availability("edit", 0.99),
        Latency("redirect", 300),
        Staleness("Cache", 5),
        Cost(1_000),
    ],
)
LIVE_SILENT = LIVE.with_(
    name="links-live-silent-store",
    about="The same, and the store is silent for 15 s.",
    duration_s=36,
    faults=[Hang(at_s=4, for_s=15, target="Store")],
    slos=[
        Availability("redirect", 0.85),
        Latency("redirect", 1_000),
        Recovery("redirect", 4, 0.95),
        Staleness("Cache", 5),
        Loss("edit", 0),
    ],
)

# %% answer="links_live_design"
def live_links():
    """A design that keeps the promises while links change."""
    ### BEGIN SOLUTION
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links = KeyValueStore("links", replicas=3, read_quorum=2, write_quorum=2, vcpus=2)
    hot = Cache("hot", size_gb=0.05, ttl_s=300, ttl_jitter=0.2)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    # The store first: only what it has taken may change the cache. The TTL bounds what a lost race leaves behind.
    edit = hot.through(links.write("link", timeout_ms=2_000))
    return Design(
        "live links",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
        Endpoint("edit", edge, api, edit),
    )
    ### END SOLUTION

# %%
try:
    live = live_links()
except NotImplementedError:
    live = None  # until yours is written
live

# %%
live and run(live, LIVE_SILENT, seeds=1)  # and LIVE

# %% tests="links_live" points=6
@check("redirects and edits are answered, and as fast as ever")
def live_answered():
    promised(live_links(), LIVE, "Availability", "Latency")


@check("99 % of redirects see an edit within 5 s, within the ceiling", weight=2)
def live_fresh():
    promised(live_links(), LIVE, "Staleness", "Cost")


@check("a silent store while links are edited: redirects go on", weight=2)
def live_silent():
    promised(live_links(), LIVE_SILENT, "Availability", "Latency", "Recovery")


@check("no acknowledged edit is lost")
def live_kept():
    promised(live_links(), LIVE_SILENT, "Loss")


### BEGIN HIDDEN TESTS
@check("another evening of edits, with 20 % more traffic")
def live_again():
    again = LIVE.shifted(seed=51, load=1.2)
    promised(live_links(), again, "Availability", "Latency", "Staleness", "Cost")


@check("a silent store at another time, with 20 % more traffic", weight=2)
def live_silent_again():
    again = LIVE_SILENT.shifted(seed=61, load=1.2, later_s=2)
    promised(live_links(), again, "Availability", "Latency", "Recovery", "Staleness", "Loss")


### END HIDDEN TESTS

# %% [markdown] hint="links_live_design"
# A shorter `ttl_s` makes entries younger *and* gives the load back to the store. What else can an edit do to the cache (`Cache?`)?

# %% [markdown] hint="links_live_design"
# Think of one failed edit of the hot link in the first second of silence. What is in the cache afterwards, and who can put it back?

# %% wrong="nobody tells the cache" fails="links_live: 99 % of redirects see an edit within 5 s, within the ceiling; links_live: another evening of edits, with 20 % more traffic; links_live: a silent store at another time, with 20 % more traffic"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    return Design(
        "stale",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
        Endpoint("edit", edge, api, links.write("link", timeout_ms=2_000)),
    )

# %% wrong="entries live for five seconds" fails="links_live: redirects and edits are answered, and as fast as ever; links_live: a silent store while links are edited: redirects go on; links_live: another evening of edits, with 20 % more traffic; links_live: a silent store at another time, with 20 % more traffic"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_s=5)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    return Design(
        "short lives",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
        Endpoint("edit", edge, api, links.write("link", timeout_ms=2_000)),
    )

# %% wrong="forgets before it writes: what fails to be edited cannot be opened either" fails="links_live: a silent store while links are edited: redirects go on; links_live: a silent store at another time, with 20 % more traffic"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    write = links.write("link", timeout_ms=2_000)
    return Design(
        "forgets first",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
        Endpoint("edit", edge, api, hot.invalidate("link"), write, hot.invalidate("link")),
    )

# %% wrong="writes behind: said to be done before the store has it" fails="links_live: no acknowledged edit is lost; links_live: a silent store at another time, with 20 % more traffic"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    return Design(
        "behind",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
        Endpoint("edit", edge, api, hot.behind(links.write("link", timeout_ms=2_000))),
    )

# %% wrong="edits change the cache only" fails="links_live"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links, hot = KeyValueStore("links", vcpus=2), Cache("hot", ttl_jitter=0.2)
    read = links.read("link", timeout_ms=500, bulkhead=Bulkhead(concurrent=6))
    return Design(
        "never written",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=2_000)),
        Endpoint("edit", edge, api, hot.put("link")),
    )

# %% also_right="the store, then the cache forgets"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=2, concurrency=96)
    links = KeyValueStore("links", read_quorum=1, write_quorum=3, vcpus=2)
    hot = Cache("hot", size_gb=0.1, ttl_s=400)
    read = links.read("link", timeout_ms=700, bulkhead=Bulkhead(concurrent=12))
    write = links.write("link", timeout_ms=1_500)
    return Design(
        "forgets",
        Endpoint("redirect", edge, api, hot.aside(read, coalesce=True)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=1_500)),
        Endpoint("edit", edge, api, write, hot.invalidate("link")),
    )

# %% also_right="relational, with a second try within a budget for edits"
def live_links():
    edge, api = LoadBalancer("edge"), Service("api", instances=3)
    links = SQLStore("links", replicas=2, vcpus=3, replication="sync", storage_gb=60)
    hot = Cache("hot", size_gb=0.05, ttl_s=200)
    read = links.read("link", timeout_ms=600, bulkhead=Bulkhead(concurrent=4))
    write = links.write(
        "link", timeout_ms=1_000, idempotent=True, retry=Retry(attempts=2, budget=0.1)
    )
    return Design(
        "relational",
        Endpoint("redirect", edge, api, hot.aside(read)),
        Endpoint("create", edge, api, links.write("new", timeout_ms=1_000)),
        Endpoint("edit", edge, api, hot.through(write)),
    )

# %% [markdown]
# ## The component the question turns on: who may have a code
#
# Two generators run at the same time, customers choose codes of their own, and the store's network loses answers and delivers calls twice. Yet
# a code belongs to one link for ever, and a client that asks again for the same link gets the same code. You have this store, shared by
# all, and nothing else:
#
# | call | what it does |
# |---|---|
# | `insert(key, value)` | keeps the value if the key is free, in one step: True, and False if it was taken |
# | `get(key)` | the value, or None |
# | `put(key, value)` | keeps the value, whatever was there |
#
# Each may raise `NoAnswer`: then it was done, or it was not. And a call may be delivered twice, so that an `insert` that succeeded answers False.

# %% given
from string import ascii_letters, digits

ALPHABET = digits + ascii_letters


class NoAnswer(Exception):
    """No answer came in time. What was asked may have been done, or not."""


class Taken(Exception):
    """Somebody else has that alias."""


@dataclass(frozen=True)
class Link:
    """What a client wants shortened. `request` is its idempotency key: equal links are the same wish, sent again."""

    target: str
    owner: str
    request: str


RESERVED = frozenset({"api", "admin", "login", "health"})  # paths of our own

# %% answer="links_codes"
import hashlib
import hmac
import re


class Shortener:
    """Gives links their codes. There are several, on several machines; they share the store
    and `secret` (bytes), nothing else.

    Keys of the store without a slash are codes and aliases. Keys with a slash are yours, should you need any.
    """

    def __init__(self, store, secret):
        ### BEGIN SOLUTION
        self._store, self._secret = store, secret
        ### END SOLUTION

    def create(self, link, alias=None):
        """The code of a Link, under which the store then holds it. Equal links get equal
        codes, whichever Shortener is asked.

        Without an alias: 7 characters of ALPHABET that nobody guesses who lacks the secret,
        not from other codes (no counting up) and not from the link. Taken by another link:
        another code. With one: the alias itself, or Taken when another link has it;
        ValueError, before the store is asked, unless it has 4 to 32 characters of a-z, 0-9
        and "-" and is not in RESERVED.
        NoAnswer when it cannot tell, at once or after a few tries: at most 20 calls of the
        store, without a pause. The client then asks again, perhaps elsewhere; a link never
        ends up with two codes of our making.
        """
        ### BEGIN SOLUTION
        if alias is not None:
            if not re.fullmatch(r"[a-z0-9-]{4,32}", alias) or alias in RESERVED:
                raise ValueError(f"{alias!r} is no alias that we give out")
            if not self._claim(alias, link):
                raise Taken(alias)
            return alias
        attempt = 0
        while not self._claim(code := self._code(link, attempt), link):
            attempt += 1
        return code

    def _code(self, link, attempt):
        """The link's code of that attempt: every Shortener tries the same ones, and who lacks the secret knows none."""
        wish = repr((link.target, link.owner, link.request, attempt)).encode()
        number = int.from_bytes(hmac.digest(self._secret, wish, hashlib.sha256))
        code = ""
        for _ in range(7):
            number, digit = divmod(number, len(ALPHABET))
            code += ALPHABET[digit]
        return code

    def _claim(self, code, link):
        """Whether the store holds this link under the code. False only if it holds another's."""
        for tries_left in (2, 1, 0):
            try:
                return self._store.insert(code, link) or self._store.get(code) == link
            except NoAnswer:
                if not tries_left:
                    raise
        ### END SOLUTION

# %% tests="links_unique" points=8
SECRET = b"of these tests"
RIVAL = Link("https://rival.example", "rival", "rival-1")


class FlakyStore:
    """The store. `plan` says what becomes of each call: "." is done, "b" lost before it was done, "a" its answer is lost
    after it, "2" delivered twice. Then all are done. `rival` takes each code a moment before it is first written."""

    def __init__(self, plan="", rival=0):
        self.kept, self.plan, self.rival, self.calls = {}, list(plan), rival, []

    def call(self, name, key, act, answer):
        self.calls.append(f"{name} {key}")
        fate = self.plan.pop(0) if self.plan else "."
        if fate == "b":
            raise NoAnswer(f"{name}({key!r})")
        if name != "get" and self.rival and "/" not in key and key not in self.kept:
            self.rival -= 1
            self.kept[key] = RIVAL
        result = act()
        if fate == "2":
            result = act()
        if fate == "a":
            raise NoAnswer(f"{name}({key!r})")
        return result if answer else None

    def insert(self, key, value):
        def act():
            free = key not in self.kept
            if free:
                self.kept[key] = value
            return free

        return self.call("insert", key, act, True)

    def get(self, key):
        return self.call("get", key, lambda: self.kept.get(key), True)

    def put(self, key, value):
        return self.call("put", key, lambda: self.kept.__setitem__(key, value), False)

    def codes_of(self, link):
        return [key for key, value in self.kept.items() if value == link and "/" not in key]


def wish(number=1):
    return Link(f"https://{number}.example", "ann", f"request-{number}")


def is_code(code):
    return isinstance(code, str) and len(code) == 7 and code.isascii() and code.isalnum()


def created(shortener, link, alias=None, tries=30):
    """Ask until there is an answer, as a client does."""
    for _ in range(tries):
        try:
            return shortener.create(link, alias)
        except NoAnswer:
            pass
    return None


def holds(store, code, link, after):
    check.equal(store.kept.get(code), link, after=f"{after}; the store under {code!r}")


@check("a new link gets a code of seven, and the store has it")
def seven():
    store = FlakyStore()
    code = Shortener(store, SECRET).create(wish())
    check.that(
        is_code(code), f"create gave {code!r}; expected 7 characters of 0-9, a-z and A-Z."
    )
    holds(store, code, wish(), "create")


@check("the same link again, elsewhere: the same code")
def again():
    store = FlakyStore()
    here, there = Shortener(store, SECRET), Shortener(store, SECRET)
    code = here.create(wish())
    check.equal(
        there.create(wish()), code, after="the same link at a second Shortener of the same store"
    )
    other = there.create(Link("https://1.example", "ann", "request-2"))
    check.that(
        other != code, f"Two requests of one owner for one target share the code {code!r}."
    )


@check("a code that another takes in the same moment stays the other's")
def rival():
    for many in (1, 3):
        store = FlakyStore(rival=many)
        code = created(Shortener(store, SECRET), wish())
        after = f"create, while a rival took the first {many} code(s) a moment before they were written"
        holds(store, code, wish(), after)
        check.equal(len(store.codes_of(RIVAL)), many, after=f"{after}; codes that the rival still has")


@check("an answer is lost: asked again, the link has one code")
def lost():
    for plan in ("a", "b", "2", "aa", "ab.", "ba", ".a", ".b", "aaa", "aaaaaaa"):
        store = FlakyStore(plan)
        code = created(Shortener(store, SECRET), wish())
        after = f"create with the store's calls going {plan!r} (. done, b lost before, a answer lost, 2 twice), repeated on NoAnswer"
        holds(store, code, wish(), after)
        check.equal(store.codes_of(wish()), [code], after=f"{after}; the link's codes")


@check("an alias is the first one's, and given again to the same")
def alias():
    store = FlakyStore()
    here, there = Shortener(store, SECRET), Shortener(store, SECRET)
    check.equal(here.create(wish(1), "summer-26"), "summer-26", after='create with alias "summer-26"')
    check.equal(there.create(wish(1), "summer-26"), "summer-26", after="the same once more, elsewhere")
    check.raises(Taken, lambda: there.create(wish(2), "summer-26"), when="another link and that alias")
    holds(store, "summer-26", wish(1), "another asked for it, too")


### BEGIN HIDDEN TESTS
@check("an alias taken in the same moment, or asked for twice by the network")
def alias_at_once():
    store = FlakyStore(rival=1)
    check.raises(
        Taken,
        lambda: Shortener(store, SECRET).create(wish(), "summer-26"),
        when="an alias that a rival takes a moment before it is written",
    )
    holds(store, "summer-26", RIVAL, "that")
    for other in (Link("https://1.example", "bob", "request-1"), Link("https://1.example", "ann", "request-2")):
        store = FlakyStore()
        shortener = Shortener(store, SECRET)
        shortener.create(wish(1), "summer-26")
        check.raises(Taken, lambda: shortener.create(other, "summer-26"), when=f"{other} and an alias of {wish(1)}")
    for plan in ("a", "b", "2", "aab", "2b", "b2"):
        store = FlakyStore(plan)
        got = created(Shortener(store, SECRET), wish(), "summer-26")
        check.equal(got, "summer-26", after=f"an alias with the store's calls going {plan!r}")
        holds(store, "summer-26", wish(), f"an alias with the store's calls going {plan!r}")


@check("an alias may look like a code, and wins")
def alias_like_code():
    for _ in range(3):
        code = Shortener(FlakyStore(), SECRET).create(wish())
        store = FlakyStore()
        store.kept[code] = RIVAL  # as if chosen
        shortener = Shortener(store, SECRET)
        holds(store, shortener.create(wish()), wish(), f"create, with {code!r} already a custom link")
        holds(store, code, RIVAL, "create")


@check("bad aliases are refused before the store is asked")
def bad_aliases():
    store = FlakyStore()
    shortener = Shortener(store, SECRET)
    bad = ("", "abc", "a" * 33, "Summer", "a/bc", "a b c", "a_bc", "süss", "abcd\n", *sorted(RESERVED))
    for name in bad:
        check.raises(ValueError, lambda: shortener.create(wish(), name), when=f"the alias {name!r}")
    check.equal(store.calls, [], after="refused aliases; calls of the store")
    for name in ("abcd", "a" * 32, "2026", "a--b", "apis"):
        check.equal(shortener.create(wish(), name), name, after=f"create with alias {name!r}")


@check("codes cannot be counted up")
def no_counting():
    shortener = Shortener(FlakyStore(), SECRET)
    codes = [shortener.create(wish(number)) for number in range(200)]
    check.equal(len(set(codes)), 200, after="200 links; different codes")
    for part, kept in (("first", slice(0, 5)), ("last", slice(2, 7))):
        shared = 200 - len({code[kept] for code in codes})
        check.at_most(shared, 2, f"codes that share their {part} five characters with another", after="200 links")
    other = Shortener(FlakyStore(), b"another secret").create(wish(0))
    check.that(other != codes[0], f"The same link has the code {other!r} under two secrets: whoever knows the link, knows its code.")


@check("one target in many requests stays as cheap")
def one_target():
    store = FlakyStore()
    shortener = Shortener(store, SECRET)
    for number in range(40):
        store.calls.clear()
        link = Link("https://1.example", "ann", f"request-{number}")
        holds(store, shortener.create(link), link, f"request {number + 1} for one target")
        check.at_most(len(store.calls), 20, "calls of the store", after=f"request {number + 1} for one target")


@check("a store that is down is left alone soon")
def down():
    store = FlakyStore("b" * 1_000)
    for name in (None, "summer-26"):
        store.calls.clear()
        check.raises(NoAnswer, lambda: Shortener(store, SECRET).create(wish(), name), when="a store that never answers")
        check.at_most(len(store.calls), 20, "calls of the store", after="one create with a store that never answers")


from hypothesis import strategies as st


@check.law(
    "whatever the network does: one code a link, one link a code",
    plan=st.text("...ab2", max_size=24),
    wishes=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=8),
    rivals=st.integers(0, 2),
    examples=60,
)
def always(plan, wishes, rivals):
    store = FlakyStore(plan, rivals)
    shorteners = [Shortener(store, SECRET), Shortener(store, SECRET)]
    given = {}
    for who, number in wishes:
        code = created(shorteners[who], wish(number))
        after = f"the link {number} at Shortener {who}"
        check.that(is_code(code), f"After {after}: got {code!r}; expected a code within 30 creates.")
        check.equal(code, given.setdefault(number, code), after=f"{after}, again")
        holds(store, code, wish(number), after)
    for number, code in given.items():
        check.equal(store.codes_of(wish(number)), [code], after=f"all that; codes of link {number}")
    check.equal(len(store.codes_of(RIVAL)), rivals - store.rival, after="all that; codes of the rival")


### END HIDDEN TESTS

# %% [markdown] hint="links_codes"
# Between "is it free?" and "keep it" there is always a moment. Which of the three calls has none?

# %% [markdown] hint="links_codes"
# `insert` answered False. There are two reasons for that, and `get` tells them apart. The same holds after a `NoAnswer`.

# %% [markdown] hint="links_codes"
# A create that is repeated at another machine must try the same code first. Either compute the code from the link (a keyed hash of the
# link and the number of the attempt), or insert which code you mean to use under a key of the request before you use it.

# %% wrong="looks first, then writes" fails="links_unique: a code that another takes in the same moment stays the other's; links_unique: an alias taken in the same moment, or asked for twice by the network; links_unique: whatever the network does: one code a link, one link a code"
class Shortener(Shortener):
    def _claim(self, code, link):
        for tries_left in (2, 1, 0):
            try:
                there = self._store.get(code)
                if there is None:
                    self._store.put(code, link)
                    return True
                return there == link
            except NoAnswer:
                if not tries_left:
                    raise

# %% wrong="a random code for each try" fails="links_unique: the same link again, elsewhere: the same code; links_unique: an answer is lost: asked again, the link has one code; links_unique: whatever the network does: one code a link, one link a code"
import secrets


class Shortener(Shortener):
    def _code(self, link, attempt):
        return "".join(secrets.choice(ALPHABET) for _ in range(7))

# %% wrong="False always means that somebody else has it" fails="links_unique: the same link again, elsewhere: the same code; links_unique: an answer is lost: asked again, the link has one code; links_unique: an alias is the first one's, and given again to the same; links_unique: an alias taken in the same moment, or asked for twice by the network; links_unique: whatever the network does: one code a link, one link a code"
class Shortener(Shortener):
    def _claim(self, code, link):
        for tries_left in (2, 1, 0):
            try:
                return self._store.insert(code, link)
            except NoAnswer:
                if not tries_left:
                    raise

# %% wrong="after a lost answer on to the next code" fails="links_unique: an answer is lost: asked again, the link has one code; links_unique: an alias taken in the same moment, or asked for twice by the network; links_unique: whatever the network does: one code a link, one link a code; links_unique: a store that is down is left alone soon"
class Shortener(Shortener):
    def _claim(self, code, link):
        try:
            return self._store.insert(code, link) or self._store.get(code) == link
        except NoAnswer:
            return False

    def create(self, link, alias=None):
        if alias is not None:
            return super().create(link, alias)
        for attempt in range(20):
            if self._claim(code := self._code(link, attempt), link):
                return code
        raise NoAnswer

# %% wrong="a lost answer is taken for done" fails="links_unique: an answer is lost: asked again, the link has one code; links_unique: an alias taken in the same moment, or asked for twice by the network; links_unique: a store that is down is left alone soon; links_unique: whatever the network does: one code a link, one link a code"
class Shortener(Shortener):
    def _claim(self, code, link):
        try:
            return self._store.insert(code, link) or self._store.get(code) == link
        except NoAnswer:
            return True

# %% wrong="a hash that anybody can compute" fails="links_unique: codes cannot be counted up"
class Shortener(Shortener):
    def _code(self, link, attempt):
        number = int.from_bytes(hashlib.sha256(repr((link, attempt)).encode()).digest())
        code = ""
        for _ in range(7):
            number, digit = divmod(number, 62)
            code += ALPHABET[digit]
        return code

# %% wrong="all requests for a target try the same codes" fails="links_unique: one target in many requests stays as cheap"
class Shortener(Shortener):
    def _code(self, link, attempt):
        return super()._code(Link(link.target, "", ""), attempt)

# %% wrong="an alias is given to whoever wants that target" fails="links_unique: an alias taken in the same moment, or asked for twice by the network"
class Shortener(Shortener):
    def create(self, link, alias=None):
        try:
            return super().create(link, alias)
        except Taken:
            there = self._store.get(alias)
            if there is None or there.target != link.target:
                raise
            return alias

# %% wrong="counts up from the request's number" fails="links_unique: codes cannot be counted up"
class Shortener(Shortener):
    def _code(self, link, attempt):
        number = int(re.sub(r"\D", "", link.request) or 0) + attempt * 1_000_003
        return f"{number:07d}"

# %% wrong="asks for as long as it takes" fails="links_unique: a store that is down is left alone soon"
class Shortener(Shortener):
    def _claim(self, code, link):
        for _ in range(400):
            try:
                return super()._claim(code, link)
            except NoAnswer:
                pass
        raise NoAnswer

# %% wrong="the same target, the same code" fails="links_unique: the same link again, elsewhere: the same code; links_unique: an alias taken in the same moment, or asked for twice by the network; links_unique: one target in many requests stays as cheap"
class Shortener(Shortener):
    def _code(self, link, attempt):
        return super()._code(Link(link.target, "", ""), attempt)

    def _claim(self, code, link):
        if super()._claim(code, link):
            return True
        there = self._store.get(code)
        return there is not None and there.target == link.target

# %% wrong="aliases are not looked at" fails="links_unique: bad aliases are refused before the store is asked"
class Shortener(Shortener):
    def create(self, link, alias=None):
        if alias is not None:
            if not self._claim(alias, link):
                raise Taken(alias)
            return alias
        return super().create(link)

# %% also_right="random codes, each meant for a request before it is used"
import secrets


class Shortener:
    def __init__(self, store, secret):
        self.store = store

    def create(self, link, alias=None):
        if alias is not None:
            fine = 4 <= len(alias) <= 32 and set(alias) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
            if not fine or alias in RESERVED:
                raise ValueError(alias)
            if self.keep(alias, link) != link:
                raise Taken(alias)
            return alias
        for attempt in range(6):
            key = f"wish/{link.owner}/{link.request}/{link.target}/{attempt}"
            code = self.keep(key, "".join(secrets.choice(ALPHABET) for _ in range(7)))
            if self.keep(code, link) == link:
                return code
        raise NoAnswer("six codes were taken")

    def keep(self, key, value):
        """What the store holds under the key from now on: this value, or what was there before."""
        try:
            return self._keep(key, value)
        except NoAnswer:
            return self._keep(key, value)

    def _keep(self, key, value):
        if self.store.insert(key, value):
            return value
        return self.store.get(key)

# %% also_right="blocks of numbers, scrambled, and meant for a request before they are used"
import hashlib
import itertools
import re


class Shortener:
    def __init__(self, store, secret):
        self.store, self.numbers = store, iter(())
        self.factor = int.from_bytes(hashlib.sha256(secret).digest()) % 62**7 | 1
        while self.factor % 31 == 0:
            self.factor += 2
        self.me = f"{id(self)} {id(store)}"

    def number(self):
        for number in self.numbers:
            return number
        for block in itertools.count():
            if self.store.insert(f"block/{block}", self.me):  # a block whose answer is lost stays unused
                self.numbers = iter(range(100 * block, 100 * block + 100))
                return next(self.numbers)

    def code(self):
        left, code = (self.number() + 7) * self.factor % 62**7, ""
        for _ in range(7):
            left, at = divmod(left, 62)
            code += ALPHABET[at]
        return code

    def settle(self, key, value):
        for last in (False, True):
            try:
                return value if self.store.insert(key, value) else self.store.get(key)
            except NoAnswer:
                if last:
                    raise

    def create(self, link, alias=None):
        if alias is None:
            for attempt in itertools.count():
                key = f"{link!r}/{attempt}"
                code = self.store.get(key) or self.settle(key, self.code())
                if self.settle(code, link) == link:
                    return code
        if alias in RESERVED or not re.fullmatch("[a-z0-9-]{4,32}", alias):
            raise ValueError(alias)
        if self.settle(alias, link) != link:
            raise Taken(alias)
        return alias

# %% [markdown]
# Both ways are at home in production. **Numbers from a counter, in blocks**: a generator leases a thousand numbers at a time, so that it
# asks rarely; a block whose lease was lost is a gap, and gaps are free. But plain numbers can be walked by anybody, so they are scrambled, and a
# number may still be somebody's custom link. **Random or keyed codes with a conditional insert**: no shared counter at all; at 118 million links
# one insert in 30,000 meets a taken code and tries the next. The conditional insert decides in both; the generator only makes it
# seldom say no.

# %% [markdown]
# ## Steps 6 and 7: operate it, and who abuses it

# %% [markdown] written="links_operate" points=3
# **It is live.** Which four numbers are on the screen, and which one wakes you? How do you prove *before* the evening that a cold cache
# is survived, and how do you restart the cache's machines? What do you do about a script that creates 50 links a second, one that tries codes, and a
# link to malware? Which of your assumptions do you check every week?

# %% part
from course.parts import self_assess

self_assess(
    "links_operate",
    L5=[
        "Watches hit rate, store reads under way against the limit, refused reads, and redirects answered; pages on the last, since that is what people feel.",
        "Restarts cache machines one at a time and waits for the hit rate in between; new instances get a small share of traffic first.",
        "Limits creates per owner with 429 and `Retry-After`, and at a lower rate for new accounts; limits misses per address, since a reader of real links seldom misses.",
        "Takes a bad link down by an edit that reaches the cache within seconds, says 410, and keeps who did it.",
    ],
    L6=[
        "Empties one cache machine in production on purpose, at a quiet hour, then at the peak, with a way to stop; one report of the lab is no proof.",
        "Alerts on distance: peak misses if cold, against what the store reads; it shrinks with growth while every other graph is green.",
        "Checks targets again after they were accepted, since pages turn bad later; compares each code with lists of bad targets by a job, not in the redirect.",
        "Regions: the store is copied, caches are not; whoever moves a region's traffic moves it to a cache that is cold for it, so in steps.",
        "Names the recovery from a wrong assumption: a switch that lowers the limit or sheds by owner, tried out, without a deploy.",
    ],
)

# %% [markdown]
# ## Step 8: the solution, and another
#
# Three designs differ in one line each: the read of the store behind the cache. Measured with seed 1 of the scenarios above:
#
# | the read | silent store: redirects | cold cache: redirects | 95 % served again |
# |---|---|---|---|
# | `coalesce=True`, no timeout | **24.9 %** | 100 % | at once |
# | … `timeout_ms=500` | 92.0 % | **29.3 %** | **never** |
# | … and `Bulkhead(concurrent=6)` | 92.0 % | 95.3 % | after 8 s |
#
# The timeout that saves you from a silent store is what makes a cold cache last for ever: the store works at its limit, each read ends after its
# caller has gone, and what nobody waits for is kept nowhere. Nothing is broken any more, and it stays down: a *metastable* failure. Joining
# reads (`coalesce`) hardly helps, since a cold cache misses ten thousand different links. What helps is a bound on reads under way, below
# store speed × timeout; what is above it is refused at once. The bulkhead turns an outage into a slow warm-up.
#
# **Another design that is right**, by capacity: read one replica and write three (`read_quorum=1, write_quorum=3`) for the same \$838. Each read
# costs one machine's work, not two, so the store does 158 reads a second, and a cold cache at the evening's peak needs no limit at all.
#
# | cold cache, traffic | quorum 2+2, limit 6 | quorum 1+3, no limit | quorum 1+3, limit 6 |
# |---|---|---|---|
# | as stated | 95.3 %, 8 s | 100 %, at once | |
# | twice as much | 81.3 %, never within the run | 48.2 %, never | 96.8 %, 4 s |
#
# It wins until traffic has doubled, then falls off the cliff that nobody saw, with every graph green the day before. And a create now waits for all
# three replicas: with one machine gone there are no new links. (A third way out, three vCPU a node, survives the cold cache too, at \$1,078.)
#
# While links were not edited a lifetime bought nothing: with `ttl_s=None` the silent store is hardly noticed (99.9 %). Edits changed that. Updating
# the cache *after* the store keeps both promises; a short lifetime keeps the one by breaking the other; and forgetting *before* the write lets
# a single failed edit take the hottest link out of the cache while nobody can put it back (75 to 80 % of redirects). Forgetting *after* the write leaves
# a smaller window of the same kind, between an edit of the hot link and its next read. Take the design
# above and let its edit write, then `hot.invalidate("link")`. In LIVE_SILENT, seed 1, nothing happens to fall into the window: 93.3 %. Let
# the silence begin half a second later, just after such an edit, and it is 78 %, where writing through the cache has 93.2 % in both. The hidden
# runs leave that window alone; you name it.

# %% [markdown] written="links_tradeoffs" points=3
# **Argue three choices, each with the case in which you would choose otherwise**, and a number for at least one: read quorum, or limit; writing
# through the cache, or forgetting; codes from blocks, or by conditional insert.

# %% part
from course.parts import self_assess

self_assess(
    "links_tradeoffs",
    L5=[
        "Quorum: says what is paid for on each read and write, and what a read of one replica may miss right after a create or an edit.",
        "Limit: says whom it refuses, for how long, and why refusing some is what serves the rest.",
        "Through or forget: a rarely read link need not be in the cache after its edit; a hot one should not be missing for a moment.",
        "Codes: coordination once a block against a conflict now and then; what may be guessed; why aliases force the condition on both.",
    ],
    L6=[
        "Sizes the limit from store speed and timeout, and says who changes it when the store grows.",
        "Names the race that both orders leave (a slow read puts an old value back after the edit) and what bounds it: a lifetime, or a version compared on put.",
        "Says at which growth the choice turns, and which graph shows that day coming.",
    ],
)

# %% [markdown]
# Follow-ups to expect, and what a good answer holds:
#
# - *"Put the clicks in."* A message to a queue or log after the redirect is decided, never a write in its path; consumers add up a link's clicks
#   for some seconds and write once, or the link on television is one hot row. Say whether a lost or a doubled click is worse.
# - *"One link takes 50,000 redirects a second."* More than one cache machine should serve for one key: copies of the hottest links in
#   each instance for a second or two. An edit then needs that second or two more; there are still three to spare.
# - *"Expiry: a million links end at midnight."* The read decides by `expires_at`; removing the record is a job for later. Nothing has to happen at
#   midnight, and jitter on the cache's lifetimes keeps it so.
# - *"Two regions."* Read locally; give each region its own blocks or rely on the keyed codes, but an alias needs one place that decides: a home region for
#   the key space, or a store with conditional writes across regions, which is slower. Say which creates fail when that place is away.
# - *"Why not let the browser keep everything?"* You decided that above: it is the cheapest cache there is, and the one you can't empty.

# %% [markdown]
# ## Say it out loud
#
# Ninety seconds, without notes: (1) the two paths and their promises; (2) the store's reads a second against the peak, and what the cache therefore
# is for; (3) the silent store, the cold cache, and the two lines of code that survive both; (4) how a code is made unique; (5) what you watch, and
# what you would build before the traffic is a hundred times as much.

# %% part
from course.parts import timer

timer("links_say", seconds=90)

# %% [markdown]
# **What the lab does not show here.** Its store is work on a vCPU: no disks that warm up with use, no pages in memory, no hot partition by size. A read
# that is refused is simply lost, while people press reload. Nobody creates links in order to harm. A cache machine that returns
# is filled by misses only; many products can be warmed from a copy. And your code for codes met a store that is linearizable for one key: ask
# your database which of its writes are.
#
# **Sources.** Metastable failures: N. Bronson and others, *Metastable Failures in Distributed Systems* (HotOS 2021). What may be cached
# without a header: [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110), section 15.1, June 2022. Popularity of web pages, exponents 0.64 to 0.83: L. Breslau and others (INFOCOM 1999); 0.9 here is
# steeper, chosen by the course. Quorums: G. DeCandia and others, *Dynamo* (SOSP 2007). As a real cache between a service and its store, Netflix's
# [EVCache](https://github.com/Netflix/EVCache) documents zone-local reads, no consistency guarantee, and for its client's reads a timeout of 20 ms *and* a bound, a queue of 5 (primary source, EXT-19: its docs/features.md and docs/introduction.md).
#
# That the question is asked, and what interviewers listen for, is reported by interview guides and confirmed by nobody. Traffic, prices and promises
# are invented for this lesson.
