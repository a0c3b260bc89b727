// SPDX-License-Identifier: Apache-2.0

// Photos are made smaller before they leave the device. What is drawn anew carries nothing that a camera writes beside the picture: no
// place, no name, no time. What the browser then writes beside it is taken away too.

import type { Bytes } from "../../../encoding.ts";
import { say, type Text } from "../language.ts";
import { bare } from "./bare.ts";

export const longestSide = 1600; // pixels
export const mostBytes = 2 << 20;

const qualities = [0.85, 0.7, 0.5];

const photoTexts = {
  unreadable: [
    "浏览器读不出这张照片，请换一张，或改用相机的“兼容”格式。",
    "This browser cannot read that photo. Take another one, or have the camera save JPEG.",
  ],
} as const satisfies { [name: string]: Text };

// sized is the size of a picture whose longest side is no longer than it may be.
export function sized(width: number, height: number): [width: number, height: number] {
  const by = Math.min(1, longestSide / Math.max(width, height));
  return [Math.max(1, Math.round(width * by)), Math.max(1, Math.round(height * by))];
}

// small is a photo as it is kept: JPEG, no larger than it may be. It throws an Error with a sentence for people.
export async function small(file: Blob): Promise<Bytes> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!picture || !pen) {
    throw new Error(say(photoTexts.unreadable));
  }
  [canvas.width, canvas.height] = sized(picture.width, picture.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of qualities) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    const photo = blob && bare(new Uint8Array(await blob.arrayBuffer()));
    if (photo && photo.length <= mostBytes) {
      return photo;
    }
  }
  throw new Error(say(photoTexts.unreadable));
}
