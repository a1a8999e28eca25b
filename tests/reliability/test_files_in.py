"""Whatever file somebody hands to an import: read right, asked about or refused, and never half in the book (D1)."""

from __future__ import annotations

import gzip
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.errors import BadInput, KamError
from kamtui.ops.accounts import add_account
from kamtui.ops.transfer import decoding
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.files import open_source
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.transfer.questions import Question
from kamtui.store.book import Book
from tests.conftest import TODAY, Run

LONG = "KAMTUI_LONG" in os.environ
MUTATED = 10_000 if LONG else 1_000

ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312", "hz", "big5"),
    *("shift_jis", "euc_jp", "iso2022_jp", "euc_kr", "cp1252", "latin-1", "cp1250", "iso8859-2", "cp1251", "koi8-r"),
    *("cp1253", "cp1254", "cp1257", "cp437", "cp850", "cp852", "cp866", "mac-roman"),
)

TEXTS = {
    "Chinese": "id,name,note\nA1,北京华兴科技有限公司,客户要求七月前交货\nA2,上海浦东发展银行,联系人王伟,电话待补\n",
    "one Chinese name": "id,name\nA1,Acme Ltd\nA2,王伟\n",
    "one Chinese cell": "id,name,note\nA1,Acme Ltd,ok\nA2,Beta GmbH,价\nA3,Gamma,ok\n",
    "Chinese names": "name\n赵敏\n钱旭\n李薇\n陈静\n何平\n",
    "rare names": "id,name\n1,亓侃\n2,甄妮\n3,昝龑\n",
    "traditional": "id,name,note\nA1,臺灣積體電路製造股份有限公司,客戶要求七月前交貨\nA2,鴻海精密工業,陳雅婷\n",
    "Japanese": "id,name,note\nA1,株式会社日立製作所,お客様は七月までの納品を希望\nA2,トヨタ自動車,山田\n",
    "half-width kana": "id,name\n1,ｱｲｳｴｵ ｶﾌﾞ\n2,ﾔﾏﾀﾞ\n",
    "Korean": "id,name\nA1,삼성전자 주식회사\nA2,현대자동차 김민수\n",
    "German": "id,name,note\nA1,Müller & Söhne GmbH,Straße größer\nA2,Böhm,für später\n",
    "French": "id,name,note\nA1,Société Générale,déjà reçu à l'hôtel\nA2,Crédit Agricole,œuvre\n",
    "Spanish": "id,name\nA1,España Teléfonos S.A.\nA2,Muñoz e Hijos\nA3,Añejo\n",
    "Portuguese": "id,name\nA1,São João Ações\nA2,Conceição\n",
    "Danish": "id,name\nA1,Jørgensen Århus\nA2,Kjær Måløv\n",
    "Polish": "id,name\nA1,Łódź Spółka z o.o.\nA2,Żółć Kraków\nA3,Święty Gdańsk\n",
    "Czech": "id,name\nA1,Žluťoučký kůň a.s.\nA2,Novák Příbram\nA3,Dvořák\n",
    "Hungarian": "id,name\nA1,Győri Keksz Kft\nA2,Tűzkő Szűcs\nA3,Árvíztűrő\n",
    "Turkish": "id,name\nA1,İstanbul Şirketi Ağaoğlu\nA2,Çağdaş Işık\n",
    "Russian": "id,name\nA1,Газпром нефть\nA2,Иванов Сергей\n",
    "Greek": "id,name\nA1,Αθήνα Τράπεζα\nA2,Παπαδόπουλος\n",
    "Baltic": "id,name\nA1,Žemaitija Šiauliai\nA2,Rīga Ķekava\n",
    "amounts": "id,amount\nA1,12 €\nA2,5 £\n",
    "quotes": "id,name\nA1,“Quote” – dash…\nA2,Acme™ ®\n",
    "one umlaut": "id,name\nA1,Müller\n",
    "one Polish name": "id,name\nA1,Łukasz\n",
    "one Russian name": "id,name\nA1,Ян\n",
    "ASCII": "id,name\nA1,Acme\n",
}


def read_as(data: bytes) -> str | None:
    """The text of a file; None where it was asked about or refused."""
    try:
        found = decoding.decide("f.csv", lambda: io.BytesIO(data))
    except KamError:
        return None
    return None if isinstance(found, Question) else data.decode(found.encoding).lstrip("\ufeff")


def test_no_encoding_is_read_wrongly_without_a_word() -> None:
    counted = Counter[str]()
    for encoding in ENCODINGS:
        for name, text in TEXTS.items():
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            found = read_as(data)
            assert found in (None, text), (encoding, name, found)
            counted["asked" if found is None else "right"] += 1
    assert counted["right"] > 0.5 * counted.total() > 150


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_asked_about_only_where_next_to_nothing_stands_there(encoding: str) -> None:
    asked = [name for name, text in TEXTS.items() if read_as(text.encode(encoding)) is None]
    # without a mark only the zero bytes of ASCII tell UTF-16, and Korean has others
    assert asked == {"utf-8": ["one Russian name"], "utf-16-le": ["Korean"], "utf-16-be": ["Korean"]}.get(encoding, [])


@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_everyday_chinese_is_read_without_a_question(encoding: str) -> None:
    assert read_as(TEXTS["Chinese"].encode(encoding)) == TEXTS["Chinese"]
    assert read_as(TEXTS["Chinese names"].encode(encoding)) == TEXTS["Chinese names"]


@pytest.mark.parametrize("encoding", ["gbk", "big5", "shift_jis", "euc_jp", "euc_kr"])
def test_no_single_character_in_a_file_is_read_wrongly(encoding: str) -> None:
    letters = [*map(chr, range(0x3041, 0x30FF)), *map(chr, range(0x4E00, 0x9FA6)), *map(chr, range(0xAC00, 0xD7A4))]
    wrong, tried = [], 0
    for letter in letters if LONG else letters[::7]:
        try:
            data = f"id,name\n1,{letter}\n2,Acme\n".encode(encoding)
        except UnicodeEncodeError:
            continue
        tried += 1
        if read_as(data) not in (None, data.decode(encoding)):
            wrong.append((letter, read_as(data)))
    assert tried > 300
    assert wrong == []


def test_a_naive_reader_is_caught_by_the_same_texts() -> None:
    """The control: UTF-8, else GB18030, else Latin-1, as many programs do."""

    def naive(data: bytes) -> str:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
        return data.decode("latin-1")

    wrong = 0
    for encoding in ENCODINGS:
        for text in TEXTS.values():
            data = text.encode(encoding, "ignore")
            wrong += naive(data) != data.decode(encoding, "ignore").lstrip("\ufeff")
    assert wrong > 50


GOOD = "id,name\nA1,Acme\n"

BROKEN = {
    "two columns of one name": ("id,name,name\nA1,Acme,Beta\n", 2, "two columns are called 'name' (columns 2, 3)"),
    "a quote never closed": ('id,name\nA1,"Acme\nA2,Beta\n', 2, "line 2: a quote is opened and never closed"),
    "text behind a quote": ('id,name\nA1,"Ac"me"\n', 2, "line 2: text after a closing quote"),
    "an endless cell": (f"id,name\nA1,{'x' * 1_000_001}\n", 2, "line 2: a cell is longer than 1,000,000 characters"),
    "not JSON": ('{"name": "Acme"}\n{"name": ', 2, "line 2: not JSON"),
    "JSON too deep": ("[" * 100_000, 2, "nested too deeply"),
    "no rows we know": ("[1, 2, 3]", 2, "not an array of objects"),
    "empty": ("", 2, "is empty"),
    "only blank lines": ("\n\n\n", 2, "is empty"),
    "PDF": ("%PDF-1.7\n", 2, "a PDF file"),
    "ZIP": ("PK\x03\x04xxxx", 2, "a ZIP or ODS file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_line_and_nothing_is_in_the_book(name: str, run: Run, tmp_path: Path) -> None:
    text, code, said = BROKEN[name]
    path = tmp_path / ("broken.json" if text[:1] in ("{", "[") else "broken.csv")
    path.write_text(text, encoding="latin-1", newline="")
    good = tmp_path / "good.csv"
    good.write_text(GOOD, encoding="utf-8")
    ran = run("import", str(good), str(path))
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert run("account", "ls", "-q").out == ""


ROWS = {
    "NUL": ("id,name\nA1,Ac\0me\nA2,Beta\n", "line 2: a cell holds the character NUL"),
    "too few cells": ("id,name,city\nA1,Acme\nA2,Beta,x\n", "line 2: cells: 2; the header has 3"),
    "too many cells": ("id,name\nA1,Acme,x\nA2,Beta\n", "line 2: cells: 3; the header has 2"),
    "no name": ("id,name\nA1,\nA2,Beta\n", "line 2: no name"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_broken_row_is_left_out_with_its_line(name: str, run: Run, tmp_path: Path) -> None:
    text, said = ROWS[name]
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8", newline="")
    ran = run("import", str(path), "--as", "accounts")
    assert ran.code == 0
    assert said in ran.err
    assert [row["name"] for row in run("account", "ls", "--json").json] == ["Beta"]


NUMBERS = (
    "1e400",
    "nan",
    "inf",
    "-inf",
    "99999999999999999999",
    "-1e30",
    "922337203685477.58",
    "0x10",
    "１２．５",
    "--5",
)


def test_a_number_that_no_amount_can_be_is_named_and_never_becomes_another(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    rows = "".join(f"A{n},N{n},2026-01-02,{text}\n" for n, text in enumerate(NUMBERS))
    path.write_text("account,number,date,amount\n" + rows + "A,N,2026-01-02,7.50\n", encoding="utf-8")
    report = run("import", str(path), "--json").json
    kept = {row["number"]: row["amount"] for row in run("sale", "ls", "--json").json}
    assert kept == {"N": "7.50", "N8": "12.50"}
    assert report["rejected_count"] == len(NUMBERS) - 1


def test_lines_of_one_document_that_add_up_to_too_much_are_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    row = "A1,N1,2026-01-02,900000000000000\n"
    path.write_text("account,number,date,amount\n" + row * 3, encoding="utf-8")
    ran = run("import", str(path))
    assert (ran.code, "add up to more than an amount can be" in ran.err) == (2, True)
    assert run("sale", "ls", "--json").json == []


def test_zeros_in_front_stay_and_blank_is_not_zero(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,phone\n001,Acme,013800000000\n007,Beta,\n", encoding="utf-8")
    assert run("import", str(path)).code == 0
    found = run("account", "ls", "--json").json
    assert [row["external_id"] for row in found] == ["001", "007"]
    assert run("account", "show", "001", "--json").json["phone"] == "013800000000"


def test_only_files_and_pipes_that_somebody_writes_into_are_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.setattr("kamtui.ops.transfer.files.PATIENCE_S", 0.05)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to_zero").symlink_to("/dev/zero")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    (tmp_path / "to_the_book").symlink_to(path)
    for name in ("pipe", "to_zero", "dangling", "round", "to_the_book", "."):
        ran = run("import", str(tmp_path / name))
        assert ran.code in (2, 3), name
        assert ran.err.count("\n") == 1
    for ending in ("-wal", "-shm", ".lock"):
        with Book.open(path, who="li.wei", clock=Clock(TODAY)).exclusive() as conn:
            beside = path.with_name(path.name + ending)
            assert beside.exists(), ending
            assert "is the book itself" in run("import", str(beside)).err
            conn.close()


def test_a_pipe_in_a_folder_is_read_while_somebody_writes_into_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["/bin/sh", "-c", f"printf 'name\\nAcme\\n' > {tmp_path / 'pipe'}"]):
        source = open_source(str(tmp_path / "pipe"))
    assert source.head == b"name\nAcme\n"
    source.close()


def _bombs(folder: Path) -> Iterator[Path]:
    """Files of a gigabyte that hardly take room; and one that unpacks to more."""
    for name, head in {
        "zeros.csv": b"id,name\nA1,",
        "not_utf8.csv": b"id,name\nA1,\xff\xfe\xe9",
        "json.json": b'[{"name": "',
        "lines.jsonl": b'{"name": "Acme"}\n{"name": "',
        "utf16.csv": b"\xff\xfei\0d\0",
        "gb.csv": "编号,名称\nA1,".encode("gbk"),
    }.items():
        with (folder / name).open("wb") as file:
            file.write(head)
            file.truncate(1 << 30)
        yield folder / name
    (folder / "packed.csv.gz").write_bytes(gzip.compress(b"id,name\n") + 1_100 * gzip.compress(bytes(1 << 20)))
    yield folder / "packed.csv.gz"


@pytest.mark.reliability
def test_a_gigabyte_is_refused_within_a_minute_and_half_a_gigabyte(path: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "KAMTUI_BOOK": str(path), "KAMTUI_USER": "li.wei", "KAMTUI_LANG": "en"}
    for bomb in _bombs(tmp_path):
        child = subprocess.Popen(
            [sys.executable, "-m", "kamtui", "import", str(bomb)], env=environment, stderr=subprocess.PIPE, text=True
        )
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 2, (bomb.name, said)
        assert said.count("\n") == 1, said
        # of the processor's time: on a busy machine it takes longer, but not more
        assert used.ru_utime + used.ru_stime < 60, bomb.name
        assert used.ru_maxrss < 500 * 1024, (bomb.name, used.ru_maxrss)
        bomb.unlink()


CORPUS = {
    "accounts.csv": "id,name,owner,tier,city\nA1,Acme Holdings Ltd,li.wei,key,Köln\nB2,华兴科技,,regular,北京\n"
    'C3,"Novák, s.r.o.",,prospect,"Brno\nsecond line"\n',
    "contacts.csv": "id,account,name,level,email\nP1,A1,Chen Li,exec,chen@acme.example\nP2,B2,赵敏,,\n",
    "sales.csv": "account,number,date,amount\nA1,S1,2026-03-15,12000.00\nB2,N1,2026-05-02,800.5\n",
    "touches.csv": "account,contact,at,kind,summary\nB2,P2,2026-05-02,call,hi\nA1,,2026-05-03 14:00,visit,谈妥\n",
    "invoices.csv": "account,number,issued,due,amount,paid_on,paid_amount\n"
    "A1,17,2026-09-01,2026-10-01,1000,2026-10-20,1000\n",
    "deals.jsonl": '{"id":"O1","account":"A1","name":"Line 7","stage":"in","amount":"500.00","opened":"2026-02-01"}\n'
    '{"id":"O2","account":"B2","name":"阀门","stage":"won","amount":7,"closed":"2026-03-01"}\n',
    "facts.json": '[{"account":"A1","period":"2026-03","metric":"wallet_est","value":"5000"}]',
}


def _mutations(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Files that were right once: bytes flipped, taken out, doubled, put in, cut off, or put together."""
    rng = random.Random(seed)
    names = list(CORPUS)
    hostile = (
        b"\0",
        b'"',
        b"\xff",
        b"\r",
        b"\n",
        b",",
        b"\t",
        b"\x1b[2J",
        b"=1",
        b"[",
        b"}",
        b"\xe4\xb8",
        b"9" * 40,
        b"'",
    )
    for _ in range(count):
        name = rng.choice(names)
        data = bytearray(CORPUS[name].encode(rng.choice(["utf-8", "gb18030", "utf-16"])))
        for _ in range(rng.choice((1, 1, 2, 5, 30))):
            at = rng.randrange(len(data) + 1)
            match rng.randrange(6):
                case 0 if at < len(data):
                    data[at] ^= 1 << rng.randrange(8)
                case 1:
                    del data[at : at + rng.choice((1, 3, 20))]
                case 2:
                    data[at:at] = data[at : at + 30]
                case 3:
                    data[at:at] = rng.choice(hostile)
                case 4 if rng.random() < 0.2:
                    del data[at:]
                case _:
                    data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(4)))
        yield name, bytes(data)


@pytest.mark.reliability
def test_a_mutated_file_is_imported_whole_or_not_at_all_and_never_breaks_the_importer(
    path: Path, tmp_path: Path
) -> None:
    seed = int(os.environ.get("KAMTUI_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}")
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    outcomes = Counter[str]()
    for number, (name, data) in enumerate(_mutations(seed, MUTATED)):
        file = tmp_path / name
        file.write_bytes(data)
        before = _counts(book)
        try:
            with read_plan([str(file)], Asked(TODAY)) as plan:
                outcome = apply_plan(book, plan.settled()).value
        except KamError:
            outcomes["refused"] += 1
            assert _counts(book) == before, (seed, number)
            continue
        outcomes["imported"] += 1
        told = sum(outcome.created.values())
        after = _counts(book)
        # an invoice that is corrected brings a payment, or takes its own back where nothing is paid any more
        invoices = outcome.created.get("invoices", 0) + outcome.updated.get("invoices", 0)
        assert abs(after.pop("payment") - before.pop("payment")) <= invoices
        grown = sum(after.values()) - sum(before.values())
        # what an account or person brings with it is counted with them
        assert grown >= 0
        assert (grown == 0) >= (told == 0), (seed, number, told, grown)
    assert min(outcomes.values()) > MUTATED / 20, outcomes
    book.close()


def _counts(book: Book) -> dict[str, int]:
    tables = ("account", "contact", "sale", "touch", "invoice", "payment", "opportunity", "fact", "product")
    return {name: book.conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


ROWS_KILLED = 60_000


@pytest.mark.reliability
def test_an_import_that_is_killed_is_gone_when_the_book_is_opened_again(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text(
        "account,number,date,amount\n"
        + "".join(f"A{n % 997},S{n},2026-{n % 12 + 1:02}-11,{n}.25\n" for n in range(ROWS_KILLED)),
        encoding="utf-8",
    )
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    add_account(book, "Acme", fields={"external_id": "kept"})
    before = _counts(book)
    environment = {**os.environ, "KAMTUI_BOOK": str(path), "KAMTUI_USER": "li.wei"}
    halves = 0
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-m", "kamtui", "import", str(file), "-q"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while child.poll() is None and _counts(book)["sale"] == 0 and time.monotonic() < until:
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
        child.wait()
        halves += _counts(book)["sale"] not in (0, ROWS_KILLED)
        again = Book.open(path, who="li.wei", clock=Clock(TODAY))
        assert _counts(again) == before
        again.close()
    # the control: there was half an import to be taken back
    assert halves > 0
    book.close()


def test_the_size_of_a_stream_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamtui.ops.transfer.files.STREAM_LIMIT", 1 << 20)
    with pytest.raises(BadInput, match="does not end"):
        open_source("-", stdin=io.BytesIO(bytes(3 << 20)))
