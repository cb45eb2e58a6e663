"""Holds the files of a run against validators that others wrote: validate_formats.py RUN... (and the published schemas in docs/).

Each validator is given a broken file too, and must refuse it: one that takes anything proves nothing.
"""

import copy
import csv
import json
import pathlib
import sys

import botocore.session
from botocore.validate import ParamValidator
from jsonschema import Draft202012Validator
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
from trestle.oscal.assessment_results import AssessmentResults

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
csv.field_size_limit(1 << 30)


def schema_of(name: str) -> Draft202012Validator:
    schema = json.loads((DOCS / name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


EVIDENCE = schema_of("evidence.schema.json")
ROW = schema_of("population-row.schema.json")
BATCH = (
    botocore.session.get_session()
    .get_service_model("securityhub")
    .operation_model("BatchImportFindings")
    .input_shape
)

# What OCSF 1.5 has and the package's classes do not: they would pass over it in silence.
# Source: ocsf/ocsf-schema 1.5.0, profiles/cloud.json, objects/evidences.json and objects/compliance.json.
UNKNOWN_TO_PACKAGE = {"cloud", "evidences.actor", "compliance.status", "compliance.status_details"}
FREE = {"unmapped", "resources.data", "evidences.data"}


def ocsf(finding: dict) -> None:
    read = ComplianceFinding(**finding)
    strange = unread(finding, read.model_dump(exclude_unset=True), "") - UNKNOWN_TO_PACKAGE
    if strange:
        raise ValueError(f"not attributes of OCSF: {sorted(strange)}")


def unread(given, taken, path: str) -> set:
    """Paths of members that the package's classes did not take over."""
    if path in FREE or path in UNKNOWN_TO_PACKAGE:
        return set()
    if isinstance(given, list):
        return set().union(*(unread(one, other, path) for one, other in zip(given, taken)), set())
    if not isinstance(given, dict):
        return set()
    found = set()
    for key, value in given.items():
        below = f"{path}.{key}".lstrip(".")
        found |= unread(value, taken[key], below) if key in taken else {below}
    return found


def asff(batch: list) -> None:
    report = ParamValidator().validate({"Findings": batch}, BATCH)
    if report.has_errors():
        raise ValueError(report.generate_report())
    if not 1 <= len(batch) <= 100:
        raise ValueError(f"{len(batch)} findings in a batch")
    for finding in batch:
        size = len(json.dumps(finding).encode())
        if size > 240 * 1024:
            raise ValueError(f"a finding of {size} bytes")
        for key, limit in (("Id", 512), ("GeneratorId", 512), ("Title", 256), ("Description", 1024), ("Resources", 32), ("Types", 50)):
            if not 1 <= len(finding[key]) <= limit:
                raise ValueError(f"{key} of {len(finding[key])}")
        parts = finding["ProductArn"].split(":")
        expected = ["arn", None, "securityhub", finding["Region"], finding["AwsAccountId"], f"product/{finding['AwsAccountId']}/default"]
        if parts[1] not in ("aws", "aws-cn", "aws-us-gov") or any(want not in (None, part) for part, want in zip(parts, expected, strict=True)):
            raise ValueError(f"ProductArn {finding['ProductArn']}")


def oscal(document: dict) -> None:
    AssessmentResults(**document["assessment-results"])


def rows_of(run: pathlib.Path) -> list:
    return [json.loads(line) for line in (run / "population.jsonl").read_text("utf-8").splitlines()]


def table(run: pathlib.Path, rows: int) -> None:
    with (run / "population.csv").open(encoding="utf-8", newline="") as file:
        head, *cells = csv.reader(file, strict=True)
    if len(cells) != rows or any(len(row) != len(head) for row in cells):
        raise ValueError(f"{len(cells)} rows in population.csv, {rows} in population.jsonl")
    for row in cells:
        for cell in row:
            if cell.startswith(FORMULA):
                raise ValueError(f"a cell that a spreadsheet would run: {cell[:40]!r}")


def must_refuse(what: str, check, broken) -> None:
    try:
        check(broken)
    except Exception:
        return
    raise SystemExit(f"{what}: a broken file was taken")


def without(value: dict, *path) -> dict:
    broken = copy.deepcopy(value)
    holder = broken
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return broken


def changed(value, path, new):
    broken = copy.deepcopy(value)
    holder = broken
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return broken


def negative_controls(findings: list, batches: list, document: dict, evidence: dict, row: dict) -> None:
    must_refuse("OCSF without finding_info", ocsf, without(findings[0], "finding_info"))
    must_refuse("OCSF with a status of its own", ocsf, changed(findings[0], ["status_id"], 42))
    must_refuse("OCSF with an attribute of its own", ocsf, changed(findings[0], ["verdict"], "bad"))
    must_refuse("ASFF without Resources", asff, [without(batches[0][0], "Resources")])
    must_refuse("ASFF with a severity of its own", asff, [changed(batches[0][0], ["Severity", "Label"], 7)])
    must_refuse("ASFF with a long title", asff, [changed(batches[0][0], ["Title"], "x" * 257)])
    must_refuse("ASFF with 101 findings", asff, batches[0][:1] * 101)
    must_refuse("ASFF of another account", asff, [changed(batches[0][0], ["AwsAccountId"], "999999999999")])
    must_refuse("OSCAL without metadata", oscal, without(document, "assessment-results", "metadata"))
    must_refuse("OSCAL with a member of its own", oscal, changed(document, ["assessment-results", "verdict"], "bad"))
    must_refuse("OSCAL with a UUID that is none", oscal, changed(document, ["assessment-results", "uuid"], "1"))
    must_refuse("evidence.json without limits", EVIDENCE.validate, without(evidence, "limits"))
    must_refuse("evidence.json with a member of its own", EVIDENCE.validate, {**evidence, "more": 1})
    must_refuse("a row without its record", ROW.validate, without(row, "recordSha256"))


def main(run: pathlib.Path) -> None:
    def load(name: str):
        return json.loads((run / name).read_text("utf-8"))

    rows = rows_of(run)
    findings, batches, document, evidence = (
        load(name)
        for name in ("findings.ocsf.json", "findings.asff.json", "oscal-assessment-results.json", "evidence.json")
    )
    EVIDENCE.validate(evidence)
    for row in rows:
        ROW.validate(row)
    for finding in findings:
        ocsf(finding)
    for batch in batches:
        asff(batch)
    oscal(document)
    table(run, len(rows))
    stated = len(evidence["findings"])
    counts = {"OCSF": len(findings), "ASFF": sum(map(len, batches)), "rows": len(rows)}
    if counts != {"OCSF": stated, "ASFF": stated, "rows": evidence["population"]["rows"]}:
        raise SystemExit(f"{run}: {counts}, evidence.json says {stated} findings and {evidence['population']['rows']} rows")
    if findings:
        negative_controls(findings, batches, document, evidence, rows[0])
    print(f"{run.name}: {len(rows)} rows, {stated} findings in {len(batches)} batches, OCSF, ASFF, OSCAL, CSV and schemas accepted")


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        main(pathlib.Path(folder))
