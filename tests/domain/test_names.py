"""Two spellings of a name meet in one key, and initials find Chinese names."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.names import answers_to, fold, name_key, phone_key, pinyin_key, reading, search_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("29号", "２９号"),
        ("ＡＣＭＥ（中国）", "acme(中国)"),
        ("臺灣銀行", "台湾银行"),
        ("華為技術", "华为技术"),
        ("张\u3000伟", " 张 伟 "),
        ("Straße", "STRASSE"),
        ("Ünal", "unal"),
        ("U\u0308nal", "Ünal"),
        ("Bólido Łódź", "bolido lodz"),
        ("Ac\u200bme\u00ad", "acme"),
        ("ﾄﾖﾀ", "トヨタ"),
        ("乾燥", "干燥"),
    ],
)
def test_spellings_that_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("王伟", "王玮"), ("Acme", "Acne")])
def test_names_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_control_characters_do_not_survive() -> None:
    assert fold("a\x00b\x1b[31m\u202ec") == "ab[31mc"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_word_of_a_name_folds_as_it_does_in_the_name(start: str, word: str) -> None:
    assert fold(word) in fold(f"{start} {word}")


@given(
    st.text(alphabet="华为技術銀行後乾著乾隆重慶長城發展髮"), st.text(alphabet="华为技術銀行後乾著乾隆重慶長城發展髮")
)
def test_a_part_of_a_chinese_name_folds_as_it_does_in_the_name(start: str, rest: str) -> None:
    assert fold(start) + fold(rest) == fold(start + rest)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华为技术有限公司", "華為技術 股份有限公司"),
        ("中国移动通信集团有限公司", "中国移动通信"),
        ("海尔(集团)股份有限公司", "海尔"),
        ("北京某某有限责任公司", "北京某某"),
        ("Bluebay Gaming Ltd", "bluebay gaming ltd."),
        ("Acme Holdings, Limited", "ACME Holdings Ltd"),
        ("Acme Pty. Ltd.", "Acme"),
        ("Siemens AG", "siemens"),
        ("Ford Motor Company", "Ford Motor Co."),
        ("Müller GmbH & Co. KG", "Muller G.m.b.H."),
        ("L'Oréal S.A.", "L’Oreal SA"),
        ("Philips B.V.", "Philips BV"),
        ("Novo Nordisk A/S", "Novo Nordisk"),
        ("Enel S.p.A.", "Enel"),
        ("J.P. Morgan", "JP Morgan"),
        ("J. P. Morgan", "JP Morgan"),
        ("Grupo Bimbo, S.A. de C.V.", "Grupo Bimbo"),
        ("株式会社山田", "(株)山田"),
        ("山田㈱", "山田"),
        ("ООО Ромашка", "ромашка"),
        ("ABC公司", "abc"),
        ("Acme PLC", "Acme Inc."),
        ("王 伟", "王伟"),
        ("Johnson & Johnson", "Johnson-Johnson"),
    ],
)
def test_one_firm_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("工商银行北京分公司", "工商银行北京"),
        ("Texaco", "Texa"),
        ("Nordic Spa", "Nordic"),
        ("Acme Holdings", "Acme"),
        ("C++ Ltd", "C# Ltd"),
        ("1.00", "100"),
        ("!!!", "???"),
        ("三川实业有限公司", "远东科技有限公司"),
    ],
)
def test_different_firms_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("有限公司", "有限公司"),
        ("集团有限公司", "集团有限公司"),
        ("GmbH", "gmbh"),
        ("Co., Ltd", "coltd"),
        ("AB Inc", "abinc"),
        ("AG", "ag"),
        ("123 Ltd", "123"),
        ("!!!", "!!!"),
        ("   ", ""),
        ("\u200b", ""),
    ],
)
def test_a_name_that_is_only_a_legal_form_keeps_it(name: str, key: str) -> None:
    assert name_key(name) == key


def test_a_persons_surname_is_no_legal_form() -> None:
    assert name_key("Ana Sá", person=True) == "anasa"
    assert name_key("Nguyen Co", person=True) == "nguyenco"


@given(st.text())
def test_a_name_with_something_to_see_has_a_key(text: str) -> None:
    assert bool(name_key(text)) == bool(search_key(text)) == bool(fold(text))


@given(st.text())
def test_a_key_is_the_key_of_itself_and_has_no_spaces(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert not any(character.isspace() for character in key)


@given(
    st.text(alphabet="bdfmnr ", min_size=1).filter(str.strip).map(lambda text: f"zz{text}q"),
    st.sampled_from(
        ["Ltd", "GmbH", "Inc.", ", LLC", "Co., Ltd.", "S.A.", "有限公司", "集团股份有限公司", "（集团）有限公司"]
    ),
)
def test_a_legal_form_behind_a_name_changes_nothing(name: str, form: str) -> None:
    assert name_key(f"{name} {form}") == name_key(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("中国移动通信集团", "zgydtxjt"),
        ("中國移動通信集團", "zgydtxjt"),
        ("招商银行", "zsyh"),
        ("重庆长安", "cqca"),
        ("长飞光纤", "cfgx"),
        ("朝阳银行", "cyyh"),
        ("厦门航空", "xmhk"),
        ("IBM中国", "ibmzg"),
        ("21世纪", "21sj"),
        ("Acme Holdings Ltd", "ahl"),
        ("Siemens", "siemens"),
        ("3 Suisses", "3s"),
        ("Ｈｕａｗｅｉ 华为", "huaweihw"),
        ("", ""),
        ("!!!", ""),
    ],
)
def test_initials_find_a_firm(name: str, key: str) -> None:
    assert pinyin_key(name) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单田芳", "stf"), ("仇英", "qy"), ("曾国藩", "zgf"), ("解晓东", "xxd"), ("区志强", "ozq"), ("區志強", "ozq"),
        ("查良镛", "zly"), ("盖叫天", "gjt"), ("翟天临", "ztl"), ("尉迟恭", "ycg"), ("万俟卨", "mqx"), ("乐嘉", "yj"),
        ("单总", "sz"), ("王伟", "ww"), ("欧阳锋", "oyf"), ("长孙无忌", "zswj"), ("Chen伟", "chenw"),
        ("Mary Ann Lee", "mal"), ("单", "s"), ("", ""),
    ],
)  # fmt: skip
def test_odd_surnames_are_read_as_surnames(name: str, key: str) -> None:
    assert pinyin_key(name, person=True) == key


def test_a_surname_is_only_odd_in_a_person() -> None:
    assert pinyin_key("单位") == "dw"
    assert pinyin_key("解放日报") == "jfrb"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1), st.booleans())
def test_initials_of_chinese_names_are_plain_letters(name: str, person: bool) -> None:
    assert all("a" <= letter <= "z" for letter in pinyin_key(name, person=person))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0717- 87455522", "0717-87455522"),
        ("（０７１７）87455522", "071787455522"),
        ("+86 138 0000 1111", "86-138-00001111"),
    ],
)
def test_one_number_has_one_phone_key(one: str, other: str) -> None:
    assert phone_key(one) == phone_key(other) != ""


@given(st.text())
def test_a_phone_key_is_ascii_digits(text: str) -> None:
    key = phone_key(text)
    assert key == "" or (key.isascii() and key.isdecimal())
    assert len(key) == sum(unicodedata.category(character) == "Nd" for character in text)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("王伟", "王伟"), ("王伟", "王总"), ("王伟", "王"), ("王伟", "王经理"), ("王伟", "小王"), ("王伟", "王先生"),
        ("王建国", "建国"), ("欧阳锋", "欧阳总"), ("王总", "王总"), ("衛玠", "卫总"), ("Mary Ann Lee", "Mary Ann"),
        ("Mary Ann Lee", "mary"), ("Mary Ann Lee", "Lee"), ("John Smith", "Mr. Smith"), ("José Pérez", "Jose"),
    ],
)  # fmt: skip
def test_a_contact_is_meant(name: str, said: str) -> None:
    assert answers_to(name, said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("李娜", "王总"), ("王伟", "伟"), ("王建国", "王建"), ("John Smith", "j"), ("John Smith", "agreed"),
        ("John Smith", "John Lee"), ("John Smith", ""), ("王伟", ""), ("", ""), ("王伟", "总"), ("John Smith", "Mr"),
    ],
)  # fmt: skip
def test_a_contact_is_not_meant(name: str, said: str) -> None:
    assert not answers_to(name, said)


@given(st.text(), st.text())
def test_answering_never_fails(name: str, said: str) -> None:
    assert answers_to(name, name) == bool(fold(name))
    answers_to(name, said)


def loaded_after(statement: str) -> set[str]:
    """Which of the heavy libraries a fresh Python has loaded after `statement`."""
    script = f"import sys; {statement}; print(*{{'opencc', 'pypinyin'}} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_heavy_libraries_load_only_when_a_name_needs_them() -> None:
    use = "from kamtui.domain.names import *"
    assert loaded_after(use) == set()
    assert loaded_after(f"{use}; fold('Ünal'); name_key('华为技术有限公司'); pinyin_key('Acme Ltd')") == set()
    assert loaded_after(f"{use}; fold('華為')") == {"opencc"}
    assert loaded_after(f"{use}; pinyin_key('华为')") == {"pypinyin"}


def test_gb2312_has_no_other_traditional_characters() -> None:
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("t2s").convert
    hanzi = (bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    assert [character for character in hanzi if character and convert(character) != fold(character)] == []


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单田芳", "shantianfang", "stf"),
        ("仇英", "qiuying", "qy"),
        ("曾可", "zengke", "zk"),
        ("解晓东", "xiexiaodong", "xxd"),
        ("查慧", "zhahui", "zh"),
        ("区文诗", "ouwenshi", "ows"),
        ("朴智星", "piaozhixing", "pzx"),
        ("任正非", "renzhengfei", "rzf"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("尉迟昊", "yuchihao", "ych"),
        ("万俟卨", "moqixie", "mqx"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("單國強", "shanguoqiang", "sgq"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, full: str, initials: str) -> None:
    assert reading(name, person=True) == full
    assert pinyin_key(name, person=True) == initials


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("长城汽车", "changchengqiche"),
        ("長城汽車", "changchengqiche"),
        ("重庆机床", "chongqingjichuang"),
        ("厦门钨业", "xiamenwuye"),
        ("单氏精密", "shanshijingmi"),
        ("ＡＢＣ公司", "abcgongsi"),
        ("Acme", ""),
    ],
)
def test_a_firm_is_read_as_firms_are(name: str, full: str) -> None:
    assert reading(name) == full
