// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";
import type { ActType } from "../../../act/body.ts";
import { JoinWaiting } from "../signing/pending.tsx";
import type { ElectionProps } from "./props.ts";

// OfTwo has an act of two bodies about this election signed, or the one that waits.
export function OfTwo({ type, children, ...of }: ElectionProps & { type: ActType; children: ComponentChildren }) {
  const { election } = of.detail.election;
  return (
    <JoinWaiting {...of} list={of.pending} type={type} same={(body) => body.election === election} done={of.reload}>
      {children}
    </JoinWaiting>
  );
}
