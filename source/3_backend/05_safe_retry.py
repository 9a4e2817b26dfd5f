# ---
# keeper:
#   title: An API that is safe to retry
#   minutes: 90
#   level: L5
#   covers: [BACK-05, BACK-18, BACK-22, MISTAKE-07, RUBRIC-10, RUBRIC-17, RUBRIC-25, RUBRIC-31, EXT-22]
#   needs: []
# ---

# %% [markdown]
# > Members redeem gift cards in our app. Support says that some were credited twice. The app's team says they did nothing
# > wrong: they only retry when they hear nothing. Make the redemption endpoint safe to retry.
#
# Run the next two cells and see it happen, on a real PostgreSQL that this notebook starts and stops. The first is the service
# as it is; the second is the app on a train.

# %% given
import json
from dataclasses import dataclass

from course.backend import postgres
from course.backend.faults import NoReply, Wire

LEDGER = """
    CREATE TABLE cards (id text PRIMARY KEY, balance_cents bigint CHECK (balance_cents >= 0));
    CREATE TABLE members (id text PRIMARY KEY, balance_cents bigint);
    CREATE TABLE redemptions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        card text, member text, amount_cents bigint
    );
"""


@dataclass(frozen=True)
class Request:
    caller: str  # the account that sent it; the gateway has checked it
    key: str  # the header Idempotency-Key
    body: str  # JSON; the gateway has checked that it is a redemption


@dataclass(frozen=True)
class Reply:
    status: int
    body: str  # JSON


def redeem_credit(connection, body):
    """Move credit from a card to a member, in a transaction that the caller began and ends.

    The Reply is 201 with a receipt, or 402 if the card has too little.
    """
    order = json.loads(body)
    card, member, amount = order["card"], order["member"], order["amount_cents"]
    left = connection.execute(
        "UPDATE cards SET balance_cents = balance_cents - %s"
        " WHERE id = %s AND balance_cents >= %s RETURNING balance_cents",
        [amount, card, amount],
    ).fetchone()
    if left is None:
        return Reply(402, json.dumps({"error": "this card has not enough credit"}))
    has = connection.execute(
        "UPDATE members SET balance_cents = balance_cents + %s WHERE id = %s RETURNING balance_cents",
        [amount, member],
    ).fetchone()
    receipt = connection.execute(
        "INSERT INTO redemptions (card, member, amount_cents) VALUES (%s, %s, %s) RETURNING id",
        [card, member, amount],
    ).fetchone()
    made = {"member_has_cents": has[0], "card_left_cents": left[0], "receipt": receipt[0]}
    return Reply(201, json.dumps(made))

# %%
def service_today(connection, request):
    with connection.transaction():
        return redeem_credit(connection, request.body)


ONE_CARD = "INSERT INTO cards VALUES ('birthday', 2000); INSERT INTO members VALUES ('ada', 0);"
order = Request("ada", "key-1", '{"card": "birthday", "member": "ada", "amount_cents": 500}')

with postgres.database(LEDGER + ONE_CARD) as database:

    def endpoint(request):
        with database.connect() as connection:
            return service_today(connection, request)

    train = Wire(endpoint, "reply lost")  # what happens to the first delivery; later ones arrive
    heard = None
    while heard is None:
        try:
            heard = train.send(order)
        except NoReply:
            pass  # so the app tries again
    redeemed = [cents for (cents,) in database.rows("SELECT amount_cents FROM redemptions")]

print(f"the app heard: {heard.status} {heard.body}\nthe ledger has: {redeemed}")

# %% [markdown]
# Ada asked for 500 once. Both sides did as they were told. What do you ask before you design anything?

# %% part
from course.parts import clarify

clarify(
    "retry_questions",
    {
        "Does a retry carry anything that tells it from a new redemption?": "It will. The app makes an `Idempotency-Key` "
        "before the first attempt and keeps it until it hears an answer. A new redemption gets a new key.",
        "What is in the key?": "The time when it was made, by the phone's clock, and 128 random bits.",
        "Two accounts send the same key. Whose is it?": "Each has its own. Never show one account the other's receipt.",
        "The same key comes with another body: what then?": "A bug, or somebody playing. Refuse it with 422, and move nothing. "
        "The same JSON with its members in another order is not another body.",
        "Must the retry's reply be the same, or only say *done*?": "The same status and the same bytes. It is a receipt.",
        "The card had too little credit, we said 402. Then it is topped up. What does a retry of the old key get?": "402 again. "
        "We answered that request. Whoever wants another decision sends another key.",
        "And when an attempt failed for a passing reason, a lock timeout or a restart?": "Then nobody was answered, so there is "
        "nothing to remember. The same key may succeed a second later.",
        "A retry arrives while the first attempt still runs?": "Let it wait and give it the first one's reply; or send it away "
        "with 409, and it will be back. Never a second redemption, and no 5xx: nothing is broken.",
        "For how long may a client go on retrying?": "24 hours from the moment it made the key. Later ones we refuse with 400.",
        "How far apart can clocks be?": "Two minutes, between any two of our machines or phones.",
        "Are cards, members and whatever I add in one database?": "One PostgreSQL. No payment provider today; I'll come back to that.",
        "How many redemptions a second?": "A few hundred in December. One primary carries it.",
        "Could the app just stop retrying?": "Then support gets the calls: the member sees an error and does not know either.",
        "Which web framework?": "None. You get a database connection and a request.",
        "Can we put Kafka in front?": "What would it answer the phone?",
    },
    solved_by="retry_safe",
)

# %% [markdown] written="retry_opening" points=2
# **Say it back, before any code** (RUBRIC-10): what "safe to retry" will mean here, in one sentence that could be tested; the
# assumptions you take; and every moment at which something can be lost or doubled between the phone and the disk
# (RUBRIC-17). Six to eight lines.

# %% part
from course.parts import self_assess

self_assess(
    "retry_opening",
    L5=[
        "A testable sentence: however often one key arrives, one effect, and every answer to it is the same answer",
        "Says who makes the key, when, and what it is unique within (the account)",
        "Names at least four moments: request lost, process dies before the commit, process dies after it, reply lost, two at once",
        "Tells an answer (201, 402) from a failure that answered nobody",
        "Ends by asking for agreement",
    ],
    L6=[
        "Says that the client cannot know what happened, and so the server has to make repeating harmless: exactly-once delivery is not on offer",
        "Asks how long keys must be remembered, and sees that this bounds what is stored",
        "Asks whether the effect lies in the same database as the key, because the whole design hangs on that",
    ],
)

# %% [markdown]
# **What the interviewer listens for.** Retries, and what they do, raised by you and not by them (BACK-22); keeping silent on
# failure is reported as a classic way to fail (MISTAKE-07). Then one mechanism taken to its ends: what is stored, in which
# transaction, what a crash leaves behind, when it may be forgotten.
#
# ## Stage 1: one at a time
#
# ```mermaid
# sequenceDiagram
#     participant App
#     participant Service
#     participant PostgreSQL
#     App->>Service: POST, key, body
#     Note over Service: (1) may die here
#     Service->>PostgreSQL: the work
#     Note over Service: (2) or here
#     Service->>PostgreSQL: COMMIT
#     Note over Service: (3) or here
#     Service--xApp: reply (4) lost
#     App->>Service: the same again
# ```
#
# For the app, one to four look alike. Which of them may leave the money moved, and what must the database say afterwards so
# that the next attempt can tell?
#
# What was agreed holds, asked or not: a key belongs to the account that sent it; an answer is for good, 402 included; a failure
# has answered nobody.
#
# Write both functions. Every request comes on a new connection, in autocommit mode: a statement outside of a
# `with connection.transaction():` block commits by itself. Requests come one after the other for now; a request may be lost,
# or repeated, and at any round trip to the database the process may die or the connection drop. Let errors of the database
# out: the framework turns them into 503.

# %% answer="retry_core"
def retry_tables():
    """SQL that creates what you want to remember, beside the tables of the ledger."""
    ### BEGIN SOLUTION
    return """
        CREATE TABLE answers (
            caller text, key text, status int NOT NULL, body text NOT NULL,
            PRIMARY KEY (caller, key)
        )
    """
    ### END SOLUTION


def redeem(connection, request):
    """Answer a Request with a Reply; move the money with `redeem_credit`."""
    ### BEGIN SOLUTION
    with connection.transaction():
        answer = connection.execute(
            "SELECT status, body FROM answers WHERE caller = %s AND key = %s",
            [request.caller, request.key],
        ).fetchone()
        if answer is not None:
            return Reply(*answer)
        reply = redeem_credit(connection, request.body)
        connection.execute(
            "INSERT INTO answers VALUES (%s, %s, %s, %s)",
            [request.caller, request.key, reply.status, reply.body],
        )
        return reply
    ### END SOLUTION

# %% [markdown] hint="retry_core"
# Take the four moments of the picture one by one. At (2) and (3) the service dies one round trip apart, and the retry finds
# either everything or nothing. What is the only thing in the picture that makes several changes appear together?

# %% [markdown] hint="retry_core"
# Whatever you remember must become visible in the same instant as the money. If it comes a commit earlier, a crash leaves a
# key with no redemption; a commit later, a redemption with no key. And the retry has to answer with the receipt of then, so
# remember the whole reply: the balances in it will have moved on.

# %% [markdown] hint="retry_core"
# One table; the account and the key together are its primary key; the reply's status and text beside them, as they are
# (`jsonb` would rewrite the text). In one transaction:
#
# - read the row of this account and key; if there is one, that is the reply;
# - else move the money, and store the reply, **whichever** it is: 402 is an answer;
# - an exception is not: let it out, and the transaction takes everything back.

# %% given
from contextlib import closing, contextmanager

import psycopg

from course.backend.faults import ProcessDied, everywhere
from course.backend.overlaps import overlaps

NOON = 1_900_000_000_000  # milliseconds since 1970: the moment at which the cases' keys are made
BEFORE = {"card": 2000, "member": 0, "redeemed": []}
ONCE = {"card": 1500, "member": 500, "redeemed": [500]}


class Shop:
    """The bench of the cases: a fresh database with 300 cards and members. You need not read it."""

    def __init__(self, database):
        self.database = database

    def request(self, number, *, amount=500, caller="ada", key=None, body=None):
        """A request to redeem from card `number`, with key `number`."""
        order = {"card": f"card-{number}", "member": f"member-{number}", "amount_cents": amount}
        return Request(caller, key or f"{NOON}-{number:032x}", body or json.dumps(order))

    def send(self, handler, request):
        """What the handler answers on a new connection: its Reply, or the error that it raised."""
        # closing, because psycopg's own `with` would commit what the handler forgot to commit
        with closing(self.database.connect()) as connection:
            try:
                return handler(connection, request)
            except NotImplementedError:
                raise
            except Exception as error:
                return error

    def state(self, number):
        """What is committed about card and member `number`."""
        found = self.database.rows(
            "SELECT c.balance_cents, m.balance_cents,"
            " array(SELECT amount_cents FROM redemptions WHERE card = c.id ORDER BY id)"
            " FROM cards AS c, members AS m WHERE c.id = %s AND m.id = %s",
            f"card-{number}",
            f"member-{number}",
        )
        return dict(zip(BEFORE, found[0], strict=True))

    def remembered(self):
        """How many rows there are in the tables that are not the ledger's."""
        tables = self.database.rows(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('cards', 'members', 'redemptions')"
        )
        return sum(self.database.rows(f"SELECT count(*) FROM {table}")[0][0] for (table,) in tables)

    def unlogged(self):
        """Names of tables that PostgreSQL empties when it recovers from a crash."""
        found = self.database.rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u'")
        return [name for (name,) in found]


@contextmanager
def open_shop(tables):
    fill = """
        INSERT INTO cards SELECT 'card-' || n, 2000 FROM generate_series(1, 300) AS n;
        INSERT INTO members SELECT 'member-' || n, 0 FROM generate_series(1, 300) AS n;
    """
    with postgres.database(f"{LEDGER};{fill};{tables}") as database:
        yield Shop(database)


def expect(check, got, status, *, after):
    """Fail unless `got` is a Reply with this status (or one of these)."""
    statuses = status if isinstance(status, tuple) else (status,)
    wanted = " or ".join(str(each) for each in statuses)
    kind = type(got).__name__
    if isinstance(got, BaseException):
        said = str(got).partition("\n")[0]
        check.that(False, f"After {after}: expected {wanted}, but it raised {kind}: {said}")
    check.that(isinstance(got, Reply), f"After {after}: expected a Reply, but it returned a {kind}.")
    answered = f"it answered {got.status} with {got.body}"
    check.that(got.status in statuses, f"After {after}: expected {wanted}, but {answered}")


def replies(check, pair, status, *, after):
    """What both calls of a pair answered; fails unless who lived gave a Reply with such a status."""
    stuck = "the second neither ended nor waited for a lock of the database."
    why = "It waits for something in your process, and another server would not."
    check.that(pair.second_did != "stuck", f"After {after}: {stuck} {why}")
    both = [pair.first.error or pair.first.reply, pair.second.error or pair.second.reply]
    for reply in both:
        if not isinstance(reply, ProcessDied):
            expect(check, reply, status, after=after)
    return both


def check_every_fault(check, shop, handler):
    """Strike the handler at each of its round trips; each time a retry must set everything right."""

    def call(number, connection):
        return handler(connection, shop.request(number))

    strikes = 0
    for struck in everywhere(shop.database, call):
        strikes += 1
        retry = shop.send(handler, shop.request(struck.number))
        after = f"one request in which {struck}, and its retry"
        expect(check, retry, 201, after=after)
        check.equal(shop.state(struck.number), ONCE, after=after)
        if isinstance(struck.reply, Reply) and struck.reply.status < 500:
            check.equal(struck.reply, retry, after=f"one request in which {struck}, answered all the same")
    check.that(strikes, "The handler asked the database nothing. What it knows must be there: processes die.")
    for table in shop.unlogged():
        check.that(False, f"{table} is UNLOGGED: a crash of PostgreSQL empties it, but not the ledger.")


def check_passing_failure(check, shop, handler):
    """Somebody else holds the card's row for too long; later the same key is tried again."""
    with closing(shop.database.connect()) as other, closing(shop.database.connect()) as connection:
        connection.execute("SET lock_timeout = '20ms'")
        with other.transaction():
            other.execute("SELECT 1 FROM cards WHERE id = 'card-1' FOR UPDATE")
            try:
                failed = handler(connection, shop.request(1))
            except psycopg.Error as error:
                failed = error
    if isinstance(failed, Reply):
        story = "The card's row was locked and the statement timed out. That answers nobody"
        said = f"the reply was {failed.status} with {failed.body}"
        check.that(failed.status >= 500 or failed.status in (409, 429), f"{story}, but {said}")
    after = "an attempt that ran into a lock timeout, and a retry when the lock was gone"
    expect(check, shop.send(handler, shop.request(1)), 201, after=after)
    check.equal(shop.state(1), ONCE, after=after)

# %% tests="retry_once" points=6 inside="it overlaps threads on real connections"
@check("one request moves the money once")
def first_request():
    with open_shop(retry_tables()) as shop:
        expect(check, shop.send(redeem, shop.request(1)), 201, after="one request")
        check.equal(shop.state(1), ONCE, after="one request to redeem 500 of 2000")


@check("after a lost reply the retry gets the same reply, and nothing moves")
def lost_reply():
    with open_shop(retry_tables()) as shop:
        replies = []

        def endpoint(request):
            replies.append(shop.send(redeem, request))
            return replies[-1]

        train = Wire(endpoint, "reply lost", "duplicated")
        try:
            train.send(shop.request(1))
        except NoReply:
            train.send(shop.request(1))
        after = "a request whose reply was lost, and its retry, which the network delivered twice"
        for reply in replies:
            expect(check, reply, 201, after=after)
            check.equal(reply, replies[0], after=after)
        check.equal(shop.state(1), ONCE, after=after)


@check("another key is another redemption")
def another_key():
    with open_shop(retry_tables()) as shop:
        expect(check, shop.send(redeem, shop.request(1)), 201, after="one request")
        second = shop.request(1, key=f"{NOON}-{2:032x}")
        expect(check, shop.send(redeem, second), 201, after="the same order again with a new key")
        want = {"card": 1000, "member": 1000, "redeemed": [500, 500]}
        check.equal(shop.state(1), want, after="two orders of 500 from the same card, each with a key of its own")


@check("a refusal is an answer: the retry gets it even after a top-up")
def refusal():
    with open_shop(retry_tables()) as shop:
        first = shop.send(redeem, shop.request(1, amount=9000))
        expect(check, first, 402, after="a request to redeem 9000 of 2000")
        shop.database.rows("UPDATE cards SET balance_cents = 10000 WHERE id = 'card-1' RETURNING id")
        after = "a request to redeem 9000 of 2000, a top-up to 10000, and a retry with the same key"
        check.equal(shop.send(redeem, shop.request(1, amount=9000)), first, after=after)
        check.equal(shop.state(1), {"card": 10000, "member": 0, "redeemed": []}, after=after)


### BEGIN HIDDEN TESTS
@check("the reply is the one of then, though balances have moved on")
def reply_of_then():
    with open_shop(retry_tables()) as shop:
        first = shop.send(redeem, shop.request(1))
        expect(check, first, 201, after="one request")
        expect(check, shop.send(redeem, shop.request(1, key=f"{NOON}-{2:032x}")), 201, after="another, with a new key")
        check.equal(shop.send(redeem, shop.request(1)), first, after="two redemptions of one card, then a retry of the first")


@check("another account's equal key is another request")
def another_caller():
    with open_shop(retry_tables()) as shop:
        first = shop.send(redeem, shop.request(1))
        expect(check, first, 201, after="one request of ada's")
        same_key = shop.request(2, caller="eve", key=shop.request(1).key)
        other = shop.send(redeem, same_key)
        expect(check, other, 201, after="a request of eve's for another card, with ada's key")
        check.that(other.body != first.body, "Eve sent ada's key with an order of her own, and was shown ada's receipt.")
        check.equal(shop.state(2), ONCE, after="a request of eve's for card 2, with a key that ada had used for card 1")
        check.that(shop.send(redeem, shop.request(1)) != other, "Eve sent ada's key; then ada's retry was shown eve's receipt.")


@check("a failure that will pass is not remembered")
def passing_failure():
    with open_shop(retry_tables()) as shop:
        check_passing_failure(check, shop, redeem)


@check("struck at any round trip, the retry leaves one redemption")
def every_fault():
    with open_shop(retry_tables()) as shop:
        check_every_fault(check, shop, redeem)
### END HIDDEN TESTS

# %% wrong="no memory at all" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: a refusal is an answer: the retry gets it even after a top-up; retry_once: the reply is the one of then, though balances have moved on; retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return ""


def redeem(connection, request):
    with connection.transaction():
        return redeem_credit(connection, request.body)

# %% wrong="keys in a dictionary of the process" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: another key is another redemption; retry_once: a refusal is an answer: the retry gets it even after a top-up; retry_once: another account's equal key is another request; retry_once: a failure that will pass is not remembered; retry_once: struck at any round trip, the retry leaves one redemption"
SEEN = {}


def retry_tables():
    return ""


def redeem(connection, request):
    if (request.caller, request.key) not in SEEN:
        with connection.transaction():
            reply = redeem_credit(connection, request.body)
        SEEN[request.caller, request.key] = reply
    return SEEN[request.caller, request.key]

# %% wrong="the key is committed before the work" fails="retry_once: a failure that will pass is not remembered; retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    claimed = connection.execute("INSERT INTO answers VALUES (%s, %s) ON CONFLICT DO NOTHING", me).rowcount
    if not claimed:
        status, body = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        return Reply(status, body) if status else Reply(409, '{"error": "in progress"}')
    with connection.transaction():
        reply = redeem_credit(connection, request.body)
        connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
    return reply

# %% wrong="the key is committed before the work, and taken back when the work fails" fails="retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    claimed = connection.execute("INSERT INTO answers VALUES (%s, %s) ON CONFLICT DO NOTHING", me).rowcount
    if not claimed:
        status, body = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        return Reply(status, body) if status else Reply(409, '{"error": "in progress"}')
    try:
        with connection.transaction():
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
    except Exception:
        connection.execute("DELETE FROM answers WHERE caller = %s AND key = %s", me)
        raise
    return reply

# %% wrong="the key is committed after the work" fails="retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if answer:
        return Reply(*answer)
    with connection.transaction():
        reply = redeem_credit(connection, request.body)
    connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    return reply

# %% wrong="no transaction: every statement commits by itself" fails="retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if answer:
        return Reply(*answer)
    reply = redeem_credit(connection, request.body)
    connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    return reply

# %% wrong="remembers the receipt's number and builds the reply anew" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: the reply is the one of then, though balances have moved on"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, receipt bigint, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        answer = connection.execute("SELECT status, receipt FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if answer is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, json.loads(reply.body).get("receipt")])
            return reply
        status, receipt = answer
        if status == 402:
            return Reply(402, json.dumps({"error": "this card has not enough credit"}))
        left, has = connection.execute(
            "SELECT c.balance_cents, m.balance_cents FROM redemptions r JOIN cards c ON c.id = r.card JOIN members m ON m.id = r.member WHERE r.id = %s",
            [receipt],
        ).fetchone()
        return Reply(status, json.dumps({"receipt": receipt, "card_left_cents": left, "member_has_cents": has}))

# %% wrong="a duplicate gets a bare success" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: a refusal is an answer: the retry gets it even after a top-up; retry_once: the reply is the one of then, though balances have moved on"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    with connection.transaction():
        new = connection.execute("INSERT INTO answers VALUES (%s, %s) ON CONFLICT DO NOTHING", [request.caller, request.key]).rowcount
        if not new:
            return Reply(201, json.dumps({"status": "already redeemed"}))
        return redeem_credit(connection, request.body)

# %% wrong="a duplicate is an error" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: a refusal is an answer: the retry gets it even after a top-up; retry_once: the reply is the one of then, though balances have moved on; retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    with connection.transaction():
        connection.execute("INSERT INTO answers VALUES (%s, %s)", [request.caller, request.key])
        return redeem_credit(connection, request.body)

# %% wrong="refusals are not remembered" fails="retry_once: a refusal is an answer: the retry gets it even after a top-up"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if answer:
            return Reply(*answer)
        reply = redeem_credit(connection, request.body)
        if reply.status == 201:
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
        return reply

# %% wrong="errors are remembered for ever" fails="retry_once: a failure that will pass is not remembered"
import psycopg


def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if answer:
        return Reply(*answer)
    try:
        with connection.transaction():
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    except psycopg.Error:
        reply = Reply(503, json.dumps({"error": "try again later"}))
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    return reply

# %% wrong="one space of keys for all accounts" fails="retry_once: another account's equal key is another request"
def retry_tables():
    return "CREATE TABLE answers (key text PRIMARY KEY, status int, body text)"


def redeem(connection, request):
    with connection.transaction():
        answer = connection.execute("SELECT status, body FROM answers WHERE key = %s", [request.key]).fetchone()
        if answer:
            return Reply(*answer)
        reply = redeem_credit(connection, request.body)
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s)", [request.key, reply.status, reply.body])
        return reply

# %% wrong="keeps the reply as jsonb, which does not keep its text" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: the reply is the one of then, though balances have moved on"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body jsonb, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if answer:
            return Reply(answer[0], json.dumps(answer[1]))
        reply = redeem_credit(connection, request.body)
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
        return reply

# %% wrong="takes equal orders for duplicates and ignores the key" fails="retry_once: another key is another redemption"
def retry_tables():
    return "CREATE TABLE answers (body text PRIMARY KEY, status int, reply text)"


def redeem(connection, request):
    with connection.transaction():
        answer = connection.execute("SELECT status, reply FROM answers WHERE body = %s", [request.body]).fetchone()
        if answer:
            return Reply(*answer)
        reply = redeem_credit(connection, request.body)
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s)", [request.body, reply.status, reply.body])
        return reply

# %% wrong="answers although the commit failed" fails="retry_once: struck at any round trip, the retry leaves one redemption"
import psycopg


def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    reply = None
    try:
        with connection.transaction():
            answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
            if answer:
                return Reply(*answer)
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    except psycopg.Error:
        if reply is None:
            raise
    return reply

# %% wrong="the retry is told 200, already done" fails="retry_once: after a lost reply the retry gets the same reply, and nothing moves; retry_once: a refusal is an answer: the retry gets it even after a top-up; retry_once: the reply is the one of then, though balances have moved on; retry_once: struck at any round trip, the retry leaves one redemption"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        answer = connection.execute("SELECT body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if answer:
            return Reply(200, answer[0])
        reply = redeem_credit(connection, request.body)
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
        return reply

# %% wrong="catches what went wrong inside of the transaction, which then commits" fails="retry_once: a failure that will pass is not remembered"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if answer:
            return Reply(*answer)
        try:
            with connection.transaction():
                reply = redeem_credit(connection, request.body)
        except Exception as error:
            reply = Reply(500, json.dumps({"error": type(error).__name__}))
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
        return reply

# %% wrong="BEGIN by hand, and one way out without COMMIT" fails="retry_once: a refusal is an answer: the retry gets it even after a top-up"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    connection.execute("BEGIN")
    answer = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if answer:
        return Reply(*answer)
    reply = redeem_credit(connection, request.body)
    connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    if reply.status == 201:
        connection.execute("COMMIT")
    return reply

# %% wrong="claims by account and key, writes the reply by key" fails="retry_once: another account's equal key is another request"
def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        if connection.execute("INSERT INTO answers VALUES (%s, %s, 0, '') ON CONFLICT DO NOTHING", me).rowcount == 0:
            return Reply(*connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone())
        reply = redeem_credit(connection, request.body)
        connection.execute("UPDATE answers SET status = %s, body = %s WHERE key = %s", [reply.status, reply.body, request.key])
        return reply

# %% wrong="the key in the ledger's row, and a refusal has none" fails="retry_once: a refusal is an answer: the retry gets it even after a top-up"
def retry_tables():
    return "ALTER TABLE redemptions ADD caller text, ADD key text, ADD reply text, ADD UNIQUE (caller, key)"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        row = connection.execute("SELECT reply FROM redemptions WHERE caller = %s AND key = %s", me).fetchone()
        if row:
            return Reply(201, row[0])
        reply = redeem_credit(connection, request.body)
        if reply.status == 201:
            made = [*me, reply.body, json.loads(reply.body)["receipt"]]
            connection.execute("UPDATE redemptions SET caller = %s, key = %s, reply = %s WHERE id = %s", made)
        return reply

# %% also_right="autocommit off, and one commit"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    connection.autocommit = False
    row = connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if row:
        return Reply(*row)
    reply = redeem_credit(connection, request.body)
    connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
    connection.commit()
    return reply

# %% also_right="claims the key first, in the same transaction"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, PRIMARY KEY (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    with connection.transaction():
        if connection.execute("INSERT INTO answers VALUES (%s, %s) ON CONFLICT DO NOTHING", me).rowcount == 0:
            return Reply(*connection.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone())
        reply = redeem_credit(connection, request.body)
        connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
        return reply

# %% also_right="turns errors into 503 and remembers none"
import psycopg


def retry_tables():
    return "CREATE TABLE answers (request text PRIMARY KEY, reply text NOT NULL)"


def redeem(connection, request):
    me = json.dumps([request.caller, request.key])
    try:
        with connection.transaction():
            for status, body in [json.loads(reply) for (reply,) in connection.execute("SELECT reply FROM answers WHERE request = %s", [me])]:
                return Reply(status, body)
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s)", [me, json.dumps([reply.status, reply.body])])
            return reply
    except psycopg.Error as error:
        return Reply(503, json.dumps({"error": type(error).__name__}))

# %% also_right="BEGIN and COMMIT by hand"
def retry_tables():
    return "CREATE TABLE answers (caller text, key text, status int, body text, UNIQUE (caller, key))"


def redeem(connection, request):
    me = [request.caller, request.key]
    connection.execute("BEGIN")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status, body FROM answers WHERE caller = %s AND key = %s", me)
            row = cursor.fetchone()
            if row:
                reply = Reply(*row)
            else:
                reply = redeem_credit(connection, request.body)
                cursor.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, reply.status, reply.body])
        connection.execute("COMMIT")
        return reply
    except Exception:
        connection.rollback()
        raise

# %% [markdown]
# ## Stage 2: is it the same request?
#
# A stored reply answers *one* request. If the key comes back with another body, somebody's code is wrong, and handing out the
# old receipt would hide it. Write a text that is equal for two bodies exactly when they mean the same JSON.

# %% given
import hashlib

# %% answer="retry_body"
def fingerprint(body):
    """A text that is equal for two bodies exactly when they mean the same JSON."""
    ### BEGIN SOLUTION
    canonical = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
    ### END SOLUTION

# %% [markdown] hint="retry_body"
# The text of a body says more than the body means: spaces, the order of members, `\u00e9` for `é`. Among all the texts that
# mean the same, which one could both sides agree on?

# %% [markdown] hint="retry_body"
# Parse it, then write it again in one fixed way: members sorted at **every** depth, the same separators always. The order of a
# list means something, so leave it. A digest keeps the row small. Python's `hash` will not do: for text it differs from process
# to process, and the retry will reach another process.

# %% tests="retry_fingerprint" points=2
PLAIN = '{"card": "c-1", "member": "ada", "amount_cents": 500}'


@check("the order of members and spaces do not matter")
def order_of_members():
    other = '{"amount_cents":500,\n  "member":"ada",   "card":"c-1"}'
    check.equal(fingerprint(other), fingerprint(PLAIN), after="fingerprints of one order, its members written in another order")
    check.that(isinstance(fingerprint(PLAIN), str), "fingerprint must give text, to be stored and compared.")


@check("any other value makes another fingerprint")
def other_values():
    for old, new in [("500", "501"), ("500", '"500"'), ("ada", "eve"), ("ada", "ad a"), ("c-1", "c-2"), ("card", "Card"), ("}", ', "note": ""}')]:
        other = PLAIN.replace(old, new)
        check.that(fingerprint(other) != fingerprint(PLAIN), f"{PLAIN} and {other} have the same fingerprint.")


### BEGIN HIDDEN TESTS
@check("what is nested, listed or escaped counts by what it means")
def nested():
    one = '{"gift": {"to": "Zoé", "lines": ["a", "b"]}, "amount_cents": 500}'
    same = '{"amount_cents": 500, "gift": {"lines": ["a", "b"], "to": "Zo\\u00e9"}}'
    check.equal(fingerprint(same), fingerprint(one), after=f"fingerprints of {one} and {same}")
    for old, new in [('["a", "b"]', '["b", "a"]'), ('["a", "b"]', '["a, b"]'), ("Zoé", "Zoe"), ('"to": "Zoé", "lines"', '"lines": "Zoé", "to"')]:
        other = one.replace(old, new)
        check.that(fingerprint(other) != fingerprint(one), f"{one} and {other} have the same fingerprint.")


@check("another process gives the same fingerprint")
def another_process():
    here, python_hash = fingerprint(PLAIN), builtins.hash
    builtins.hash = lambda value: python_hash((value, "the seed of another process"))
    try:
        there = fingerprint(PLAIN)
    finally:
        builtins.hash = python_hash
    check.equal(there, here, after="fingerprints of one body in two processes: what hash() gives for text differs between them")


import builtins

from hypothesis import strategies as st


def turned(value):
    """The same JSON with the members of every object in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


values = st.recursive(
    st.none() | st.integers(-9, 9) | st.text("ab ", max_size=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(st.text("ab", max_size=2), values, max_size=3)


@check.law("equal fingerprints mean equal JSON, and the other way round", one=objects, other=objects)
def means_the_same(one, other):
    text, again = json.dumps(one), json.dumps(turned(one))
    check.equal(fingerprint(again), fingerprint(text), after=f"fingerprints of {text} and of {again}")
    if one != other:
        check.that(fingerprint(json.dumps(other)) != fingerprint(text), f"{text} and {json.dumps(other)} have the same fingerprint.")
### END HIDDEN TESTS

# %% wrong="the body as it came" fails="retry_fingerprint: the order of members and spaces do not matter; retry_fingerprint: what is nested, listed or escaped counts by what it means; retry_fingerprint: equal fingerprints mean equal JSON, and the other way round; retry_safe: the same order with its members turned round is the same request"
def fingerprint(body):
    return hashlib.sha256(body.encode()).hexdigest()

# %% wrong="sorts the outermost members only" fails="retry_fingerprint: what is nested, listed or escaped counts by what it means; retry_fingerprint: equal fingerprints mean equal JSON, and the other way round"
def fingerprint(body):
    return hashlib.sha256(repr(sorted(json.loads(body).items())).encode()).hexdigest()

# %% wrong="only the amount and the card" fails="retry_fingerprint: any other value makes another fingerprint; retry_fingerprint: what is nested, listed or escaped counts by what it means; retry_fingerprint: equal fingerprints mean equal JSON, and the other way round"
def fingerprint(body):
    order = json.loads(body)
    return hashlib.sha256(f"{order.get('card')}/{order.get('amount_cents')}".encode()).hexdigest()

# %% wrong="joins sorted members without saying where one ends" fails="retry_fingerprint: any other value makes another fingerprint; retry_fingerprint: equal fingerprints mean equal JSON, and the other way round"
def fingerprint(body):
    def flat(value):
        if isinstance(value, dict):
            return "".join(name + flat(value[name]) for name in sorted(value))
        return "".join(map(flat, value)) if isinstance(value, list) else str(value)

    return hashlib.sha256(flat(json.loads(body)).encode()).hexdigest()

# %% wrong="drops all spaces and sorts what stands between commas" fails="retry_fingerprint: any other value makes another fingerprint; retry_fingerprint: what is nested, listed or escaped counts by what it means; retry_fingerprint: equal fingerprints mean equal JSON, and the other way round"
def fingerprint(body):
    return hashlib.sha256(",".join(sorted("".join(body.split()).strip("{}").split(","))).encode()).hexdigest()

# %% wrong="lists are sorted, too" fails="retry_fingerprint: what is nested, listed or escaped counts by what it means"
def fingerprint(body):
    def canonical(value):
        if isinstance(value, dict):
            return {name: canonical(value[name]) for name in sorted(value)}
        return sorted(map(canonical, value), key=repr) if isinstance(value, list) else value

    return json.dumps(canonical(json.loads(body)))

# %% wrong="Python's hash, another one in every process" fails="retry_fingerprint: another process gives the same fingerprint"
def fingerprint(body):
    return str(hash(json.dumps(json.loads(body), sort_keys=True)))

# %% also_right="the canonical text itself"
def fingerprint(body):
    return json.dumps(json.loads(body), sort_keys=True)

# %% also_right="sorts while it parses"
def fingerprint(body):
    ordered = json.loads(body, object_pairs_hook=lambda pairs: ("object", sorted(pairs)))
    return hashlib.blake2b(repr(ordered).encode()).hexdigest()

# %% [markdown]
# ## Stage 3: how long do you remember?
#
# Keys cannot stay for ever; December would still be on your disks in spring. But the moment you forget a key, its late retry
# is a new redemption. So the key itself says when it was made, and a key too old to be remembered is too old to be accepted.
#
# Netflix's engineers describe a token of this shape for their key-value layer: a generation time and a 128-bit nonce, made by
# the client; servers reject one that lies too far from their own clock (tech blog, September 2024, read in summaries and
# reposts). There it keeps hedged and retried writes in order and counted once. Here it lets you forget.
#
# The rules: a client may retry until the key is 24 hours old; clocks differ by up to two minutes. A key exactly at a limit is
# still good, a millisecond beyond is not. Which of the two clocks may be the one that is wrong?

# %% given
import re

RETRY_HORIZON_MS = 24 * 60 * 60 * 1000  # clients give up when a key is this old
CLOCK_SKEW_MS = 2 * 60 * 1000  # no two clocks are further apart


def made_at_ms(key):
    """When the client made this key: `<milliseconds since 1970>-<32 hex digits>`. Else ValueError."""
    if not re.fullmatch("[0-9]{13}-[0-9a-f]{32}", key):
        raise ValueError(f"not an idempotency key: {key!r}")
    return int(key[:13])

# %% answer="retry_age"
def key_problem(key, now_ms):
    """What is wrong with a key by this server's clock, or None if nothing is.

    One of "malformed", "too old", "from the future".
    """
    ### BEGIN SOLUTION
    try:
        age_ms = now_ms - made_at_ms(key)
    except ValueError:
        return "malformed"
    if age_ms > RETRY_HORIZON_MS:
        return "too old"
    if age_ms < -CLOCK_SKEW_MS:
        return "from the future"
    return None
    ### END SOLUTION

# %% [markdown] hint="retry_age"
# One number decides: the key's age by your clock. It can be negative. What does an honest phone's clock allow on either side?

# %% [markdown] hint="retry_age"
# The limits are not symmetric: an age of at most 24 hours on one side, at most two minutes below zero on the other. A key from
# far ahead would have to be remembered for as long as its maker pleases. `made_at_ms` raises for what is no key; you answer.

# %% tests="retry_key_age" points=2
@check("a key of now is good, and so are both limits")
def good_keys():
    key = f"{NOON}-{7:032x}"
    for age_ms, words in [(0, "just made"), (RETRY_HORIZON_MS, "exactly 24 hours old"), (-CLOCK_SKEW_MS, "exactly two minutes ahead of our clock")]:
        problem = key_problem(key, NOON + age_ms)
        check.that(problem is None, f"A key {words} is good; key_problem says {problem!r}.")
    check.equal(key_problem("hello", NOON), "malformed", after="the key 'hello'")


### BEGIN HIDDEN TESTS
@check("a millisecond beyond a limit it is refused")
def bad_keys():
    key = f"{NOON}-{7:032x}"
    for age_ms, want in [(RETRY_HORIZON_MS + 1, "too old"), (30 * RETRY_HORIZON_MS, "too old"), (-CLOCK_SKEW_MS - 1, "from the future"), (-RETRY_HORIZON_MS, "from the future")]:
        check.equal(key_problem(key, NOON + age_ms), want, after=f"a key whose age by our clock is {age_ms} ms")


@check("a malformed key is refused, and is no error")
def malformed_keys():
    for key in ("", str(NOON), f"{NOON}-", f"{NOON}-{7:031x}", f"{NOON}-{7:032x} ", f"-{NOON}-{7:032x}"):
        check.equal(key_problem(key, NOON), "malformed", after=f"the key {key!r}")
### END HIDDEN TESTS

# %% wrong="one limit for both directions" fails="retry_key_age: a key of now is good, and so are both limits; retry_safe: a key is remembered for as long as any server may accept it"
def key_problem(key, now_ms):
    try:
        drift_ms = now_ms - made_at_ms(key)
    except ValueError:
        return "malformed"
    if abs(drift_ms) > CLOCK_SKEW_MS:
        return "too old" if drift_ms > 0 else "from the future"
    return None

# %% wrong="the future is not looked at" fails="retry_key_age: a millisecond beyond a limit it is refused; retry_safe: a key too old or from the future: 400, nothing moves or stays"
def key_problem(key, now_ms):
    try:
        return "too old" if now_ms - made_at_ms(key) > RETRY_HORIZON_MS else None
    except ValueError:
        return "malformed"

# %% wrong="the future is refused from the first millisecond" fails="retry_key_age: a key of now is good, and so are both limits; retry_safe: a key is remembered for as long as any server may accept it"
def key_problem(key, now_ms):
    try:
        age_ms = now_ms - made_at_ms(key)
    except ValueError:
        return "malformed"
    return "too old" if age_ms > RETRY_HORIZON_MS else "from the future" if age_ms < 0 else None

# %% wrong="the limits themselves are refused" fails="retry_key_age: a key of now is good, and so are both limits; retry_safe: a key is remembered for as long as any server may accept it"
def key_problem(key, now_ms):
    try:
        age_ms = now_ms - made_at_ms(key)
    except ValueError:
        return "malformed"
    return "too old" if age_ms >= RETRY_HORIZON_MS else "from the future" if age_ms <= -CLOCK_SKEW_MS else None

# %% wrong="a malformed key raises" fails="retry_key_age: a key of now is good, and so are both limits; retry_key_age: a malformed key is refused, and is no error; retry_safe: a key too old or from the future: 400, nothing moves or stays"
def key_problem(key, now_ms):
    age_ms = now_ms - made_at_ms(key)
    return "too old" if age_ms > RETRY_HORIZON_MS else "from the future" if age_ms < -CLOCK_SKEW_MS else None

# %% wrong="compares whole seconds" fails="retry_key_age: a millisecond beyond a limit it is refused; retry_safe: a key too old or from the future: 400, nothing moves or stays; retry_safe: an old key is refused even while its answer is still there"
def key_problem(key, now_ms):
    try:
        age_s = (now_ms - made_at_ms(key)) // 1000
    except ValueError:
        return "malformed"
    return "too old" if age_s > RETRY_HORIZON_MS // 1000 else "from the future" if age_s < -CLOCK_SKEW_MS // 1000 else None

# %% wrong="the two directions are exchanged" fails="retry_key_age: a key of now is good, and so are both limits; retry_key_age: a millisecond beyond a limit it is refused; retry_safe: a key too old or from the future: 400, nothing moves or stays; retry_safe: a key is remembered for as long as any server may accept it"
def key_problem(key, now_ms):
    try:
        age_ms = made_at_ms(key) - now_ms
    except ValueError:
        return "malformed"
    return "too old" if age_ms > RETRY_HORIZON_MS else "from the future" if age_ms < -CLOCK_SKEW_MS else None

# %% also_right="two moments instead of an age"
def key_problem(key, now_ms):
    try:
        made_ms = made_at_ms(key)
    except ValueError:
        return "malformed"
    if made_ms < now_ms - RETRY_HORIZON_MS:
        return "too old"
    return "from the future" if made_ms > now_ms + CLOCK_SKEW_MS else None

# %% also_right="a range of good ages"
def key_problem(key, now_ms):
    try:
        age_ms = now_ms - made_at_ms(key)
    except ValueError:
        return "malformed"
    good = range(-CLOCK_SKEW_MS, RETRY_HORIZON_MS + 1)
    return None if age_ms in good else "too old" if age_ms > 0 else "from the future"

# %% [markdown]
# ## Stage 4: two at once
#
# The phone gives up waiting and sends again while the first attempt still runs. First, what does PostgreSQL do when a second
# transaction inserts a key that a first one has inserted but not committed? There are two endings; guess both, then run.

# %%
def take_seat(number, connection):
    with connection.transaction():
        connection.execute("INSERT INTO seats VALUES (%s)", [number])
    return "the seat"


seen = []
for ending, dies in [("commits", False), ("dies", True)]:
    with postgres.database("CREATE TABLE seats (number int PRIMARY KEY)") as database:
        for pair in overlaps(database, take_seat, take_seat, first_dies=dies):
            if pair.moment.statement.startswith("INSERT"):
                then = pair.second.reply or type(pair.second.error).__name__
                seen.append(f"the first has inserted: the second {pair.second_did}")
                seen.append(f"    the first {ending}: the second gets {then}")
print("\n".join(seen))

# %% [markdown]
# Now your own stage 1 under the same treatment: the first request is held after each of its round trips in turn, and an equal
# second request runs until it ends or waits for a lock.

# %%
def outcome(ended):
    return f"{ended.reply.status}" if ended.error is None else type(ended.error).__name__


def mine(number, connection):
    return redeem(connection, shop.request(number))


seen = [f"{'first held after':<33} second   replies"]
try:
    with open_shop(retry_tables()) as shop:
        for pair in overlaps(shop.database, mine, mine):
            answers = f"{outcome(pair.first)} and {outcome(pair.second)}"
            times = len(shop.state(pair.number)["redeemed"])
            seen.append(f"{pair.moment.statement[:31]:<33} {pair.second_did:<8} {answers}; redeemed {times}x")
except NotImplementedError:
    seen = ["Write stage 1 first."]
print("\n".join(seen))

# %% [markdown]
# If you see an error, or 2x, you have found what stage 1's cases could not: every request there came alone. If you see neither,
# say why it cannot happen.
#
# Write the endpoint that you would ship. It uses `fingerprint` and `key_problem`; take from stage 1 what still stands.
#
# | request | reply |
# |---|---|
# | first of its key | 201 or 402, as `redeem_credit` says |
# | its retry | the same reply |
# | while the first one runs (one that died does not) | wait, then the same reply; or 409 at once |
# | same key, another body | 422, or 409 while the first one runs; nothing moves |
# | key malformed, too old, from the future | 400, whatever you remember; nothing is remembered for it |
# | another account's equal key | has nothing to do with it |
# | different keys of different accounts | don't wait for each other |
#
# `forget` deletes what is no longer needed. Its server's clock may be two minutes ahead of the one that takes the next retry.

# %% answer="retry_endpoint"
def endpoint_tables():
    """SQL that creates what you want to remember, beside the tables of the ledger."""
    ### BEGIN SOLUTION
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL,
            status int, body text,  -- null only inside of the transaction that made the row
            PRIMARY KEY (caller, key)
        );
        CREATE INDEX ON answers (made_at_ms);
    """
    ### END SOLUTION


def handle(connection, request, now_ms):
    """Answer a Request with a Reply, at `now_ms` by this server's clock."""
    ### BEGIN SOLUTION
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": f"idempotency key {problem}"}))
    me = [request.caller, request.key]
    mark = fingerprint(request.body)
    with connection.transaction():
        # Claim the key. While another transaction holds the same claim, this waits for its end.
        claimed = connection.execute(
            "INSERT INTO answers (caller, key, fingerprint, made_at_ms) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [*me, mark, made_at_ms(request.key)],
        )
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute(
                "UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s",
                [reply.status, reply.body, *me],
            )
            return reply
    # A statement of its own: its snapshot is younger than the wait, and shows what the other committed.
    stored, status, body = connection.execute(
        "SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me
    ).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "this idempotency key was used with another body"}))
    return Reply(status, body)
    ### END SOLUTION


def forget(connection, now_ms):
    """Delete what is remembered of keys that no server can accept any more."""
    ### BEGIN SOLUTION
    last_ms = now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [last_ms])
    ### END SOLUTION

# %% [markdown] hint="retry_endpoint"
# In stage 1 you look first and write last. Between the two, the second request looks as well. Which statement looks and writes
# at once, and what did the seats show that it does when somebody else is in the middle of it?

# %% [markdown] hint="retry_endpoint"
# Claim the key first: insert its row, with the fingerprint, before any money moves and in the same transaction.
# `ON CONFLICT DO NOTHING` waits for the other transaction, and then `rowcount` says whether the claim is yours. It is not?
# Then the other one has committed, with its reply in the row. If you use the error instead, it has broken your transaction:
# leave the block before you read.

# %% [markdown] hint="retry_endpoint"
# - Not a good key: 400, before you touch the database.
# - In one transaction: insert (account, key, fingerprint, time of the key) `ON CONFLICT DO NOTHING`. One row? Move the money, put
#   status and text into the row, return the reply.
# - No row? Read it in a **new statement**: in READ COMMITTED each statement has a snapshot of its own, and the one that waited
#   looks at the world from before the wait. Another fingerprint: 422. Else the stored reply.
# - `forget`: a key may be accepted until it is 24 hours old by the slowest clock. Add the skew, and count from the key's time, not
#   from when you first saw it.

# %% tests="retry_safe" points=8 inside="it overlaps threads on real connections"
def at(now_ms):
    return lambda connection, request: handle(connection, request, now_ms)


def check_pair(check, shop, pair, *, of="two equal requests"):
    """Two requests of one key at once: one redemption, no error, and from then on the same reply to everyone."""
    after = f"{of}, where {pair}"
    both = replies(check, pair, (201, 409), after=after)
    check.that(201 in [reply.status for reply in both], f"After {after}: expected one 201 at least, got two 409.")
    retry = shop.send(at(NOON), shop.request(pair.number))
    expect(check, retry, 201, after=f"{after}, and a retry")
    check.equal(shop.state(pair.number), ONCE, after=f"{after}, and a retry")
    for reply in both:
        if reply.status == 201:
            check.equal(reply, retry, after=f"{after}; then comparing it with a retry")


@check("one request, its retry, and another body with the same key")
def one_after_the_other():
    with open_shop(endpoint_tables()) as shop:
        first = shop.send(at(NOON), shop.request(1))
        expect(check, first, 201, after="one request")
        check.equal(shop.send(at(NOON + 5000), shop.request(1)), first, after="one request, and a retry 5 s later")
        expect(check, shop.send(at(NOON), shop.request(1, amount=700)), 422, after="one request for 500, then 700 with the same key")
        check.equal(shop.send(at(NOON), shop.request(1)), first, after="500, then 700 with the same key, then the retry of 500")
        check.equal(shop.state(1), ONCE, after="500, 700 with the same key, and a retry of 500")
        expect(check, shop.send(at(NOON), shop.request(2, amount=9000)), 402, after="a request to redeem 9000 of 2000")
        expect(check, shop.send(at(NOON), shop.request(2, amount=100)), 422, after="9000 of 2000, refused, then 100 with the same key")
        check.equal(shop.state(2), BEFORE, after="9000 of 2000, refused, then 100 with the same key")


@check("two at once: one redemption, and nobody gets an error")
def two_at_once():
    def request(number, connection):
        return handle(connection, shop.request(number), NOON)

    with open_shop(endpoint_tables()) as shop:
        for pair in overlaps(shop.database, request, request):
            check_pair(check, shop, pair)


@check("a key too old or from the future: 400, nothing moves or stays")
def bad_keys():
    with open_shop(endpoint_tables()) as shop:
        for words, now_ms in [("a millisecond too old", NOON + RETRY_HORIZON_MS + 1), ("a millisecond too far ahead", NOON - CLOCK_SKEW_MS - 1)]:
            expect(check, shop.send(at(now_ms), shop.request(1)), 400, after=f"a request with a key {words}")
            check.equal(shop.state(1), BEFORE, after=f"a request with a key {words}")
        expect(check, shop.send(at(NOON), shop.request(1, key="please")), 400, after="a request with the key 'please'")
        check.equal(shop.remembered(), 0, after="three requests with bad keys, counting rows of your tables")
        after = "a request refused because its key lay ahead, and a retry at a time when it doesn't"
        expect(check, shop.send(at(NOON), shop.request(1)), 201, after=after)
        check.equal(shop.state(1), ONCE, after=after)


### BEGIN HIDDEN TESTS
@check("another body while the first is on its way: only one is carried out")
def other_body_at_once():
    with open_shop(endpoint_tables()) as shop:
        def first(number, connection):
            return handle(connection, shop.request(number), NOON)

        def second(number, connection):
            return handle(connection, shop.request(number, amount=700), NOON)

        for pair in overlaps(shop.database, first, second):
            after = f"500 and 700 with one key, where {pair}"
            both = replies(check, pair, (201, 409, 422), after=after)
            won = [amount for amount, reply in zip((500, 700), both, strict=True) if reply.status == 201]
            check.equal(len(won), 1, after=f"{after}; counting replies 201")
            check.equal(shop.state(pair.number)["redeemed"], won, after=after)


@check("the first dies while the second is there: one redemption all the same")
def first_dies():
    def request(number, connection):
        return handle(connection, shop.request(number), NOON)

    with open_shop(endpoint_tables()) as shop:
        for pair in overlaps(shop.database, request, request, first_dies=True):
            after = f"two equal requests, where {pair} and then died"
            _, second = replies(check, pair, (201, 409), after=after)
            retry = shop.send(at(NOON), shop.request(pair.number))
            expect(check, retry, 201, after=f"{after}, and a retry")
            check.equal(shop.state(pair.number), ONCE, after=f"{after}, and a retry")
            if second.status == 201:
                check.equal(second, retry, after=f"{after}; then comparing it with a retry")


@check("different keys of different accounts don't wait for each other")
def no_waiting():
    with open_shop(endpoint_tables()) as shop:
        def first(number, connection):
            return handle(connection, shop.request(number), NOON)

        def second(number, connection):
            return handle(connection, shop.request(number + 100, caller="eve"), NOON)

        for pair in overlaps(shop.database, first, second):
            after = f"two requests that have nothing in common, where {pair}"
            check.that(pair.second_did == "ended", f"After {after}: the second should have been answered meanwhile, but it waited for the first.")
            expect(check, pair.second.error or pair.second.reply, 201, after=after)


@check("the same order with its members turned round is the same request")
def turned_round():
    with open_shop(endpoint_tables()) as shop:
        first = shop.send(at(NOON), shop.request(1))
        expect(check, first, 201, after="one request")
        turned = json.dumps(dict(reversed(json.loads(shop.request(1).body).items())), indent=1)
        check.equal(shop.send(at(NOON), shop.request(1, body=turned)), first, after="one request, and a retry with the members of its body turned round")


@check("a refusal is replayed, and another account's key is its own")
def refusal_and_caller():
    with open_shop(endpoint_tables()) as shop:
        refused = shop.send(at(NOON), shop.request(1, amount=9000))
        expect(check, refused, 402, after="a request to redeem 9000 of 2000")
        shop.database.rows("UPDATE cards SET balance_cents = 10000 WHERE id = 'card-1' RETURNING id")
        check.equal(shop.send(at(NOON), shop.request(1, amount=9000)), refused, after="a refusal, a top-up, and a retry with the same key")
        other = shop.request(2, caller="eve", key=shop.request(1).key)
        expect(check, shop.send(at(NOON), other), 201, after="a request of eve's with a key that ada had used")
        check.equal(shop.state(2), ONCE, after="a request of eve's with a key that ada had used")
        check.equal(shop.send(at(NOON), shop.request(1, amount=9000)), refused, after="a refusal for ada, a redemption of eve's with the same key, and ada's retry")

    def adas(number, connection):
        return handle(connection, shop.request(number), NOON)

    def eves(number, connection):
        return handle(connection, shop.request(number + 100, caller="eve", key=shop.request(number).key), NOON)

    with open_shop(endpoint_tables()) as shop:
        for pair in overlaps(shop.database, adas, eves):
            after = f"a request of ada's, and one of eve's with an equal key, where {pair}"
            expect(check, pair.second.error or pair.second.reply, 201, after=after)


@check("a failure that will pass is not remembered")
def passing_failure():
    with open_shop(endpoint_tables()) as shop:
        check_passing_failure(check, shop, at(NOON))


@check("struck at any round trip, the retry leaves one redemption")
def every_fault():
    with open_shop(endpoint_tables()) as shop:
        check_every_fault(check, shop, at(NOON))


@check("a key is remembered for as long as any server may accept it")
def remembered_long_enough():
    for ahead_ms in (0, CLOCK_SKEW_MS):
        with open_shop(endpoint_tables()) as shop:
            first = shop.send(at(NOON - ahead_ms), shop.request(1))
            expect(check, first, 201, after=f"a request whose key lies {ahead_ms} ms ahead of the server's clock")
            refused = shop.send(at(NOON - ahead_ms), shop.request(2, amount=9000))
            expect(check, refused, 402, after="a request to redeem 9000 of 2000")
            shop.database.rows("UPDATE cards SET balance_cents = 10000 WHERE id = 'card-2' RETURNING id")
            last_ms = NOON + RETRY_HORIZON_MS
            with closing(shop.database.connect()) as connection:
                forget(connection, last_ms + CLOCK_SKEW_MS)
            after = f"a request whose key lay {ahead_ms} ms ahead; forget() with a clock two minutes fast; a retry when the key is exactly 24 hours old"
            check.equal(shop.send(at(last_ms), shop.request(1)), first, after=after)
            check.equal(shop.state(1), ONCE, after=after)
            after = after.replace("a request", "a refusal", 1).replace("; a retry", "; a top-up; a retry")
            check.equal(shop.send(at(last_ms), shop.request(2, amount=9000)), refused, after=after)


@check("a key that nobody accepts any more is forgotten")
def forgotten_in_the_end():
    with open_shop(endpoint_tables()) as shop:
        expect(check, shop.send(at(NOON), shop.request(1)), 201, after="one request")
        young = shop.request(2, key=f"{NOON + RETRY_HORIZON_MS}-{2:032x}")
        expect(check, shop.send(at(NOON + RETRY_HORIZON_MS), young), 201, after="another, a day later")
        rows = shop.remembered()
        with closing(shop.database.connect()) as connection:
            forget(connection, NOON + RETRY_HORIZON_MS + 2 * CLOCK_SKEW_MS + 1)
        left = shop.remembered()
        check.that(0 < left < rows, f"Two keys, made a day apart; forget() a few minutes later: expected the rows of one to go, of {rows} rows there are {left}.")
        late = NOON + RETRY_HORIZON_MS + 2 * CLOCK_SKEW_MS
        expect(check, shop.send(at(late), shop.request(1)), 400, after="a retry of the forgotten key")
        check.equal(shop.state(1), ONCE, after="a retry of the forgotten key")


@check("an old key is refused even while its answer is still there")
def old_but_stored():
    with open_shop(endpoint_tables()) as shop:
        expect(check, shop.send(at(NOON), shop.request(1)), 201, after="one request")
        after = "one request, and a retry when its key is a millisecond older than 24 hours"
        expect(check, shop.send(at(NOON + RETRY_HORIZON_MS + 1), shop.request(1)), 400, after=after)
        check.equal(shop.state(1), ONCE, after=after)
### END HIDDEN TESTS

# %% wrong="looks first, writes last" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="looks first, and nothing makes the key unique" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="locks a row that is not there yet" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s FOR UPDATE", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="reads on in the transaction that the violation broke" fails="retry_safe: one request, its retry, and another body with the same key; retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out; retry_safe: the first dies while the second is there: one redemption all the same; retry_safe: the same order with its members turned round is the same request; retry_safe: a refusal is replayed, and another account's key is its own; retry_safe: struck at any round trip, the retry leaves one redemption; retry_safe: a key is remembered for as long as any server may accept it"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        try:
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, mark, made_at_ms(request.key)])
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
        except psycopg.errors.UniqueViolation:
            stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="inserts and reads in one statement, whose snapshot is too old" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed, stored, status, body = connection.execute(
            """
            WITH claim AS (
                INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING fingerprint
            )
            SELECT true, fingerprint, NULL::int, NULL FROM claim
            UNION ALL SELECT false, fingerprint, status, body FROM answers WHERE caller = %s AND key = %s
            """,
            [*me, mark, made_at_ms(request.key), *me],
        ).fetchone()
        if claimed:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="one snapshot for the whole transaction: REPEATABLE READ" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="one after the other for everybody: locks the table" fails="retry_safe: different keys of different accounts don't wait for each other"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        connection.execute("LOCK TABLE answers IN EXCLUSIVE MODE")
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="one advisory lock for all keys" fails="retry_safe: different keys of different accounts don't wait for each other"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(42)")
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="a lock in the process" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out; retry_safe: the first dies while the second is there: one redemption all the same; retry_safe: different keys of different accounts don't wait for each other"
import threading

LOCK = threading.Lock()


def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with LOCK:
        with connection.transaction():
            found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
            if found is None:
                reply = redeem_credit(connection, request.body)
                connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
                return reply
        stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="claims in a transaction of its own, and a crash leaves the claim for ever" fails="retry_safe: the first dies while the second is there: one redemption all the same; retry_safe: a failure that will pass is not remembered; retry_safe: struck at any round trip, the retry leaves one redemption"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
    if claimed.rowcount == 1:
        with connection.transaction():
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if status is None:
        return Reply(409, json.dumps({"error": "in progress"}))
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="keeps the fingerprint and never looks at it" fails="retry_safe: one request, its retry, and another body with the same key; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="compares bodies letter by letter" fails="retry_safe: the same order with its members turned round is the same request"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], request.body
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="another body with a known key is another request" fails="retry_safe: one request, its retry, and another body with the same key; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key, fingerprint)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s AND fingerprint = %s", [reply.status, reply.body, *me, mark])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s AND fingerprint = %s", [*me, mark]).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="one space of keys for all accounts" fails="retry_safe: a refusal is replayed, and another account's key is its own"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = ["", request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="looks at the key's age only when the key is new" fails="retry_safe: an old key is refused even while its answer is still there"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    try:
        made_ms = made_at_ms(request.key)
    except ValueError:
        return Reply(400, json.dumps({"error": "malformed"}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_ms])
        if claimed.rowcount == 1:
            problem = key_problem(request.key, now_ms)
            if problem is not None:
                connection.execute("DELETE FROM answers WHERE caller = %s AND key = %s", me)
                return Reply(400, json.dumps({"error": problem}))
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="remembers that a key was refused for its age" fails="retry_safe: a key too old or from the future: 400, nothing moves or stays; retry_safe: an old key is refused even while its answer is still there"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem == "malformed":
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body) if problem is None else Reply(400, json.dumps({"error": problem}))
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="the key's age is never looked at" fails="retry_safe: a key too old or from the future: 400, nothing moves or stays; retry_safe: a key that nobody accepts any more is forgotten; retry_safe: an old key is refused even while its answer is still there"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem == "malformed":
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="forgets after 24 hours by its own clock" fails="retry_safe: a key is remembered for as long as any server may accept it"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS])

# %% wrong="counts from when the key was first seen" fails="retry_safe: a key is remembered for as long as any server may accept it"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, now_ms])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="forgets nothing" fails="retry_safe: a key that nobody accepts any more is forgotten"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("SELECT 1")

# %% wrong="forgets everything now and then" fails="retry_safe: a key is remembered for as long as any server may accept it; retry_safe: a key that nobody accepts any more is forgotten"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("TRUNCATE answers")

# %% wrong="a failure is stored as the answer" fails="retry_safe: a failure that will pass is not remembered"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    try:
        with connection.transaction():
            claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
            if claimed.rowcount == 1:
                reply = redeem_credit(connection, request.body)
                connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
                return reply
    except psycopg.Error:
        reply = Reply(503, json.dumps({"error": "try again"}))
        connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
        return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="asks again and again until the first is done" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out; retry_safe: the first dies while the second is there: one redemption all the same; retry_safe: struck at any round trip, the retry leaves one redemption"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
    if claimed.rowcount == 1:
        try:
            with connection.transaction():
                reply = redeem_credit(connection, request.body)
                connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
                return reply
        except psycopg.Error:
            connection.execute("DELETE FROM answers WHERE caller = %s AND key = %s", me)
            raise
    for attempt in range(200):
        stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if status is not None:
            break
    else:
        return Reply(503, json.dumps({"error": "the first request is not done"}))
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="claims, and does not look whether the claim is its own" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="every known key is a conflict" fails="retry_safe: one request, its retry, and another body with the same key; retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: the first dies while the second is there: one redemption all the same; retry_safe: the same order with its members turned round is the same request; retry_safe: a refusal is replayed, and another account's key is its own; retry_safe: struck at any round trip, the retry leaves one redemption; retry_safe: a key is remembered for as long as any server may accept it"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 0:
            return Reply(409, json.dumps({"error": "this idempotency key was used"}))
        return redeem_credit(connection, request.body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="an upsert that overwrites the fingerprint it should compare" fails="retry_safe: one request, its retry, and another body with the same key; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        stored, status, body = connection.execute(
            """
            INSERT INTO answers VALUES (%s, %s, %s, %s)
            ON CONFLICT (caller, key) DO UPDATE SET fingerprint = EXCLUDED.fingerprint RETURNING fingerprint, status, body
            """,
            [*me, mark, made_at_ms(request.key)],
        ).fetchone()
        if status is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="claim and money in one transaction, the reply in the next" fails="retry_safe: the first dies while the second is there: one redemption all the same; retry_safe: struck at any round trip, the retry leaves one redemption"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
    if claimed.rowcount == 1:
        connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
        return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if status is None:
        return Reply(409, json.dumps({"error": "in progress"}))
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="moves the money, then compares the bodies" fails="retry_safe: one request, its retry, and another body with the same key; retry_safe: another body while the first is on its way: only one is carried out"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        reply = redeem_credit(connection, request.body)
        row = [*me, mark, made_at_ms(request.key), reply.status, reply.body]
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING", row)
        if claimed.rowcount == 1:
            return reply
        stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if stored == mark:
            raise psycopg.Rollback()
    if stored == mark:
        return Reply(status, body)
    return Reply(422, json.dumps({"error": "another body"}))


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="who comes second gets 503" fails="retry_safe: two at once: one redemption, and nobody gets an error; retry_safe: another body while the first is on its way: only one is carried out; retry_safe: the first dies while the second is there: one redemption all the same"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        if not connection.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [json.dumps(me)]).fetchone()[0]:
            return Reply(503, json.dumps({"error": "busy, try again"}))
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% wrong="claims by account and key, writes the reply by key" fails="retry_safe: a refusal is replayed, and another account's key is its own"
def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers (caller, key, fingerprint, made_at_ms) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE key = %s", [reply.status, reply.body, request.key])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)

# %% wrong="a try-lock of the key, whoever sent it" fails="retry_safe: a refusal is replayed, and another account's key is its own"
claim_and_redeem = handle


def handle(connection, request, now_ms):
    with connection.transaction():
        if not connection.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [request.key]).fetchone()[0]:
            return Reply(409, json.dumps({"error": "in progress"}))
        return claim_and_redeem(connection, request, now_ms)

# %% wrong="after a refusal the key may bring another body" fails="retry_safe: one request, its retry, and another body with the same key"
def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers (caller, key, fingerprint, made_at_ms) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if status == 201 and stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)

# %% wrong="UNLOGGED, for speed" fails="retry_safe: struck at any round trip, the retry leaves one redemption"
answers_tables = endpoint_tables


def endpoint_tables():
    return answers_tables().replace("CREATE TABLE", "CREATE UNLOGGED TABLE")

# %% wrong="begins to forget, and never commits" fails="retry_safe: a key that nobody accepts any more is forgotten"
delete_old = forget


def forget(connection, now_ms):
    connection.execute("BEGIN")
    delete_old(connection, now_ms)

# %% wrong="forgets refusals first" fails="retry_safe: a key is remembered for as long as any server may accept it"
delete_old = forget


def forget(connection, now_ms):
    delete_old(connection, now_ms)
    connection.execute("DELETE FROM answers WHERE status = 402")

# %% also_right="commits the claim, then works while it holds the lock of its row"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    connection.execute("INSERT INTO answers (caller, key, fingerprint, made_at_ms) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
    with connection.transaction():
        stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s FOR UPDATE", me).fetchone()
        if stored != mark:
            return Reply(422, json.dumps({"error": "another body"}))
        if status is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="waits for a moment, then 409"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    try:
        with connection.transaction():
            connection.execute("SET LOCAL lock_timeout = '20ms'")
            claimed = connection.execute("INSERT INTO answers (caller, key, fingerprint, made_at_ms) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, made_at_ms(request.key)])
            if claimed.rowcount == 1:
                reply = redeem_credit(connection, request.body)
                connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
                return reply
    except psycopg.errors.LockNotAvailable:
        return Reply(409, json.dumps({"error": "in progress"}))
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="an upsert that changes nothing, to read the row it met"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        stored, status, body = connection.execute(
            """
            INSERT INTO answers VALUES (%s, %s, %s, %s)
            ON CONFLICT (caller, key) DO UPDATE SET key = EXCLUDED.key RETURNING fingerprint, status, body
            """,
            [*me, mark, made_at_ms(request.key)],
        ).fetchone()
        if status is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="the violation ends the block, then it reads"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    try:
        with connection.transaction():
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, mark, made_at_ms(request.key)])
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    except psycopg.errors.UniqueViolation:
        stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="a savepoint around the insert"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        try:
            with connection.transaction():
                connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s)", [*me, mark, made_at_ms(request.key)])
        except psycopg.errors.UniqueViolation:
            stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        else:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="a try-lock of the key, and 409 for who comes second"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        if not connection.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [json.dumps(me)]).fetchone()[0]:
            return Reply(409, json.dumps({"error": "in progress"}))
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="an advisory lock of the key, then look and write"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [json.dumps(me)])
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="looks first and starts over when the key was taken meanwhile"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    for attempt in range(3):
        try:
            with connection.transaction():
                found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
                if found is None:
                    reply = redeem_credit(connection, request.body)
                    connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
                    return reply
            break
        except psycopg.errors.UniqueViolation:
            continue
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="serializable, and again on conflict"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    while True:
        try:
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
                if found is None:
                    reply = redeem_credit(connection, request.body)
                    connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
                    return reply
            break
        except (psycopg.errors.SerializationFailure, psycopg.errors.UniqueViolation):
            continue
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="one lock an account, on a row that is there"
def endpoint_tables():
    return """
        CREATE TABLE accounts (caller text PRIMARY KEY);
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    connection.execute("INSERT INTO accounts VALUES (%s) ON CONFLICT DO NOTHING", [request.caller])
    with connection.transaction():
        connection.execute("SELECT FROM accounts WHERE caller = %s FOR UPDATE", [request.caller])
        found = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
        if found is None:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s, %s, %s)", [*me, mark, made_at_ms(request.key), reply.status, reply.body])
            return reply
    stored, status, body = found
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="the claim and the reply in two tables, deleted together"
def endpoint_tables():
    return """
        CREATE TABLE claims (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, caller text, key text, fingerprint text, made_at_ms bigint, UNIQUE (caller, key)
        );
        CREATE TABLE outcomes (claim bigint PRIMARY KEY REFERENCES claims ON DELETE CASCADE, status int, body text);
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    connection.execute("BEGIN")
    try:
        claim = connection.execute(
            "INSERT INTO claims (caller, key, fingerprint, made_at_ms) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
            [*me, mark, made_at_ms(request.key)],
        ).fetchone()
        if claim:
            reply = redeem_credit(connection, request.body)
            connection.execute("INSERT INTO outcomes VALUES (%s, %s, %s)", [claim[0], reply.status, reply.body])
        connection.execute("COMMIT")
    except Exception:
        connection.rollback()
        raise
    if claim:
        return reply
    stored, status, body = connection.execute(
        "SELECT fingerprint, status, body FROM claims JOIN outcomes ON claim = id WHERE caller = %s AND key = %s", me
    ).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM claims WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - CLOCK_SKEW_MS])

# %% also_right="remembers longer, from when the key was first seen"
def endpoint_tables():
    return """
        CREATE TABLE answers (
            caller text, key text, fingerprint text NOT NULL, made_at_ms bigint NOT NULL, status int, body text, PRIMARY KEY (caller, key)
        )
    """


def handle(connection, request, now_ms):
    problem = key_problem(request.key, now_ms)
    if problem is not None:
        return Reply(400, json.dumps({"error": problem}))
    me, mark = [request.caller, request.key], fingerprint(request.body)
    with connection.transaction():
        claimed = connection.execute("INSERT INTO answers VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", [*me, mark, now_ms])
        if claimed.rowcount == 1:
            reply = redeem_credit(connection, request.body)
            connection.execute("UPDATE answers SET status = %s, body = %s WHERE caller = %s AND key = %s", [reply.status, reply.body, *me])
            return reply
    stored, status, body = connection.execute("SELECT fingerprint, status, body FROM answers WHERE caller = %s AND key = %s", me).fetchone()
    if stored != mark:
        return Reply(422, json.dumps({"error": "another body"}))
    return Reply(status, body)


def forget(connection, now_ms):
    connection.execute("DELETE FROM answers WHERE made_at_ms < %s", [now_ms - RETRY_HORIZON_MS - 2 * CLOCK_SKEW_MS])

# %% [markdown]
# ## Afterwards
#
# **What it costs.** Two more statements, one more row, and a wait on the unlucky path. The
# table's size is the rate times the horizon: 300 redemptions a second for 24 hours are 26 million rows, several gigabytes. Deleting
# them one by one makes as much work as inserting them; partitions by the key's time can be dropped whole, as long as the account
# and the key stay unique across them, which PostgreSQL grants only if the time is part of the unique key. It is part of *your* key.
#
# Three other ways, and when each wins:
#
# | instead | wins | loses |
# |---|---|---|
# | **Make the operation itself idempotent**: the client names the result (`PUT /redemptions/<id>`), or states the end (*balance is 1500*) instead of a step | nothing beside the data itself to store, and nothing to expire while the row lives | the row must carry its reply and its refusals; a step that depends on today's state cannot be stated as an end |
# | **A claim with a lease**, committed before the work | the work may lie outside of the database, and last long | after a crash, 409 until the lease ends; a slow first attempt that outlives its lease must be fenced off, or it works beside the second |
# | **Keys in a fast store** (`SET key NX` with a time to live in Redis) in front of the database | cheap, shared by services, sheds duplicates early | two stores, no common commit: a crash between them loses the effect or doubles it. Good as a first filter, never as the only one |
#
# Practice differs in the open. An IETF draft on the `Idempotency-Key` header (draft 07, October 2025, which ran until April 2026
# unless renewed; not an RFC) proposes 409 while the first request runs and 422 for another body. Stripe's documentation for version 1 of its API says
# that the first outcome is kept once execution began, errors 500 included, and that keys may go after 24 hours; for version 2,
# that failed work is tried again. Yours keeps decisions and forgets accidents. Any of these can be right; not saying which is not.

# %% [markdown] written="retry_tradeoffs" points=4
# **Argue it** (RUBRIC-25, RUBRIC-31). Next quarter a redemption must also charge a bank card, at a provider outside, for the part
# that the gift card does not cover. Your transaction cannot hold that call. Say what breaks, what you change, which guarantee is
# left, and what you give up for it. Then: what do you watch, what would tell you that a part of this was wrong, and how would you put
# it right? About 250 words.

# %% part
from course.parts import self_assess

self_assess(
    "retry_tradeoffs",
    L5=[
        "Sees the gap: between the provider's yes and our commit there is a crash that leaves one without the other, whatever the order",
        "Passes a key of our own on to the provider, derived from the request's key, so that repeating the call is harmless there",
        "Records the intention durably before the call and the outcome after it; something finishes what was left in between (a worker, an outbox, the retry itself)",
        "Does not hold a transaction or a row lock open during a call to somebody else",
        "Says what the client hears meanwhile: 202 or 409 and a way to ask, and that *unknown* is a third outcome beside yes and no",
        "Watches replays, 409 and 422 by client version, stuck intentions by age, and differences against the provider's statement",
    ],
    L6=[
        "Names the guarantee honestly: at least once with an idempotent receiver; exactly-once effect ends where the provider's memory of keys ends, and compares its horizon with ours",
        "Decides what happens when money was taken and credit cannot be given: finish forward or refund, and who may decide",
        "Reconciles by money, not by keys: sums per account against the provider, daily, with an owner for differences",
        "Thinks of failover: a replica that lags has not seen the last keys, so promotion can repeat effects; synchronous commit for this table, or a fence, or a known loss with repair",
        "Adds up retries: a budget and jitter in the client, because keys make retries harmless but not free",
        "Says which part is hard to reverse (the key's contract with clients) and which is not (table, clean-up), and spends the care there",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, without the code in view:
#
# 1. The client cannot know whether it was heard, so repeating has to be harmless. One sentence: one key, one effect, one answer.
# 2. The write path: what you store, when, and what a crash at each point leaves. What happens when two arrive at once.
# 3. The same key, another body; whose key it is.
# 4. Answers are remembered, accidents are not. An example of each.
# 5. How long you remember, and why the key carries its time.
# 6. Where this stops: the first effect outside of this database.

# %% part
from course.parts import timer

timer("retry_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Why not let the client send a hash of the body as its key?* Two honest redemptions of 500 from one card would be one. Only the
#   client knows whether it means the same thing again.
# - *Your second request waits. For how long?* As long as the first; so bound the first (statement timeout, a deadline carried from
#   the phone) and the second (lock timeout, then 409). Waiting requests hold connections: know the size of the pool.
# - *The load balancer retries, too.* Then the key must be made where the intention is, in the app. Each layer that retries multiplies
#   the others; retry at one.
# - *A retry goes to another region.* Uniqueness lives where the unique index is. Send a key to its home (by account), or give up one
#   effect for the time of a partition, knowingly, and reconcile.
# - *Somebody's bug sends one key for everything.* They get 422, or the same receipt all day. Count both by client and version; alert.
# - *It is live without keys today. How do you bring it in?* Accept keys as optional, measure, refuse requests without one by client
#   version; the old endpoint goes when its traffic does.
# - *How would you test it?* As here: strike at every round trip, hold one request and send the other, let the clock stand at both
#   limits. And in production: replay a sample of requests on purpose and compare.
#
# **Sources.** Idempotency stands among the backend questions in one interview guide (MockRound, M. Reid, 23 March 2026), with
# the thought that duplicates cost more than storing keys. The rubric rows and the mistake come from that guide; the opening
# move (RUBRIC-10) and the trade-offs said aloud also, or only, from a second one, of which we know neither author nor date. We
# found nothing by the company that confirms any of it. The token of generation time and nonce:
# *Introducing Netflix's Key-Value Data Abstraction Layer* (V. Arvind, R. Ummadisetty, J. Lynch, V. Chella, September 2024), which
# we know from reposts and summaries. The draft:
# [draft-ietf-httpapi-idempotency-key-header](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/). Stripe:
# [Idempotent requests](https://docs.stripe.com/api/idempotent_requests). How PostgreSQL waits:
# [Index Uniqueness Checks](https://www.postgresql.org/docs/current/index-unique-checks.html). Gift cards, numbers and rules of the task are
# made up. This course is independent of Netflix.
