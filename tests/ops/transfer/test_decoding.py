from __future__ import annotations

import io

import pytest

from kamtui.errors import BadInput
from kamtui.ops.transfer.decoding import Decoded, decide
from kamtui.ops.transfer.questions import Question

CUSTOMERS = "客户名称,电话\n三川实业有限公司,030\n林川中学,021\n"


def decided(raw: bytes, asked: str | None = None) -> Decoded | Question:
    return decide("f.csv", lambda: io.BytesIO(raw), asked)


def encoding_of(text: str, encoding: str) -> str:
    found = decided(text.encode(encoding))
    return found.encoding if isinstance(found, Decoded) else "?"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_chinese_is_read_whatever_wrote_it(encoding: str, found: str) -> None:
    assert encoding_of(CUSTOMERS, encoding) == found


def test_a_utf_16_file_with_the_mark_of_big_endian_is_read() -> None:
    assert decided(b"\xfe\xff" + "a,b\n1,é\n".encode("utf-16-be")) == Decoded("utf-16")


@pytest.mark.parametrize(
    "text",
    [
        "Kunde,Ort\nMüller,Köln\nGroß,Düsseldorf\n",
        "Société,Ville\nPère & Fils,Besançon\nHôtel de la Forêt,Nîmes\nCrêperie,Orléans\n",
        "España,Año\nPeña,Málaga\n",
        "São Paulo,ações\nJoão,Irmã\n",
        "Jørgen,Århus\nSøren,Kjær\nNørre,Håkon\n",
        "name,note\nAcme,“quoted” – and so on…\nBolt,5 €\n",
    ],
)
def test_western_text_is_read_as_windows_1252_and_said_so(text: str) -> None:
    found = decided(text.encode("cp1252"))
    assert isinstance(found, Decoded)
    assert found.encoding == "cp1252"
    assert found.notes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("客戶名稱,電話\n三川實業有限公司,030\n", "big5"),
        ("会社名,電話\n東京電機株式会社,03\n", "shift_jis"),
        ("会社名,電話\n東京電機株式会社,03\n大阪商事,06\n", "euc_jp"),
        ("회사명,전화\n삼성전자 주식회사,02\n현대자동차,03\n", "euc_kr"),
        ("김철수\n", "euc_kr"),
        ("Dvořák,Brno\nNěmec,Plzeň\nJiří,České\n", "cp1250"),
        ("Łódź,Gdańsk\nWałęsa,Kraków\n", "cp1250"),
        ("Győr,Erdős\nfűző,Pécs\n", "cp1250"),
        ("Имя,Город\nИван Петров,Москва\n", "cp1251"),
        ("ИВАН,МОСКВА\nПЕТР,ТВЕРЬ\n", "cp1251"),
        ("Иван Петров\n", "koi8_r"),
        ("Şirket,İzmir\nYılmaz,Işık\nErdoğan,Ağrı\n", "cp1254"),
        ("Αθήνα,Παπαδόπουλος\n", "cp1253"),
        ("Müller,Köln\nGroß,Düsseldorf\n", "cp437"),
        ("Köln\nMönch\n", "cp437"),
        ("Müller,Köln\nGroß,Düsseldorf\n", "mac_roman"),
    ],
)
def test_what_is_not_plain_is_asked_and_never_read_wrongly(text: str, encoding: str) -> None:
    found = decided(text.encode(encoding))
    assert isinstance(found, Question)
    assert found.key == "encoding:f.csv"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("臺灣積體電路 鴻海精密 陳志明 林淑芬 臺北市 採購部 國泰人壽 高雄分公司", "big5"),
        ("株式会社山田製作所 田中太郎 東京都 営業部 トヨタ自動車", "shift_jis"),
        ("株式会社山田製作所 田中太郎 東京都 営業部 トヨタ自動車", "euc_jp"),
        ("삼성전자 김민수 이영희 서울특별시 구매부 현대자동차", "euc_kr"),
        ("Ромашка Петров Москва Смирнова закупки Газпром", "cp1251"),
        ("Ромашка Петров Москва Смирнова закупки Газпром", "koi8_r"),
    ],
)
def test_a_table_in_characters_of_their_own_is_read_and_said_so(words: str, encoding: str) -> None:
    rows = [f"{number},{word} {word}" for number, word in enumerate(words.split() * 4)]
    found = decided("\n".join(["id,name", *rows]).encode(encoding))
    assert found == Decoded(encoding, (f"read as {encoding}, which it looks like",))


def test_a_few_korean_names_are_not_taken_for_chinese() -> None:
    found = decided("id,name\n1,이영희\n2,현대자동차\n3,이영희\n".encode("euc_kr"))
    assert isinstance(found, Question)


def test_the_question_shows_what_each_reading_would_give() -> None:
    found = decided("Łódź,Gdańsk\nWałęsa,Kraków\n".encode("cp1250"))
    assert isinstance(found, Question)
    previews = {choice.value: choice.preview for choice in found.choices}
    assert previews["cp1250"] == "Łódź,Gdańsk / Wałęsa,Kraków"
    assert len(set(previews.values())) == len(previews)


def test_a_handful_of_hanzi_that_are_also_utf_8_are_asked() -> None:
    assert isinstance(decided("名\n".encode("gbk") + "通".encode("gbk")), Question)
    alone = decided(b"name\n" + "通".encode("gbk") + b"\n")
    assert isinstance(alone, Question)
    assert {"utf-8": "ͨ", "gb18030": "通"}.items() <= {choice.value: choice.preview for choice in alone.choices}.items()


def test_accents_inside_latin_words_raise_no_doubt() -> None:
    assert decided("José\n".encode()) == Decoded("utf-8")


def test_one_rare_name_in_gbk_is_asked() -> None:
    assert isinstance(decided("name\n王炫皓\n".encode("gbk")), Question)


def test_the_users_encoding_overrides() -> None:
    assert decided("Łódź\n".encode("cp1250"), "cp1250") == Decoded("cp1250")
    assert decided("é".encode(), "UTF-8") == Decoded("utf-8-sig")


def test_an_encoding_that_does_not_fit_is_refused_with_the_line() -> None:
    with pytest.raises(BadInput, match=r"f.csv, line 3: not utf-8"):
        decided(b"a\nb\n\xff\n", "utf-8")
    with pytest.raises(BadInput, match="'klingon' is not an encoding"):
        decided(b"a\n", "klingon")


def test_a_broken_file_with_a_mark_is_refused_with_the_line() -> None:
    with pytest.raises(BadInput, match="line 2: not utf-8-sig"):
        decided(b"\xef\xbb\xbfa\n\xff\n")


def test_nul_characters_are_noticed() -> None:
    found = decided(b"a,b,c\n\x00,2,3\n")
    assert isinstance(found, Decoded)
    assert found.has_nul


def test_binary_files_are_refused() -> None:
    with pytest.raises(BadInput, match="not a text file"):
        decided(bytes(range(256)) + b"\0" * 100)
    with pytest.raises(BadInput, match="not a text file"):
        decided(b"abc\0\0\0" * 100)


def test_zero_bytes_alone_do_not_make_utf_16() -> None:
    with pytest.raises(BadInput, match="not a text file"):
        decided(b"a\0\x01\0" * 50)


def test_a_file_cut_off_inside_a_character_is_refused_with_its_last_line() -> None:
    with pytest.raises(BadInput, match="line 2: not utf-8"):
        decided(b"abc\n" + "中".encode()[:2], "utf-8")


def test_a_western_file_with_other_signs_is_asked() -> None:
    assert isinstance(decided("¿Qué tal?\n".encode("cp1252")), Question)


def test_a_long_file_is_decided_by_all_of_it() -> None:
    long = b"plain ascii line\n" * 100_000
    assert decided("三川实业有限公司\n".encode("gbk") * 200_000) == Decoded("gb18030")
    assert decided(long + "三川实业有限公司\n".encode("gbk") * 3) == Decoded("gb18030")
