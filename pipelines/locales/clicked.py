"""The sentences of click that a person can meet, so that they are translated with ours.

click looks its texts up in gettext's own current domain, which `commands._speaking` sets to our catalogues.
What does not belong here: sentences of tipor.
"""

from __future__ import annotations

from pipelines.contract.text import N_, ngettext

SENTENCES = (
    N_("Usage:"),
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("text"),
    N_("path"),
    N_("integer range"),
    N_("float range"),
    N_("Options"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
)
"""Said in one form."""


def counted(count: int) -> tuple[str, ...]:
    """Those with plural forms, for one count."""
    return (
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", count),
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", count),
        ngettext(
            "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", count
        ),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", count),
    )
