// SPDX-License-Identifier: Apache-2.0

import { useState } from "preact/hooks";
import { orderPhotos } from "../../../act/rules.ts";
import { type Bytes, base64url } from "../../../encoding.ts";
import { say, type Text } from "../language.ts";
import { Fault } from "../page.tsx";
import { small } from "./photo.ts";

const photoTexts = {
  title: ["照片（最多 {0} 张，可以不拍）", "Photos ({0} at most, none is needed)"],
  take: ["拍照或选照片", "Take or choose a photo"],
  one: ["第 {0} 张照片", "Photo {0}"],
  drop: ["去掉第 {0} 张", "Remove photo {0}"],
} as const satisfies { [name: string]: Text };

// address shows a picture that is nowhere but in the page.
const address = (photo: Bytes): string => `data:image/jpeg;base64,${toBase64(photo)}`;

const toBase64 = (bytes: Bytes): string => {
  const text = base64url(bytes).replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
};

type PhotosProps = { id?: string; photos: readonly Bytes[]; change: (photos: Bytes[]) => void };

// Photos lets somebody take photos, which are made smaller at once.
export function Photos({ id = "photo", photos, change }: PhotosProps) {
  const [fault, setFault] = useState<string>();
  const add = async (field: HTMLInputElement) => {
    const file = field.files?.[0];
    if (file) {
      setFault(undefined);
      await small(file).then(
        (photo) => change([...photos, photo]),
        (error: Error) => setFault(error.message),
      );
    }
    field.value = "";
  };
  return (
    <fieldset>
      <legend>{say(photoTexts.title, orderPhotos)}</legend>
      {fault && <Fault fault={fault} />}
      <ul class="photos">
        {photos.map((photo, i) => (
          <li key={i}>
            <img src={address(photo)} alt={say(photoTexts.one, i + 1)} />
            <button type="button" class="button secondary" onClick={() => change(photos.filter((_, other) => other !== i))}>
              {say(photoTexts.drop, i + 1)}
            </button>
          </li>
        ))}
      </ul>
      {photos.length < orderPhotos && (
        <>
          <label for={id}>{say(photoTexts.take)}</label>
          <input id={id} type="file" accept="image/*" onChange={(event) => add(event.currentTarget)} />
        </>
      )}
    </fieldset>
  );
}
