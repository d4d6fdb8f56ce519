"""The API for people: one page drawn from the OpenAPI document, without any script."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from certification.api.openapi import document
from certification.api.problems import BY_NAME, KINDS


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Anyone: every address of the API, what it takes and what it gives."""
    whole = document()
    context = {
        "about": [_words(each) for each in whole["info"]["description"].split("\n\n")],
        "base": whole["servers"][0]["url"],
        "operations": list(_operations(whole)),
        "problems": [(kind, _words(f"{kind.title}. {kind.about}")) for kind in KINDS],
    }
    return render(request, "certification/api/docs.html", context)


def _operations(whole: dict[str, Any]) -> Any:
    for path, methods in whole["paths"].items():
        for method, each in methods.items():
            good = each["responses"]["200"]["content"]["application/json"]["schema"]
            body = each.get("requestBody", {}).get("content", {}).get("application/json", {})
            yield {
                "id": each["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": each["summary"],
                "description": _words(each["description"]),
                "parameters": each.get("parameters", []),
                "body": _drawn(body["schema"], whole) if body else "",
                "answer": _drawn(good, whole),
            }


def _words(text: str) -> SafeString:
    """A text of the document, what stands between backticks set as code."""
    parts = text.split("`")
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="wm-key">{}</span>', part) if at % 2 else part,)
            for at, part in enumerate(parts)
        ),
    )


def _drawn(schema: dict[str, Any], whole: dict[str, Any]) -> str:
    return json.dumps(_shape(schema, whole), ensure_ascii=False, indent=2)


def _shape(schema: dict[str, Any], whole: dict[str, Any]) -> Any:
    """A schema as an outline: members with what they hold, in the form that they come in."""
    if "$ref" in schema:
        return _shape(whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], whole)
    if "anyOf" in schema:
        first = _shape(schema["anyOf"][0], whole)
        return f"{first} | null" if isinstance(first, str) else first
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "array":
        return [_shape(schema["items"], whole)]
    if schema.get("type") == "object" and "properties" in schema:
        required = set(schema.get("required", ()))
        return {
            name if name in required else f"{name} (optional)": _shape(each, whole)
            for name, each in schema["properties"].items()
        }
    return schema.get("format") or schema.get("type", "")


@require_safe
def problem(request: HttpRequest, name: str) -> HttpResponse:
    """Anyone: what a kind of problem means."""
    page = reverse("certification:api_docs")
    return redirect(f"{page}#{name}" if name in BY_NAME else page)
