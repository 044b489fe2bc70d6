"""DuckDB and Polars, asked the questions of the store benchmark.

    stores.py FOLDER

reads activities.csv, computers.json and questions.json of the folder, and
prints a line of JSON for each engine and question: the first page, the count,
the records of the page as a JSON array, and the microseconds of each, the median
of several runs.
"""

import json
import operator
import os
import statistics
import sys
import time
from datetime import datetime, timezone
from functools import reduce
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "2"

import duckdb  # noqa: E402
import polars as pl  # noqa: E402

folder = Path(sys.argv[1])
asked = json.loads((folder / "questions.json").read_text())
computers = json.loads((folder / "computers.json").read_text())


def timed(ask):
    """The answer, and the median time of several runs in microseconds."""
    answer, times, begin = None, [], time.perf_counter()
    while len(times) < 3 or (len(times) < 9 and time.perf_counter() - begin < 1.0):
        start = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - start) * 1e6)
    return answer, statistics.median(times)


def seconds(date):
    """The first instant of a year or a day, in seconds since 1970."""
    day = [int(part) for part in date.split("-")]
    return int(datetime(*(day + [1, 1])[:3], tzinfo=timezone.utc).timestamp())


def array(records):
    """The bytes of a JSON array of records."""
    return f"[{','.join(records)}]".encode()


def tell(engine, question, page, count, records):
    (page, page_us), (count, count_us), (records, records_us) = map(timed, (page, count, records))
    answer = {"engine": engine, "question": question, "page": page, "count": count}
    answer["records"] = records.decode()
    times = {"page_us": page_us, "count_us": count_us, "records_us": records_us}
    print(json.dumps(answer | times), flush=True)


def ask_duckdb():
    database = duckdb.connect(config={"threads": 2})
    database.execute(f"""
        CREATE TABLE activity AS SELECT * REPLACE (lower(creator) AS creator)
        FROM read_csv('{folder}/activities.csv', header=true, quote='\'\'', escape='\'\'', columns={{
            'id': 'BIGINT', 'parent_id': 'BIGINT', 'status': 'VARCHAR', 'created': 'BIGINT',
            'creator': 'VARCHAR', 'computer_id': 'BIGINT', 'type': 'VARCHAR', 'record': 'VARCHAR'}})""")
    database.execute("CREATE TABLE computer (id BIGINT, hostname VARCHAR, title VARCHAR, "
                     "access_group VARCHAR, distribution VARCHAR, last_ping BIGINT)")
    database.execute("CREATE TABLE computer_tag (computer_id BIGINT, tag VARCHAR)")
    database.execute("CREATE TABLE computer_alert (computer_id BIGINT, alert VARCHAR)")
    database.execute("CREATE TABLE computer_annotation (computer_id BIGINT, key VARCHAR, value VARCHAR)")
    columns = ["id", "hostname", "title", "access_group", "distribution", "last_ping"]
    frame = pl.DataFrame([{name: computer[name] for name in columns} for computer in computers])
    tags = pl.DataFrame({"id": [c["id"] for c in computers for _ in c["tags"]],
                         "tag": [tag for c in computers for tag in c["tags"]]})
    alerts = pl.DataFrame({"id": [c["id"] for c in computers for _ in c["alerts"]],
                           "alert": [alert for c in computers for alert in c["alerts"]]})
    owners = pl.DataFrame([{"id": c["id"], "key": "owner", "value": c["owner"]} for c in computers])
    for table, rows in [("computer", frame), ("computer_tag", tags), ("computer_alert", alerts),
                        ("computer_annotation", owners)]:
        database.register("rows", rows.to_arrow())
        database.execute(f"INSERT INTO {table} SELECT * FROM rows")
        database.unregister("rows")
    # An index on the ids, as a table that is asked for them would have.
    database.execute("CREATE UNIQUE INDEX activity_id ON activity (id)")
    for index, question in enumerate(asked["questions"]):
        # The columns are stored apart, so the texts that are not selected cost nothing.
        records = question["page"].replace("SELECT id FROM", "SELECT record FROM", 1)
        tell(
            "DuckDB",
            index,
            lambda: [row[0] for row in database.execute(question["page"]).fetchall()],
            lambda: database.execute(question["count"]).fetchone()[0],
            lambda: array(row[0] for row in database.execute(records).fetchall()),
        )


def fastest(ask):
    """The engine of Polars that is faster for this counts."""
    engines = [lambda engine=engine: ask(engine) for engine in ("in-memory", "streaming")]
    return min(engines, key=lambda ask: timed(ask)[1])


class Polars:
    def __init__(self):
        self.activities = pl.read_csv(folder / "activities.csv", quote_char="'").with_columns(
            pl.col("status").cast(pl.Categorical),
            pl.col("type").cast(pl.Categorical),
            pl.col("creator").str.to_lowercase().cast(pl.Categorical),
        )
        self.computers = pl.DataFrame(computers)

    def computer(self, tree):
        """The condition of a query for computers, on their frame."""
        if "all" in tree:
            return reduce(operator.and_, map(self.computer, tree["all"]), pl.lit(True))
        if "any" in tree:
            return reduce(operator.or_, map(self.computer, tree["any"]))
        if "not" in tree:
            return ~self.computer(tree["not"])
        if "keyword" in tree:
            word = tree["keyword"].lower()
            title, hostname = pl.col("title"), pl.col("hostname")
            contains = [c.str.to_lowercase().str.contains(word, literal=True) for c in (title, hostname)]
            return contains[0] | contains[1]
        field, value = tree["field"], tree["value"]
        if field == "annotation":
            key, part = value.split(":", 1)
            assert key == "owner"
            return pl.col("owner").str.contains(part, literal=True)
        return {
            "tag": lambda: pl.col("tags").list.contains(value),
            "alert": lambda: pl.col("alerts").list.contains(value),
            "id": lambda: pl.col("id") == int(value),
            "hostname": lambda: pl.col("hostname") == value,
            "access-group": lambda: pl.col("access_group") == value,
            "distribution": lambda: pl.col("distribution") == value,
            "last-ping": lambda: pl.col("last_ping") >= asked["now"] - int(value) * 3600,
        }[field]()

    def activity(self, tree):
        """The condition of a query for activities, on their frame."""
        if "all" in tree:
            return reduce(operator.and_, map(self.activity, tree["all"]), pl.lit(True))
        if "any" in tree:
            parts = tree["any"]
            if all(part.get("field") == "id" for part in parts):
                return pl.col("id").is_in([int(part["value"]) for part in parts])
            return reduce(operator.or_, map(self.activity, parts))
        if "not" in tree:
            return ~self.activity(tree["not"])
        field = tree["field"]
        if field == "computer":
            ids = self.computers.filter(self.computer(tree["query"])).get_column("id")
            return pl.col("computer_id").is_in(ids.implode()).fill_null(False)
        value = tree["value"]
        return {
            "id": lambda: pl.col("id") == int(value),
            "parent-id": lambda: pl.col("parent_id") == int(value),
            "status": lambda: pl.col("status") == value,
            "type": lambda: pl.col("type") == value,
            "creator": lambda: pl.col("creator") == value.lower(),
            "created-after": lambda: pl.col("created") >= seconds(value),
            "created-before": lambda: pl.col("created") < seconds(value),
        }[field]().fill_null(False)

    def ask(self, index, question):
        tree, offset = question["tree"], question["offset"]
        descending = not question["oldest_first"]

        # The rows are in the order that is asked for, so an engine can stop early.
        rows = (self.newest if descending else self.activities).lazy()

        def column(name, engine):
            found = rows.filter(self.activity(tree)).select(name).slice(offset, 1000)
            return found.collect(engine=engine).get_column(name).to_list()

        def page(engine):
            return column("id", engine)

        def records(engine):
            return array(column("record", engine))

        def count(engine):
            counted = self.activities.lazy().filter(self.activity(tree)).select(pl.len())
            return counted.collect(engine=engine).item()

        tell("Polars", index, *(fastest(ask) for ask in (page, count, records)))

    def ask_all(self):
        self.activities = self.activities.sort("created", "id", nulls_last=False)
        self.newest = self.activities.reverse()
        for index, question in enumerate(asked["questions"]):
            self.ask(index, question)


ask_duckdb()
Polars().ask_all()
