"""The Dagster shell (one concept a file): assets, checks, sensor, schedule, jobs, and what they share.

Each function reads, calls one step of the floors below, writes, and reports. What does not belong here: any
step's own work; a value that is not public; `from __future__ import annotations` (Dagster reads the
annotation of `context` itself).
"""
