"""A file arrives (GSBPM 4): read, map, seal, receipt.

What does not belong here: judging what the figures say (see `pipelines.process`).
"""
