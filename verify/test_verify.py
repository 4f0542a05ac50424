"""Tests of verify.py: it accepts a folder that holds and refuses it after any change.

    python3 -m unittest discover verify

The folder is built here from nothing, by a forger's hands as well: `build` signs and hashes whatever it is told to
publish, so that each check is met alone and not only the hash of the file it is in.
"""
import ast
import base64
import contextlib
import copy
import functools
import hashlib
import io
import json
import os
import tempfile
import unittest

import verify

SECRET = bytes(range(32))
OTHER_SECRET = bytes(range(1, 33))
NAME = "panel.example/log"
DICE, BEACON = verify.SMALL["plan"]["seed"]


def sign(secret, message):
    """RFC 8032 section 5.1.6, on the curve of verify.py."""
    digest = hashlib.sha512(secret).digest()
    number = (int.from_bytes(digest[:32], "little") & (2 ** 254 - 8)) | 2 ** 254
    public = verify.encode_point(verify.times(number, verify.BASE))
    r = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % verify.ORDER
    first = verify.encode_point(verify.times(r, verify.BASE))
    k = int.from_bytes(hashlib.sha512(first + public + message).digest(), "little")
    return public, first + ((r + k * number) % verify.ORDER).to_bytes(32, "little")


def key_of(secret, name=NAME):
    """Key id and verifier key, by C2SP signed-note."""
    key = b"\x01" + sign(secret, b"")[0]
    key_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    return key_id, f"{name}+{key_id.hex()}+{base64.b64encode(key).decode()}"


def checkpoint(leaves, secret=SECRET, name=NAME):
    root = base64.b64encode(verify.root_of(leaves)).decode()
    text = f"{name}\n{len(leaves)}\n{root}\n"
    signature = base64.b64encode(key_of(secret, name)[0] + sign(secret, text.encode())[1]).decode()
    return f"{text}\n\u2014 {name} {signature}\n"


def small_draw():
    """The sdraw/1 vector "small" as it is published, one adult case withdrawn."""
    order = verify.SMALL["order"]
    return {
        "format": "sdraw/1",
        "reference": "D-1",
        "n": 8,
        "root": verify.SMALL["root"],
        "plan": verify.SMALL["plan"],
        "commitment": verify.SMALL["commitment"],
        "committed_at": "2026-01-10T10:00:00Z",
        "sources": [
            {"label": DICE, "value": verify.SMALL["dice"]},
            {"label": BEACON, "hex": verify.SMALL["beacon"]},
        ],
        "seed": verify.SMALL["seed"],
        "strata": {
            "adult": {"population": 4, "n": 2, "drawn": order["adult"][:2], "reserves": order["adult"][2:]},
            "youth": {"population": 4, "n": 1, "drawn": order["youth"][:1], "reserves": order["youth"][1:]},
        },
        "withdrawals": [{
            "ref": "CR-0003", "stratum": "adult", "code": "SUB_JUDICE", "authorised_by": "force lead",
            "at": "2026-01-12T09:30:00.5Z", "replaced_by": "CR-0005",
        }],
        "heard": {"adult": ["CR-0001", "CR-0005"], "youth": ["CR-0006"]},
    }


def small_frame():
    rows = []
    for ref, stratum, size, salt in verify.SMALL["frame"]:
        leaf = verify.frame_leaf(bytes.fromhex(salt), ref, stratum, size).hex()
        rows.append([ref, stratum, str(size), leaf, salt])
    return rows


def rederive(draw, rows):
    """The draw that follows from its own plan and sources and from these rows."""
    root = verify.root_of([bytes.fromhex(row[3]) for row in rows])
    commitment = verify.commitment_of(len(rows), root, draw["plan"])
    values = [(item["label"], bytes.fromhex(item["hex"]) if "hex" in item else item["value"].encode())
              for item in draw["sources"]]
    seed = verify.seed_of(commitment, values)
    draw.update(n=len(rows), root=root.hex(), commitment=commitment.hex(), seed=seed.hex(), withdrawals=[], heard={})
    for stratum, n in draw["plan"]["n"].items():
        order = verify.order_of(seed, [row[0] for row in rows if row[1] == stratum])
        last = n + draw["plan"].get("reserves", {}).get(stratum, len(order))
        draw["strata"][stratum] = {"population": len(order), "n": n, "drawn": order[:n], "reserves": order[n:last]}
    return draw


def write(folder, path, data):
    target = os.path.join(folder, *path.split("/"))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


PUBLISHED = 3


def act(seq, word, **members):
    """An entry of the log; those that everybody may read name no person and no role."""
    return {
        "v": 1, "seq": seq, "at": 1768039200000000 + seq, "operation": "disclosure", "act": word,
        "object_kind": "draw", "object_id": "D-1", "person": None, "role": None, "body": None, "why": None,
        "detail": {}, **members,
    }


def order_of_acts(draw):
    """The entries that show the commitment and the seed, at 2026-01-10T10:00:00Z."""
    commitment = {"commitment": draw["commitment"]}
    return (act(1, "draw.show_commitment", detail={**commitment, "frame_of_period": "1"}),
            act(2, "draw.show_seed", detail={**commitment, "seed": draw["seed"]}))


def leaves_with(entries):
    """A log of five entries, those given in their places."""
    leaves = [verify.leaf_hash(b"entry %d" % seq) for seq in range(5)]
    for seq, data in entries:
        leaves[seq] = verify.leaf_hash(data)
    return leaves


def show_order(folder, acts, signed=2):
    """Writes the two entries, and a checkpoint signed over the first `signed` entries; gives the entries' bytes."""
    entries = [(entry["seq"], verify.canonical(entry)) for entry in acts]
    for name, (_, data) in zip(["commitment-entry.json", "seed-entry.json"], entries):
        write(folder, f"draws/D-1/{name}", data)
    write(folder, "draws/D-1/checkpoint.txt", checkpoint(leaves_with(entries)[:signed]))
    return entries


def seal(folder, entry=None, secret=SECRET, entries=()):
    """Writes manifest.json and log/ over what is in the folder, as a publisher does."""
    listed = []
    for path in sorted(verify.files_of(folder)):
        if path != "manifest.json" and not path.startswith("log/"):
            data = verify.read_file(folder, path)
            listed.append({"bytes": len(data), "path": path, "sha256": hashlib.sha256(data).hexdigest()})
    manifest = verify.canonical({"files": listed, "format": "scrutineer-publication/1"})
    write(folder, "manifest.json", manifest)
    published = act(
        PUBLISHED, "publication.publish", at=1768212000000000, object_kind="publication", object_id="P-1",
        person="0190b7b2-5d2a-7c3e-8f00-000000000001", role="publisher",
        detail={"manifest_sha256": hashlib.sha256(manifest).hexdigest()},
    )
    published.update(entry or {})
    data = verify.canonical(published)
    leaves = leaves_with([*entries, (PUBLISHED, data)])
    write(folder, "log/entry.json", data)
    write(folder, "log/leaves.txt", "".join(leaf.hex() + "\n" for leaf in leaves))
    write(folder, "log/checkpoint.txt", checkpoint(leaves, secret))
    write(folder, "log/key.txt", key_of(SECRET)[1] + "\n")


def build(folder, draw=None, rows=None, acts=None, signed=2, **sealing):
    """A whole folder; `acts` are the entries of commitment and seed, of this draw unless given, none if empty."""
    rows = small_frame() if rows is None else rows
    draw = small_draw() if draw is None else draw
    header = ["ref", "stratum", "size", "leaf", "salt"][:len(rows[0])] if rows else ["ref", "stratum", "size", "leaf"]
    write(folder, "index.html", "<!doctype html>\n<title>Results</title>\n")
    write(folder, "draws/D-1/draw.json", json.dumps(draw, indent=1))
    write(folder, "draws/D-1/frame.csv", "".join(",".join(row) + "\n" for row in [header] + rows))
    acts = order_of_acts(draw) if acts is None else acts
    entries = show_order(folder, acts, signed) if acts else []
    seal(folder, entries=entries, **sealing)


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name

    def accepted(self):
        said = []
        verify.check_folder(self.folder, said.append)
        return said

    def refused(self, sentence):
        with self.assertRaises(verify.Refused) as caught:
            verify.check_folder(self.folder, lambda _: None)
        self.assertIn(sentence, str(caught.exception))


class Sound(Folder):
    def test_the_example_beside_this_file_is_the_folder_built_here(self):
        build(self.folder)
        example = os.path.join(os.path.dirname(os.path.abspath(__file__)), "example")
        self.assertEqual(verify.files_of(example), verify.files_of(self.folder))
        for path in verify.files_of(example):
            self.assertEqual(verify.read_file(example, path), verify.read_file(self.folder, path), path)

    def test_a_sound_folder_is_accepted_with_every_check_told(self):
        build(self.folder)
        said = " / ".join(self.accepted())
        for word in ["files: all 6", "signature:", "log: the 5 leaves", "entry 3 of the log", "names manifest.json",
                     "every row of the frame is opened", "1 withdrawals", "2 of 2 cases of stratum 'adult' heard",
                     "the commitment as entry 1 and the seed as entry 2", "signed at 2 entries, between"]:
            self.assertIn(word, said)
        self.assertNotIn("NOTE", said)

    def test_a_frame_without_salts_is_accepted_and_said_so(self):
        build(self.folder, rows=[row[:4] for row in small_frame()])
        self.assertIn("NOTE 0 of 8", " ".join(self.accepted()))

    def test_some_salts_may_be_kept_back(self):
        rows = small_frame()
        rows[2][4] = ""
        build(self.folder, rows=rows)
        self.assertIn("NOTE 7 of 8", " ".join(self.accepted()))

    def test_limited_reserves_and_what_else_a_plan_may_fix(self):
        draw = small_draw()
        draw["plan"] = {**draw["plan"], "reserves": {"adult": 1, "youth": 0}, "period": "2026-01"}
        build(self.folder, draw=rederive(draw, small_frame()))
        self.accepted()
        self.assertEqual([len(draw["strata"][name]["reserves"]) for name in ("adult", "youth")], [1, 0])

    def test_a_folder_without_a_draw_is_accepted_and_said_so(self):
        write(self.folder, "index.html", "nothing drawn")
        seal(self.folder)
        self.assertIn("no draw", self.accepted()[-1])

    def test_refs_beyond_ascii_are_ordered_by_bytes_and_compared_in_one_form(self):
        rows = []
        for ref in ["A", "z", "Cafe\u0301", "\U0001f600"]:
            rows.append([ref, "adult", "1", verify.frame_leaf(bytes(16), ref, "adult", 1).hex(), "00" * 16])
        self.assertEqual(verify.normal("Cafe\u0301"), "Caf\u00e9".encode())
        rows.sort(key=lambda row: verify.normal(row[0]))
        self.assertEqual([row[0][0] for row in rows], ["A", "C", "z", "\U0001f600"])
        draw = small_draw()
        draw["plan"] = {"method": "srs", "n": {"adult": 2}, "seed": [DICE, BEACON]}
        draw["strata"] = {}
        build(self.folder, draw=rederive(draw, rows), rows=rows)
        self.accepted()


class OneByte(Folder):
    def setUp(self):
        super().setUp()
        # Most changes leave the signature as it is, and it is by far the slowest check.
        self.addCleanup(setattr, verify, "signature_holds", verify.signature_holds)
        verify.signature_holds = functools.lru_cache(maxsize=None)(verify.signature_holds)

    def each_change(self, data):
        for at in range(len(data)):
            yield at, data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
        for at in range(0, len(data) + 1, 5):
            yield at, data[:at] + b"\n" + data[at:]
            yield at, data[:at] + b" " + data[at:]
        for at in range(0, len(data), 5):
            yield at, data[:at] + data[at + 1:]
            yield at, data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1:]
        yield len(data), data + data[-1:]
        yield len(data), data[:-1]
        yield 0, b""

    def test_no_file_can_be_changed_anywhere(self):
        build(self.folder)
        changes = 0
        for path in sorted(verify.files_of(self.folder)):
            data = verify.read_file(self.folder, path)
            for at, changed in self.each_change(data):
                write(self.folder, path, changed)
                changes += 1
                with self.assertRaises(verify.Refused, msg=f"{path}, byte {at}"):
                    verify.check_folder(self.folder, lambda _: None)
            write(self.folder, path, data)
        self.accepted()
        self.assertGreater(changes, 5000)

    def test_line_ends_are_part_of_the_log(self):
        build(self.folder)
        for name in verify.LOG_FILES:
            data = verify.read_file(self.folder, f"log/{name}")
            for changed in [data.replace(b"\n", b"\r\n"), data.rstrip(b"\n"), b"\xef\xbb\xbf" + data]:
                if changed != data:
                    write(self.folder, f"log/{name}", changed)
                    self.refused("")
            write(self.folder, f"log/{name}", data)


class Order(Folder):
    def with_acts(self, sentence, commitment=None, seed=None, signed=2):
        first, second = order_of_acts(small_draw())
        build(self.folder, acts=({**first, **(commitment or {})}, {**second, **(seed or {})}), signed=signed)
        self.refused(sentence)

    def test_entries_that_are_not_those_of_the_draw(self):
        for change, sentence in [
            ({"act": "draw.show_seed"}, '"act" of draws/D-1/commitment-entry.json'),
            ({"object_id": "D-2"}, "commitment-entry.json is about another draw"),
            ({"object_kind": "case"}, "commitment-entry.json is about another draw"),
            ({"person": "0190b7b2-5d2a-7c3e-8f00-000000000001"}, "names a person or a role"),
            ({"role": "chair"}, "names a person or a role"),
            ({"detail": {"commitment": "00" * 32}}, "commitment-entry.json is not that of draw.json"),
            ({"detail": {}}, "commitment-entry.json is not that of draw.json"),
            ({"at": 1768039201000000}, '"committed_at" of draws/D-1/draw.json is not when'),
            ({"at": 1768039199999999}, '"committed_at" of draws/D-1/draw.json is not when'),
            ({"extra": None}, "does not belong there"),
        ]:
            late = {"at": max(change.get("at", 0), 1768039200000002)}
            self.with_acts(sentence, commitment=change, seed=late)
        draw = small_draw()
        for change, sentence in [
            ({"detail": {"commitment": draw["commitment"], "seed": "00" * 32}}, "the seed in draws/D-1/seed-entry.json"),
            ({"detail": {"commitment": "00" * 32, "seed": draw["seed"]}}, "seed-entry.json is not that of draw.json"),
            ({"at": 1768039200000000}, "was logged earlier than its commitment"),
            ({"act": "draw.seed"}, '"act" of draws/D-1/seed-entry.json'),
        ]:
            self.with_acts(sentence, seed=change)

    def test_a_seed_before_the_commitment(self):
        first, second = order_of_acts(small_draw())
        build(self.folder, acts=({**first, "seq": 2}, {**second, "seq": 1, "at": first["at"] + 5}))
        self.refused("the log has the seed of draws/D-1 before its commitment")

    def test_an_entry_that_is_not_in_the_log(self):
        for number, name in [(0, "commitment-entry.json"), (1, "seed-entry.json")]:
            build(self.folder)
            entries = show_order(self.folder, order_of_acts(small_draw()))
            seal(self.folder, entries=entries[1 - number:][:1])
            self.refused(f"draws/D-1/{name} is not entry {number + 1} of the log")

    def test_a_checkpoint_that_was_not_signed_between_them(self):
        for signed, sentence in [(1, "was not signed between"), (3, "was not signed between"), (5, "was not signed")]:
            self.with_acts(sentence, signed=signed)
        for text, sentence in [
            (checkpoint([bytes(32)] * 2), "the first 2 entries of the log do not give the root"),
            (checkpoint([bytes(32)] * 2, OTHER_SECRET), "signed by another key"),
        ]:
            build(self.folder)
            entries = show_order(self.folder, order_of_acts(small_draw()))
            write(self.folder, "draws/D-1/checkpoint.txt", text)
            seal(self.folder, entries=entries)
            self.refused(sentence)

    def test_all_of_the_order_or_none(self):
        for name in verify.ORDER_FILES:
            build(self.folder)
            entries = show_order(self.folder, order_of_acts(small_draw()))
            os.remove(os.path.join(self.folder, "draws", "D-1", name))
            seal(self.folder, entries=entries)
            self.refused("but not all of")

    def test_a_folder_from_before_the_order_was_shown(self):
        build(self.folder, acts=())
        self.assertIn("NOTE the log's entries of its commitment and seed are not published", self.accepted()[-1])

    def test_a_second_frame_of_a_period_is_said(self):
        first, second = order_of_acts(small_draw())
        detail = {**first["detail"], "frame_of_period": "2"}
        build(self.folder, acts=({**first, "detail": detail}, second))
        self.assertIn("NOTE this is frame number 2 committed for its period", self.accepted()[-1])


class Files(Folder):
    def test_a_file_added_removed_or_linked(self):
        build(self.folder)
        write(self.folder, "data/.hidden", "")
        self.refused("'data/.hidden' is in the folder but not in manifest.json")
        os.remove(os.path.join(self.folder, "data", ".hidden"))
        self.accepted()
        write(self.folder, "log/more.txt", "")
        self.refused("'log/more.txt' is in the folder but not in manifest.json")
        os.remove(os.path.join(self.folder, "log", "more.txt"))
        os.rename(os.path.join(self.folder, "index.html"), os.path.join(self.folder, "index.htm"))
        self.refused("'index.htm' is in the folder")
        os.remove(os.path.join(self.folder, "index.htm"))
        self.refused("'index.html' is in manifest.json but not in the folder")
        os.symlink(os.path.join(self.folder, "manifest.json"), os.path.join(self.folder, "index.html"))
        self.refused("is a link")

    def test_a_missing_log_file_or_folder(self):
        for name in verify.LOG_FILES:
            build(self.folder)
            os.remove(os.path.join(self.folder, "log", name))
            self.refused(f"log/{name} cannot be read")
        self.folder = os.path.join(self.folder, "absent")
        self.refused("there is no such folder")


class Log(Folder):
    def test_a_checkpoint_signed_by_another_key(self):
        build(self.folder, secret=OTHER_SECRET)
        self.refused("signed by another key")

    def test_an_entry_that_records_something_else(self):
        for change, sentence in [
            ({"act": "report.publish"}, '"act"'),
            ({"seq": 4}, "is not entry 4"),
            ({"seq": 5}, "the log has 5"),
            ({"v": True}, '"v"'),
            ({"operation": "reading"}, '"operation"'),
            ({"detail": {"manifest_sha256": "00" * 32}}, "not the one that the log's entry names"),
            ({"detail": {}}, "not the one that the log's entry names"),
            ({"extra": None}, "does not belong there"),
        ]:
            build(self.folder, entry=change)
            self.refused(sentence)

    def test_a_leaf_more_or_less_than_was_signed(self):
        build(self.folder)
        data = verify.read_file(self.folder, "log/leaves.txt")
        for changed in [data + data[:65], data[65:]]:
            write(self.folder, "log/leaves.txt", changed)
            self.refused("leaves but the checkpoint was signed over 5")

    def test_the_published_example_of_signed_notes(self):
        # Key and signature of golang.org/x/mod/sumdb/note, the example of C2SP signed-note.
        text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        key = verify.read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "the key")
        signature = base64.b64decode(
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")
        self.assertEqual(signature[:4], key[1])
        self.assertTrue(verify.signature_holds(key[2], text.encode(), signature[4:]))

    def test_weak_keys_and_second_spellings_of_a_signature(self):
        public, signature = sign(SECRET, b"text")
        self.assertTrue(verify.signature_holds(public, b"text", signature))
        s = int.from_bytes(signature[32:], "little") + verify.ORDER
        self.assertFalse(verify.signature_holds(public, b"text", signature[:32] + s.to_bytes(32, "little")))
        neutral = verify.encode_point(verify.NEUTRAL)
        self.assertFalse(verify.signature_holds(neutral, b"text", neutral + bytes(32)))
        self.assertFalse(verify.signature_holds(public, b"text", signature[:63]))
        self.assertIsNone(verify.decode_point(verify.P.to_bytes(32, "little")))


class Draw(Folder):
    """A forger with the key publishes a wrong draw; manifest and log are in order."""

    def wrong(self, sentence, change, rows=None):
        draw = small_draw()
        change(draw)
        build(self.folder, draw=draw, rows=rows)
        self.refused(sentence)

    def set(self, path, value):
        def change(draw):
            place = draw
            *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
            for step in way:
                place = place[step]
            if value is None:
                del place[last]
            else:
                place[last] = value
        return change

    def test_commitment_and_seed(self):
        self.wrong("do not give its commitment", self.set("commitment", "00" * 32))
        more = {**verify.SMALL["plan"], "n": {"adult": 3, "youth": 1}}
        self.wrong("do not give its commitment", self.set("plan", more))
        self.wrong("do not give its commitment", self.set("plan", {**verify.SMALL["plan"], "note": "later"}))
        self.wrong("do not give its seed", self.set("seed", "00" * 32))
        self.wrong("do not give its seed", self.set("sources.0", {"label": DICE, "value": "7" * 20}))
        self.wrong("do not give its seed", self.set("sources.1", {"label": BEACON, "hex": "00"}))
        self.wrong("not those that the plan names", self.set("sources", []))
        self.wrong("not those that the plan names", lambda draw: draw["sources"].reverse())
        self.wrong("at least 20 decimal digits", self.set("sources.0", {"label": DICE, "value": "7" * 19}))
        self.wrong("at least 20 decimal digits", self.set("sources.0", {"label": DICE, "value": "six" * 20}))
        self.wrong("not lower-case hexadecimal", self.set("sources.1", {"label": BEACON, "hex": "AA"}))
        self.wrong("does not belong there", self.set("sources.0", {"label": DICE, "value": "7" * 20, "hex": "00"}))

    def test_the_sample(self):
        smallest = "not those with the smallest tickets"
        self.wrong(smallest, self.set("strata.adult.drawn", ["CR-0001", "CR-0005"]))
        self.wrong(smallest, self.set("strata.adult.drawn", ["CR-0003", "CR-0001"]))
        self.wrong(smallest, self.set("strata.adult.drawn", ["CR-0001"]))
        self.wrong("not the next tickets", self.set("strata.adult.reserves", ["CR-0007", "CR-0005"]))
        self.wrong("not the next tickets", self.set("strata.youth.reserves", []))
        self.wrong("another number than the plan", self.set("strata.adult.n", 1))
        self.wrong("has 4 rows, but draw.json says 5", self.set("strata.adult.population", 5))
        self.wrong("the strata of", self.set("strata.youth", None))

    def test_a_plan_that_the_frame_cannot_meet(self):
        for change, sentence in [
            ({"n": {"adult": 2, "youth": 5}}, "stratum 'youth' of draws/D-1 holds 4, fewer than the 5"),
            ({"reserves": {"adult": 3, "youth": 1}}, "stratum 'adult' of draws/D-1 holds too few for the 3 reserves"),
        ]:
            draw = small_draw()
            draw["plan"] = {**draw["plan"], **change}
            build(self.folder, draw=rederive(draw, small_frame()))
            self.refused(sentence)

    def test_withdrawals(self):
        self.wrong("does not bring in 'CR-0005'", self.set("withdrawals.0.replaced_by", "CR-0007"))
        self.wrong("which was not in the sample", self.set("withdrawals.0.ref", "CR-0005"))
        self.wrong("which was not in the sample", self.set("withdrawals.0.stratum", "youth"))
        self.wrong("earlier than the commitment", self.set("withdrawals.0.at", "2026-01-10T09:59:59Z"))
        self.wrong('"at"', self.set("withdrawals.0.at", "yesterday"))
        self.wrong('no "code"', self.set("withdrawals.0.code", None))
        self.wrong('"authorised_by"', self.set("withdrawals.0.authorised_by", ""))
        self.wrong("which was not in the sample", lambda draw: draw["withdrawals"].append(draw["withdrawals"][0]))

    def test_a_code_that_the_plan_does_not_allow(self):
        for codes, code, allowed in [
            ({"codes": ["LEGAL_HOLD"]}, "LEGAL_HOLD", True), ({"codes": ["LEGAL_HOLD"]}, "SUB_JUDICE", False),
            ({}, "SUB_JUDICE", True), ({}, "NOT_LIKED", False),
        ]:
            draw = small_draw()
            draw["plan"] = {**draw["plan"], **codes}
            rederive(draw, small_frame())
            adult = draw["strata"]["adult"]
            draw["withdrawals"] = [{
                "ref": adult["drawn"][0], "stratum": "adult", "code": code, "authorised_by": "chair",
                "at": "2026-01-12T09:30:00Z", "replaced_by": adult["reserves"][0],
            }]
            build(self.folder, draw=draw)
            self.accepted() if allowed else self.refused("a code that the plan does not allow")

    def test_withdrawals_beyond_the_last_reserve_bring_in_nobody(self):
        draw = small_draw()
        for ref, due in [("CR-0006", "CR-0000"), ("CR-0000", "CR-0004"), ("CR-0004", "CR-0002"), ("CR-0002", None)]:
            draw["withdrawals"].append({**draw["withdrawals"][0], "ref": ref, "stratum": "youth", "replaced_by": due})
        draw["heard"] = {"youth": []}
        build(self.folder, draw=draw)
        self.accepted()

    def test_heard(self):
        self.wrong("'CR-0003' of draws/D-1 is said to be heard", self.set("heard.adult", ["CR-0003"]))
        self.wrong("'CR-0006' of draws/D-1 is said to be heard", self.set("heard.adult", ["CR-0006"]))
        self.wrong("not a list of refs", self.set("heard.adult", ["CR-0001", "CR-0001"]))
        self.wrong("not a list of refs", self.set("heard.other", []))

    def test_the_form_of_draw_json(self):
        self.wrong('has no "heard"', self.set("heard", None))
        self.wrong("does not belong there", self.set("extra", 1))
        self.wrong('"format"', self.set("format", "sdraw/2"))
        self.wrong('"reference"', self.set("reference", "D-2"))
        self.wrong("method", self.set("plan", {**verify.SMALL["plan"], "method": "pps"}))
        self.wrong('"n"', self.set("n", True))
        for text, sentence in [
            ('{"n":1,"n":2}', "twice"), ('{"n":1.5}', "whole"), ('{"n":NaN}', "whole"), ("{", "not JSON"),
            ("[]", "not a JSON object"), ("[" * 100000, "not JSON"), ("\ufeff{}", "not JSON"),
        ]:
            build(self.folder)
            write(self.folder, "draws/D-1/draw.json", text)
            seal(self.folder)
            self.refused(sentence)

    def test_the_frame(self):
        def changed(row, column, value):
            rows = small_frame()
            rows[row][column] = value
            return rows

        same = lambda draw: None
        self.wrong("'CR-0000' in draws/D-1/frame.csv was not so committed", same, changed(0, 2, "2"))
        self.wrong("was not so committed", same, changed(0, 1, "adult"))
        self.wrong("was not so committed", same, changed(0, 4, "00" * 16))
        self.wrong("do not give the root", same, [row[:4] for row in changed(0, 3, "00" * 32)])
        self.wrong("each once and in order", same, small_frame()[::-1])
        self.wrong("each once and in order", same, small_frame()[:1] + small_frame())
        self.wrong("has 7 rows, but draw.json says 8", same, small_frame()[1:])
        self.wrong("the size in row 2", same, changed(0, 2, "0"))
        self.wrong("the size in row 2", same, changed(0, 2, "01"))
        self.wrong("the size in row 2", same, changed(0, 2, "4294967296"))
        self.wrong("the leaf in row 9", same, changed(7, 3, "FF" * 32))
        self.wrong("the salt in row 9", same, changed(7, 4, "ff"))
        self.wrong("cells, not 5", same, changed(7, 4, "ff,ff"))
        self.wrong("a stratum that the plan does not name", same, [row[:4] for row in changed(0, 1, "other")])
        self.wrong("the ref in row 2", same, changed(0, 0, ""))
        self.wrong("is not CSV", same, changed(0, 0, '"CR'))
        self.wrong("carriage returns", same, changed(7, 4, small_frame()[7][4] + "\r"))
        self.wrong("holds no records", same, [])

    def test_a_draw_folder_without_its_frame(self):
        build(self.folder)
        os.remove(os.path.join(self.folder, "draws", "D-1", "frame.csv"))
        seal(self.folder)
        self.refused("draws/D-1/frame.csv cannot be read")


class Command(Folder):
    def run_main(self, *arguments):
        output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(output):
            code = verify.main(list(arguments))
            output.flush()
        return code, output.buffer.getvalue().decode()

    def test_verdict_and_exit_code(self):
        build(self.folder)
        code, output = self.run_main(self.folder)
        self.assertEqual((code, output.splitlines()[-1]), (0, "verified"))
        write(self.folder, "index.html", "another")
        code, output = self.run_main(self.folder)
        self.assertEqual(code, 1)
        self.assertEqual(output.splitlines()[-1],
                         "REFUSED: index.html is not the file that was published: its content was changed")

    def test_json(self):
        build(self.folder)
        code, output = self.run_main(self.folder, "--json")
        answer = json.loads(output)
        self.assertEqual((code, answer["ok"], answer["refused"], answer["log"]["size"]), (0, True, None, 5))
        os.remove(os.path.join(self.folder, "manifest.json"))
        code, output = self.run_main(self.folder, "--json")
        self.assertEqual((code, json.loads(output)["ok"]), (1, False))

    def test_a_key_known_from_elsewhere(self):
        build(self.folder)
        self.assertEqual(self.run_main(self.folder, "--key", key_of(SECRET)[1])[0], 0)
        code, output = self.run_main(self.folder, "--key", key_of(OTHER_SECRET)[1])
        self.assertEqual((code, output.splitlines()[-1]), (1, "REFUSED: log/key.txt is not the key you gave"))

    def test_an_earlier_checkpoint(self):
        build(self.folder)
        leaves = [bytes.fromhex(line) for line in verify.read_text(self.folder, "log/leaves.txt").split()]
        with tempfile.TemporaryDirectory() as elsewhere:
            for kept, code in [(leaves[:3], 0), (leaves, 0), (leaves[1:4], 1), (leaves + leaves, 1)]:
                write(elsewhere, "checkpoint.txt", checkpoint(kept))
                path = os.path.join(elsewhere, "checkpoint.txt")
                self.assertEqual(self.run_main(self.folder, "--earlier", path)[0], code)

    def test_a_checkpoint_kept_from_between_commitment_and_seed(self):
        build(self.folder)
        leaves = [bytes.fromhex(line) for line in verify.read_text(self.folder, "log/leaves.txt").split()]
        with tempfile.TemporaryDirectory() as elsewhere:
            path = os.path.join(elsewhere, "checkpoint.txt")
            for size, between in [(1, False), (2, True), (3, False)]:
                write(elsewhere, "checkpoint.txt", checkpoint(leaves[:size]))
                code, output = self.run_main(self.folder, "--earlier", path)
                self.assertEqual((code, "the checkpoint you kept was signed after" in output), (0, between), size)

    def test_what_no_check_foresaw_is_refused(self):
        build(self.folder)
        original, verify.check_draws = verify.check_draws, lambda *_: {}["absent"]
        self.addCleanup(setattr, verify, "check_draws", original)
        code, output = self.run_main(self.folder)
        self.assertEqual((code, output.splitlines()[-1][:7]), (1, "REFUSED"))

    def test_self_test(self):
        self.assertEqual(self.run_main("--self-test")[0], 0)
        answers = copy.deepcopy(verify.SMALL)
        self.addCleanup(setattr, verify, "SMALL", answers)
        verify.SMALL = {**answers, "seed": "00" * 32}
        self.assertEqual(self.run_main("--self-test")[0], 1)

    def test_the_program_is_python_3_9(self):
        with open(verify.__file__, encoding="utf-8") as file:
            ast.parse(file.read(), feature_version=(3, 9))


if __name__ == "__main__":
    unittest.main()
