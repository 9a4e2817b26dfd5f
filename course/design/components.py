"""Components: the boxes of a design, and the calls that each of them takes.

Counts are for each region in which the design runs. Time to do something is *demand* and comes with the scenario; the figures
that a component falls back on stand in demand.py. Where a default has a source it is named; "the course" means that we chose it.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal, Unpack

from course.design.calls import Call, Component, Policies, Step, make, with_policies
from course.design.policies import AdaptiveConcurrency, Autoscaling, RateLimit, Retry, Rollout, Shedding
from course.design.values import Value, number
from course.errors import DesignError


@dataclass(frozen=True, kw_only=True)
class Region(Value):
    """A region the design runs in; instances and replicas are spread evenly over its zones.

    Source: three zones, what regions of the large providers have at least.
    """

    name: str = field(kw_only=False)
    zones: int = number(3, least=1, most=6)


@dataclass(frozen=True, kw_only=True)
class Clients(Component):
    """People's devices, first in an endpoint's path: how long they wait, and whether they try again.

    How many there are, where, and what they do comes with the scenario. Source: 10 s, the limit for keeping attention
    (J. Nielsen, "Usability Engineering" 1993, chapter 5).
    """

    timeout_ms: float = number(10_000, most=600_000, above=True)
    retry: Retry | None = None


# -- Hosts: they hold a request while they make calls ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Host(Component):
    """A component that makes calls, and holds the request until it has answered it."""

    host: ClassVar[bool] = True
    operations: ClassVar[tuple[str, ...]] = ("call",)

    @with_policies
    def call(self, *steps: Step, **policies: Unpack[Policies]) -> Call:
        """A call of this component, which does `steps` in order before it answers."""
        return make(self, "call", steps, {}, policies)


@dataclass(frozen=True, kw_only=True)
class LoadBalancer(Host):
    """Spreads requests over the instances behind it, leaving out those that failed the last health check.

    A managed one, which scales by itself. Source: two choices, M. Mitzenmacher, "The Power of Two Choices in Randomized Load
    Balancing" (1996), as Envoy and NGINX have it; a check every 5 s: the course.
    """

    balance: Literal["two choices", "least outstanding", "round robin", "random"] = "two choices"
    health_check_s: float = number(5, least=0.1, most=300)
    rate_limit: RateLimit | None = None


@dataclass(frozen=True, kw_only=True)
class CDN(Host):
    """Caches near the people; what it lacks or holds for longer than `ttl_s` it asks of the steps behind it.

    Source: an hour, the course; joining equal requests to the origin (`coalesce`) is what Varnish and large CDNs do.
    """

    operations: ClassVar[tuple[str, ...]] = ("serve",)

    size_gb: float = number(100, most=1e6, above=True)
    ttl_s: float = number(3_600, most=1e8, above=True)
    eviction: Literal["lru", "lfu"] = "lru"
    coalesce: bool = True

    @with_policies
    def serve(self, key: str, *steps: Step, **policies: Unpack[Policies]) -> Call:
        """Answer from the cache, or by `steps`, those of the origin, and keep the answer."""
        return make(self, "serve", steps, {"key": key}, policies)


@dataclass(frozen=True, kw_only=True)
class Service(Host):
    """Stateless instances. Each holds `concurrency` requests at once, waiting for callees included, and `queue` more wait.

    The work itself takes turns on the instance's `vcpus`; the scenario says how long it takes on one of them.
    Source: 64 in flight and 64 waiting on two vCPUs: the course; Tomcat's defaults are 200 threads and 100 waiting.
    """

    instances: int = number(2, least=1, most=10_000)
    vcpus: int = number(2, least=1, most=128)
    concurrency: int = number(64, least=1, most=10_000)
    queue: int = number(64, most=100_000)
    autoscaling: Autoscaling | None = None
    shedding: Shedding | None = None
    rate_limit: RateLimit | None = None
    adaptive_concurrency: AdaptiveConcurrency | None = None
    """Instead of the fixed `concurrency`, which stays its upper bound."""
    rollout: Rollout | None = None

    def check(self) -> None:
        super().check()
        if self.autoscaling and not self.autoscaling.least <= self.instances <= self.autoscaling.most:
            raise DesignError(
                f"{self.title} begins with {self.instances} instances, but its autoscaling keeps {self.autoscaling.least} to "
                f"{self.autoscaling.most}; choose `instances` between them."
            )


@dataclass(frozen=True, kw_only=True)
class Dependency(Component):
    """Somebody else's service, a payment or SMS provider say: its latency, errors and quota come with the scenario."""

    operations: ClassVar[tuple[str, ...]] = ("call",)

    @with_policies
    def call(self, **policies: Unpack[Policies]) -> Call:
        """A call of it. Repeated after a timeout it may have its effect twice, unless with idempotent=True."""
        return make(self, "call", (), {}, policies)


# -- Data --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Cache(Component):
    """An in-memory cache: `nodes` of `size_gb` each, keys spread by hash, each key on `replicas` of them in different zones.

    An entry lives `ttl_s` less up to `ttl_jitter` of it, so that entries filled together don't expire together; None: until
    it is evicted. What is written behind reaches the store within `flush_s`, and is lost with its node before that.
    Source: five minutes and one second: the course; least recently used, what Memcached evicts.
    """

    operations: ClassVar[tuple[str, ...]] = ("get", "put", "invalidate", "aside", "through", "behind")

    size_gb: float = number(1, most=1e5, above=True)
    nodes: int = number(1, least=1, most=1_000)
    replicas: int = number(1, least=1, most=6)
    eviction: Literal["lru", "lfu"] = "lru"
    ttl_s: float | None = number(300, most=1e8, above=True)
    ttl_jitter: float = number(0, most=1)
    flush_s: float = number(1, most=3_600, above=True)

    def check(self) -> None:
        super().check()
        if self.replicas > self.nodes:
            raise DesignError(
                f"{self.title} keeps each key on {self.replicas} nodes but has {self.nodes}; give nodes={self.replicas} or more."
            )

    @with_policies
    def aside(self, read: Call, **policies: Unpack[Policies]) -> Call:
        """Look up; on a miss do `read` and keep what it gives. With coalesce=True, misses of a key share one read."""
        return self._wrap("aside", read, "read", policies)

    @with_policies
    def through(self, write: Call, **policies: Unpack[Policies]) -> Call:
        """Do `write`, then keep the new value; answer when both are done."""
        return self._wrap("through", write, "write", policies)

    @with_policies
    def behind(self, write: Call, **policies: Unpack[Policies]) -> Call:
        """Keep the new value and answer; `write` follows within `flush_s`, and is lost if the node is lost before."""
        return self._wrap("behind", write, "write", policies)

    @with_policies
    def get(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Look up and nothing else: a miss is an error, for a `fallback` say."""
        return make(self, "get", (), {"key": key, "items": items}, policies)

    @with_policies
    def put(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Keep a value."""
        return make(self, "put", (), {"key": key, "items": items}, policies)

    @with_policies
    def invalidate(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Forget a value: after a write of the store, so that the next read is fresh."""
        return make(self, "invalidate", (), {"key": key, "items": items}, policies)

    def _wrap(self, operation: str, inner: Call, kind: str, policies: Policies) -> Call:
        if not isinstance(inner, Call) or inner.key is None:
            raise DesignError(
                f'{self.title}.{operation}(…) caches what one call with a key gives: {self.title}.{operation}(links.{kind}("link")).'
            )
        if (inner.operation in ("write", "put")) != (kind == "write"):
            raise DesignError(
                f"{self.title}.{operation}(…) takes a {kind}, and {inner} is none. "
                + ("Reads go aside." if kind == "write" else "Writes go through or behind the cache.")
            )
        return make(self, operation, (inner,), {"key": inner.key, "items": inner.items}, policies)


@dataclass(frozen=True, kw_only=True)
class Store(Component):
    """A database. A fault of "Store" is one of either kind."""


@dataclass(frozen=True, kw_only=True)
class SQLStore(Store):
    """A relational database: each shard has a leader, which writes, and `replicas` - 1 followers.

    Asynchronous followers lag; synchronous ones make each write wait for one of them. When a leader is lost, a follower takes
    over after `failover_s`; without followers it is down until it returns. Each caller instance has a `pool` of connections to a
    shard, and a node takes `connections` in all.
    Source: connections, PostgreSQL's max_connections; pool, HikariCP's maximumPoolSize; failover, Amazon RDS's guide for
    Multi-AZ ("typically 60-120 seconds"); four vCPUs: the course.
    """

    operations: ClassVar[tuple[str, ...]] = ("read", "write")

    shards: int = number(1, least=1, most=1_000)
    replicas: int = number(2, least=1, most=15)
    vcpus: int = number(4, least=1, most=128)
    connections: int = number(100, least=1, most=10_000)
    pool: int = number(10, least=1, most=10_000)
    replication: Literal["async", "sync"] = "async"
    failover_s: float = number(60, most=3_600)
    storage_gb: float = number(100, most=1e6)

    def check(self) -> None:
        super().check()
        if self.replication == "sync" and self.replicas == 1:
            raise DesignError(
                f'{self.title} has no follower to be synchronous with; give replicas=2, or replication="async".'
            )
        if self.pool > self.connections:
            raise DesignError(
                f"{self.title}: a pool of {self.pool} connections never fits the {self.connections} that a node takes."
            )

    @with_policies
    def read(self, key: str, *, items: int = 1, follower: bool = False, **policies: Unpack[Policies]) -> Call:
        """Read from the leader, or from a `follower`, which takes load off it and may be behind."""
        return make(self, "read", (), {"key": key, "items": items, "follower": follower}, policies)

    @with_policies
    def write(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Write to the leader."""
        return make(self, "write", (), {"key": key, "items": items}, policies)


@dataclass(frozen=True, kw_only=True)
class KeyValueStore(Store):
    """A store of keys without a leader: each shard has `replicas` nodes; a read waits for `read_quorum` of them, a write for
    `write_quorum`. When the two together exceed the replicas, every read meets the last write.

    Source: N = 3, R = 2, W = 2, G. DeCandia et al., "Dynamo" (SOSP 2007); four vCPUs: the course.
    """

    operations: ClassVar[tuple[str, ...]] = ("read", "write")

    shards: int = number(1, least=1, most=1_000)
    replicas: int = number(3, least=1, most=15)
    read_quorum: int = number(2, least=1, most=15)
    write_quorum: int = number(2, least=1, most=15)
    vcpus: int = number(4, least=1, most=128)
    storage_gb: float = number(100, most=1e6)

    def check(self) -> None:
        super().check()
        for kind, quorum in (("read", self.read_quorum), ("write", self.write_quorum)):
            if quorum > self.replicas:
                raise DesignError(
                    f"{self.title} has {self.replicas} replicas but a {kind} quorum of {quorum}: no {kind} could ever succeed. "
                    f"Give replicas={quorum}, or {kind}_quorum={self.replicas // 2 + 1}, a majority."
                )

    @with_policies
    def read(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Read a key from `read_quorum` replicas."""
        return make(self, "read", (), {"key": key, "items": items}, policies)

    @with_policies
    def write(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Write a key to all replicas; done when `write_quorum` have it."""
        return make(self, "write", (), {"key": key, "items": items}, policies)


@dataclass(frozen=True, kw_only=True)
class ObjectStore(Component):
    """Large objects by key; managed, it scales by itself. Slow to the first byte, then `mb_per_s` a request.

    Source: 90 MB/s, the upper figure of Amazon S3's performance guidelines (85-90 MB/s a request).
    """

    operations: ClassVar[tuple[str, ...]] = ("get", "put")

    mb_per_s: float = number(90, most=100_000, above=True)
    storage_gb: float = number(1_000, most=1e9)

    @with_policies
    def get(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Fetch objects."""
        return make(self, "get", (), {"key": key, "items": items}, policies)

    @with_policies
    def put(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Store objects."""
        return make(self, "put", (), {"key": key, "items": items}, policies)


# -- Messages ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Source(Component):
    """What holds messages until a Consumer takes them."""

    operations: ClassVar[tuple[str, ...]] = ("send",)

    @with_policies
    def send(self, key: str, *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Hand over messages about that key, and go on; a Consumer does the rest."""
        return make(self, "send", (), {"key": key, "items": items}, policies)


@dataclass(frozen=True, kw_only=True)
class Queue(Source):
    """Messages in no order. One that a consumer took is hidden for `visibility_s` and comes back unless it was done by then.

    After `max_receives` it goes to the dead letters, if they are kept, else it comes back until `retention_s` is over and it is
    lost. Managed: it scales by itself.
    Source: Amazon SQS's defaults, 30 s and 4 days; five receives: the course.
    """

    visibility_s: float = number(30, most=43_200, above=True)
    max_receives: int = number(5, least=1, most=1_000)
    dead_letters: bool = True
    retention_s: float = number(345_600, most=1_209_600, above=True)


@dataclass(frozen=True, kw_only=True)
class Log(Source):
    """Messages in order, by key in one of `partitions`; each consumer group reads all, a partition one message at a time.

    One that fails holds its partition until it succeeds or was tried `max_receives` times and goes to the dead letters, if they
    are kept. What is older than `retention_s` is lost.
    Source: seven days and three replicas: Apache Kafka's log.retention.hours and its operations guide; twelve partitions: the course.
    """

    partitions: int = number(12, least=1, most=10_000)
    replicas: int = number(3, least=1, most=15)
    acknowledge: Literal["all", "leader"] = "all"
    """`leader` answers sooner, and loses what followers lack when the leader is lost."""
    max_receives: int = number(5, least=1, most=1_000)
    dead_letters: bool = True
    retention_s: float = number(604_800, most=1e9, above=True)


@dataclass(frozen=True, kw_only=True)
class PushGateway(Component):
    """Keeps a connection open to each device and pushes messages down it; a device that is not connected gets nothing.

    When a node is lost its devices come back over `reconnect_spread_s`, evenly, each node taking `accepts_per_s`; what is above
    that is refused and tries again. Source of all: the course; that the spread matters most: "Pushy" (Netflix Technology Blog 2024).
    """

    operations: ClassVar[tuple[str, ...]] = ("push",)

    nodes: int = number(2, least=1, most=10_000)
    connections_per_node: int = number(100_000, least=1, most=10_000_000)
    accepts_per_s: float = number(1_000, most=1e6, above=True)
    reconnect_spread_s: float = number(30, most=3_600)

    @with_policies
    def push(self, key: str = "user", *, items: int = 1, **policies: Unpack[Policies]) -> Call:
        """Send a message to the device of that user."""
        return make(self, "push", (), {"key": key, "items": items}, policies)


@dataclass(frozen=True, kw_only=True)
class Scheduler(Component):
    """Begins `jobs` runs of a Job every `every_s`, spread evenly over `spread_s`; one at most starts late, none twice."""

    every_s: float = number(60, least=0.1, most=86_400)
    jobs: int = number(1, least=1, most=100_000)
    spread_s: float = number(0, most=86_400)
