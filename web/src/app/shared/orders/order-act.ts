// SPDX-License-Identifier: Apache-2.0

import type { ActType, Bodies } from "../../../act/body.ts";

// orderAct is an act to be signed, with the words that are shown.
export const orderAct = <T extends ActType>(type: T, body: Bodies[T], words: string) => ({ type, body, words });
