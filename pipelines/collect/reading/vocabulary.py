"""Words that a file of this subject has, in six languages and more: they decide between encodings.

What does not belong here: how an encoding is chosen, and codes (a word here says nothing about meaning).
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.collect.reading.misplaced import late_capitals
from pipelines.contract.loading import Contract

CODE_LISTS = ("area", "sex", "age", "organ", "offence", "measure", "means", "language")
LEAST_IN_OTHERS = 3
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
OTHER_LANGUAGES = (
    "pl", "cs", "sk", "hu", "ro", "tr", "hr", "sl", "sq", "lt", "lv", "et", "pt", "de", "it", "nl", "sv",
    "da", "nb", "fi", "is", "ca", "uk", "bg", "sr", "mk", "be", "el", "he", "th", "ja", "ko", "fa", "zh_Hant",
)  # fmt: skip
"""Languages of reports beside the six; their names of countries and months are CLDR's."""
COMMON_IN_OTHERS = """
państwo płeć narząd liczba wątroba rogówka województwo źródło źródła mężczyźni ogółem země počet obětí
pohlaví věk játra muži ženy krajina pohlavie orgán obličky ország év áldozatok száma szerv máj szaruhártya
férfiak nők összesen țară țări număr bărbați ülke ülkesi yıl mağdur sayısı böbrek karaciğer kadın država
žrtve broj muškarci žene rožnica šalis metai aukų skaičius lytis inkstų valsts skaits código país órgão
número vítimas rim fígado córnea idade região mês países länder ländercode straße geschlecht männer größe
jahr für über münchen jumlah città età län kön kvinnor män år återstår køn mænd vuosi sukupuoli країна
країни рік кількість стать нирка печінка рогівка држава година број држави пол χώρα έτος όργανο θυμάτων
αριθμός φύλο άνδρες γυναίκες νεφρός ήπαρ מדינה שנה איבר קורבנות מספר כליה כבד ประเทศ ปี อวัยวะ จำนวน เพศ 年 国
臓器 被害者数 性別 국가 연도 장기 피해자수 성별 کشور سال تعداد قربانیان
"""
COLUMN_WORDS = frozenset(
    WORD.findall(
        "year country code number victims organ age date period region area value total source offence "
        "measure status unit name month citizenship origin destination "
        "année pays nombre victimes organe número país víctimas órgano año código"
    )
)


def words_of(contract: Contract, names: tuple[str, ...] = ()) -> frozenset[str]:
    """All words with a letter outside ASCII, in lower case; `names` are those that the columns may have."""
    texts = [COMMON, *names]
    known = set(contract.names("code_lists"))
    for name in CODE_LISTS:
        if name in known:
            texts += [
                label for code in contract.code_list(name).codes.values() for label in code.labels.values()
            ]
    words = (word for text in texts for word in WORD.findall(text.casefold()))
    return frozenset(word for word in words if not word.isascii())


@cache
def words_of_other_languages() -> frozenset[str]:
    """Words with a letter outside ASCII of other languages than the six: countries, months, some headers."""
    from babel import Locale

    texts = [COMMON_IN_OTHERS]
    for locale in map(Locale.parse, OTHER_LANGUAGES):
        texts += locale.territories.values()
        texts += locale.months["format"]["wide"].values()
    words = (word for text in texts for word in WORD.findall(text.casefold()))
    return frozenset(word for word in words if not word.isascii() and len(word) >= LEAST_IN_OTHERS)


def hits(text: str, words: frozenset[str]) -> tuple[int, int]:
    """How many of the words of `text` outside ASCII are known, and how many such words there are.

    A word with a capital behind a small letter (`СаЩ`) is not a known one: it is one in a wrong encoding.
    """
    found = [word for word in WORD.findall(text) if not word.isascii()]
    return sum(1 for word in found if word.casefold() in words and not late_capitals(word)), len(found)
