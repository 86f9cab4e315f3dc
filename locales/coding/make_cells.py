#!/usr/bin/env python3
"""Writes cells.hpp from alphabets.txt, both beside this file. Run it after a change of alphabets.txt and commit both;
the test `every cell of alphabets.txt stands in the tables` fails until that is done."""
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TABLES = 14  # ids 0 (default) to 13; ids from 14 on are reserved (3GPP TS 23.038, table 6.2.1.2.4.1)
HEAD = """// Written by make_cells.py from alphabets.txt: change that file, not this one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// The cells of 3GPP TS 23.038 as data. 0: nothing stands there, or the escape.
namespace haatline::coding::cells {

inline constexpr std::size_t kTables = 14; ///< ids 0 (default) to 13
using Row = std::array<char16_t, 128>;

struct Cell {
    std::uint8_t table;
    bool locking;
    std::uint8_t septet;
    char16_t code;
};

/// One letter in its two spellings.
struct Pair {
    char16_t composed, first, second;
};
"""


def read(path):
    names, rows, special, pairs = [""] * TABLES, {}, [], []
    at = None
    for line in path.read_text().splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "alphabet":
            table, names[int(words[1])] = int(words[1]), words[2]
        elif words[0] in ("locking", "single"):
            at = rows.setdefault((words[0], table), [])
        elif words[0] in ("risky", "decoded"):
            special.append((words[0], int(words[1]), words[2], int(words[3], 16), int(words[4], 16)))
        elif words[0] == "pair":
            pairs.append([int(word, 16) for word in words[1:]])
        else:
            at += [0 if word == "-" else int(word, 16) for word in words]
    return names, rows, special, pairs


def main():
    names, rows, special, pairs = read(HERE / "alphabets.txt")
    out = [HEAD, "inline constexpr std::array<std::string_view, kTables> kNames{" + ", ".join(f'"{name}"' for name in names) + "};", ""]
    for kind in ("locking", "single"):
        out.append(f"inline constexpr std::array<Row, kTables> k{kind.title()}{{")
        for table in range(TABLES):
            cells = rows.get((kind, table), [0])
            assert len(cells) in (1, 128)
            out.append(f"    Row{{ // {table} {names[table]}")
            out.append("        " + ", ".join(f"{cell:#x}" if cell else "0" for cell in cells) + "},")
        out += ["};", ""]
    for word, comment in (("risky", "Some handsets show another letter: sent only where a route asks for it."),
                          ("decoded", "Some senders use it, not all receivers know it: read, never sent.")):
        these = [f"    Cell{{{table}, {'true' if kind == 'locking' else 'false'}, {septet:#04x}, {code:#x}}},"
                 for kept, table, kind, septet, code in special if kept == word]
        out += [f"/// {comment}", f"inline constexpr std::array k{word.title()}{{"] + these + ["};", ""]
    out += ["inline constexpr std::array kPairs{", "    " + ", ".join("Pair{%#x, %#x, %#x}" % tuple(pair) for pair in pairs) + "};", "",
            "} // namespace haatline::coding::cells"]
    target = HERE / "cells.hpp"
    target.write_text("\n".join(out) + "\n")
    subprocess.run(["clang-format", "-i", str(target)], check=True)


if __name__ == "__main__":
    main()
