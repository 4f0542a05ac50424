#!/usr/bin/env python3
"""Check a published folder of a scrutiny panel without trusting whoever published it.

    python3 verify.py FOLDER                  check the folder; exit 0 if it holds, 1 if not
    python3 verify.py FOLDER --json           the same, as JSON
    python3 verify.py FOLDER --key KEY        also: the log is signed by this key, which you have from elsewhere
    python3 verify.py FOLDER --earlier FILE   also: the log only grew since FILE, a checkpoint.txt you kept from before
    python3 verify.py --self-test             check this program against published known answers

Python 3.9 or later and nothing else; it shares no code with the program that made the folder.

What a "verified" proves
  * Files: the folder holds exactly the files it was published with, byte for byte.
  * Log: the publication is entry number `seq` of a log whose size and root are signed by the key in log/key.txt.
  * Draw: the sample is the one that the frame, the plan and the seed give by sdraw/1: nobody chose the cases.
    Every withdrawal brought in the next case in line, and only cases of that sample are said to be heard.
  * Order: in that log the commitment comes before the seed, and a checkpoint was signed between them.

What it does not prove
  * That log/key.txt is the body's own key: compare it with the key the body gives elsewhere, or use --key.
  * That the frame held every case it should: the frame is what the police supplied.
  * That the log was not made up afterwards as a whole: somebody outside has to have kept the commitment or a
    checkpoint from before the dice were rolled. Compare it, or give the checkpoint with --earlier.
  * That the dice and the beacon's value are as stated: ask someone who was in the room; look up the beacon's round.
  * That a row whose salt is not disclosed is the row that was committed: only rows with a salt can be opened.
  * That the words and numbers in the other files are right. They are the ones that were published, no more.
"""
import argparse
import base64
import binascii
import csv
import datetime
import hashlib
import io
import json
import os
import re
import stat
import sys
import unicodedata

HEX32 = re.compile(r"[0-9a-f]{64}\Z")
LOG_FILES = ["checkpoint.txt", "entry.json", "key.txt", "leaves.txt"]
ORDER_FILES = ["checkpoint.txt", "commitment-entry.json", "seed-entry.json"]
OPERATIONS = ["alteration", "collection", "combination", "consultation", "disclosure", "erasure"]
CODES = ["LIVE_INVESTIGATION", "SUB_JUDICE", "WRONG_RECORD", "SAFEGUARDING", "LEGAL_HOLD"]
EXACT = 2 ** 53
EPOCH = datetime.datetime(1970, 1, 1)


class Refused(Exception):
    """The folder does not hold; the text is one sentence that says why."""


def require(condition, sentence):
    if not condition:
        raise Refused(sentence)


def sha256(data):
    return hashlib.sha256(data).digest()


# --- JSON, strictly ---------------------------------------------------------------------------------------------


def read_json(data, name):
    """The value in `data`; refuses what two programs could read differently: repeated keys, fractions, NaN."""

    def members(pairs):
        require(len(dict(pairs)) == len(pairs), f"{name} uses a key twice in one object")
        return dict(pairs)

    def no_fraction(_):
        raise Refused(f"{name} holds a number that is not whole")

    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=members, parse_float=no_fraction, parse_constant=no_fraction)
    except (ValueError, RecursionError):
        raise Refused(f"{name} is not JSON in UTF-8") from None


def canonical(value):
    """The one spelling of a JSON value by RFC 8785, for values without fractions."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return b"{" + b",".join(canonical(key) + b":" + canonical(value[key]) for key in keys) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    if isinstance(value, int) and not isinstance(value, bool):
        require(abs(value) < EXACT, "a number in a JSON file reaches 2^53, more than every reader can keep exactly")
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("a JSON file holds half of a surrogate pair, which is no character") from None


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < EXACT


def is_text(value):
    return isinstance(value, str) and value != ""


def is_text_or_null(value):
    return value is None or isinstance(value, str)


def is_hash(value):
    return isinstance(value, str) and HEX32.match(value) is not None


def is_texts(value):
    return isinstance(value, list) and all(is_text(item) for item in value) and len(set(value)) == len(value)


def is_object(value):
    return isinstance(value, dict)


def is_list(value):
    return isinstance(value, list)


def is_time(value):
    return isinstance(value, str) and moment(value) is not None


def moment(text):
    """A time such as 2026-01-31T09:30:00Z, or None."""
    if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z\Z", text, re.ASCII):
        return None
    whole, _, fraction = text[:-1].partition(".")
    try:
        return datetime.datetime.fromisoformat(whole), fraction.ljust(9, "0")
    except ValueError:
        return None


def shape(value, name, members):
    """`value` is an object with exactly these members, each as its test wants it."""
    require(isinstance(value, dict), f"{name} is not a JSON object")
    for key in members:
        require(key in value, f"{name} has no \"{key}\"")
        require(members[key](value[key]), f"\"{key}\" of {name} is not of the right form")
    for key in value:
        require(key in members, f"{name} has a member that does not belong there: {key!r}")


# --- Merkle tree, RFC 6962 section 2.1 -----------------------------------------------------------------------------


def leaf_hash(data):
    return sha256(b"\x00" + data)


def root_of(leaves):
    """The root over the leaves, joining from the left each pair of complete subtrees of one size."""
    subtrees = []
    for count, node in enumerate(leaves):
        while count & 1:
            node = sha256(b"\x01" + subtrees.pop() + node)
            count >>= 1
        subtrees.append(node)
    if not subtrees:
        return sha256(b"")
    root = subtrees.pop()
    while subtrees:
        root = sha256(b"\x01" + subtrees.pop() + root)
    return root


# --- Ed25519 signatures, RFC 8032 section 5.1 -----------------------------------------------------------------------

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def decode_point(data):
    """The point (X, Y, Z, T) that 32 bytes stand for, or None if they stand for none or are not in the one form."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (2 ** 255 - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = P - x
    return (x, y, 1, x * y % P)


def encode_point(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = NEUTRAL
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public, message, signature):
    """Whether `signature` over `message` is by the owner of `public`; refuses weak keys and second spellings."""
    key, s = decode_point(public), int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or s >= ORDER or encode_point(times(8, key)) == encode_point(NEUTRAL):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus_key = (P - key[0], key[1], 1, P - key[3])
    return encode_point(add(times(s, BASE), times(k, minus_key))) == signature[:32]


# --- Signed checkpoints: C2SP signed-note and tlog-checkpoint --------------------------------------------------------


def unbase64(text, name):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Refused(f"{name} is not base64") from None
    require(base64.b64encode(data).decode() == text, f"{name} is not base64 in its one spelling")
    return data


def read_key(text, name):
    """Key name, key id and public key from `name+id+base64(0x01 || public key)`."""
    parts = text.split("+", 2)
    require(len(parts) == 3, f"{name} is not a verifier key")
    owner, written_id, data = parts[0], parts[1], unbase64(parts[2], f"the key in {name}")
    require(owner and not re.search(r"[\s\x00-\x1f\x7f]", owner), f"{name} names no key owner")
    require(len(data) == 33 and data[0] == 1, f"{name} does not hold an Ed25519 key")
    key_id = sha256(owner.encode() + b"\n" + data)[:4]
    require(written_id == key_id.hex(), f"the key id in {name} is not that of the key")
    return owner, key_id, data[1:]


def read_checkpoint(note, key, name):
    """Origin, size and root from a checkpoint that carries one signature, by `key`."""
    owner, key_id, public = key
    match = re.match(r"([^\n]+\n(0|[1-9][0-9]*)\n([^\n]+)\n)\n\u2014 ([^ \n]+) ([^\n]+)\n\Z", note)
    require(match, f"{name} is not a checkpoint with one signature")
    text, size, root, signer, signature = match.groups()
    root = unbase64(root, f"the root in {name}")
    signature = unbase64(signature, f"the signature in {name}")
    require(len(root) == 32, f"the root in {name} is not 32 bytes")
    require(signer == owner and signature[:4] == key_id, f"{name} is signed by another key")
    require(signature_holds(public, text.encode(), signature[4:]), f"the signature on {name} does not hold")
    return text.split("\n")[0], int(size), root


# --- sdraw/1: the draw ----------------------------------------------------------------------------------------------


def normal(text):
    return unicodedata.normalize("NFC", text).encode("utf-8")


def with_length(data):
    require(len(data) < 2 ** 16, "a value is longer than 65,535 bytes")
    return len(data).to_bytes(2, "big") + data


def frame_leaf(salt, ref, stratum, size):
    return leaf_hash(salt + with_length(normal(ref)) + with_length(normal(stratum)) + size.to_bytes(4, "big"))


def commitment_of(count, root, plan):
    plan_hash = sha256(b"sdraw/1 plan\n" + canonical(plan))
    return sha256(b"sdraw/1 commit\n" + count.to_bytes(8, "big") + root + plan_hash)


def seed_of(commitment, sources):
    data = b"sdraw/1 seed\n" + commitment + len(sources).to_bytes(2, "big")
    return sha256(data + b"".join(with_length(normal(label)) + with_length(value) for label, value in sources))


def ticket(seed, ref):
    return sha256(b"sdraw/1 ticket\n" + seed + with_length(normal(ref)))


def order_of(seed, refs):
    """The refs by ticket, smallest first: the first n are drawn, the next are the reserves."""
    return sorted(refs, key=lambda ref: (ticket(seed, ref), normal(ref)))


# --- The folder -----------------------------------------------------------------------------------------------------


def files_of(folder):
    """Every file below `folder` by its path with forward slashes."""
    found = []

    def refuse(error):
        raise Refused(f"a part of the folder cannot be read: {error.strerror}")

    for here, directories, names in os.walk(folder, onerror=refuse):
        for name in names + directories:
            path = os.path.join(here, name)
            short = os.path.relpath(path, folder).replace(os.sep, "/")
            mode = os.lstat(path).st_mode
            require(stat.S_ISREG(mode) or stat.S_ISDIR(mode), f"{short!r} is a link or a device, not a file")
            if stat.S_ISREG(mode):
                found.append(short)
    return set(found)


def read_file(folder, path):
    try:
        with open(os.path.join(folder, *path.split("/")), "rb") as file:
            return file.read()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from None


def read_text(folder, path):
    try:
        return read_file(folder, path).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{path} is not UTF-8") from None


def check_manifest(folder, said):
    """The files are exactly those of manifest.json; returns the hash of manifest.json."""
    data = read_file(folder, "manifest.json")
    manifest = read_json(data, "manifest.json")
    shape(manifest, "manifest.json", {"files": is_list, "format": is_text})
    require(manifest["format"] == "scrutineer-publication/1", "manifest.json is of a format not known here")
    listed = []
    for item in manifest["files"]:
        shape(item, "a file in manifest.json", {"bytes": is_count, "path": is_text, "sha256": is_hash})
        listed.append(item["path"])
    require(canonical(manifest) == data, "manifest.json is not in its one spelling (RFC 8785)")
    require(listed == sorted(set(listed)), "the paths in manifest.json are not each once and in order")
    here = files_of(folder) - {"manifest.json"} - {f"log/{name}" for name in LOG_FILES}
    for path in sorted(here - set(listed)):
        raise Refused(f"{path!r} is in the folder but not in manifest.json")
    for item in manifest["files"]:
        path = item["path"]
        require(path in here, f"{path!r} is in manifest.json but not in the folder")
        content = read_file(folder, path)
        same = len(content) == item["bytes"] and sha256(content).hex() == item["sha256"]
        require(same, f"{path} is not the file that was published: its content was changed")
    said(f"files: all {len(listed)} are as listed in manifest.json, and there are no others")
    return sha256(data)


def check_log(folder, manifest_hash, expected_key, earlier, said):
    """The leaves give the signed root, and the entry that records this publication is one of them."""
    key_text = read_text(folder, "log/key.txt")
    require(key_text.endswith("\n"), "log/key.txt does not end with a line break")
    key = read_key(key_text[:-1], "log/key.txt")
    if expected_key is not None:
        require(key_text[:-1] == expected_key, "log/key.txt is not the key you gave")
        said("key: log/key.txt is the key you gave")
    origin, size, root = read_checkpoint(read_text(folder, "log/checkpoint.txt"), key, "log/checkpoint.txt")
    said(f"signature: the checkpoint of {origin} at {size} entries is signed by the key of {key[0]}")

    text = read_text(folder, "log/leaves.txt")
    lines = text.split("\n")
    require(lines.pop() == "", "log/leaves.txt does not end with a line break")
    for number, line in enumerate(lines):
        require(HEX32.match(line), f"leaf {number} in log/leaves.txt is not 64 lower-case hexadecimal digits")
    leaves = [bytes.fromhex(line) for line in lines]
    require(len(leaves) == size, f"log/leaves.txt has {len(leaves)} leaves but the checkpoint was signed over {size}")
    require(root_of(leaves) == root, "the leaves in log/leaves.txt do not give the root in the signed checkpoint")
    said(f"log: the {size} leaves give the signed root {root.hex()}")

    if earlier is not None:
        _, old_size, old_root = read_checkpoint(earlier, key, "the earlier checkpoint")
        require(old_size <= size, f"the log shrank: it had {old_size} entries and now has {size}")
        require(root_of(leaves[:old_size]) == old_root, f"the first {old_size} entries were changed since then")
        said(f"growth: the first {old_size} entries are those of the earlier checkpoint")
    check_entry(folder, manifest_hash, leaves, said)
    return Log(leaves, key, None if earlier is None else old_size, {
        "size": size, "root": root.hex(), "origin": origin, "key": key_text[:-1],
    })


class Log:
    """The log as it is published: its leaves, the key that signs it, the size of an earlier checkpoint kept elsewhere."""

    def __init__(self, leaves, key, earlier_size, summary):
        self.leaves, self.key, self.earlier_size, self.summary = leaves, key, earlier_size, summary


def read_entry(folder, path, act, leaves):
    """An entry that records `act`, at its own place in the log."""
    data = read_file(folder, path)
    entry = read_json(data, path)
    shape(entry, path, {
        "v": lambda value: is_count(value) and value == 1,
        "seq": is_count,
        "at": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "operation": lambda value: value in OPERATIONS,
        "act": lambda value: value == act,
        "object_kind": is_text,
        "object_id": is_text,
        "person": is_text_or_null,
        "role": is_text_or_null,
        "body": is_text_or_null,
        "why": is_text_or_null,
        "detail": lambda value: is_object(value) and all(isinstance(item, str) for item in value.values()),
    })
    require(canonical(entry) == data, f"{path} is not in its one spelling (RFC 8785)")
    seq = entry["seq"]
    require(seq < len(leaves), f"{path} says that it is entry {seq}, but the log has {len(leaves)}")
    require(leaves[seq] == leaf_hash(data), f"{path} is not entry {seq} of the log")
    return entry


def check_entry(folder, manifest_hash, leaves, said):
    entry = read_entry(folder, "log/entry.json", "publication.publish", leaves)
    said(f"entry: the publication is entry {entry['seq']} of the log")
    named = entry["detail"].get("manifest_sha256")
    require(named == manifest_hash.hex(), "manifest.json is not the one that the log's entry names")
    said("entry: it names manifest.json by its hash")


# --- The draws ------------------------------------------------------------------------------------------------------


def read_frame(folder, path):
    """The rows of a frame: ref, stratum, size, leaf, and salt or None."""
    text = read_text(folder, path)
    require("\r" not in text, f"{path} has carriage returns; it is published with plain line ends")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Refused(f"{path} is not CSV: {error}") from None
    header = ["ref", "stratum", "size", "leaf"]
    require(rows and rows[0] in (header, header + ["salt"]), f"{path} does not begin with ref,stratum,size,leaf[,salt]")
    frame = []
    for number, row in enumerate(rows[1:], 2):
        where = f"row {number} of {path}"
        require(len(row) == len(rows[0]), f"{where} has {len(row)} cells, not {len(rows[0])}")
        ref, stratum, size, leaf = row[:4]
        salt = row[4] if len(row) == 5 else ""
        require(1 <= len(normal(ref)) <= 255, f"the ref in {where} is not 1 to 255 bytes")
        require(1 <= len(normal(stratum)) <= 255, f"the stratum in {where} is not 1 to 255 bytes")
        plain = re.match(r"[1-9][0-9]{0,9}\Z", size) and int(size) < 2 ** 32
        require(plain, f"the size in {where} is not a whole number from 1 to 4,294,967,295")
        require(HEX32.match(leaf), f"the leaf in {where} is not 64 lower-case hexadecimal digits")
        require(re.match(r"([0-9a-f]{32})?\Z", salt), f"the salt in {where} is not 32 lower-case hexadecimal digits")
        frame.append((ref, stratum, int(size), bytes.fromhex(leaf), bytes.fromhex(salt) if salt else None))
    require(frame, f"{path} holds no records")
    for before, after in zip(frame, frame[1:]):
        require(normal(before[0]) < normal(after[0]), f"the refs in {path} are not each once and in order")
    return frame


def check_draw(folder, reference, log, said):
    name = f"draws/{reference}"
    draw = read_json(read_file(folder, f"{name}/draw.json"), f"{name}/draw.json")
    shape(draw, f"{name}/draw.json", {
        "format": lambda value: value == "sdraw/1",
        "reference": lambda value: value == reference,
        "n": is_count, "root": is_hash, "plan": is_object, "commitment": is_hash, "committed_at": is_time,
        "sources": is_list, "seed": is_hash, "strata": is_object, "withdrawals": is_list, "heard": is_object,
    })
    frame = read_frame(folder, f"{name}/frame.csv")
    plan = check_plan(draw["plan"], name)
    check_frame(draw, frame, plan, name, said)
    seed = check_seed(draw, plan, name, said)
    sample = check_strata(draw, frame, plan, seed, name, said)
    check_withdrawals(draw, sample, name, said)
    check_heard(draw, sample, name, said)
    check_order(folder, draw, name, log, said)


def check_plan(plan, name):
    require(plan.get("method") == "srs", f"the plan of {name} uses a method that is not known here")
    numbers, reserves, labels = plan.get("n"), plan.get("reserves", {}), plan.get("seed")
    require(is_object(numbers) and all(map(is_count, numbers.values())), f"the plan of {name} gives no numbers to draw")
    require(is_object(reserves) and all(map(is_count, reserves.values())), f"the plan of {name} has wrong reserves")
    require(set(reserves) <= set(numbers), f"the plan of {name} has reserves for a stratum it does not draw from")
    require(is_texts(labels) and labels, f"the plan of {name} names no sources for the seed")
    require("codes" not in plan or is_texts(plan["codes"]), f"the codes in the plan of {name} are not a list")
    return plan


def check_frame(draw, frame, plan, name, said):
    require(len(frame) == draw["n"], f"{name}/frame.csv has {len(frame)} rows, but draw.json says {draw['n']}")
    opened = 0
    for ref, stratum, size, leaf, salt in frame:
        require(stratum in plan["n"], f"{ref!r} in {name}/frame.csv is in a stratum that the plan does not name")
        if salt is not None:
            opened += 1
            require(frame_leaf(salt, ref, stratum, size) == leaf, f"{ref!r} in {name}/frame.csv was not so committed")
    root = root_of([row[3] for row in frame])
    require(root.hex() == draw["root"], f"the leaves in {name}/frame.csv do not give the root in draw.json")
    commitment = commitment_of(len(frame), root, plan)
    require(commitment.hex() == draw["commitment"], f"the frame and the plan of {name} do not give its commitment")
    said(f"{name}: frame of {len(frame)} and plan give the commitment {draw['commitment']} of {draw['committed_at']}")
    if opened == len(frame):
        said(f"{name}: every row of the frame is opened by its salt")
    else:
        said(f"{name}: NOTE {opened} of {len(frame)} rows are opened by a salt; the rest cannot be checked singly")


def check_seed(draw, plan, name, said):
    sources = []
    for source in draw["sources"]:
        require(is_object(source) and is_text(source.get("label")), f"a source of {name} has no label")
        label, where = source["label"], f"source {source['label']!r} of {name}"
        if "hex" in source:
            shape(source, where, {"label": is_text, "hex": is_text})
            require(re.match(r"([0-9a-f]{2})+\Z", source["hex"]), f"{where} is not lower-case hexadecimal")
            sources.append((label, bytes.fromhex(source["hex"])))
        else:
            shape(source, where, {"label": is_text, "value": is_text})
            sources.append((label, normal(source["value"])))
            dice = label != "dice" or re.match(r"[0-9]{20,}\Z", source["value"])
            require(dice, f"{where} is not at least 20 decimal digits")
    require([label for label, _ in sources] == plan["seed"], f"the sources of {name} are not those that the plan names")
    seed = seed_of(bytes.fromhex(draw["commitment"]), sources)
    require(seed.hex() == draw["seed"], f"the commitment and the sources of {name} do not give its seed")
    said(f"{name}: the seed is made from the commitment and {' and '.join(plan['seed'])}")
    return seed


def check_strata(draw, frame, plan, seed, name, said):
    """Returns, per stratum, the refs drawn and the reserves in line."""
    require(set(draw["strata"]) == set(plan["n"]), f"the strata of {name} are not those of the plan")
    sample = {}
    for stratum in sorted(draw["strata"]):
        where, given = f"stratum {stratum!r} of {name}", draw["strata"][stratum]
        shape(given, where, {"population": is_count, "n": is_count, "drawn": is_texts, "reserves": is_texts})
        refs = [row[0] for row in frame if row[1] == stratum]
        n = plan["n"][stratum]
        population = given["population"]
        require(population == len(refs), f"{where} has {len(refs)} rows, but draw.json says {population}")
        require(given["n"] == n, f"{where} is drawn with another number than the plan gives")
        require(n <= len(refs), f"{where} holds {len(refs)}, fewer than the {n} that the plan asks for")
        reserves = plan["reserves"].get(stratum, 0) if "reserves" in plan else len(refs) - n
        require(n + reserves <= len(refs), f"{where} holds too few for the {reserves} reserves that the plan asks for")
        order, last = order_of(seed, refs), n + reserves
        require(given["drawn"] == order[:n], f"the cases drawn in {where} are not those with the smallest tickets")
        require(given["reserves"] == order[n:last], f"the reserves of {where} are not the next tickets in order")
        sample[stratum] = (list(given["drawn"]), list(given["reserves"]))
        said(f"{where}: the {len(given['drawn'])} drawn of {len(refs)} are those with the smallest tickets")
    return sample


def check_withdrawals(draw, sample, name, said):
    """Each withdrawal takes a case out of the sample and brings in the next reserve; changes `sample`."""
    for number, item in enumerate(draw["withdrawals"], 1):
        where = f"withdrawal {number} of {name}"
        shape(item, where, {
            "ref": is_text, "stratum": lambda value: is_text(value) and value in sample, "code": is_text,
            "authorised_by": is_text, "at": is_time, "replaced_by": lambda value: value is None or is_text(value),
        })
        drawn, reserves = sample[item["stratum"]]
        require(item["ref"] in drawn, f"{where} takes out {item['ref']!r}, which was not in the sample")
        require(moment(item["at"]) >= moment(draw["committed_at"]), f"{where} is earlier than the commitment")
        require(item["code"] in draw["plan"].get("codes", CODES), f"{where} gives a code that the plan does not allow")
        due = reserves.pop(0) if reserves else None
        require(item["replaced_by"] == due, f"{where} does not bring in {due!r}, the next in line")
        drawn.remove(item["ref"])
        if due is not None:
            drawn.append(due)
    if draw["withdrawals"]:
        said(f"{name}: each of {len(draw['withdrawals'])} withdrawals brought in the next ticket of its stratum")


def check_heard(draw, sample, name, said):
    for stratum in sorted(draw["heard"]):
        heard = draw["heard"][stratum]
        where = f"the cases heard in stratum {stratum!r} of {name}"
        require(stratum in sample and is_texts(heard), f"{where} are not a list of refs of a stratum drawn from")
        for ref in heard:
            require(ref in sample[stratum][0], f"{ref!r} of {name} is said to be heard but is not in the sample")
        said(f"{name}: {len(heard)} of {len(sample[stratum][0])} cases of stratum {stratum!r} heard, all of the sample")


def check_order(folder, draw, name, log, said):
    """The log has the commitment before the seed, and a checkpoint was signed between them."""
    here = [path for path in ORDER_FILES if os.path.lexists(os.path.join(folder, *name.split("/"), path))]
    if not here:
        said(f"{name}: NOTE the log's entries of its commitment and seed are not published, so their order is not shown")
        return
    require(here == ORDER_FILES, f"{name} has {here[0]} but not all of {', '.join(ORDER_FILES)}")
    committed = read_entry(folder, f"{name}/commitment-entry.json", "draw.show_commitment", log.leaves)
    seeded = read_entry(folder, f"{name}/seed-entry.json", "draw.show_seed", log.leaves)
    for entry, path in [(committed, "commitment-entry.json"), (seeded, "seed-entry.json")]:
        named = (entry["object_kind"], entry["object_id"]) == ("draw", draw["reference"])
        require(named, f"{name}/{path} is about another draw")
        require(entry["person"] is None and entry["role"] is None, f"{name}/{path} names a person or a role")
        same = entry["detail"].get("commitment") == draw["commitment"]
        require(same, f"the commitment in {name}/{path} is not that of draw.json")
    require(seeded["detail"].get("seed") == draw["seed"], f"the seed in {name}/seed-entry.json is not that of draw.json")
    before, after = committed["seq"], seeded["seq"]
    require(before < after, f"the log has the seed of {name} before its commitment")
    require(committed["at"] <= seeded["at"], f"the seed of {name} was logged earlier than its commitment")
    logged = EPOCH + datetime.timedelta(seconds=committed["at"] // 10 ** 6)
    same = moment(draw["committed_at"])[0] == logged
    require(same, f"\"committed_at\" of {name}/draw.json is not when the log has the commitment")
    said(f"{name}: order: the log has the commitment as entry {before} and the seed as entry {after}, after it")
    path = f"{name}/checkpoint.txt"
    _, size, root = read_checkpoint(read_text(folder, path), log.key, path)
    require(before < size <= after, f"{path} was not signed between the commitment and the seed")
    require(root_of(log.leaves[:size]) == root, f"the first {size} entries of the log do not give the root in {path}")
    said(f"{name}: order: the log was signed at {size} entries, between the commitment and the seed")
    if log.earlier_size is not None and before < log.earlier_size <= after:
        said(f"{name}: order: the checkpoint you kept was signed after the commitment and before the seed was logged")
    number = committed["detail"].get("frame_of_period", "1")
    if number != "1":
        said(f"{name}: NOTE this is frame number {number} committed for its period: ask what became of the others")


def check_draws(folder, log, said):
    top = os.path.join(folder, "draws")
    names = sorted(os.listdir(top)) if os.path.isdir(top) else []
    references = [name for name in names if os.path.isdir(os.path.join(top, name))]
    for reference in references:
        check_draw(folder, reference, log, said)
    if not references:
        said("draws: NOTE there is no draw in this folder")


def check_folder(folder, said, key=None, earlier=None):
    """Runs every check, telling `said` of each one that holds; raises Refused at the first that does not."""
    require(os.path.isdir(folder), "there is no such folder")
    manifest_hash = check_manifest(folder, said)
    log = check_log(folder, manifest_hash, key, earlier, said)
    check_draws(folder, log, said)
    return log.summary


# --- Known answers --------------------------------------------------------------------------------------------------

# RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
ED25519_ANSWERS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
     "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
     "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
     "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]
# The trees of 0 to 8 leaves that certificate transparency implementations test with.
TREE_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
TREE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# The published vector "small" of sdraw/1.
SMALL = {
    "plan": {"method": "srs", "n": {"adult": 2, "youth": 1}, "seed": ["dice", "drand:quicknet:4242424"]},
    "frame": [
        ("CR-0000", "youth", 1, "ee079fb8569f628852099554fe401f0c"),
        ("CR-0001", "adult", 8, "c21220617e80ed7b1e57fac2e3d229a3"),
        ("CR-0002", "youth", 4, "f19d771763e2c9f53ac150e350bc795c"),
        ("CR-0003", "adult", 11, "8a612a8e31765a5630d3b7521a7bacd8"),
        ("CR-0004", "youth", 7, "7e9474803875c7d0c4ff0a513b52cf76"),
        ("CR-0005", "adult", 3, "ef5347fab5645f79381716fa035c56e1"),
        ("CR-0006", "youth", 10, "aab8d8873df011e12441a04ca2994fee"),
        ("CR-0007", "adult", 6, "fbce2beb0ff4fa9f362f3c2b8e0f2ed7"),
    ],
    "dice": "71840263915520487316",
    "beacon": "1613361b939757e7eda85f0e21bc864decfba70435883c1f341489837d24f4c9",
    "root": "4c6c462a6ac31ab4d16a8a3f2bddeba934fb2bcd46f44635c9ce1385be7e733f",
    "commitment": "0b0b0f7a30a60b85349f1c2eefd7a5be40b1eae2b5bd5be99a950e5dd2172359",
    "seed": "cb739b54ac48af45bfa6e3caec9f3934020d6b2c71310823261ea310b8bef5d1",
    "order": {
        "adult": ["CR-0001", "CR-0003", "CR-0005", "CR-0007"],
        "youth": ["CR-0006", "CR-0000", "CR-0004", "CR-0002"],
    },
}


def self_test(said):
    for public, message, signature in ED25519_ANSWERS:
        public, message, signature = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
        require(signature_holds(public, message, signature), "a signature of RFC 8032 does not hold here")
        require(not signature_holds(public, message + b"!", signature), "a wrong signature holds here")
    said("Ed25519: the signatures of RFC 8032 section 7.1 hold")
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in TREE_LEAVES]
    for size, root in enumerate(TREE_ROOTS):
        require(root_of(leaves[:size]).hex() == root, f"the known tree of {size} leaves has another root here")
    said("RFC 6962: the known trees of 0 to 8 leaves have their roots")
    frame = SMALL["frame"]
    root = root_of([frame_leaf(bytes.fromhex(salt), ref, stratum, size) for ref, stratum, size, salt in frame])
    commitment = commitment_of(len(frame), root, SMALL["plan"])
    dice, beacon = SMALL["plan"]["seed"]
    seed = seed_of(commitment, [(dice, SMALL["dice"].encode()), (beacon, bytes.fromhex(SMALL["beacon"]))])
    order = {name: order_of(seed, [row[0] for row in frame if row[1] == name]) for name in SMALL["order"]}
    found = {"root": root.hex(), "commitment": commitment.hex(), "seed": seed.hex(), "order": order}
    for part, value in found.items():
        require(value == SMALL[part], f"the {part} of the sdraw/1 vector \"small\" comes out otherwise here")
    said("sdraw/1: the vector \"small\" gives its root, commitment, seed and order")


# --- The command ----------------------------------------------------------------------------------------------------


def run(arguments, say):
    if arguments.self_test:
        self_test(say)
        return {}
    earlier = None
    if arguments.earlier is not None:
        earlier = read_text(os.path.dirname(arguments.earlier) or ".", os.path.basename(arguments.earlier))
    return {"log": check_folder(arguments.folder, say, arguments.key, earlier)}


def main(argv=None):
    parser = argparse.ArgumentParser(description="Check a published folder of a scrutiny panel.")
    parser.add_argument("folder", nargs="?", help="the published folder")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--key", help="the verifier key that you have from elsewhere")
    parser.add_argument("--earlier", metavar="FILE", help="a checkpoint.txt of the same log that you kept from before")
    parser.add_argument("--self-test", action="store_true", help="check this program against published known answers")
    arguments = parser.parse_args(argv)
    if arguments.self_test == (arguments.folder is not None):
        parser.error("give one folder, or --self-test")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")

    checks = []

    def say(sentence):
        checks.append(sentence)
        if not arguments.json:
            print(f"ok  {sentence}")

    result, refusal = {}, None
    try:
        result = run(arguments, say)
    except Refused as why:
        refusal = str(why)
    except Exception as error:  # a form that no check foresaw is never a pass
        refusal = f"something in the folder is in a form not known here ({type(error).__name__})"
    if arguments.json:
        print(json.dumps({"ok": refusal is None, "checks": checks, "refused": refusal, **result}, ensure_ascii=False))
    else:
        print("verified" if refusal is None else f"REFUSED: {refusal}")
    return 0 if refusal is None else 1


if __name__ == "__main__":
    sys.exit(main())
