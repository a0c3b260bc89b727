// SPDX-License-Identifier: Apache-2.0

import { say } from "../language.ts";
import { texts } from "../texts.ts";

export const Back = () => (
  <p class="actions">
    <a class="button secondary" href="#/">
      {say(texts.back)}
    </a>
  </p>
);
