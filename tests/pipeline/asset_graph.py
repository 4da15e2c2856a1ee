"""The asset graph as text: its change is seen in review. `python -m tests.pipeline.asset_graph` writes it."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipelines.definitions import defs

SNAPSHOT = Path(__file__).with_suffix(".txt")


def definitions() -> dg.Definitions:
    return defs.load_fn()


def as_text(found: dg.Definitions) -> str:
    graph = found.resolve_asset_graph()
    lines: list[str] = []
    for floor in ("collect", "process", "analyse", "disseminate"):
        lines.append(f"{floor}:")
        keys = (key for key in graph.get_all_asset_keys() if graph.get(key).group_name == floor)
        lines += [_line(graph, key) for key in sorted(keys)]
    return "\n".join([*lines, "", *_automation(found)]) + "\n"


def _line(graph: dg.AssetGraph, key: dg.AssetKey) -> str:
    node = graph.get(key)
    parents = ", ".join(sorted(parent.to_user_string() for parent in node.parent_keys))
    checks = ", ".join(sorted(check.name for check in node.check_keys))
    parts = [
        f"  {key.to_user_string()}",
        f"<- {parents}" if parents else "",
        "(partitioned)" * node.is_partitioned,
    ]
    return " ".join(part for part in [*parts, f"[{checks}]" if checks else ""] if part)


def _automation(found: dg.Definitions) -> list[str]:
    return [
        *(f"job {job.name}" for job in sorted(found.jobs or [], key=lambda job: job.name)),
        *(f"sensor {sensor.name} -> {sensor.job_name}" for sensor in found.sensors or []),
        *(f"schedule {s.name} -> {s.job_name} at {s.cron_schedule}" for s in found.schedules or []),
    ]


if __name__ == "__main__":
    SNAPSHOT.write_text(as_text(definitions()), encoding="utf-8")
