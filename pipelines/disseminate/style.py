"""The look of every picture, and the only place that imports matplotlib: colours, type, sheet, bytes.

A sheet has a header (title, subtitle, key), a body measured in inches from its top left corner, and notes at
the foot. What is drawn in the body belongs to the `*_chart` modules.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

BLUE, PALE_BLUE, ORANGE = "#0072B2", "#BFDDF0", "#C75000"
INK, GREY, HAIR, FAINT, PALE_GREY, WHITE = "#222222", "#595959", "#BDBDBD", "#D2D2D2", "#EDEDED", "#FFFFFF"
TITLE, SUBTITLE, HEADING, NOTE, SMALL, TINY = 13.0, 9.5, 9.0, 8.0, 7.5, 6.5
MARGIN, DPI, LEADING = 0.3, 160, 1.4 / 72
_RLM = "\u200f"
_CHINESE = "Noto Sans CJK SC"
_FONTS = ["DejaVu Sans", _CHINESE]
_HAS_CHINESE = re.compile(r"[\u2e80-\u9fff]")
_UNBROKEN = re.compile(
    r"[（《「『“]*[\u2e80-\u9fff\uff00-\uffef][，。；：、）》」』”！？％]*|[^\u2e80-\u9fff\uff00-\uffef]+"
)
"""A piece of text that no line break may part: one Chinese letter with its marks, or what stands between."""
_RC: dict[str, object] = {
    "font.family": _FONTS,
    "text.parse_math": False,
    "text.color": INK,
    "svg.fonttype": "path",
    "svg.hashsalt": "tipor",
    "hatch.linewidth": 0.7,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
}


@dataclass(frozen=True)
class Mark:
    """How one thing looks: a box with edge, hatch and sign, so that colour never stands alone."""

    fill: str = WHITE
    edge: str = HAIR
    hatch: str = ""
    sign: str = ""
    sign_colour: str = INK
    sign_size: float = TINY
    line: float = 0.4
    dash: str = "-"


@dataclass
class Sheet:
    """One picture being drawn. Lengths are inches; `y` grows downwards from the top of the body."""

    figure: Any
    width: float
    height: float
    body_top: float

    def axes(self, x: float, y: float, width: float, height: float) -> Any:
        """Axes with their upper left corner at (x, y) of the body."""
        bottom = self.height - self.body_top - y - height
        return self.figure.add_axes(
            (x / self.width, bottom / self.height, width / self.width, height / self.height)
        )

    def words(self, x: float, y: float, text: str, size: float, **look: Any) -> None:
        """Write text whose top left corner stands at (x, y) of the body."""
        place = (x / self.width, 1 - (self.body_top + y) / self.height)
        if look.get("fontweight") == "bold" and _HAS_CHINESE.search(text):
            thick = withStroke(linewidth=size / 22, foreground=look.get("color", INK))
            look |= {"fontweight": "normal", "path_effects": [thick]}
        self.figure.text(*place, directed(text), fontsize=size, **{"va": "top", **look})

    def png(self, title: str, alt: str) -> bytes:
        """The picture as PNG: the same bytes for the same drawing."""
        metadata = {"Software": None, "Title": title, "Description": alt}
        return self._saved("png", metadata)

    def svg(self, title: str, alt: str) -> bytes:
        """The picture as SVG with text as paths: the same bytes for the same drawing."""
        metadata = {"Date": None, "Creator": None, "Title": title, "Description": alt}
        return self._saved("svg", metadata)

    def _saved(self, kind: str, metadata: dict[str, str | None]) -> bytes:
        buffer = io.BytesIO()
        with house_style():
            self.figure.savefig(buffer, format=kind, dpi=DPI, metadata=metadata, facecolor=WHITE)
        return buffer.getvalue()


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the style of the house, whatever a matplotlibrc on this machine says."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RC)
        yield


def new_sheet(
    title: str,
    subtitle: str,
    key: Sequence[tuple[Mark, str]],
    notes: Sequence[str],
    width: float,
    body: float,
) -> Sheet:
    """A sheet as high as its header, its body (inches) and its notes need. Call within `house_style`."""
    inner = width - 2 * MARGIN
    header = [(line, TITLE, INK, "bold") for line in balanced(title, TITLE, inner, "bold")]
    header += [(line, SUBTITLE, GREY, "normal") for line in balanced(subtitle, SUBTITLE, inner)]
    foot = [(line, NOTE, GREY, "normal") for note in notes for line in wrapped(note, NOTE, inner)]
    places = _key_places([words for _, words in key], inner)
    key_top = MARGIN + _height(header) + 0.1
    top = key_top + (places[-1][1] + 0.3 if places else 0.0)
    height = top + body + 0.1 + _height(foot) + MARGIN * 0.8
    sheet = Sheet(Figure(figsize=(width, height), dpi=DPI), width, height, top)
    FigureCanvasAgg(sheet.figure)
    _stack(sheet, header, MARGIN - top)
    _draw_key(sheet, key, places, key_top - top)
    _stack(sheet, foot, body + 0.1)
    return sheet


def box(
    axes: Any, x: float, y: float, width: float, height: float, mark: Mark, gid: str | None = None
) -> None:
    """A box with its lower left corner at (x, y), in units of the axes, with the sign of the mark in it."""
    patch = Rectangle((x, y), width, height, facecolor=mark.fill, edgecolor=mark.edge)
    patch.set(hatch=mark.hatch, linewidth=mark.line, linestyle=mark.dash, gid=gid, clip_on=False)
    axes.add_patch(patch)
    if mark.sign:
        look = {
            "ha": "center",
            "va": "center_baseline",
            "fontsize": mark.sign_size,
            "color": mark.sign_colour,
        }
        axes.text(x + width / 2, y + height / 2, mark.sign, **look)


def bare(axes: Any) -> None:
    """Take away the frame, ticks and numbers of axes that only hold boxes."""
    axes.set(xticks=[], yticks=[])
    axes.patch.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def directed(text: str) -> str:
    """The text with each line marked as right to left where it has right-to-left letters (charts.md 1.2)."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return "\n".join(_RLM + line for line in text.split("\n"))
    return text


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """The width of one line of text in inches."""
    width, _, _ = _measure().get_text_width_height_descent(text, _font(size, weight), False)
    return float(width) / DPI


def wrapped(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """The text in lines no wider than `width` inches, broken between words, or between Chinese letters."""
    lines: list[str] = []
    line = ""
    for space, piece in _pieces(text):
        longer = f"{line}{space}{piece}" if line else piece
        if line and text_width(longer, size, weight) > width * 0.99:
            lines.append(line)
            longer = piece
        line = longer
    return [*lines, line] if line else lines


def fitting_size(text: str, size: float, width: float) -> float:
    """The size, at most `size`, at which one line fits into `width` inches: names of States are never cut."""
    return min(size, size * width / max(text_width(text, size), 0.01))


def balanced(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """The text in as few lines as fit into `width` inches, all about equally long: no last word alone."""
    lines = wrapped(text, size, width, weight)
    narrower = (wrapped(text, size, width * share / 20, weight) for share in range(10, 20))
    return next((tried for tried in narrower if len(tried) == len(lines)), lines)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces between which a line may be broken, each with the space before it."""
    for word in text.split():
        for place, piece in enumerate(_UNBROKEN.findall(word)):
            yield "" if place else " ", piece


def _know_chinese() -> None:
    """Make the font of Chinese known that a package brings; it has one weight, which stands for bold too."""
    known = len(fontManager.ttflist)
    fontManager.addfont(str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc"))
    faces = [face for face in fontManager.ttflist[known:] if face.name == _CHINESE]
    fontManager.ttflist[known:] = [*faces, *(replace(face, weight=700) for face in faces)]


_know_chinese()


@cache
def _measure() -> Any:
    return FigureCanvasAgg(Figure(dpi=DPI)).get_renderer()


@cache
def _font(size: float, weight: str) -> Any:
    return FontProperties(family=_FONTS, size=size, weight=weight)


_Line = tuple[str, float, str, str]


def _height(lines: Sequence[_Line]) -> float:
    return sum(size * LEADING for _, size, _, _ in lines)


def _stack(sheet: Sheet, lines: Sequence[_Line], top: float) -> None:
    for text, size, colour, weight in lines:
        sheet.words(MARGIN, top, text, size, color=colour, fontweight=weight)
        top += size * LEADING


def _key_places(words: Sequence[str], width: float) -> list[tuple[float, float]]:
    """Where each entry of the key begins: left to right, then the next line."""
    places: list[tuple[float, float]] = []
    x = y = 0.0
    for entry in words:
        wide = 0.24 + text_width(entry, NOTE) + 0.26
        if x and x + wide - 0.26 > width:
            x, y = 0.0, y + 0.2
        places.append((x, y))
        x += wide
    return places


def _draw_key(
    sheet: Sheet, key: Sequence[tuple[Mark, str]], places: Sequence[tuple[float, float]], top: float
) -> None:
    for (mark, words), (x, y) in zip(key, places, strict=True):
        axes = sheet.axes(MARGIN + x, top + y, 0.17, 0.15)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        bare(axes)
        box(axes, 0.03, 0.03, 0.94, 0.94, mark)
        sheet.words(MARGIN + x + 0.24, top + y + 0.01, words, NOTE, color=INK)
