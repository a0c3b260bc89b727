// SPDX-License-Identifier: Apache-2.0

import { parse } from "../../../act/act.ts";
import type { Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { rightName } from "../right-text.ts";
import { nameOf } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

// paperText is what an act of several owners says, from its own text.
export function paperText(me: Me, text: string): string {
  const { type, body } = parse(text);
  const part = (name: string) => String(body[name] ?? "");
  const nameOfRight = (id: string) => rightName(me.rights.find(({ right }) => right === id) ?? { right: id });
  switch (type) {
    case "voter.designate":
      return say(onDemandTexts.ownersWords, nameOf(me, part("voter")), nameOfRight(part("right")));
    case "proxy.grant":
      return say(onDemandTexts.proxyWords, part("election"), nameOf(me, part("proxy")), nameOfRight(part("right")));
    default:
      return say(onDemandTexts.paperOther);
  }
}
