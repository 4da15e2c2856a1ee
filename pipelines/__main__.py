"""`python -m pipelines` is the command `tipor`."""

from pipelines.cli import main

main()
