"""Whether a line beside the table is about a person: a label, an address, a number of a document, a name.

The patterns are those of the contract's rules on free text (`free_of`), the labels its words for data about
persons. An office that says how it is reached is no such line, as official files have it above or below the
table: a line with a word for an office or for a contact, or with an official address of e-mail, and a line
"Tel. ..." beside one. Nothing excuses a document, a label such as "Name of the victim", or a line about one
victim, suspect or patient. What does not belong here: what is done about such a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from pipelines.collect.database import literal, open_scratch
from pipelines.collect.reading.beside import SHEET, Beside
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.personal_words import Words, words_of
from pipelines.contract.loading import Contract
from pipelines.contract.rules import FreeOf, PersonalColumn

NAME, DOCUMENT, PHONE, EMAIL = "NAME", "DOCUMENT", "PHONE", "EMAIL"
OFFICE = "OFFICE"
"""An office's own particulars: they are stored, and shown nowhere."""
PATTERNS = {"PER-002": EMAIL, "PER-003": PHONE, "PER-004": DOCUMENT, "PER-005": NAME}
LONGEST_LABEL, LONGEST_NAME, WITHIN, FEWEST_DIGITS = 6, 4, 3, 5
_LABEL = re.compile(r"\s*([^:：]{1,80}?)[\s,]*[:：](.*)", re.DOTALL)
_ADDRESS = re.compile(r"[\w.%+-]+@([\w.-]+)")
_OFFICIAL_DOMAIN = re.compile(
    r"(?:^|\.)(?:gov|gob|gouv|gub|govt|gv|go|gc|mil|int|un|unodc|who|iom|europa|police|policia"
    r"|parquet)(?:\.|$)",
    re.IGNORECASE,
)
_OFFICIAL_NAME = re.compile(
    r"^(?:.*[._-])?(?:info\w*|contact\w*|office|oficina|bureau|stat\w*|estad\w*|data|datos|press\w*"
    r"|help|support|admin\w*|secret\w*"
    r"|enquir\w*|inquir\w*|web\w*|police|policia|minist\w*|service\w*|library|publications?)(?:[._-].*)?@",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\bcontact|\benquir|\binquir|\bfurther information|\bmore information|\b(?:prepared|compiled"
    r"|published|produced"
    r"|issued|approved) by\b|\bfocal point|\bwebsite|\bcopyright|©|\bresponsible|\brenseignements"
    r"|\b(?:élaboré|préparé|publié|établi)"
    r" par\b|\bpoint focal|\bresponsable|\bconsultas|\b(?:elaborado|preparado|publicado) por\b"
    r"|\bpunto focal"
    r"|\bконтакт|\bисполнител|\bподготов|\bсоставител|\bответственн|\bсправк|للاتصال|اتصل|للاستفسار"
    r"|إعداد|أعده?ا?"
    r"|المسؤول|جهة الاتصال|نقطة الاتصال|联系|咨询|编制|制表|填表|负责人",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\bminist[eè]r|\bministr|\bdepartment|\bdepartament|\bdépartement|\bdirectorate|\bdirection\b"
    r"|\bdirección (?:general|nacional)"
    r"|\bbureau|\boffice\b|\boficina|\bagency|\bagence|\bagencia|\binstitut|\bstatist|\bestad[ií]stic"
    r"|\bpolice|\bpolic[ií]a"
    r"|\bprosecut|\bfiscal[ií]a|\bprocurad|\bparquet|\bhospital|\bcommission|\bcomisi[oó]n"
    r"|\bcommittee|\bcomit[eé]|\bcouncil"
    r"|\bconseil|\bconsejo|\bsecretar|\bsecrétar|\bsection\b|\bsección|\bdivision|\bauthority"
    r"|\bautoridad|\bautorité|\bnational"
    r"|\bnacional|\buniversit|\buniversidad|\borgani[sz]ation|\bfoundation|\bcent(?:re|er)\b"
    r"|\bUNODC\b|\bUnited Nations|\bcourt\b"
    r"|министерств|управлени|ведомств|статистик|полици|прокуратур|комитет|комисси|институт"
    r"|университет|больниц|служб|\bМВД\b"
    r"|وزارة|إدارة|مديرية|مكتب|هيئة|الإحصاء|شرطة|نيابة|مركز|لجنة|جامعة|مستشفى|محكمة"
    r"|部|局|厅|司|统计|警察|公安|检察|法院|委员会|研究所|大学|医院|中心|办公室",
    re.IGNORECASE,
)
_ONE_PERSON = re.compile(
    r"\b(?:victim|suspect|accused|defendant|donor|recipient|patient|perpetrator|offender|witness"
    r"|survivor|trafficker|broker)\b"
    r"|\b(?:victime|accusée?|prévenue?|donneur|receveur|patiente?|témoin|trafiquant)\b"
    r"|\b(?:v[ií]ctima|sospechos[oa]|acusad[oa]|imputad[oa]|donante|receptora?|paciente|testigo|tratante)\b"
    r"|\b(?:жертва|потерпевш(?:ий|ая|его|ей)|подозреваем(?:ый|ая|ого)|обвиняем(?:ый|ая|ого)|донора?"
    r"|реципиента?|пациента?|свидетел[ья])\b"
    r"|(?:^|\W)(?:الضحية|ضحية|المجني عليه|المتهم|المتبرع|المتلقي|المريض|الشاهد)(?:\W|$)|受害人|受害者"
    r"|被害人|嫌疑人|被告人|供体|受体|患者|证人",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:ref|reference|référence|referencia|isbn|issn|doi|law|decree|resolution|table|version"
    r"|series|исх|вх|приказ|закон)\b"
    r"|№|المرجع|القانون|القرار|文号|编号|版本",
    re.IGNORECASE,
)
_OF_A_TABLE = re.compile(
    r"traffick|victims|victimes|v[ií]ctimas|indicator|indicat|dataset|data\b|datos|données|table"
    r"|tabl[ae]|series|série|жертв"
    r"|показател|данны|таблиц|торговл|ضحايا|مؤشر|بيانات|جدول|الاتجار|指标|数据|表|贩运|受害",
    re.IGNORECASE,
)
_CARRIERS = re.compile(
    r"[\s,;|/]*(?:tel|t[ée]l[ée]?(?:phone)?|phone|fax|mobile|e-?mail|mail|courriel|correo|tel[ée]fono"
    r"|телефон|тел|факс|почта|эл"
    r"|هاتف|الهاتف|فاكس|البريد|بريد|电话|传真|邮箱|电子邮件|[\w.%+-]+@[\w.-]+|\+?\(?\d)",
    re.IGNORECASE,
)


def meanings(lines: list[Beside], contract: Contract) -> list[str]:
    """For each line the code of what it says of a person (`personal_data_words`), `OFFICE`, or nothing."""
    rule = next((r for r in contract.general_rules if isinstance(r, PersonalColumn)), None)
    if not lines or rule is None:
        return [""] * len(lines)
    words = words_of(contract, rule.words)
    shown = _shown(lines, words, contract)
    is_near = partial(_is_near_an_office, lines)
    return [
        _meaning(line, found, words, is_near(at))
        for at, (line, found) in enumerate(zip(lines, shown, strict=True))
    ]


def _meaning(line: Beside, shown: set[str], words: Words, near_an_office: bool) -> str:
    text = line.text
    if code := _of_header(line, words) or _of_label(text, words):
        return code
    if DOCUMENT in shown and (
        _has_word(text, words, DOCUMENT) or not (PHONE in shown or _REFERENCE.search(text))
    ):
        return DOCUMENT
    is_office = _is_of_an_office(text)
    if NAME in shown and not is_office and line.where != SHEET:
        return NAME
    for code in (EMAIL, PHONE):
        if code in shown and not is_office and not (near_an_office and _CARRIERS.match(text)):
            return code
    return OFFICE if shown & {EMAIL, PHONE, NAME} else ""


def _of_header(line: Beside, words: Words) -> str:
    """What a second header names: two cells of the words, or one in a row of three words and more.

    On another sheet, whose own header is looked at as one, a single word that can mean something else
    (French "nombre") makes no header of a line.
    """
    cells = line.filled
    if len(cells) < 2 or any(cell.startswith(" ") for cell in line.cells[1:]) or any(map(_has_digit, cells)):
        return ""
    codes = [
        code for cell in cells if (code := words.meaning_of(cell)) and len(cell.split()) <= LONGEST_LABEL
    ]
    is_plain = line.where != SHEET or any(code.attributes["cells"] != "words" for code in codes)
    return codes[0].code if len(codes) > 1 or (codes and len(cells) > 2 and is_plain) else ""


def _of_label(text: str, words: Words) -> str:
    """What the label before a colon says: "Passport: ...", and "Name: ..." before what may be a name."""
    found = _LABEL.match(text)
    if not found or not found[2].strip(" ,.-") or len(found[1].split()) > LONGEST_LABEL:
        return ""
    label, value = found[1], found[2].strip(" ,")
    code = words.meaning_of(label)
    if code is None or (_CONTACT.search(label) and not _ONE_PERSON.search(label)):
        return ""
    if code.code in (EMAIL, PHONE, "ADDRESS"):
        return code.code if _ONE_PERSON.search(label) else ""
    if code.code == NAME and len(label.split()) == 1 and not _ONE_PERSON.search(label):
        return NAME if _may_be_a_name(value) else ""
    return code.code


def _may_be_a_name(value: str) -> bool:
    is_short = 1 < len(value.split()) <= LONGEST_NAME or (len(value) <= LONGEST_NAME and not value.isascii())
    return is_short and not (_has_digit(value) or _OFFICE.search(value) or _OF_A_TABLE.search(value))


def _has_word(text: str, words: Words, code: str) -> bool:
    found = words.meaning_of(" ".join(text.split()[:30]))
    return found is not None and found.code == code


def _is_of_an_office(text: str) -> bool:
    """Whether the line is an office's: by a word, or by every address of e-mail in it."""
    domains = _ADDRESS.findall(text)
    if domains and all(map(_OFFICIAL_DOMAIN.search, domains)):
        return True
    if _ONE_PERSON.search(text):
        return False
    official = domains and all(_OFFICIAL_NAME.search(found[0]) for found in _ADDRESS.finditer(text))
    return bool(official or _CONTACT.search(text) or _OFFICE.search(text))


def _is_near_an_office(lines: list[Beside], at: int) -> bool:
    """Whether one of the lines just above it in the same place is an office's."""
    here = lines[at]
    near = lines[max(0, at - WITHIN) : at]
    return any(
        (line.where, line.sheet) == (here.where, here.sheet) and _is_of_an_office(line.text) for line in near
    )


def _without_numbers(line: Beside) -> str:
    """The text without cells that are figures, which are long numbers, but no documents."""
    return ", ".join(cell for cell in line.filled if not is_number(cell))


def _without_label(text: str, words: Words) -> str:
    """What stands after a label such as "Name:", which alone makes no name of what follows it."""
    found = _LABEL.match(text)
    code = words.meaning_of(found[1]) if found and len(found[1].split()) == 1 else None
    return found[2] if found and code is not None and code.code == NAME else text


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _shown(lines: list[Beside], words: Words, contract: Contract) -> list[set[str]]:
    """For each line the codes whose patterns it shows, by RE2; only those are asked that it may show."""
    texts = {
        EMAIL: [line.text for line in lines],
        PHONE: [line.text for line in lines],
        DOCUMENT: [_without_numbers(line) for line in lines],
        NAME: [_without_label(line.text, words) for line in lines],
    }
    asked = {
        PATTERNS[rule.id]: rule
        for rule in contract.general_rules
        if isinstance(rule, FreeOf)
        and rule.id in PATTERNS
        and any(map(_MAY_SHOW[PATTERNS[rule.id]], texts[PATTERNS[rule.id]]))
    }
    if not asked:
        return [set() for _line in lines]
    columns = ", ".join(_condition(code, rule) for code, rule in asked.items())
    unnested = ", ".join(f"unnest(?) AS {code}" for code in asked)
    with open_scratch() as connection:
        rows = connection.execute(
            f"SELECT {columns} FROM (SELECT {unnested})", [texts[code] for code in asked]
        ).fetchall()
    return [{code for code, holds in zip(asked, row, strict=True) if holds} for row in rows]


def _has_digits(text: str) -> bool:
    return sum(map(str.isdecimal, text)) >= FEWEST_DIGITS


_MAY_SHOW: dict[str, Callable[[str], bool]] = {
    EMAIL: lambda text: "@" in text or "＠" in text or "at]" in text or "at)" in text,
    PHONE: _has_digits,
    DOCUMENT: _has_digits,
    NAME: bool,
}
"""What costs next to nothing to see; RE2 builds the classes of Unicode anew for each query."""


def _condition(column: str, rule: FreeOf) -> str:
    text = column
    for ignored in rule.ignores:
        text = f"regexp_replace({text}, {literal(ignored)}, ' ', 'g')"
    return "(" + " OR ".join(f"regexp_matches({text}, {literal(pattern)})" for pattern in rule.patterns) + ")"
