"""DuckDB, asked the questions of src/bin/speed.rs over the same files."""

import json
import statistics
import sys
import time

import duckdb

folder, all_ids = sys.argv[1], int(sys.argv[2])
database = duckdb.connect(config={"threads": 2})
for table in ["computers", "computer_tags"]:
    database.execute(f"CREATE TABLE {table} AS FROM '{folder}/{table}.parquet'")
# What is known of the files stays in memory, as it does beside it.
database.execute("SET parquet_metadata_cache = true")
database.execute(f"CREATE VIEW activities AS FROM read_parquet('{folder}/activities/*.parquet')")


def year(number):
    days = (number - 1970) * 365 + (number - 1969) // 4
    return days * 86_400_000_000


def tagged(tag):
    return f"computer_id IN (SELECT computer_id FROM computer_tags WHERE tag = '{tag}')"


ids = ", ".join(str(index * 102_947 % all_ids + 1) for index in range(1_000))
conditions = [
    f"id = {all_ids // 2}",
    f"activity_status = 'failed' AND creation_time >= {year(2022)} AND creation_time < {year(2023)}",
    "activity_status IS DISTINCT FROM 'succeeded'",
    tagged("laptop"),
    f"id IN ({ids})",
    "computer_id IN (SELECT id FROM computers "
    "WHERE contains(title_lower, 'web-01234') OR contains(hostname_lower, 'web-01234'))",
    f"activity_status IN ('failed', 'canceled') AND {tagged('laptop')} "
    "AND type IS DISTINCT FROM 'ActivityGroup'",
]


def timed(sql):
    times, begin = [], time.perf_counter()
    database.execute(sql).fetchall()
    while len(times) < 3 or (len(times) < 9 and time.perf_counter() - begin < 4):
        start = time.perf_counter()
        answer = database.execute(sql).fetchall()
        times.append((time.perf_counter() - start) * 1e3)
    return answer, statistics.median(times)


answers = []
for condition in conditions:
    page, page_ms = timed(f"SELECT record FROM activities WHERE {condition} "
                          "ORDER BY creation_time DESC, id DESC LIMIT 1000")
    count, count_ms = timed(f"SELECT count(*) FROM activities WHERE {condition}")
    answers.append({"page": [json.loads(record)["id"] for (record,) in page],
                    "page_ms": page_ms, "count_ms": count_ms, "count": count[0][0]})
print(json.dumps(answers))
