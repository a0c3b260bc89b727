// SPDX-License-Identifier: Apache-2.0
// Reads a QR code off a page, as another device's camera would.
import jsQR from "jsqr";

const side = 480;

// readQR is the text of the code in a picture.
export async function readQR(image) {
  const pixels = await image.evaluate(async (picture, size) => {
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, size, size);
    pen.drawImage(picture, 0, 0, size, size);
    let bytes = ""; // one text: a million numbers take seconds to get out of a page
    for (const byte of pen.getImageData(0, 0, size, size).data) {
      bytes += String.fromCharCode(byte);
    }
    return btoa(bytes);
  }, side);
  return jsQR(Uint8ClampedArray.from(Buffer.from(pixels, "base64")), side, side)?.data;
}
