// SPDX-License-Identifier: Apache-2.0

import { say } from "./language.ts";
import { texts } from "./texts.ts";

const usual: { [option: string]: keyof typeof texts } = { agree: "agree", disagree: "disagree", abstain: "abstain" };

// optionText is the name of an option: the three usual ones are translated, others stand as the election has them.
export const optionText = (option: string): string => {
  const known = Object.keys(usual).includes(option) ? usual[option] : undefined;
  return known ? say(texts[known]) : option;
};
