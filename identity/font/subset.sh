#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes micro-hei.ttf beside this script: WenQuanYi Micro Hei cut down to ASCII, Latin-1, GB 2312 and names.txt.
# Needs Debian's fonts-wqy-microhei and fonttools (python3-fonttools).
set -eu
cd "$(dirname "$0")"
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT
/usr/bin/python3 - names.txt >"$characters" <<'PYTHON'
import sys
wanted = set(map(chr, range(0x20, 0x7F))) | set(map(chr, range(0xA0, 0x100))) | set("—–‘’“”…·※□☐²㎡")
for row in range(0xA1, 0xF8):
    for cell in range(0xA1, 0xFF):
        try:
            wanted.add(bytes([row, cell]).decode("gb2312"))
        except UnicodeDecodeError:
            pass
wanted |= set(open(sys.argv[1], encoding="utf-8").read())
sys.stdout.write("".join(sorted(wanted - {"\n"})))
PYTHON
SOURCE_DATE_EPOCH=0 pyftsubset "${1:-/usr/share/fonts/truetype/wqy/wqy-microhei.ttc}" --font-number=0 \
	--text-file="$characters" --output-file=micro-hei.ttf \
	--no-hinting --layout-features= --no-glyph-names --notdef-outline --name-IDs=0,1,2,5,13,14 --no-recalc-timestamp \
	--drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,DSIG,gasp,kern,FFTM
