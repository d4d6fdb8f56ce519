"""Cells that no spreadsheet runs."""

from __future__ import annotations

from typing import Any

# Spreadsheets take what begins with these for a formula, or did in some release; also after spaces.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(text: str) -> str:
    """Text that is read as text: where it could be a formula, an apostrophe stands before it."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def write_plain_row(export: Any, writer: Any, row: dict[str, Any]) -> Any:
    """Takes the place of Wagtail's `write_csv_row`, which guards nothing (its XLSX does)."""
    cells = {
        field: export.preprocess_field_value(field, value, export.FORMAT_CSV)
        for field, value in row.items()
    }
    return writer.writerow(
        {
            field: cell if cell is None or isinstance(cell, int | float) else plain(str(cell))
            for field, cell in cells.items()
        }
    )
