// SPDX-License-Identifier: Apache-2.0

import { say } from "../language.ts";
import { bookTexts } from "./book-texts.ts";

export const platesKept = 2 * 24 * 3600; // seconds after the end, for gates that are told late

// Plate is a number plate to type.
export const Plate = ({ value, change }: { value: string; change: (plate: string) => void }) => (
  <>
    <label for="plate">{say(bookTexts.plate)}</label>
    <p class="small" id="plate-help">
      {say(bookTexts.plateHelp)}
    </p>
    <input
      id="plate"
      autocomplete="off"
      autocapitalize="characters"
      aria-describedby="plate-help"
      maxLength={24}
      value={value}
      onInput={(event) => change(event.currentTarget.value)}
    />
  </>
);
