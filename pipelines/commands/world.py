"""`tipor world`: a complete set of synthetic submissions with a known truth."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipelines.worlds.world import World

NONE, ALL = "none", "all"
SHOWN_AREAS = 5


def _list_faults(context: click.Context) -> None:
    from pipelines.worlds.faults.planting import FAULTS

    click.echo("\n".join(FAULTS))
    context.exit()


@click.command("world")
@click.option("--seed", type=click.IntRange(0), required=True, help="The same seed makes the same bytes.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="An empty folder, or a world's.")
@click.option("--areas", type=click.IntRange(10, 190), default=40, show_default=True, help="Areas.")
@click.option("--years", type=click.IntRange(5, 20), default=12, show_default=True, help="Years up to 2021.")
@click.option(
    "--trend",
    type=click.FloatRange(-0.5, 0.5),
    default=0.04,
    show_default=True,
    help="True change of the log mean per year.",
)
@click.option(
    "--faults",
    default=NONE,
    show_default=True,
    metavar="NAME,...",
    help="Faults to plant: their names with commas between them, 'all', or 'none'.",
)
@click.option(
    "--list-faults",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _option, is_asked: _list_faults(context) if is_asked else None,
    help="Show the names of the faults and exit.",
)
@click.option("--submit", "is_submitted", is_flag=True, help="Seal them all in the store too (TIPOR_DATA).")
def command(
    seed: int, out: Path, areas: int, years: int, trend: float, faults: str, is_submitted: bool
) -> None:
    """Make a world of SYNTHETIC submissions in the folder --out, with the truth beside them.

    All seven tables, from States (members and observers), organisations and a published source, in several
    versions and six languages. truth.json says what was put in: the trend, the areas' effects, who joined
    late, who leaves zeros out, the routes, the hidden population, and each fault with the cells and persons
    it changed. The figures are invented; every file, note and receipt says SYNTHETIC.

    \b
    Examples:
      tipor world --seed 7 --out world
      tipor world --seed 7 --out world --faults sex_exchanged_area,copied
      TIPOR_DATA=/tmp/synthetic tipor world --seed 7 --out world --submit
      TIPOR_DATA=/tmp/synthetic tipor run
    """
    from pipelines.contract.cldr import filled, listed
    from pipelines.contract.text import _, ngettext
    from pipelines.settings import open_contract, open_store
    from pipelines.worlds.make import make_world
    from pipelines.worlds.settings import Settings
    from pipelines.worlds.store import only_synthetic
    from pipelines.worlds.writing import write_world

    names = _names(faults)
    if is_submitted:
        only_synthetic(open_store())
    contract = open_contract()
    world = _planted(make_world(Settings(seed, areas, years, trend), contract), names)
    files = write_world(world, out, contract, with_bar)
    words = ngettext(
        "%(count)d SYNTHETIC submission in %(path)s, with truth.json beside it.",
        "%(count)d SYNTHETIC submissions in %(path)s, with truth.json beside them.",
        len(files),
    )
    click.echo(filled(words, {"count": len(files), "path": out}))
    for planted in world.planted:
        said = {"areas": listed(planted.areas[:SHOWN_AREAS]) + " …" * (len(planted.areas) > SHOWN_AREAS)}
        text = _("%(fault)s: %(areas)s; figures changed: %(cells)d, persons: %(persons)d")
        click.echo(
            "  "
            + filled(text, said | {name: getattr(planted, name) for name in ("fault", "cells", "persons")})
        )
    if is_submitted:
        _submit(world, out)


def with_bar(items: Iterable[Any]) -> Iterator[Any]:
    """Show a progress bar on a terminal while the files are worked through."""
    from pipelines.contract.text import _

    with click.progressbar(list(items), label=_("SYNTHETIC submissions"), file=sys.stderr) as bar:
        yield from bar


def _names(faults: str) -> list[str]:
    """The faults asked for. Raises TiporError where there is none of that name."""
    from pipelines.contract.cldr import listed
    from pipelines.contract.errors import WRONG_USAGE, TiporError
    from pipelines.contract.text import _
    from pipelines.worlds.faults.planting import FAULTS

    if faults == NONE:
        return []
    if faults == ALL:
        return list(FAULTS)
    names = [name.strip() for name in faults.split(",") if name.strip()]
    if unknown := [name for name in names if name not in FAULTS]:
        raise TiporError(
            _("There is no fault %(name)s.") % {"name": listed(unknown)},
            _("There are: %(names)s.") % {"names": listed([*FAULTS])},
            exit_code=WRONG_USAGE,
        )
    return names


def _planted(world: World, names: list[str]) -> World:
    """The world with the faults, one after another; one that finds no place in it is named and left out."""
    from pipelines.contract.text import _
    from pipelines.worlds.faults.planting import plant
    from pipelines.worlds.faults.targets import NoPlaceForIt

    for name in names:
        try:
            world = plant(world, name)
        except NoPlaceForIt:
            click.echo(_("%(name)s finds no place in this world.") % {"name": name}, err=True)
    return world


def _submit(world: World, folder: Path) -> None:
    """Seal every file; those that are held are named."""
    from pipelines.contract.text import _
    from pipelines.process.submitting import submit
    from pipelines.settings import open_contract, open_store
    from pipelines.worlds.writing import receipt_of

    store, contract = open_store(), open_contract()
    held = []
    for sheet in with_bar(world.sheets):
        name = f"{sheet.name}.csv"
        sent = submit(store, contract, (folder / name).read_bytes(), receipt_of(world, sheet), name)
        held += [] if sent.check.is_accepted else [name]
    click.echo(_("All are sealed in %(path)s.") % {"path": store.data})
    for name in held:
        click.echo(_("%(name)s is held: a fault that the checks find.") % {"name": name})
