"""Peer: draws cases from a public seed, without a frame's root.

consistent_sampler   Rivest's package, 10,000 refs
hashlib+heapq        the tickets of sdraw/1 by the standard library: 10,000 refs and 1,000 reserves, as ours
"""
import argparse
import csv
import hashlib
import heapq

from alone import timed, write

AS_WRITTEN = argparse.RawDescriptionHelpFormatter


def consistent_sampler(refs, seed):
    import consistent_sampler as package

    return list(package.sampler(refs, seed=seed, take=10_000, with_replacement=False, output="id"))


def heap(refs, seed):
    start = hashlib.sha256(b"sdraw/1 ticket\n" + bytes.fromhex(seed))
    tickets = []
    for ref in refs:
        ticket, name = start.copy(), ref.encode()
        ticket.update(len(name).to_bytes(2, "big") + name)
        tickets.append((ticket.digest(), ref))
    return [ref for _, ref in heapq.nsmallest(11_000, tickets)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=AS_WRITTEN)
    ways = {"consistent_sampler": consistent_sampler, "hashlib+heapq": heap}
    parser.add_argument("frame")
    parser.add_argument("--how", choices=ways, required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    with open(args.frame, encoding="utf-8", newline="") as file:
        refs = [row["ref"] for row in csv.DictReader(file)]
    write(args.out, timed(lambda: ways[args.how](refs, args.seed)))


if __name__ == "__main__":
    main()
