"""The free texts of synthetic sheets in six languages: they are data, as a sender would write them.

What does not belong here: what tipor says itself (that passes the catalogues).
"""

from __future__ import annotations

NOTES = {
    "en": "SYNTHETIC: invented figures, world {seed}",
    "fr": "SYNTHETIC : chiffres inventés, monde {seed}",
    "es": "SYNTHETIC: cifras inventadas, mundo {seed}",
    "ar": "SYNTHETIC: أرقام مختلقة، العالم {seed}",
    "ru": "SYNTHETIC: вымышленные данные, мир {seed}",
    "zh": "SYNTHETIC：虚构数据，世界 {seed}",
}
LAWS = {
    "en": "SYNTHETIC law {number} of {year}, article {article}",
    "fr": "Loi SYNTHETIC n° {number} de {year}, article {article}",
    "es": "Ley SYNTHETIC {number} de {year}, artículo {article}",
    "ar": "القانون SYNTHETIC رقم {number} لسنة {year}، المادة {article}",
    "ru": "Закон SYNTHETIC № {number} {year} года, статья {article}",
    "zh": "SYNTHETIC {year}年第{number}号法律第{article}条",
}
PRACTICES = {
    "en": (
        "Independent review of transplants ({number})",
        "A committee outside the hospital hears both sides apart before each transplant.",
        "Of {asked} requests, {refused} were refused.",
        "SYNTHETIC yearly report of the ministry of health.",
    ),
    "fr": (
        "Examen indépendant des greffes ({number})",
        "Un comité extérieur à l'hôpital entend séparément les deux parties avant chaque greffe.",
        "Sur {asked} demandes, {refused} ont été refusées.",
        "Rapport annuel SYNTHETIC du ministère de la santé.",
    ),
    "es": (
        "Examen independiente de los trasplantes ({number})",
        "Un comité ajeno al hospital escucha por separado a ambas partes antes de cada trasplante.",
        "De {asked} solicitudes se denegaron {refused}.",
        "Informe anual SYNTHETIC del ministerio de salud.",
    ),
    "ar": (
        "مراجعة مستقلة لعمليات الزرع ({number})",
        "تستمع لجنة من خارج المستشفى إلى الطرفين كل على حدة قبل كل عملية زرع.",
        "رُفض {refused} من أصل {asked} طلبا.",
        "التقرير السنوي SYNTHETIC لوزارة الصحة.",
    ),
    "ru": (
        "Независимая проверка трансплантаций ({number})",
        "Комиссия вне больницы выслушивает обе стороны отдельно перед каждой трансплантацией.",
        "Из {asked} заявок отклонено {refused}.",
        "Ежегодный доклад SYNTHETIC министерства здравоохранения.",
    ),
    "zh": (
        "移植独立审查（{number}）",
        "医院以外的委员会在每次移植前分别听取双方意见。",
        "{asked}项申请中有{refused}项被拒绝。",
        "SYNTHETIC 卫生部年度报告。",
    ),
}


def note(language: str, seed: int) -> str:
    """What stands in the note of every row."""
    return NOTES[language].format(seed=seed)


def law(language: str, number: int, year: int, article: int) -> str:
    """An invented law."""
    return LAWS[language].format(number=number, year=year, article=article)


def practice(language: str, number: int, asked: int, refused: int) -> tuple[str, ...]:
    """Name, what was done, result and evaluation of an invented practice."""
    return tuple(text.format(number=number, asked=asked, refused=refused) for text in PRACTICES[language])
