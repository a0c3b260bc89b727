// SPDX-License-Identifier: Apache-2.0

import { say, type Text } from "./language.ts";
import { texts } from "./texts.ts";

const usual: { [option: string]: keyof typeof texts } = { agree: "agree", disagree: "disagree", abstain: "abstain" };

// optionText is the name of an option: the three usual ones are translated, others stand as the election has them.
export const optionText = (option: string): string => {
  const known = Object.keys(usual).includes(option) ? usual[option] : undefined;
  return known ? say(texts[known]) : option;
};

// optionOf is what the ledger calls an option that somebody wrote in either language.
export const optionOf = (written: string): string =>
  Object.entries(usual).find(([, key]) => (texts[key] as Text).includes(written))?.[0] ?? written;
