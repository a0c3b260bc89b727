// SPDX-License-Identifier: Apache-2.0

import { type Bytes, base64url } from "../../../encoding.ts";
import { call, type Schema } from "../../shared/api.ts";

export type Open = Schema["OpenVoucher"];
export type Found = Schema["FoundVoucher"];

export const counterApi = {
  open: () => call<{ items: Open[] }>("GET", "/vouchers").then(({ items }) => items),
  find: (code: Bytes) => call<Found>("POST", "/vouchers/find", { code: base64url(code) }),
};
