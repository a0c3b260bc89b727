// SPDX-License-Identifier: Apache-2.0

// What browsers write as JPEG may carry more than the picture: Safari adds Exif. The server refuses a photo with anything beside the
// picture, so all of it is taken away before the photo is hashed. A picture that was drawn on a canvas stands upright, so that the way up
// that Exif would tell is not missed.

import { type Bytes, concat } from "../../../encoding.ts";

// Markers of JPEG (ITU-T T.81, table B.1).
const marker = 0xff;
const start = 0xd8;
const end = 0xd9;
const scan = 0xda;
const jfif = 0xe0;
const adobe = 0xee; // how the colours are made
const firstApp = 0xe0;
const lastApp = 0xef;
const comment = 0xfe;

// beside says whether a segment holds something beside the picture. What is drawn here has no colours that need a profile.
const beside = (m: number): boolean => (m >= firstApp && m <= lastApp && m !== jfif && m !== adobe) || m === comment;

// ofScan says whether bytes from a marker on are still data of a scan: a stuffed byte, or where a decoder may begin again.
const ofScan = (m: number): boolean => m === 0 || m === marker || (m >= 0xd0 && m <= 0xd7);

// bare is a JPEG with nothing but the picture, or undefined if it is none, or cut off.
export function bare(jpeg: Bytes): Bytes | undefined {
  if (jpeg[0] !== marker || jpeg[1] !== start) {
    return undefined;
  }
  const kept = [jpeg.subarray(0, 2)];
  for (let at = 2; jpeg[at] === marker; ) {
    const m = jpeg[at + 1] ?? 0;
    if (m === end) {
      return concat(...kept, jpeg.subarray(at, at + 2)); // what comes after it is none of the picture
    }
    let to = at + 2 + ((jpeg[at + 2] ?? 0) << 8) + (jpeg[at + 3] ?? 0);
    while (m === scan && to < jpeg.length && !(jpeg[to] === marker && !ofScan(jpeg[to + 1] ?? 0))) {
      to++;
    }
    if (!beside(m)) {
      kept.push(jpeg.subarray(at, to));
    }
    at = to;
  }
  return undefined;
}
