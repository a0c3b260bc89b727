// SPDX-License-Identifier: Apache-2.0

import type { Sentence } from "./bundle.ts";

export const say = (code: string, args: { readonly [name: string]: string } = {}): Sentence => ({ args, code });
