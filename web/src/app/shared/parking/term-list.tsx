// SPDX-License-Identifier: Apache-2.0

import type { Terms } from "./api.ts";
import { termTexts } from "./terms.ts";

export const TermList = ({ terms }: { terms: Terms }) => (
  <ul>
    {termTexts(terms).map((text) => (
      <li key={text}>{text}</li>
    ))}
  </ul>
);
