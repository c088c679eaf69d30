"""The link check finds links that lead nowhere, and only those."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# A page: 店卫 and `code`

## Twice
## Twice
<a id="named"></a>
"""


def checked(repository: Path, root: Path, text: str) -> tuple[int, str]:
    (root / "docs").mkdir()
    (root / "docs" / "page.md").write_text(PAGE, "utf-8")
    (root / "README.md").write_text(text, "utf-8")
    tool = repository / "tools" / "check_links.py"
    program = [sys.executable, str(tool), str(root)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "[a](docs/page.md)",
        "[a](docs)",
        "[a](docs/page.md#a-page-店卫-and-code)",
        "[a](docs/page.md#twice-1)",
        "[a](docs/page.md#named)",
        "# Here\n[a](#here)",
        "[a][p]\n\n[p]: docs/page.md",
        '![a](docs/page.md "a title")',
        "[a](https://shop.invalid/nowhere.md)",
        "```sh\n[a](nowhere.md)\n```",
        "`[a](nowhere.md)`",
    ],
)
def test_links_that_lead_somewhere_pass(
    repository: Path, tmp_path: Path, text: str
) -> None:
    assert checked(repository, tmp_path, text) == (0, "links: all lead somewhere\n")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\n[a](nowhere.md)", "README.md:2: nowhere.md does not exist"),
        ("![a](docs/page.png)", "docs/page.png does not exist"),
        ("[a](docs/page.md#thrice)", "docs/page.md has no heading #thrice"),
        ("[a](docs/page.md#twice-2)", "docs/page.md has no heading #twice-2"),
        ("[a](#here)", "README.md has no heading #here"),
        ("[a][p]\n\n[p]: nowhere.md", "README.md:3: nowhere.md does not exist"),
        ("```\n\n```\n[a](nowhere.md)", "README.md:4: nowhere.md does not exist"),
    ],
)
def test_links_that_lead_nowhere_are_named(
    repository: Path, tmp_path: Path, text: str, complaint: str
) -> None:
    code, said = checked(repository, tmp_path, text)
    assert code == 1
    assert complaint in said
