"""Draws worked out a second time, in another language, from the description in crates/sampling.

From the repository's root:  python3 tests/reference/draw.py

Writes tests/reference/draw.csv: kind, seed, n, and the drawn positions with their chance.
Exact fractions throughout; only the standard library.
"""

from fractions import Fraction
from hashlib import sha256


def ticket(seed, list_name, name):
    return sha256("\n".join([seed, list_name, name]).encode()).hexdigest()


def below(digits, n):
    return int(digits[:16], 16) * n >> 64


def simple(names, n, seed, list_name=""):
    order = sorted(range(len(names)), key=lambda at: ticket(seed, list_name, names[at]))
    return [(at, Fraction(n, len(names))) for at in order[:n]]


def systematic(names, n, seed):
    start = below(ticket(seed, "", "start"), len(names))
    return [((start + k * len(names)) // n, Fraction(n, len(names))) for k in range(n)]


def by_size(sizes, n, seed):
    chances = {}
    rest = dict(enumerate(sizes))
    while n:
        total = sum(rest.values())
        large = [at for at in rest if rest[at] * n >= total]
        if not large:
            break
        chances[large[0]] = Fraction(1)
        del rest[large[0]]
        n -= 1
    if n:
        total = sum(rest.values())
        points = [Fraction(below(ticket(seed, "", "start"), total) + k * total, n) for k in range(n)]
        end = 0
        for at in sorted(rest):
            begin, end = end, end + rest[at]
            if any(begin <= point < end for point in points):
                chances[at] = Fraction(rest[at] * n, total)
    return sorted(chances.items())


names = [f"Thôn {number}" for number in range(1, 41)]
sizes = [(number * 37) % 211 + 20 for number in range(1, 41)]
sizes[6] = 5000  # so large that it is always drawn
with open("tests/reference/draw.csv", "w", encoding="utf-8") as file:
    file.write("kind,seed,n,drawn\n")
    for seed in ["1", "2026-11-22", "xúc xắc 6 1 4 4 2 5"]:
        for n in [1, 7, 39, 40]:
            for kind, drawn in [("simple", simple(names, n, seed)), ("systematic", systematic(names, n, seed)),
                                ("by-size", by_size(sizes, n, seed))]:
                cells = " ".join(f"{at}:{float(chance)!r}" for at, chance in drawn)
                file.write(f"{kind},{seed},{n},{cells}\n")
print("wrote tests/reference/draw.csv")
