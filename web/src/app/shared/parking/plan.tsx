// SPDX-License-Identifier: Apache-2.0

// Where the spaces of a car park are, drawn as the body that keeps its gates says. What a space is, is told by its frame, its filling and
// a word, each alone enough; one that leads somewhere is a link. Letters are as large as the page's, and so is all else: a plan that is
// wider than the page scrolls.

import { useEffect, useRef } from "preact/hooks";
import type { Community } from "../api.ts";
import { dayOf, dayText } from "../day.ts";
import { say, type Text } from "../language.ts";
import { bodyName } from "../names.ts";
import { Scroll } from "../scroll.tsx";
import type { DrawnSpace, Level, Plan } from "./api.ts";
import { bookTexts } from "./book-texts.ts";
import { byLabel, centre, emOf } from "./drawing.ts";

const texts = {
  level: ["平面图：{0}", "Plan: {0}"],
  word: [
    "车位的位置是{0}画的（{1}），账本上没有。上方是北。",
    "Where the spaces are is the word of: {0}, {1}. The ledger does not have it. North is above.",
  ],
} as const satisfies { [name: string]: Text };

// Mark is how a space is shown: with a word under what is written on it, and what a screen reader says besides.
export type Mark = {
  look: "free" | "partly" | "taken" | "mine" | "none";
  word: string;
  more?: string;
  to?: string; // an address
  go?: () => void; // in place of it
};

type PlanProps = { plan: Plan; markOf: (space: DrawnSpace) => Mark };

export const Levels = ({ plan, markOf }: PlanProps) => (
  <>
    {plan.levels.map((level, i) => (
      <LevelPlan key={level.name} id={`${plan.lot}-${i}`} level={level} markOf={markOf} named={plan.levels.length > 1} />
    ))}
  </>
);

// Word says whose word a plan is.
export const Word = ({ plan, community }: { plan: Plan; community: Community }) => (
  <p class="small">{say(texts.word, bodyName(community, plan.body), dayText(dayOf(plan.at)))}</p>
);

type LevelProps = { id: string; level: Level; markOf: PlanProps["markOf"]; named: boolean };

function LevelPlan({ id, level, markOf, named }: LevelProps) {
  const { name, width, height } = level;
  const marked = [...level.spaces].sort(byLabel).map((space) => ({ space, mark: markOf(space) }));
  const em = emOf(marked.map(({ space, mark }) => ({ corners: space.corners, words: [space.label, mark.word] })));
  const label = name ? say(texts.level, name) : say(bookTexts.plan);
  const drawing = useRef<SVGSVGElement>(null);
  useEffect(() => uncover(drawing.current), []);
  return (
    <section>
      {named && name && <h3>{name}</h3>}
      <Scroll label={label}>
        {/* biome-ignore lint/a11y/useSemanticElements: no group of fields */}
        <svg
          ref={drawing}
          class="lot-plan"
          role="group"
          aria-label={label}
          viewBox={`0 0 ${width} ${height}`}
          style={{ width: `${width / em}em` }}
        >
          <Fillings id={id} em={em} />
          {marked.map(({ space, mark }, i) => (
            <Ground key={i} id={id} corners={space.corners} look={mark.look} />
          ))}
          {marked.map(({ space, mark }, i) => (
            <Space key={i} em={em} space={space} mark={mark} />
          ))}
        </svg>
      </Scroll>
    </section>
  );
}

// uncover scrolls a plan to the first space that leads somewhere.
function uncover(drawing: SVGSVGElement | null): void {
  const [box, space] = [drawing?.parentElement, drawing?.querySelector("a")];
  if (box && space) {
    box.scrollLeft = space.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 3;
  }
}

// Fillings are strokes over what is taken, and dots over what is so in part.
const Fillings = ({ id, em }: { id: string; em: number }) => (
  <defs>
    <pattern id={`taken-${id}`} width={em / 2} height={em / 2} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="ink" width={em / 10} height={em / 2} />
    </pattern>
    <pattern id={`partly-${id}`} width={em / 2} height={em / 2} patternUnits="userSpaceOnUse">
      <circle class="ink" cx={em / 4} cy={em / 4} r={em / 11} />
    </pattern>
  </defs>
);

const pointsOf = (corners: DrawnSpace["corners"]): string => corners.map((corner) => corner.join(",")).join(" ");

type GroundProps = Pick<DrawnSpace, "corners"> & Pick<Mark, "look"> & { id: string };

// Ground is below all frames, so that no space covers another one's.
const Ground = ({ id, corners, look }: GroundProps) => (
  <>
    <polygon class={`ground ${look}`} points={pointsOf(corners)} />
    {(look === "taken" || look === "partly") && <polygon points={pointsOf(corners)} fill={`url(#${look}-${id})`} />}
  </>
);

type SpaceProps = { em: number; space: DrawnSpace; mark: Mark };

function Space(of: SpaceProps) {
  const { space, mark } = of;
  const { look, word, more = "", to, go } = mark;
  const name = `${space.label} ${word}${more}`;
  if (!to) {
    return (
      // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of shapes is not interactive
      <g class={`lot-space ${look}`} role="img" aria-label={name}>
        <Shape {...of} />
      </g>
    );
  }
  const press = (event: Event) => {
    if (go) {
      event.preventDefault();
      go();
    }
  };
  return (
    <a class={`lot-space ${look}`} href={to} aria-label={name} onClick={press}>
      <Shape {...of} />
    </a>
  );
}

function Shape({ em, space, mark: { word } }: SpaceProps) {
  const [x, y] = centre(space.corners);
  return (
    <>
      <polygon class="frame" points={pointsOf(space.corners)} />
      <text font-size={em}>
        <tspan x={x} y={word ? y - em / 5 : y + em / 3}>
          {space.label}
        </tspan>
        <tspan font-size={0}> </tspan>
        {word && (
          <tspan x={x} y={y + em}>
            {word}
          </tspan>
        )}
      </text>
    </>
  );
}
