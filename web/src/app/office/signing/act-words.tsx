// SPDX-License-Identifier: Apache-2.0

// An act in words: every member of its body, so that nobody signs what he has not seen.

import type { Value } from "../../../act/canonical.ts";
import { actNames } from "../../shared/act-names.gen.ts";
import type { Community } from "../../shared/api.ts";
import { dayText } from "../../shared/day.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { optionText } from "../../shared/option.ts";
import { kinds, kindText, priorityText } from "../../shared/orders/words.ts";
import { lasts } from "../../shared/parking/terms.ts";
import { type Plan, streamText } from "../../shared/plan/plan.ts";
import { PlanWords } from "../../shared/plan/plan.tsx";
import { dayName } from "../../shared/points/words.ts";
import { members, officeTexts, values } from "../texts.ts";

export const typeText = (type: string): string => {
  const known = actNames[type];
  return known ? say(known) : type;
};

function memberText(name: string, value: Value): string {
  if (name === "threshold" && /^\d+$/.test(String(value))) {
    return say(officeTexts.keysNeeded);
  }
  if (name === "days" && typeof value === "string") {
    return say(officeTexts.manyDays);
  }
  const known = members[name];
  return known ? say(known) : name;
}

// order is in which people read members; in the act they are in the order of the alphabet, as are those that are not here.
const order = ["title", "election", "version", "roll", "kind", "opensAt", "closesAt", "contests", "options", "threshold"];
const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);

const membersOf = (body: Value): [name: string, value: Value][] =>
  Object.entries(body as { [name: string]: Value }).sort(([a], [b]) => place(a) - place(b));

const times = new Set(["at", "opensAt", "closesAt", "expires", "from", "until"]);
const bodies = new Set(["bodies", "body", "maker", "without"]);
const names = new Set([
  "election",
  "grid",
  "order",
  "worker",
  "workers",
  "next",
  "places",
  "into",
  "id",
  "title",
  "device",
  "name",
  "place",
  "profile",
  "service",
  "transport",
  "rule",
  "lot",
  "space",
  "label",
]); // which may be the same as words of the rules

const minutesOfDay = 24 * 60; // which no time of an act is: a shift has minutes

const clockOf = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

const duration = (seconds: string): string => lasts(Number(seconds));

// spoken are the members whose values have words of their own; undefined leaves a value to the words that all share.
const spoken: { [name: string]: (value: string) => string | undefined } = {
  kind: (value) => (Object.keys(kinds).includes(value) ? kindText(value) : undefined),
  priority: (value) => (value === "" ? undefined : priorityText(value)),
  weekday: (value) => dayName(Number(value)),
  options: optionText,
  stream: streamText,
  except: (value) => dayText(Number(value)),
  early: duration,
  noShow: duration,
  cancel: duration,
  notice: duration,
  draw: duration,
  ahead: duration,
};

// each is what the parts of a list are, where a single value of the same name is something else: days of the week, or so many.
const each = (name: string): string => (name === "days" ? "weekday" : name);

function leafText(name: string, value: string | boolean, community: Community): string {
  const text = String(value);
  if ((times.has(name) || name === "to") && typeof value === "string") {
    return Number(value) <= minutesOfDay ? clockOf(Number(value)) : moment(Number(value));
  }
  if (bodies.has(name)) {
    return bodyName(community, text);
  }
  if (names.has(name)) {
    return text;
  }
  const known = Object.keys(values).includes(text) ? values[text] : undefined;
  return spoken[name]?.(text) ?? (known ? say(known) : text);
}

// wordsOf is the same as text, for the hash of what was shown.
export function wordsOf(type: string, body: Value, community: Community): string {
  const lines: string[] = [typeText(type)];
  const write = (head: string, name: string, value: Value, depth: number) => {
    const indent = "  ".repeat(depth);
    if (typeof value !== "object") {
      lines.push(`${indent}${head}: ${leafText(name, value, community)}`);
      return;
    }
    lines.push(`${indent}${head}`);
    if (Array.isArray(value)) {
      for (const [i, part] of value.entries()) {
        write(String(i + 1), each(name), part, depth + 1);
      }
      return;
    }
    for (const [inner, part] of membersOf(value)) {
      write(memberText(inner, part), inner, part, depth + 1);
    }
  };
  for (const [name, value] of membersOf(body)) {
    write(memberText(name, value), name, value, 0);
  }
  return lines.join("\n");
}

export function Words({ body, community }: { body: Value; community: Community }) {
  return (
    <dl class="facts long words">
      {membersOf(body).map(([name, value]) => (
        <div key={name}>
          <dt>{memberText(name, value)}</dt>
          <dd>
            <Content name={name} value={value} community={community} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Content({ name, value, community }: { name: string; value: Value; community: Community }) {
  if (typeof value !== "object") {
    const text = leafText(name, value, community);
    if (text.includes("\n")) {
      return <pre>{text}</pre>;
    }
    return text.length > 40 && !text.includes(" ") ? <code class="hash">{text}</code> : text;
  }
  if (Array.isArray(value)) {
    return (
      <ol>
        {value.map((part: Value, i) => (
          <li key={i}>
            <Content name={each(name)} value={part} community={community} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <>
      {name === "plan" && <PlanWords plan={value as unknown as Plan} />}
      <Words body={value} community={community} />
    </>
  );
}
