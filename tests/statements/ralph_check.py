"""Holds statements against Ralph's models of xAPI. Runs in Ralph's own environment.

Reads JSON arrays, one a line; prints for each one of the same length: null where all is well, else
what is wrong.
"""

from __future__ import annotations

import json
import sys

from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement


def fault(statement: object) -> str | None:
    try:
        BaseXapiStatement.model_validate(statement)
    except ValidationError as error:
        return str(error)
    return None


for line in sys.stdin:
    print(json.dumps([fault(each) for each in json.loads(line)]), flush=True)
