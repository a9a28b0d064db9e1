"""The tables as a Frictionless Data Package: what a program must know to read them."""

from __future__ import annotations

import json
from typing import Any

from biblioscope.corpus.dictionary import Column, Table, dictionary
from biblioscope.corpus.model import Dossier

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def data_package(dossier: Dossier) -> str:
    """Return `datapackage.json`: Data Package 2, a resource for each table.

    References
    ----------
    https://datapackage.org/standard/data-package/
    """
    package = {
        "$schema": _PROFILE,
        "name": "biblioscope-corpus",
        "title": f"The references of “{dossier.title}”",
        "description": f"Tables made of the {dossier.genre.lower()} “{dossier.title}” "
        f"({dossier.publisher}, {dossier.issued}). Titles, abstracts and contents that they quote "
        "remain the publisher's.",
        "licenses": [_LICENSE],
        "contributors": [{"title": "The Biblioscope authors", "roles": ["creator"]}],
        "sources": [{"title": dossier.citation}],
        "resources": [_resource(table) for table in dictionary().values()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    """Describe one table."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.stored],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.links:
        schema["foreignKeys"] = [
            {
                "fields": [link.column],
                "reference": {
                    # The standard's way to say "this very table".
                    "resource": "" if link.table == table.name else link.table,
                    "fields": [link.key],
                },
            }
            for link in table.links
        ]
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    """Describe one column."""
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.enum:
        constraints["enum"] = list(column.enum)
    said = {"name": column.name, "type": column.type, "description": column.description}
    return said | ({"constraints": constraints} if constraints else {})
