// SPDX-License-Identifier: Apache-2.0

// Where a case stands: what is done, what it waits for and by when, and what comes next.

import type { Community } from "../api.ts";
import { now } from "../clock.ts";
import { lastDay } from "../day.ts";
import { moment, say, type Text } from "../language.ts";
import type { Stage } from "../step-line.tsx";
import { lacking, type Paper } from "./papers.ts";
import { type Case, lastProposal, nth, type State, sentence, sideText, stateText, unreplied } from "./words.ts";

const line = [
  ["requested", ["申请", "Asked for"]],
  ["taken", ["调解员受理", "Taken by a mediator"]],
  ["joined", ["{0}同意调解", "{0} takes part"]],
  ["", ["调解", "Mediation"]],
  ["agreed", ["签订协议", "Agreement"]],
  ["", ["双方履行", "Both do their part"]],
] as const satisfies readonly (readonly [keyof Case | "", Text])[];

// current is the place in the line at which an open case is.
const current: { [state in State]?: number } = { requested: 1, taken: 2, open: 3, proposed: 3, agreed: 5 };

// stagesOf is the line of steps of a case.
export function stagesOf(community: Community, of: Case, papers: readonly Paper[]): Stage[] {
  const here = current[of.state] ?? line.length;
  const second = sentence(sideText(community, nth(of, 1)));
  const stages = line.map(([name, label], i): Stage => {
    const text = say(label, second);
    const at = name && i < here ? of[name] : 0;
    if (i === here) {
      return { text, at: 0, stand: "current", besides: waitsText(community, of, papers) };
    }
    return { text, at, stand: i < here ? "done" : "ahead" };
  });
  const court: Stage = { text: say(["共同申请司法确认", "A court is asked to confirm it"]), at: of.applied, stand: "done" };
  const withCourt = of.applied > 0 ? [...stages.slice(0, 5), court, ...stages.slice(5)] : stages;
  return of.closed > 0 || here === line.length ? ended(of, withCourt) : withCourt;
}

// ended leaves out what a case did not come to.
function ended(of: Case, stages: readonly Stage[]): Stage[] {
  const end: Stage = { text: sentence(stateText(of)), at: of.closed, stand: "done" };
  const talks = of.joined > 0 ? 1 : 0;
  return [...stages.filter(({ at }, i) => at > 0 || (i === 3 && talks)), end];
}

const and = () => say(["、", " and "]);

// waitsText says for whom a case waits, and until when.
export function waitsText(community: Community, of: Case, papers: readonly Paper[]): string {
  const agreement = papers.find(({ type, refused }) => type === "case.agree" && !refused);
  if (agreement) {
    return say(
      ["{0}（含当天）之前等{1}签协议。", "Until {0} {1} can sign the agreement."],
      lastDay(of.endBy),
      lacking(community, of, agreement),
    );
  }
  switch (of.state) {
    case "requested":
      return say(
        ["{0}（含当天）之前等一位调解员受理；没有人受理，就此结束。", "Until {0} a mediator can take it; if none does, it ends."],
        lastDay(of.takeBy),
      );
    case "taken":
      return say(
        ["{0}（含当天）之前等{1}答复；不答复，就此结束。", "Until {0} {1} can answer; silence ends it."],
        lastDay(of.answerBy),
        sideText(community, nth(of, 1)),
      );
    case "open":
      return [
        meetingText(of),
        say(["{0}（含当天）之前没有协议，就此结束。", "Without an agreement until {0} it ends."], lastDay(of.endBy)),
      ].join("");
    case "proposed":
      return proposedText(community, of);
    case "agreed":
      return agreedText(community, of, papers);
    default:
      return "";
  }
}

function proposedText(community: Community, of: Case): string {
  const waits = unreplied(of).map((i) => sideText(community, nth(of, i)));
  return waits.length === 0
    ? say(
        [
          "双方都同意方案，等调解员写协议，{0}（含当天）之前签。",
          "Both say yes: the mediator drafts an agreement, to be signed until {0}.",
        ],
        lastDay(of.endBy),
      )
    : say(
        ["{0}（含当天）之前等{1}答复方案；不答复，就当没有同意。", "Until {0} {1} can reply to the proposal; silence is no yes."],
        lastDay(lastProposal(of)?.by ?? of.endBy),
        waits.join(and()),
      );
}

function agreedText(community: Community, of: Case, papers: readonly Paper[]): string {
  const waits = [0, 1].filter((i) => of.performed[i] === 0).map((i) => sideText(community, nth(of, i)));
  return [
    say(
      ["按协议，{0}（含当天）之前履行；等{1}说明对方已履行。", "To be performed until {0}, as agreed; {1} has to say that the other has."],
      lastDay(of.performBy),
      waits.join(and()),
    ),
    courtText(community, of, papers),
  ].join(say(["", " "]));
}

function courtText(community: Community, of: Case, papers: readonly Paper[]): string {
  const waiting = papers.find(({ type, refused }) => type === "case.apply" && !refused);
  if (of.applied > 0 || now() >= of.applyBy) {
    return "";
  }
  return waiting
    ? say(
        ["{0}（含当天）之前等{1}签共同申请。", "Until {0} {1} can sign the joint application."],
        lastDay(of.applyBy),
        lacking(community, of, waiting),
      )
    : say(
        ["{0}（含当天）之前，双方可以一起申请法院确认协议。", "Until {0} both together can ask a court to confirm it."],
        lastDay(of.applyBy),
      );
}

// meetingText says when the next session is, if one is fixed.
function meetingText(of: Case): string {
  const next = of.sessions.filter(({ at }) => at > now()).sort((a, b) => a.at - b.at)[0];
  return next ? say(["下次调解会：{0}。", "Next session: {0}. "], moment(next.at)) : "";
}
