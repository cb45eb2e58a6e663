"""Writes a CloudTrail log file whose names are an attacker's, in three partitions: hostile_archive.py FILE."""

import json
import sys

NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=1>',
    '=HYPERLINK("http://evil")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\u001b[2Jcleared",
    "\u009b31mred",
    "gpj.\u202eexe",
    "first\r\nsecond\u2028third",
    "\U0001f600" * 3000,
    "half \ud83d pair",
    "[click](javascript:alert(1))",
    "  ",
    "\uff1d1+1",
]
REGIONS = ["eu-west-1", "us-gov-west-1", "cn-north-1"]


def record(number: int, name: str) -> dict:
    region = REGIONS[number % len(REGIONS)]
    partition = {"us-gov-west-1": "aws-us-gov", "cn-north-1": "aws-cn"}.get(region, "aws")
    role = f"arn:{partition}:iam::111122223333:role/Research"
    return {
        "eventVersion": "1.11",
        "eventID": f"00000000-0000-4000-8000-{number:012x}",
        "eventTime": f"2026-02-03T04:05:{number:02d}Z",
        "eventSource": "sagemaker.amazonaws.com",
        "eventName": "CreateNotebookInstance" if number % 5 == 0 else "CreateTrainingJob",
        "awsRegion": region,
        "recipientAccountId": "111122223333",
        "sourceIPAddress": name,
        "userAgent": name,
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"arn:{partition}:sts::111122223333:assumed-role/Research/{name}",
            "accountId": "111122223333",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": role}},
        },
        "requestParameters": {"trainingJobName": name, "notebookInstanceName": name, "directInternetAccess": "Enabled"},
        "responseElements": {},
    }


with open(sys.argv[1], "w", encoding="ascii") as file:
    json.dump({"Records": [record(number, name) for number, name in enumerate(NAMES)]}, file)
