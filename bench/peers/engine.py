"""DuckDB or ClickHouse in process: counts SageMaker's records. Arguments: engine, folder, threads."""

import sys

engine, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])

if engine == "duckdb":
    import duckdb

    duckdb.sql(f"SET threads = {threads}")
    print(
        duckdb.sql(
            f"""SELECT count(*) FROM (
                SELECT unnest(Records) AS record
                FROM read_json('{folder}/**/*.json.gz', columns = {{Records: 'STRUCT(eventSource VARCHAR)[]'}}, maximum_object_size = 268435456)
            ) WHERE record.eventSource = 'sagemaker.amazonaws.com'"""
        ).fetchone()[0]
    )
else:
    import chdb

    print(
        chdb.query(
            f"""SELECT count() FROM (
                SELECT arrayJoin(JSONExtractArrayRaw(json, 'Records')) AS record
                FROM file('{folder}/**/*.json.gz', JSONAsString)
            ) WHERE JSONExtractString(record, 'eventSource') = 'sagemaker.amazonaws.com'
            SETTINGS max_threads = {threads}""",
            "TSV",
        )
    )
