// SPDX-License-Identifier: Apache-2.0

// The file of a case: all that happened in it, as it happened, with the words.

import type { Community } from "../api.ts";
import { now } from "../clock.ts";
import { lastDay } from "../day.ts";
import { say, type Text } from "../language.ts";
import { type Parts, partsOf } from "./agreement.ts";
import { withoutPhotos } from "./photos.ts";
import { aboutText, type Case, type CaseText, isOpen, mediatorText, nth, saidText, sentence, sideText, stateText } from "./words.ts";

export type Entry = {
  at: number;
  text: string;
  said?: string;
  more?: string[];
  parts?: Parts;
  photos?: Case["statements"][number]["photos"];
};

const replies = {
  "": ["{0}：还没有答复", "{0}: no reply yet"],
  yes: ["{0}：同意", "{0}: yes"],
  no: ["{0}：不同意", "{0}: no"],
  silent: ["{0}：逾期未答复", "{0}: no reply in time"],
} as const satisfies { [reply in Case["proposals"][number]["replies"][number]]: Text };

const said = (of: CaseText): Pick<Entry, "said"> => (saidText(of) ? { said: saidText(of) } : {});

const agreed = (of: CaseText): Pick<Entry, "said" | "parts"> => {
  const parts = partsOf(of.text);
  return parts ? { parts } : said(of);
};

const askedText = (side: string, about: string): string =>
  about ? say(["{0}申请调解，{1}", "{0} asked for mediation, {1}"], side, about) : say(["{0}申请调解", "{0} asked for mediation"], side);

// entriesOf are those of a case, the earliest first.
export function entriesOf(community: Community, of: Case): Entry[] {
  const side = (i: number) => sentence(sideText(community, nth(of, i)));
  const happened: Entry[] = [
    { at: of.requested, text: askedText(side(0), aboutText(of)), ...said(of.request) },
    {
      at: of.taken,
      text: say(["{0}受理，担任调解员", "{0} took it, as the mediator"], sentence(mediatorText(community, of))),
    },
    { at: of.joined, text: say(["{0}同意调解", "{0} takes part"], side(1)) },
    ...of.statements.map(({ at, side: i, text, photos }) => ({
      at,
      text: say(["{0}说", "{0} says"], side(i)),
      ...said({ ...text, text: withoutPhotos(text.text) }),
      photos,
    })),
    ...of.sessions.map(({ at, text }) => ({
      at,
      text: at > now() && isOpen(of) ? say(["调解会（还没有开）", "A session, to come"]) : say(["调解会", "A session"]),
      ...said(text),
    })),
    ...of.proposals.map(({ at, by, replies: all, text }) => ({
      at,
      text: say(["调解员的方案，{0}（含当天）之前答复", "A proposal by the mediator, open for replies until {0}"], lastDay(by)),
      ...said(text),
      more: all.map((reply, i) => say(replies[reply], side(i))),
    })),
    {
      at: of.agreed,
      text: say(
        [
          "双方和调解员签订协议，从此有约束力；{0}（含当天）之前履行",
          "Both and the mediator signed an agreement, which binds; to be performed until {0}",
        ],
        lastDay(of.performBy),
      ),
      ...agreed(of.agreement),
    },
    { at: of.applied, text: say(["双方共同申请法院确认协议", "Both asked a court to confirm the agreement"]) },
    ...of.performed.map((at, i) => ({ at, text: say(["{0}说：对方已履行", "{0} says that the other did its part"], side(i)) })),
    ...of.notes.map(({ at, text }) => ({ at, text: say(["调解员回访", "The mediator followed it up"]), ...said(text) })),
    { at: of.closed, text: say(["结束：{0}", "Ended: {0}"], stateText(of)), ...said(of.reason) },
  ];
  return happened.filter(({ at }) => at > 0).sort((a, b) => a.at - b.at);
}
