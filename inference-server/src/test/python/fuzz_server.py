"""Lets schemathesis make requests from the OpenAPI document, right and wrong ones, and checks every answer against it.

Usage: fuzz_server.py OUTPUT [EXAMPLES]

EXAMPLES is what schemathesis makes for each operation in its last phase. Fails when an answer is a 5xx, has a status, a type, a
header or a body that the document does not name, when a wrong request is accepted, when the server logs an error or is not
well afterwards, or when fewer than 5,000 requests were made. Reports are in OUTPUT.
"""

import re
import subprocess
import sys
from pathlib import Path

from tiny_server import get, serving

LEAST = 5000
# What a schema cannot say, such as that a tensor's shape fits its data, makes some of the generated "right" requests wrong.
NOT_CHECKED = "positive_data_acceptance"


def fuzz(kind, url, output, examples):
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/v3/api-docs"]
    options = ["--checks", "all", "--exclude-checks", NOT_CHECKED, "--phases", "examples,coverage,fuzzing"]
    options += ["--max-examples", examples, "--continue-on-failure", "--no-color", "--warnings", "off"]
    print(f"== {kind}", flush=True)
    with open(output / f"{kind}.log", "w") as report:
        result = subprocess.run(command + options, stdout=report, stderr=subprocess.STDOUT, cwd=output)
    text = (output / f"{kind}.log").read_text()
    print("\n".join(text.splitlines()[-40:] if result.returncode else re.findall(r"^  \d+ generated.*$", text, re.M)))
    made = re.search(r"^  (\d+) generated", text, re.M)
    return result.returncode == 0, int(made.group(1)) if made else 0


def main():
    output = Path(sys.argv[1]).resolve()
    examples = sys.argv[2] if len(sys.argv) > 2 else "100"
    output.mkdir(parents=True, exist_ok=True)
    made, well = 0, True
    for kind in ("classifier", "embedder", "reranker"):
        with serving(kind) as (url, log):
            passed, cases = fuzz(kind, url, output, examples)
            get(url + "/health/ready")
            errors = [line for line in log.read_text().splitlines() if " ERROR " in line]
            print("\n".join(errors), end="")
            well = well and passed and not errors
            made += cases
    print(f"fuzz-server: {made} requests made, {'all answered as described' if well else 'FAILED'}")
    if made < LEAST:
        print(f"fuzz-server: FAILED, these are fewer than {LEAST}")
    sys.exit(0 if well and made >= LEAST else 1)


main()
