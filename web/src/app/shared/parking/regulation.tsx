// SPDX-License-Identifier: Apache-2.0

// What a community adopts for its parking, in a sentence.

import { say, type Text } from "../language.ts";

const texts = {
  some: ["单位可以替他们的人预订，提前最多 {0} 小时。", "Bodies may book for their people, at most {0} hours ahead."],
  others: ["单位可以替他们的人预订。", "Bodies may book for their people."],
  none: ["只有住户可以预订。", "Households alone may book."],
} as const satisfies { [name: string]: Text };

// regulationText says who may book; ahead is in seconds.
export const regulationText = (others: boolean, ahead: number): string =>
  others ? say(ahead > 0 ? texts.some : texts.others, ahead / 3600) : say(texts.none);

// readRegulation reads one that is put to the vote; undefined if it is none.
export function readRegulation(text: string): { others: boolean; ahead: number } | undefined {
  try {
    const { others, ahead } = JSON.parse(text) as { others: unknown; ahead: unknown };
    return typeof others === "boolean" && typeof ahead === "string" && /^\d{1,9}$/.test(ahead)
      ? { others, ahead: Number(ahead) }
      : undefined;
  } catch {
    return undefined;
  }
}

export function RegulationWords({ text }: { text: string }) {
  const read = readRegulation(text);
  return read ? <p class="big">{regulationText(read.others, read.ahead)}</p> : <pre>{text}</pre>;
}
