"""Killed, crowded, full, truncated, foreign, older, newer: a clear error or a clean recovery, and nothing lost."""

import errno
import multiprocessing
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from adder import BATCHES
from newsroom import fire, newsroom, told
from sqlalchemy import create_engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crosscheck.archive import Decision, migrations, schema
from crosscheck.archive.store import Store
from crosscheck.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveNotFound,
    ArchiveTooNew,
    ArchiveUnwritable,
    NotAnArchive,
)

ADDER = Path(__file__).with_name("adder.py")
KILLS = 50
WIRE, COURIER, WEEKLY = (
    fire("Meridian Wire", 12),
    fire("Harbour Courier", 15, 9),
    fire("Coast Weekly", 12, 10),
)


class TestKilled:
    def child(self, file, started, seed):
        """Adds all batches, as a process of its own would; forked, since a start of Python costs a second."""
        pid = os.fork()
        if pid == 0:
            try:
                with newsroom().archive(file) as archive:
                    order = random.Random(seed).sample(BATCHES, len(BATCHES))
                    os.write(started, b"x")
                    for batch in order:
                        archive.add(batch)
            finally:
                os._exit(0)
        return pid

    def test_fifty_kills_at_random_moments_leave_all_of_a_batch_or_nothing(self, tmp_path):
        whole = [{document.id for document in batch} for batch in BATCHES]
        for name in ("warm.db", "reference.db"):  # the first run loads what a child will find loaded
            with newsroom().archive(tmp_path / name) as archive:
                started = time.monotonic()
                for batch in BATCHES:
                    archive.add(batch)
                duration = time.monotonic() - started
                reference = told(archive)
        chance = random.Random(5)
        cut_short = 0
        for attempt in range(3 * KILLS):  # on a busy machine a child may be done before it is killed
            if cut_short == KILLS:
                break
            file = tmp_path / f"{attempt}.db"
            reading, writing = os.pipe()
            child = self.child(file, writing, attempt)
            os.read(reading, 1)
            time.sleep(chance.uniform(0, 0.8 * duration))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            os.close(reading)
            os.close(writing)
            cut_short += os.WIFSIGNALED(status)
            with newsroom().archive(file) as archive:
                assert archive.check_file() == []
                held = {record.id for record in archive.documents()}
                assert all(batch <= held or not batch & held for batch in whole)
                assert len(archive.runs()) == sum(batch <= held for batch in whole)
                archive.add(document for batch in BATCHES for document in batch)
                assert told(archive) == reference
                assert archive.check_file() == []
        assert cut_short == KILLS

    def test_a_process_of_its_own_is_killed_and_started_again(self, tmp_path):
        file = tmp_path / "newsroom.db"
        command = [sys.executable, str(ADDER), str(file), "0", str(len(BATCHES))]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for _ in range(2):
            process.stdout.readline()
        process.kill()
        process.communicate()
        assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.endswith("done\n")
        with newsroom().archive(file) as archive:
            assert archive.check_file() == []
            assert len(archive.documents()) == 12


class TestCrowded:
    def test_readers_read_while_one_writes(self, archive, file):
        archive.add([WIRE, COURIER])
        with newsroom().archive(file) as reader, archive._store.writing() as connection:
            connection.execute(schema.reviews.delete())
            assert len(reader.findings()) == 1
            assert len(reader.documents()) == 2

    def test_a_second_writer_waits_for_the_first(self, archive, file):
        archive.add([WIRE, COURIER])
        (finding,) = archive.findings()
        held = threading.Event()

        def hold():
            with archive._store.writing():
                held.set()
                time.sleep(0.3)

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait()
        with newsroom().archive(file) as other:
            other.review(finding.id, Decision.ACCEPT)
        holder.join()
        assert archive.finding(finding.id).review.decision is Decision.ACCEPT

    def test_a_second_writer_gives_up_clearly(self, archive, file):
        archive.add([WIRE, COURIER])
        (finding,) = archive.findings()
        with newsroom(archive={"patience": 0.1}).archive(file) as other, archive._store.writing():
            with pytest.raises(ArchiveBusy, match=r"more than 0\.1 seconds"):
                other.review(finding.id, Decision.ACCEPT)
            with pytest.raises(ArchiveBusy):
                other.add([WEEKLY])
        assert len(archive.documents()) == 2

    def test_what_another_process_added_meanwhile_is_compared_too(self, archive, file):
        class Interrupted(type(newsroom().nli)):
            def predict(self, pairs, progress):
                if pairs and not archive.documents(source="Harbour Courier"):
                    archive.add([COURIER])
                return super().predict(pairs, progress)

        archive.add([WIRE])
        with newsroom(nli=Interrupted()).archive(file) as other:
            added = other.add([WEEKLY])
        assert len(added.new) == 2
        assert len(archive.findings()) == 3

    def test_adders_side_by_side_lose_nothing(self, tmp_path):
        file = tmp_path / "newsroom.db"
        newsroom().archive(file).close()
        commands = [[sys.executable, str(ADDER), str(file), str(n), str(n + 2)] for n in (0, 2)]
        adders = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
        assert [adder.wait(60) for adder in adders] == [0, 0]
        with newsroom().archive(file) as together, newsroom().archive(tmp_path / "alone.db") as alone:
            alone.add(document for batch in BATCHES for document in batch)
            assert told(together) == told(alone)
            assert together.check_file() == []


def _fill_up(file, outcome):
    """Add to an archive in a process that may not make any file larger than it is."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with newsroom().archive(file) as archive:
        size = max(Path(file).stat().st_size, Path(f"{file}-wal").stat().st_size)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))
        try:
            archive.add([WEEKLY, *BATCHES[1], *BATCHES[2]])
        except ArchiveUnwritable as error:
            outcome.put(str(error))
        else:
            outcome.put("")


def test_processes_that_open_a_new_archive_at_once_all_get_it(tmp_path):
    checker = newsroom()
    for attempt in range(12):
        file = tmp_path / f"{attempt}.db"
        start = time.monotonic() + 0.02
        children = []
        for _ in range(4):
            pid = os.fork()
            if pid == 0:
                status = 1
                try:
                    while time.monotonic() < start:
                        pass
                    checker.archive(file).close()
                    status = 0
                finally:
                    os._exit(status)
            children.append(pid)
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_an_archive_that_another_process_has_locked_is_busy_and_not_damaged(archive, file):
    archive.add([WIRE, COURIER])
    archive.close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM reviews")
    with pytest.raises(ArchiveBusy):
        newsroom(archive={"patience": 0.1}).archive(file)
    other.execute("ROLLBACK")
    other.close()
    with newsroom().archive(file) as opened:
        assert len(opened.documents()) == 2


class TestFull:
    def test_a_full_disk_is_named_and_nothing_is_lost(self, archive, file):
        archive.add([WIRE, COURIER])
        (finding,) = archive.findings()
        archive.review(finding.id, Decision.DISMISS)
        before = told(archive)
        outcome = multiprocessing.get_context("fork").Queue()
        child = multiprocessing.get_context("fork").Process(target=_fill_up, args=(str(file), outcome))
        child.start()
        message = outcome.get(timeout=60)
        child.join()
        assert "free space" in message
        assert told(archive) == before
        assert len(archive.documents()) == 2
        assert len(archive.reviews()) == 1
        assert archive.check_file() == []
        assert len(archive.add([WEEKLY]).added) == 1

    @pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody may write to")
    def test_a_folder_where_nothing_can_be_written_is_named(self):
        with pytest.raises(ArchiveUnwritable, match="permissions"):
            newsroom().archive("/proc/newsroom.db")


class TestStrange:
    def test_a_missing_file_that_is_not_to_be_made(self, checker, tmp_path):
        with pytest.raises(ArchiveNotFound, match="crosscheck ingest"):
            checker.archive(tmp_path / "none.db", create=False)
        assert not (tmp_path / "none.db").exists()

    def test_a_missing_folder(self, checker, tmp_path):
        with pytest.raises(ArchiveNotFound, match="does not exist"):
            checker.archive(tmp_path / "none" / "newsroom.db")

    def test_a_text_file_is_left_alone(self, checker, file):
        file.write_text("Dear editor, this is a letter and no archive, however long it may be.")
        with pytest.raises(NotAnArchive, match="some other file"):
            checker.archive(file)
        assert file.read_text().startswith("Dear editor")

    def test_a_folder_is_no_archive(self, checker, tmp_path):
        with pytest.raises(NotAnArchive):
            checker.archive(tmp_path)

    def test_the_database_of_another_program_is_left_alone(self, checker, file):
        connection = sqlite3.connect(file)
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.close()
        before = file.read_bytes()
        with pytest.raises(NotAnArchive, match="another program"):
            checker.archive(file)
        assert file.read_bytes() == before

    def test_an_empty_file_is_not_taken_for_a_new_archive(self, checker, file):
        file.touch()
        with pytest.raises(ArchiveDamaged, match="is empty"):
            checker.archive(file)

    @pytest.mark.parametrize("kept", [20, 0.3, 0.9])
    def test_a_truncated_archive_is_named_and_not_touched(self, checker, archive, file, kept):
        archive.add([WIRE, COURIER, WEEKLY])
        archive.close()
        whole = file.read_bytes()
        cut = whole[: kept if isinstance(kept, int) else int(len(whole) * kept)]
        file.write_bytes(cut)
        with pytest.raises(ArchiveDamaged, match=r"restore it|\.recover"):
            checker.archive(file)
        assert file.read_bytes() == cut

    def test_an_overwritten_page_is_found_by_a_check_of_the_file(self, checker, archive, file):
        archive.add([WIRE, COURIER, WEEKLY])
        archive.close()
        page = 4096
        whole = bytearray(file.read_bytes())
        for start in range(page, len(whole), page):
            whole[start : start + 64] = b"\xff" * 64
        file.write_bytes(whole)
        with pytest.raises(ArchiveError, match="damaged"), checker.archive(file) as opened:
            opened.findings()

    def test_an_archive_of_a_later_crosscheck_is_not_touched(self, checker, archive, file):
        archive.close()
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(ArchiveTooNew, match="update crosscheck"):
            checker.archive(file)

    def test_an_archive_whose_making_was_cut_off_is_made(self, checker, file):
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        with checker.archive(file) as opened:
            assert opened.documents() == []

    def test_a_log_that_was_lost_with_the_last_changes_leaves_a_consistent_archive(
        self, checker, archive, file, tmp_path
    ):
        archive.add([WIRE, COURIER])
        copy = tmp_path / "copy.db"
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA wal_checkpoint")
        copy.write_bytes(file.read_bytes())
        archive.add([WEEKLY])
        with checker.archive(copy) as opened:
            assert opened.check_file() == []
            assert len(opened.documents()) == 2


class TestSchema:
    def columns(self, connection):
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        return {
            name: [
                (column, kind.replace("BOOLEAN", "INTEGER"), bool(required or key), default, bool(key))
                for _, column, kind, required, default, key in connection.execute(
                    f"PRAGMA table_info({name})"
                )
            ]
            for (name,) in connection.execute(tables)
        }

    def indexes(self, connection):
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'"
        return {
            (name, table, tuple(row[2] for row in connection.execute(f"PRAGMA index_info({name})")))
            for name, table in connection.execute(query)
        }

    def test_the_migrations_make_the_tables_that_the_code_knows(self, archive, file, tmp_path):
        engine = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
        schema.metadata.create_all(engine)
        engine.dispose()
        with sqlite3.connect(file) as migrated, sqlite3.connect(tmp_path / "declared.db") as declared:
            assert self.columns(migrated) == self.columns(declared)
            assert self.indexes(migrated) == self.indexes(declared)
        migrated.close()
        declared.close()

    def test_an_older_archive_is_brought_up_to_date_with_all_it_holds(
        self, archive, file, checker, monkeypatch
    ):
        archive.add([WIRE, COURIER])
        before = told(archive)
        archive.close()
        later = (*migrations.scripts(), "ALTER TABLE reviews ADD COLUMN desk TEXT NOT NULL DEFAULT 'news';")
        monkeypatch.setattr(migrations, "scripts", lambda: later)
        with checker.archive(file) as opened:
            assert told(opened) == before
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (len(later),)
            assert "desk" in {row[1] for row in connection.execute("PRAGMA table_info(reviews)")}
        connection.close()

    def test_the_last_statement_of_a_script_needs_no_semicolon(self, archive, file, checker, monkeypatch):
        archive.close()
        later = (*migrations.scripts(), "CREATE TABLE desks (a);\n-- of late\nCREATE TABLE rooms (a)")
        monkeypatch.setattr(migrations, "scripts", lambda: later)
        checker.archive(file).close()
        with sqlite3.connect(file) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        connection.close()
        assert {"desks", "rooms"} <= names

    def test_a_migration_that_fails_changes_nothing(self, archive, file, checker, monkeypatch):
        archive.close()
        broken = (*migrations.scripts(), "CREATE TABLE half (a);\nCREATE TABLE half (a);")
        monkeypatch.setattr(migrations, "scripts", lambda: broken)
        with pytest.raises(ArchiveError):
            checker.archive(file)
        monkeypatch.undo()
        with checker.archive(file) as opened:
            assert opened.check_file() == []
        with sqlite3.connect(file) as connection:
            assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
        connection.close()


def test_errors_of_the_disk_are_told_from_others(tmp_path):
    store = Store(tmp_path / "a.db", 1.0, create=True)
    failing = sqlite3.OperationalError(errno.ENOSPC)
    failing.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert isinstance(store._error(failing), ArchiveUnwritable)
    assert type(store._error(sqlite3.OperationalError("no such column"))) is ArchiveError
    failing.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
    assert "cannot be read" in str(store._error(failing, is_reading=True))
    failing.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHORT_READ
    assert isinstance(store._error(failing, is_reading=True), ArchiveDamaged)
    with pytest.raises(ArchiveBusy, match="threads"), store._told():
        raise PoolTimeout
    store.close()
