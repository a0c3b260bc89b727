// SPDX-License-Identifier: Apache-2.0

import { say, type Text } from "./language.ts";
import { texts } from "./texts.ts";

// Back leads to another screen of the page; to its first one, if none is named.
export const Back = ({ to = "", text = texts.back }: { to?: string; text?: Text }) => (
  <p class="actions">
    <a class="button secondary" href={`#/${to}`}>
      {say(text)}
    </a>
  </p>
);
