"""Does the screen of free text let through all that RE2 finds, and spare RE2 the ordinary notes?"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import product

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.database import literal, open_memory
from pipelines.contract.loading import Contract
from pipelines.contract.rules import FreeOf
from pipelines.process import screening
from pipelines.process.checking import check
from pipelines.process.screening import KNOWN, LONGEST, MOST_VALUES, PERHAPS, screened, wider
from tests.files import ROOT

RULES = [rule for rule in Contract(ROOT / "schemas").rules_by_id.values() if isinstance(rule, FreeOf)]
PATTERNS = list(dict.fromkeys(pattern for rule in RULES for pattern in rule.patterns))
EXAMPLES = {
    kind: [value for rule in RULES for row in getattr(rule, kind).rows for value in row.values()]
    for kind in ("passes", "fails")
}
WORDS = sorted({word for pattern in PATTERNS for word in re.findall(r"[^\W\d_]+", pattern)} - {"p", "i", "b"})
NAMES = [
    "Nobody",
    "NOBODY",
    "Ángel",
    "Ñu",
    "Жук",
    "Иванович",
    "ёж",
    "زيد",
    "ؤلؤ",
    "某",
    "王",
    "明",
    "先生",
    "Ωmega",
    "ſ",
    "K",
]
DIGITS = ["0", "00", "123", "1234", "123456", "٠٠", "٣٤٥٦", "۷۸۹", "７８９", "²", "१२३", "0123456789"]
SIGNS = [*"@+-./:,()'’ _\n\u00a0", "，", "：", "،", "M. ", "A.", " @ ", "[at]", ".org", "😀", "\u0301"]
FRAGMENTS = [*WORDS, *NAMES, *DIGITS, *SIGNS, *EXAMPLES["fails"]]
NOTES = [
    f"{who} {what}."
    for subjects, rest in (
        (("The court", "A regional hospital", "The annual report of the ministry", "One of the donors"),
         ("gave no reason for the figure of 2019", "counted each victim once, by year of detection",
          "corrected the total from 12 to 14 (see table 3)", "covers January to June only",
          "had named no offence under article 5")),
        (("Le tribunal", "Un hôpital régional", "Le rapport annuel du ministère", "L’un des donneurs"),
         ("ne donne pas de raison pour 2019", "a compté chaque victime une seule fois",
          "a corrigé le total de 12 à 14 (tableau 3)", "ne couvre que janvier à juin",
          "était à l’étranger en été")),
        (("El tribunal", "Un hospital de la región", "El informe anual", "Uno de los donantes"),
         ("no explica la cifra de 2019", "contó a cada víctima una sola vez",
          "corrigió el total de 12 a 14 (cuadro 3)", "abarca solo de enero a junio",
          "señaló que faltan datos del año")),
        (("Суд", "Областная больница", "Годовой отчёт министерства", "Один из доноров"),
         ("не указал причину за 2019 год", "учитывает каждого потерпевшего один раз",
          "исправил итог с 12 на 14 (таблица № 3)", "охватывает только январь — июнь",
          "находится за границей")),
        (("المحكمة", "مستشفى في المنطقة", "التقرير السنوي للوزارة", "أحد المتبرعين"),
         ("لم تذكر سببا لعام 2019", "عدت كل ضحية مرة واحدة", "صححت المجموع من 12 إلى 14 (الجدول 3)",
          "تشمل الأشهر الستة الأولى فقط", "كانت خارج البلاد، وفقا للتقرير")),
        (("法院", "一家地区医院", "年度报告", "其中一名捐献者"),
         ("没有说明2019年数字的原因", "每名受害者只计一次", "将总数从12改为14（表3）", "仅包括1月至6月",
          "当时在国外")),
    )
    for who, what in product(subjects, rest)
]  # fmt: skip
"""Sentences as offices write them, in six languages."""


@pytest.fixture(scope="module")
def connection() -> Iterator[DuckDBPyConnection]:
    with open_memory() as opened:
        yield opened


def found_by_re2(connection: DuckDBPyConnection, texts: list[str], patterns: list[str]) -> list[set[str]]:
    """For each pattern the texts in which RE2 finds it."""
    flags = ", ".join(f"regexp_matches(text, {literal(pattern)})" for pattern in patterns)
    rows = connection.execute(f"SELECT text, {flags} FROM (SELECT unnest(?) AS text)", [texts]).fetchall()
    return [{text for text, *found in rows if found[n]} for n in range(len(patterns))]


def let_through(pattern: str, text: str) -> bool:
    """Whether the screen leaves the text to RE2: it knows some sign of it not, or may find the pattern."""
    search = wider(pattern)
    return search is None or bool(screening.left_to_re2().search(text) or search.search(text))


def stopped(connection: DuckDBPyConnection, texts: list[str], patterns: list[str]) -> list[tuple[str, str]]:
    """What RE2 finds and the screen would have kept from it."""
    found = found_by_re2(connection, texts, patterns)
    return [
        (pattern, text)
        for pattern, those in zip(patterns, found, strict=True)
        for text in those
        if not let_through(pattern, text)
    ]


def kept(texts: list[str], rules: list[FreeOf]) -> list[FreeOf]:
    """The rules that the screen leaves for a column of these texts."""
    with open_memory() as opened:
        opened.execute("CREATE TABLE mapped AS SELECT unnest(?) AS note", [texts])
        return screened(opened, "note", rules)  # type: ignore[arg-type,return-value]


def rule_of(*patterns: str, ignores: tuple[str, ...] = ()) -> FreeOf:
    return RULES[0].model_copy(update={"patterns": patterns, "ignores": ignores})


def mixed(source: random.Random) -> str:
    """A text of some fragments, one character of which is at times another."""
    text = "".join(source.choice(FRAGMENTS) + source.choice(["", " "]) for _ in range(source.randint(1, 6)))
    at = source.randrange(len(text) * 3)
    return text[:at] + source.choice("aZ1é٣Я王 .-") + text[at + 1 :] if at < len(text) else text


def test_every_pattern_of_the_contract_has_a_wider_form() -> None:
    assert [pattern for pattern in PATTERNS if wider(pattern) is None] == []


@pytest.mark.parametrize("fold", ["", "(?i)"])
def test_no_class_of_unicode_has_a_member_that_its_wider_form_lacks(
    connection: DuckDBPyConnection, fold: str
) -> None:
    characters = re.findall(
        f"[{KNOWN}]", "".join(map(chr, range(0xD800))) + "".join(map(chr, range(0xE000, 0x10000)))
    )
    classes = [rf"\p{{{name}}}" for name in PERHAPS] + [r"\d", r"\w", r"\s"]
    forms = [form % name for name in classes for form in ("%s", "[%s.]", "[^%s]", "[^%s/.,]")]
    forms += [r"\D", r"\W", r"\S", ".", r"[^\p{L}\p{N}]", r"[^\p{N}\p{Arabic}]"]
    assert stopped(connection, characters, [f"{fold}^{form}$" for form in forms]) == []


def test_no_letter_has_another_case_that_its_wider_form_lacks(connection: DuckDBPyConnection) -> None:
    letters = sorted(
        {letter for word in WORDS for letter in word if letter.lower() != letter.upper()} | {*"ıİßÅµ"}
    )
    cased = [chr(n) for n in range(0x20000) if chr(n).lower() != chr(n).upper()]
    folded = [letter for letter in letters if not screening.left_to_re2().search(letter)]
    assert stopped(connection, cased, [f"(?i)^[{letter}]$" for letter in folded]) == []
    assert stopped(connection, cased, [f"(?i)^{letter}$" for letter in folded]) == []


def test_what_re2_finds_in_many_mixed_texts_is_let_through(connection: DuckDBPyConnection) -> None:
    source = random.Random(20261124)
    texts = [mixed(source) for _ in range(20_000)]
    assert stopped(connection, texts, PATTERNS) == []
    never = [
        p for p, found in zip(PATTERNS, found_by_re2(connection, texts, PATTERNS), strict=True) if not found
    ]
    assert never == []


ANY_TEXT = st.lists(
    st.sampled_from(FRAGMENTS) | st.text(st.characters(codec="utf-8"), max_size=3), max_size=6
)


@settings(max_examples=10, deadline=None)  # each asks RE2 for all patterns, which costs as much as a file
@given(st.lists(ANY_TEXT.map("".join), min_size=20, max_size=40))
def test_what_re2_finds_in_any_text_is_let_through(connection: DuckDBPyConnection, texts: list[str]) -> None:
    assert stopped(connection, texts, PATTERNS) == []


def test_what_re2_finds_by_other_patterns_is_let_through(connection: DuckDBPyConnection) -> None:
    patterns = [
        r"\bdni\b", r"\B1", r"\W\p{Lu}", r"\S{3}$", r"[^\w\s]x?\d", "a.b", r"(?i)\W[k-s]\b", r"(?i)[^k]\b",
        r"(?i:tel\W)\p{Lu}", r"\A\p{Lu}\p{Ll}", r"[\p{L}-]{2,}\z", r"[]a-]\s", r"(?:no|ex)[\[\]&|~^.]",
    ]  # fmt: skip
    assert [pattern for pattern in patterns if wider(pattern) is None] == []
    source = random.Random(20261125)
    assert stopped(connection, [mixed(source) for _ in range(5_000)], patterns) == []


@pytest.mark.parametrize(
    "pattern",
    [r"\p{Greek}", r"\pN", r"\P{L}", r"\p{^L}", r"[[:alpha:]]", r"\Qa.b\E", r"a\C", "a{,3}", r"\x{41}",
     r"[\x41]", "(?s)a.b", "(?m)^a", "a(?i)b", "(?P<x>a)", r"[^\D]", "a)(b"],
)  # fmt: skip
def test_a_pattern_whose_wider_form_is_unknown_is_always_left_to_re2(pattern: str) -> None:
    assert wider(pattern) is None
    rule = rule_of(pattern)
    assert kept(["nothing of it"], [rule]) == [rule]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_left_out_for_its_passing_example_and_never_for_its_failing_one(rule: FreeOf) -> None:
    (failing,), (passing,) = rule.fails.rows, rule.passes.rows
    assert [r.id for r in kept([*failing.values()], [rule])] == [rule.id]
    if not (rule.unless or rule.ignores):  # what is excepted shows the pattern too
        assert kept([*passing.values()], [rule]) == []


def test_ordinary_notes_in_six_languages_mostly_stay_with_the_screen() -> None:
    asked = [note for note in NOTES if any(let_through(pattern, note) for pattern in PATTERNS)]
    assert len(NOTES) == 120
    assert len(asked) < len(NOTES) / 10, asked


def test_of_a_rule_only_the_patterns_stay_that_some_value_may_show() -> None:
    rule = rule_of("cat", "dog", r"\p{Lu}\d")
    assert [r.patterns for r in kept(["a dog", "B3"], [rule])] == [("dog", r"\p{Lu}\d")]


def test_a_rule_that_takes_something_out_keeps_its_patterns_for_what_remains() -> None:
    rule = rule_of("zz", "a b", ignores=("zz", "q"))
    assert kept(["zz aqb"], [rule]) == [rule]
    assert kept(["nothing"], [rule]) == []


def test_an_empty_cell_is_a_value_as_any_other() -> None:
    rule = rule_of("^$")
    assert kept(["", "a"], [rule]) == [rule]
    assert kept(["", "a"], [rule_of("b")]) == []


@pytest.mark.parametrize(
    "texts",
    [
        [f"note {n}" for n in range(MOST_VALUES + 1)],
        ["a word " * (LONGEST // 6)],
        [f"{n} " + "a word " * 100 for n in range(300)],
        ["a" * 200],
        ["日本語 हिन्दी"],
    ],
    ids=["many values", "a long one", "much text", "an endless word", "a script not known"],
)
def test_what_is_beyond_the_screen_is_left_to_re2_as_it_is(texts: list[str]) -> None:
    assert kept(texts, [*RULES]) == RULES


def test_the_findings_are_the_same_with_and_without_the_screen(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = random.Random(20261126)
    texts = [re.sub(r'["\n]', " ", mixed(source)) for _ in range(60)]
    files = [
        [*EXAMPLES["fails"], *NOTES[:5]],
        NOTES,
        [text for text in texts if not screening.left_to_re2().search(text)],
    ]

    def findings() -> list[object]:
        return [
            check(content, contract=contract, table="victims", reporter="EGY").findings
            for content in (_victims(notes) for notes in files)
        ]

    screened_ones = findings()
    monkeypatch.setattr(screening, "MOST_VALUES", -1)
    assert findings() == screened_ones
    assert {rule.id for rule in RULES} <= {finding.rule for finding in screened_ones[0]}  # type: ignore[attr-defined]


def _victims(notes: list[str]) -> bytes:
    lines = [f'EGY,{1900 + n},TIP_OR,DETECTED,1,"{note}"' for n, note in enumerate(notes)]
    return "\n".join(["ref_area,time_period,offence,measure,value,source_note", *lines, ""]).encode()
