"""Queues, logs and their consumers: messages that wait, come back, are done twice, or end as dead letters.

What was meant once (an *intent*) may be sent twice, by a sender that retries, and done twice, by consumers that are slower than
the visibility timeout. A consumer's book has one line an intent.
"""

from collections import deque
from collections.abc import Callable
from math import inf

from course.design.components import Log, Queue
from course.design.flows import Consumer
from course.design.sim.ledger import FlowBook
from course.design.sim.loop import Delay, Process
from course.design.sim.outcome import DEAD_LETTER, FAILED, LOST, SERVED, SHED
from course.design.sim.world import Draw, Place, Request, Visit, World, spread

ELECTION_S = 2.0
"""How long a log takes no messages after its leader is lost. Source: the course."""
REDELIVERY_S = 1.0
"""A log's consumer waits so long before it tries a message again. Source: the course."""
REPLICATION_S = 0.1
"""What a log's followers may lack. Source: the course."""


class Intent:
    """What a message is for."""

    __slots__ = ("alive", "book", "done", "line", "sent_at")

    def __init__(self, book: FlowBook, sent_at: float) -> None:
        self.book = book
        self.sent_at = sent_at
        self.line = book.open(sent_at)
        self.alive = 0
        self.done = False

    def finish(self, now: float) -> None:
        """A message of it was done."""
        if self.done:
            self.book.count("duplicated", self.sent_at)
        else:
            self.done = True
            self.book.close(self.line, SERVED, now - self.sent_at)

    def drop(self, outcome: int, now: float) -> None:
        """A message of it ended without being done."""
        self.alive -= 1
        if not self.alive and not self.done:
            self.done = True
            self.book.close(self.line, outcome, now - self.sent_at)


class Message:
    """One copy."""

    __slots__ = ("ended", "intent", "poison", "receives", "request", "sent_at")

    def __init__(self, request: Request, intent: Intent, sent_at: float, poison: bool = False) -> None:
        self.request = request
        self.intent = intent
        self.sent_at = sent_at
        self.poison = poison
        self.receives = 0
        self.ended = False
        intent.alive += 1


class Worker:
    """One consumer in one region."""

    def __init__(self, flow: Consumer, root: Visit, place: Place) -> None:
        self.flow = flow
        self.root = root
        self.place = place
        self.free = flow.concurrency


class Group:
    """The consumers in one region that share messages: of a queue all, of a log one."""

    def __init__(self, world: World, source: Queue | Log, book: FlowBook) -> None:
        self.world = world
        self.source = source
        self.book = book
        self.meter = world.ledger.component(source.name).meter
        self.workers: list[Worker] = []
        self.ordered = isinstance(source, Log)
        self.lines: list[deque[Message]] = [deque() for _ in range(source.partitions if isinstance(source, Log) else 1)]
        self.busy = [False] * len(self.lines)
        """Of a log: partitions of which a message is being done."""
        self._ready: deque[int] = deque()
        self._hidden: Delay | None = None
        if isinstance(source, Queue):
            self._hidden = Delay(world.loop, source.visibility_s, lambda taken: taken[0].ended, self._reappear)

    def add(self, message: Message) -> None:
        """A message arrives, or comes back."""
        line = spread(message.request.number, len(self.lines)) if self.ordered else 0
        self.put(message, line)

    def put(self, message: Message, line: int) -> None:
        self.lines[line].append(message)
        if not self.ordered or (not self.busy[line] and len(self.lines[line]) == 1):
            self._ready.append(line)
        self.dispatch()

    def dispatch(self) -> None:
        """Give messages to whoever is free."""
        for worker in self.workers:
            while worker.free and self._ready and not worker.place.lost:
                line = self._ready.popleft()
                batch = self._take(line, worker.flow.batch)
                if not batch:
                    continue
                worker.free -= 1
                self.busy[line] = True
                self.world.loop.spawn(self._work(worker, batch, line))

    def _take(self, line: int, most: int) -> list[Message]:
        waiting = self.lines[line]
        batch: list[Message] = []
        oldest = self.world.loop.now - self.source.retention_s
        while waiting and len(batch) < most:
            message = waiting.popleft()
            if message.sent_at < oldest:
                self._end(message, LOST)
            elif not message.ended:
                batch.append(message)
        return batch

    def _work(self, worker: Worker, batch: list[Message], line: int) -> Process:
        loop, flow = self.world.loop, worker.flow
        if flow.deduplicate:
            for message in batch:
                if message.intent.done:
                    message.ended = True
            batch = [message for message in batch if not message.ended]
        while batch:
            for message in batch:
                message.receives += 1
                if message.receives > 1:
                    self.book.count("redelivered", message.intent.sent_at)
                if self._hidden is not None:
                    self._hidden.add((message, message.receives))
            first = batch[0]
            until = loop.now + self.source.visibility_s if isinstance(self.source, Queue) else inf
            outcome = yield from worker.root(first.request, first.receives - 1, until, worker.place)
            if any(message.poison for message in batch):
                outcome = FAILED
            if outcome < SHED:
                for message in batch:
                    message.ended = True
                    message.intent.finish(loop.now)
                break
            self.meter.failed += 1
            if not self.ordered:
                break  # they reappear when their visibility timeout is over
            for message in batch:
                if message.receives >= self.source.max_receives and self.source.dead_letters:
                    self._end(message, DEAD_LETTER)
            batch = [message for message in batch if not message.ended]
            yield REDELIVERY_S
        worker.free += 1
        self.busy[line] = False
        if self.ordered and self.lines[line]:
            self._ready.append(line)
        self.dispatch()
        return SERVED

    def _reappear(self, taken: tuple[Message, int]) -> None:
        message, receives = taken
        if message.receives != receives:
            return
        if message.receives >= self.source.max_receives and self.source.dead_letters:
            self._end(message, DEAD_LETTER)
        else:
            self.put(message, 0)

    def _end(self, message: Message, outcome: int) -> None:
        message.ended = True
        message.intent.drop(outcome, self.world.loop.now)
        self.meter.lost += 1
        self.book.count("dead letters" if outcome == DEAD_LETTER else "expired", message.intent.sent_at)

    def lose_since(self, then: float) -> None:
        """What was sent since then and waits is gone."""
        for line in self.lines:
            for message in line:
                if message.sent_at >= then and not message.ended and not message.receives:
                    self._end(message, LOST)

    def gauges(self) -> dict[str, float]:
        sent = [line[0].sent_at for line in self.lines if line]
        return {
            "backlog": float(sum(len(line) for line in self.lines)),
            "oldest_s": self.world.loop.now - min(sent) if sent else 0.0,
        }


class SourceBox:
    """A queue or log in all regions."""

    def __init__(self, world: World, source: Queue | Log) -> None:
        self.world = world
        self.source = source
        self.book = world.ledger.component(source.name)
        self.groups: list[list[Group]] = [[] for _ in world.regions]
        """By region."""
        self.closed_until = -inf
        self.poisoned = 0

    def consume(self, flow: Consumer, root: Visit, places: list[Place]) -> None:
        """A flow takes its messages. What consumers of a queue share stands in the book of the first; the others have an empty one."""
        self.world.ledger.flow(flow.name)
        for region, groups in enumerate(self.groups):
            if not groups or isinstance(self.source, Log):
                groups.append(Group(self.world, self.source, self.world.ledger.flow(flow.name)))
                self.book.gauges.append(groups[-1].gauges)
            groups[-1].workers.append(Worker(flow, root, places[region]))

    def visit(self, key_of: Callable[[Request], int], demand: Draw, idempotent: bool) -> Visit:
        """A send of one site."""
        world, meter, site = self.world, self.book.meter, object()
        loop, hop_s = world.loop, world.hop_s
        if isinstance(self.source, Log) and self.source.acknowledge == "all" and self.source.replicas > 1:
            hop_s += world.hop_s

        def send(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            yield hop_s + demand(request.number, turn)
            if loop.now < self.closed_until:
                meter.failed += 1
                return FAILED
            effects = request.effects
            intents = effects.get(site)
            if intents is not None and idempotent:
                return SERVED
            if intents is None:
                intents = effects[site] = [Intent(group.book, loop.now) for group in self.groups[here.region]]
            else:
                meter.duplicated += 1
            line = key_of(request)
            for group, intent in zip(self.groups[here.region], intents, strict=True):
                message = Message(self._request(request, intent), intent, loop.now)
                group.put(message, spread(line, len(group.lines)))
            return SERVED

        return send

    def _request(self, origin: Request, intent: Intent) -> Request:
        return Request(origin.number, intent.book, origin.at, origin.urgency, origin.user, origin.region)

    def wake(self) -> None:
        """Consumers that were lost are back."""
        for groups in self.groups:
            for group in groups:
                group.dispatch()

    def poison(self, count: int) -> None:
        """Messages that nobody can do."""
        for _ in range(count):
            self.poisoned += 1
            for group in self.groups[0]:
                intent = Intent(group.book, self.world.loop.now)
                request = Request((1 << 37) + self.poisoned, group.book, self.world.loop.now, 1, 0, 0)
                group.add(Message(request, intent, self.world.loop.now, poison=True))

    def lose_leader(self) -> None:
        """Of a log: what followers lack is lost if it was acknowledged without them, and an election takes a moment."""
        now = self.world.loop.now
        self.closed_until = now + ELECTION_S
        if isinstance(self.source, Log) and self.source.acknowledge == "leader":
            for groups in self.groups:
                for group in groups:
                    group.lose_since(now - REPLICATION_S)
