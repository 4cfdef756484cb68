"""Two libraries of Python on one SQLite file: aiosqlite, and SQLAlchemy's async engine on aiosqlite.

Arguments: aiosqlite or sqlalchemy, the file of the database, and the PRAGMAs of each connection as NAME=VALUE.

Commands are lines on the standard input, answers are lines on the standard output:

    pragma NAME     answers with the value
    run WORK TASKS  starts a closed loop of tasks, and prints "n OPERATIONS" about every 10 ms
    stop            lets the running operations end, and prints the last "n OPERATIONS" and "stopped RETRIES"

The end of the input closes the database and ends the process. An exception prints "failed MESSAGE".
"""

import asyncio
import itertools
import sys

# The libraries are imported where they are used: SQLAlchemy may be absent where aiosqlite is compared alone.

ITEMS = 10_000
ACCOUNTS = 1_000
SECONDS_BETWEEN_COUNTS = 0.01

BODIES = ["a text, number %05d" % i for i in range(1024)]
NAMES = ["item, number %07d" % i for i in range(1024)]
NOTES = ["a note as people leave them, of sixty characters, no %07d" % i for i in range(1024)]


def body_of(number):
    return BODIES[number % len(BODIES)]


def key_of(number):
    """Returns the key of a read: all over the table, as those of many callers are."""
    return 1 + number * 7919 % ITEMS


def check(item, number):
    """Compares the values of an item that was read with those that it must have."""
    key = key_of(number)
    text = (key - 1) % len(NAMES)
    if item != (key, NAMES[text], key + 0.5, NOTES[text]):
        raise ValueError(f"read number {number} got {item}")


class Aiosqlite:
    """One connection, shared by all tasks.

    The README of aiosqlite inserts with execute and without closing the cursor: an INSERT is done after its first step.
    isolation_level=None is autocommit in Python's sqlite3, whose arguments aiosqlite.connect takes.
    execute_fetchall is the read with one call to the thread of the connection; a cursor takes three.

    https://aiosqlite.omnilib.dev/en/stable/api.html
    https://docs.python.org/3/library/sqlite3.html#transaction-control-via-the-isolation-level-attribute
    """

    async def open(self, file, pragmas):
        import aiosqlite

        self.db = await aiosqlite.connect(file, isolation_level=None)
        # Tasks share the connection: without the lock, the statements of one would run in the transaction of another.
        self.lock = asyncio.Lock()
        for pragma in pragmas:
            await self.db.execute_fetchall(pragma)

    async def pragma(self, name):
        rows = await self.db.execute_fetchall(f"PRAGMA {name}")
        return rows[0][0]

    async def insert(self, number):
        await self.db.execute("INSERT INTO t(k, body) VALUES (?, ?)", (number, body_of(number)))

    async def read(self, number):
        rows = await self.db.execute_fetchall(
            "SELECT id, name, price, note FROM item WHERE id = ?", (key_of(number),)
        )
        check(rows[0], number)

    async def transaction(self, number):
        async with self.lock:
            await self.db.execute("BEGIN IMMEDIATE")
            try:
                await self.move(number % ACCOUNTS)
                await self.db.commit()
            except BaseException:
                await self.db.rollback()
                raise

    async def move(self, account):
        rows = await self.db.execute_fetchall("SELECT balance FROM account WHERE id = ?", (account,))
        await self.db.execute("UPDATE account SET balance = ? WHERE id = ?", (rows[0][0] + 1, account))
        await self.db.execute("INSERT INTO t(k, body) VALUES (?, ?)", (account, "moved"))

    async def close(self):
        await self.db.close()


class SqlAlchemy:
    """Mapped classes, and a session for each operation.

    https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#synopsis-orm
    """

    async def open(self, file, pragmas):
        self.engine = self.make_engine(file, pragmas)
        self.immediate_engine = self.make_engine(file, pragmas)
        self.begin_immediately(self.immediate_engine)
        self.sessions = self.make_sessions(self.engine)
        self.immediate_sessions = self.make_sessions(self.immediate_engine)
        self.map_classes()

    @staticmethod
    def make_engine(file, pragmas):
        from sqlalchemy import event
        from sqlalchemy.engine import URL
        from sqlalchemy.ext.asyncio import create_async_engine
        from sqlalchemy.pool import AsyncAdaptedQueuePool

        # The default pool of SQLAlchemy 2. That of 1.4, NullPool, opens a connection and a thread for each session.
        # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html, "Pooling Behavior" of aiosqlite
        url = URL.create("sqlite+aiosqlite", database=file)
        engine = create_async_engine(url, poolclass=AsyncAdaptedQueuePool)

        # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#foreign-key-support
        def set_pragmas(dbapi_connection, connection_record):
            cursor = dbapi_connection.cursor()
            for pragma in pragmas:
                cursor.execute(pragma)
            cursor.close()

        event.listen(engine.sync_engine, "connect", set_pragmas)
        return engine

    @staticmethod
    def begin_immediately(engine):
        """Makes transactions start with BEGIN IMMEDIATE, by the two events that the documentation shows.

        Inserts and reads go without: for them sqlite3 begins a transaction before an INSERT, and none before a SELECT.

        https://docs.sqlalchemy.org/en/14/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
        """
        from sqlalchemy import event

        def do_connect(dbapi_connection, connection_record):
            dbapi_connection.isolation_level = None

        def do_begin(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        event.listen(engine.sync_engine, "connect", do_connect)
        event.listen(engine.sync_engine, "begin", do_begin)

    @staticmethod
    def make_sessions(engine):
        from sqlalchemy.ext.asyncio import AsyncSession
        from sqlalchemy.orm import sessionmaker

        return sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    def map_classes(self):
        from sqlalchemy import Column, Float, Integer, String
        from sqlalchemy.orm import declarative_base

        Base = declarative_base()

        class T(Base):
            __tablename__ = "t"
            id = Column(Integer, primary_key=True)
            k = Column(Integer, nullable=False)
            body = Column(String, nullable=False)

        class Account(Base):
            __tablename__ = "account"
            id = Column(Integer, primary_key=True)
            balance = Column(Integer, nullable=False)

        class Item(Base):
            __tablename__ = "item"
            id = Column(Integer, primary_key=True)
            name = Column(String, nullable=False)
            price = Column(Float, nullable=False)
            note = Column(String, nullable=False)

        self.T, self.Account, self.Item = T, Account, Item

    async def pragma(self, name):
        async with self.engine.connect() as connection:
            return (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()

    async def insert(self, number):
        async with self.sessions() as session:
            session.add(self.T(k=number, body=body_of(number)))
            await session.commit()

    async def read(self, number):
        async with self.sessions() as session:
            item = await session.get(self.Item, key_of(number))
            check((item.id, item.name, item.price, item.note), number)

    async def transaction(self, number):
        async with self.immediate_sessions() as session, session.begin():
            account = await session.get(self.Account, number % ACCOUNTS)
            account.balance += 1
            session.add(self.T(k=account.id, body="moved"))

    async def close(self):
        await self.engine.dispose()
        await self.immediate_engine.dispose()


class Loop:
    """Tasks, each of which waits for its operation before it starts the next."""

    def __init__(self, rival):
        self.rival = rival
        self.running = True
        self.operations = 0
        self.retries = 0

    async def run(self, work, tasks):
        try:
            if work not in ("insert", "read", "transaction"):
                raise ValueError(f"cannot run the work {work}")
            operation = getattr(self.rival, work)
            loops = [self.repeat(operation, first, tasks) for first in range(tasks)]
            for outcome in await asyncio.gather(self.count(), *loops, return_exceptions=True):
                if outcome is not None:
                    raise outcome
            say("n", self.operations)
            say("stopped", self.retries)
        except Exception as e:
            fail(e)

    async def count(self):
        while self.running:
            say("n", self.operations)
            await asyncio.sleep(SECONDS_BETWEEN_COUNTS)

    async def repeat(self, operation, first, step):
        try:
            for number in itertools.count(first, step):
                if not self.running:
                    return
                await self.complete(operation, number)
                self.operations += 1
        finally:
            # After a failure, the other tasks stop too.
            self.running = False

    async def complete(self, operation, number):
        """Runs an operation, and again as long as it is rolled back because another connection has the lock."""
        while True:
            try:
                return await operation(number)
            except Exception as e:
                if "database is locked" not in str(e):
                    raise
                self.retries += 1


def say(*words):
    print(*words, flush=True)


def fail(error):
    say("failed", type(error).__name__ + ":", *str(error).split())


async def obey(rival):
    """Runs the commands up to the end of the input."""
    loop = Loop(rival)
    run = None
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, *arguments = line.split()
        if command == "pragma":
            say(await rival.pragma(arguments[0]))
        elif command == "run":
            loop = Loop(rival)
            run = asyncio.create_task(loop.run(arguments[0], int(arguments[1])))
        elif command == "stop":
            loop.running = False
    loop.running = False
    if run:
        await run


async def main(library, file, *pragmas):
    rival = {"aiosqlite": Aiosqlite, "sqlalchemy": SqlAlchemy}[library]()
    await rival.open(file, [f"PRAGMA {pragma}" for pragma in pragmas])
    try:
        await obey(rival)
    finally:
        await rival.close()


try:
    asyncio.run(main(*sys.argv[1:]))
except Exception as e:
    fail(e)
    raise
