"""Words of the lines above and below a table that change what its figures mean, in six languages.

A scale ("in thousands"), a unit ("per 100 000"), or another crime (smuggling of migrants). What does not
belong here: parts of a year (see `part_years`), and what is done about such a line (see `beside`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.digits import ZEROS

LONGEST = 2_000
"""So much of a line is looked at."""
_DIGITS = {zero + value: str(value) for zero in ZEROS for value in range(10)}
_HUNDRED_THOUSAND = r"(?:100|10|1)[\s., ’']?(?:000|k\b|тыс|тысяч)"
_SCALE = re.compile(
    r"\bin (?:the )?(?:hundreds|thousands|millions|lakhs?|crores?)\b|\b(?:thousands?|millions?"
    r"|hundreds) of "
    r"(?:persons|people|victims|cases|individuals)|[(（]\s*(?:in )?(?:hundreds|thousands|milliers"
    r"|millions|miles|millones|'?000s?)\s*[)）]|[x×]\s?1[., ]?000\b"
    r"|\b(?:figures|numbers|values|data|persons|people|victims|units?)\b[^.;]{0,20}['’‘]0?00s?\b"
    r"|(?<!\w)['’‘]000s?\b|(?<!\d)[\s,]000s\b"
    r"|\bthousand (?:persons|people|victims)|\bmultipl(?:y|ied) by\b"
    r"|\ben (?:centaines|milliers|millions)\b|\bmilliers d|\bmillions de (?:personnes|victimes)"
    r"|\ben (?:cientos|centenares|miles|millones)\b|\bmiles de (?:personas|v[ií]ctimas|casos)"
    r"|\bв (?:сотнях|тысячах|миллионах|тыс|млн)|\b(?:тыс|млн)\b\.?|\bтысяч[аи]? (?:человек|чел|лиц|жертв)"
    r"|ب(?:ال)?(?:مئات|آلاف|الآلاف|الاف|ألوف|ملايين)|بالآلاف|بالالاف|(?:آلاف|ألف) (?:شخص|نسمة|ضحية)"
    r"|آلاف الأشخاص"
    r"|(?:千|万|萬|百万)(?:人|名|例|件|元)|单位\s*[:：]?\s*[(（]?\s*(?:百|千|万|百万)"
    r"|以[百千万]+(?:人)?(?:计|为单位)",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"\bper (?:{_HUNDRED_THOUSAND}|100k|1[., ]?000[., ]?000|million|thousand|hundred thousand|capita"
    rf"|cent\b|mille\b)"
    r"|\bin (?:%|per ?cent|percentages?)|^\s*\(?(?:%|‰)\)?\s*$|\(\s*[%‰]\s*\)"
    r"|\bas (?:a )?percentages?\b|\brates? per\b"
    rf"|\bpour (?:{_HUNDRED_THOUSAND}|un million|mille|cent mille)|\ben (?:%|pour ?cent|pourcentages?)"
    rf"|\bpor (?:cada )?(?:{_HUNDRED_THOUSAND}|mill[oó]n|mil|cien mil|ciento\b)|\ben porcentajes?"
    rf"|\bна (?:{_HUNDRED_THOUSAND}|тысячу|миллион|сто тысяч)|\bв (?:%|процентах)"
    rf"|لكل (?:{_HUNDRED_THOUSAND}|مئة ألف|مائة ألف|ألف|مليون)|بالمئة|بالمائة|نسب[ةه] مئوي[ةه]|في المائة"
    r"|每\s?(?:[十百千万]+|10\s?万|100[,， ]?000|1[,， ]?000)\s?(?:人|人口|居民)?|百分比|百分率",
    re.IGNORECASE,
)
_NAMED_UNIT = re.compile(
    r"(?:^|[\s(;,（])(?:units?(?: of measure(?:ment)?)?|unités?(?: de mesure)?|unidad(?:es)?(?: de medida)?"
    r"|единиц[аы](?: измерения)?|ед\. ?изм\.?|وحدة(?: القياس)?|الوحدة|单位|計量單位"
    r"|单位名称)\s*[:：=]\s*(?P<unit>[^;；,，)）]{1,60})",
    re.IGNORECASE,
)
_OF_PERSONS = re.compile(
    r"\W*(?:numbers?(?: of \w+)?|counts?|persons?|people|individuals?|victims?|headcount"
    r"|nombre(?: de \w+)?|personnes?"
    r"|victimes?|effectifs?|n[uú]mero(?: de \w+)?|personas?|v[ií]ctimas?|cantidad|человека?|чел"
    r"|лиц[оа]?|количество|число"
    r"|жертвы?|عدد|أشخاص|شخص|فرد|أفراد|نسمة|ضحية|ضحايا|人|名|人数|人數|个人)\W*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(（\[].{1,40}[)）\]]")
_UNIT_COLUMN = re.compile(
    r"units?|unit[ _]measure|units?_mult|unit of measure(?:ment)?|unités?|unité de mesure"
    r"|unidad(?:es)?|unidad de medida"
    r"|единиц[аы](?: измерения)?|ед\. ?изм\.?|وحدة(?: القياس)?|الوحدة|单位|計量單位",
    re.IGNORECASE,
)
_TRAFFICKING = re.compile(
    r"traffick(?:ing|ed)(?! in (?:drugs|narcotic|arms|firearms|weapons))(?<!drug trafficking)"
    r"|\btraite\b|\btrata\b|торговл\w+ людьми|(?:ال)?اتجار (?:بالأشخاص|بالبشر|بالاشخاص|بالأعضاء)"
    r"|贩运人口|人口贩运|贩卖人口|拐卖|人口販運",
    re.IGNORECASE,
)
_OTHER_CRIME = re.compile(
    r"smuggl\w+ of (?:migrants?|persons|people|human|aliens)|(?:migrants?|human|people|persons?"
    r"|alien) smuggl\w+"
    r"|smuggled (?:migrants?|persons|people)|illegal (?:entry|border crossing)"
    r"|trafic (?:illicite )?(?:de|des) (?:migrants|drogues?|stupéfiants|armes)|entrée illégale"
    r"|passage clandestin"
    r"|tr[aá]fico (?:il[ií]cito )?de (?:migrantes|indocumentados|drogas|estupefacientes|armas)"
    r"|(?:контрабанд|незаконн)\w+ (?:ввоз|вывоз|провоз|перевоз|перемещени|переправ)\w* (?:мигрант|людей)"
    r"|контрабанд\w+ (?:мигрант|людей)|оборот\w* (?:наркот|оружия)"
    r"|تهريب (?:ال)?(?:مهاجرين|أشخاص|اشخاص|بشر|لاجئين|مخدرات|أسلحة)"
    r"|(?:ال)?اتجار (?:غير المشروع )?ب(?:المخدرات|الأسلحة)"
    r"|偷运(?:移民|移徙者|人口|移民者)?|偷渡|走私(?:移民|人口|毒品|武器)|贩毒|毒品贩运|贩运(?:毒品"
    r"|枪支|武器)"
    r"|drugs? traffick\w+|traffick\w+ (?:in|of) (?:drugs|narcotic\w*|arms|firearms|weapons)"
    r"|(?:arms|firearms|weapons) traffick\w+",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text with the digits 0 to 9 and single blanks, no longer than is looked at."""
    return " ".join(text[:LONGEST].translate(_DIGITS).split())


def states_scale(text: str) -> bool:
    """Whether the (plain) text says that the figures are in thousands, millions ..."""
    named = _NAMED_UNIT.search(text)
    return bool(_SCALE.search(text) or (named and _SCALE.search(f"{named['unit']} ")))


def states_unit(text: str) -> bool:
    """Whether the (plain) text says that the figures are rates or shares, or names a unit but persons."""
    named = _NAMED_UNIT.search(text)
    return bool(_RATE.search(text)) or bool(named and not _OF_PERSONS.fullmatch(named["unit"]))


def is_a_unit(text: str) -> bool:
    """Whether a cell holds nothing but a unit, as in a line of units under the header: (number), %."""
    said = plain(text)
    is_word = bool(said) and not any(map(str.isdecimal, said))
    return (
        states_scale(said)
        or states_unit(said)
        or bool(is_word and (_OF_PERSONS.fullmatch(said) or _IN_BRACKETS.fullmatch(said)))
    )


def names_a_unit(column: str) -> bool:
    """Whether a column of this name holds the unit of each row."""
    return bool(_UNIT_COLUMN.fullmatch(" ".join(column.split())))


def is_of_another_crime(text: str) -> bool:
    """Whether the text names smuggling of migrants, or trafficking in drugs or arms, and not in persons.

    Offices have names such as "against trafficking in persons and smuggling of migrants": such a line says
    nothing about the figures, and is quoted only.
    """
    return bool(_OTHER_CRIME.search(text)) and not _TRAFFICKING.search(text)
