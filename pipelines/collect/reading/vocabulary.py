"""Words that a file of this subject has, in six languages: they decide between encodings.

What does not belong here: how an encoding is chosen, and codes (a word here says nothing about meaning).
"""

from __future__ import annotations

import re

from pipelines.contract.loading import Contract

CODE_LISTS = ("area", "sex", "age", "organ", "offence", "measure", "means", "language")
WORD = re.compile(r"[^\W\d_]{2,}")
COMMON = """
année années âge pays région période unité série numéro données bénéficiaires détectées sexe féminin
masculin cornée foie rein nombre libellé fonction février août décembre catégorie nationalité étranger
étrangers mineurs número año años país código región víctimas órgano hígado riñón córnea género edad
niños niñas menores período tráfico extracción según situación población provincia información trata sexo
situación república месяц год года страна страны код число жертв жертвы количество орган органов почка
печень роговица пол возраст мужчины женщины мужской женский всего итого область район город республика
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь торговля людьми данные
показатель источник примечание преступление السنة سنة العام الشهر الدولة دولة البلد رمز عدد الضحايا ضحايا
العضو الأعضاء الكلية الكبد القرنية الجنس ذكر أنثى العمر المجموع الإجمالي يناير فبراير مارس أبريل مايو
يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين
الاتجار بالأشخاص المصدر ملاحظة القيمة جمهورية المملكة المتحدة 国家 代码 国家代码 年份 年度 器官 肾 肝
角膜 受害人数 受害者 人数 性别 年龄 男 女 合计 总计 来源 备注 地区 数值 月份 案件 國家 代碼 年度 器官 腎
肝 角膜 受害人數 性別 年齡 男 女 合計 總計 來源 備註 地區 數值
"""
COLUMN_WORDS = frozenset(
    WORD.findall(
        "year country code number victims organ age date period region area value total source offence "
        "measure status unit name month citizenship origin destination "
        "année pays nombre victimes organe número país víctimas órgano año código"
    )
)


def words_of(contract: Contract) -> frozenset[str]:
    """All words with a letter outside ASCII, in lower case."""
    texts = [COMMON]
    known = set(contract.names("code_lists"))
    for name in CODE_LISTS:
        if name in known:
            texts += [
                label for code in contract.code_list(name).codes.values() for label in code.labels.values()
            ]
    words = (word for text in texts for word in WORD.findall(text.casefold()))
    return frozenset(word for word in words if not word.isascii())


def hits(text: str, words: frozenset[str]) -> tuple[int, int]:
    """How many of the words of `text` outside ASCII are known, and how many such words there are."""
    found = [word for word in WORD.findall(text.casefold()) if not word.isascii()]
    return sum(1 for word in found if word in words), len(found)
