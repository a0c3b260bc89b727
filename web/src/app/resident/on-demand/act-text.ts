// SPDX-License-Identifier: Apache-2.0

import { parse } from "../../../act/act.ts";
import type { Bodies, OfOwners } from "../../../act/body.ts";
import type { Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { rightName } from "../right-text.ts";
import { nameOf } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

const nameOfRight = (me: Me, id: string) => rightName(me.rights.find(({ right }) => right === id) ?? { right: id });

// papers say what acts of several owners say; each type has its words.
const papers: { [type in OfOwners]: (me: Me, body: Bodies[type]) => string } = {
  "proxy.grant": (me, { election, proxy, right }) => say(onDemandTexts.proxyWords, election, nameOf(me, proxy), nameOfRight(me, right)),
  "voter.designate": (me, { right, voter }) => say(onDemandTexts.ownersWords, nameOf(me, voter), nameOfRight(me, right)),
};

// paperText is what an act of several owners says, from its own text. A server may know types that this page does not.
export function paperText(me: Me, text: string): string {
  const { type, body } = parse(text);
  const known = (Object.keys(papers) as OfOwners[]).find((paper) => paper === type);
  return known ? papers[known](me, body as never) : say(onDemandTexts.paperOther);
}
