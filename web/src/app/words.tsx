// SPDX-License-Identifier: Apache-2.0

// An act in words: every member of its body, so that nobody signs what he has not seen.

import type { Value } from "../act/canonical.ts";
import { moment, say } from "./language.ts";
import { members, types, values } from "./office-texts.ts";

export const typeText = (type: string): string => {
  const known = types[type];
  return known ? say(known) : type;
};

const memberText = (name: string): string => {
  const known = members[name];
  return known ? say(known) : name;
};

const times = new Set(["opensAt", "closesAt", "expires"]);
const names = new Set(["body", "election", "id", "maker", "title"]); // which may be the same as words of the rules

function leafText(name: string, value: string | boolean): string {
  if (times.has(name) && typeof value === "string") {
    return moment(Number(value));
  }
  if (names.has(name)) {
    return String(value);
  }
  const known = Object.keys(values).includes(String(value)) ? values[String(value)] : undefined;
  return known ? say(known) : String(value);
}

// wordsOf is the same as text, for the hash of what was shown.
export function wordsOf(type: string, body: Value): string {
  const lines: string[] = [typeText(type)];
  const write = (name: string, value: Value, depth: number) => {
    const head = `${"  ".repeat(depth)}${memberText(name)}`;
    if (typeof value !== "object") {
      lines.push(`${head}: ${leafText(name, value)}`);
      return;
    }
    lines.push(head);
    for (const [inner, part] of Object.entries(value)) {
      write(Array.isArray(value) ? `${Number(inner) + 1}` : inner, part, depth + 1);
    }
  };
  for (const [name, value] of Object.entries(body as object)) {
    write(name, value, 0);
  }
  return lines.join("\n");
}

export function Words({ body }: { body: Value }) {
  return (
    <dl class="facts long words">
      {Object.entries(body as { [name: string]: Value }).map(([name, value]) => (
        <Member key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Member({ name, value }: { name: string; value: Value }) {
  return (
    <div>
      <dt>{memberText(name)}</dt>
      <dd>
        <Content name={name} value={value} />
      </dd>
    </div>
  );
}

function Content({ name, value }: { name: string; value: Value }) {
  if (typeof value !== "object") {
    const text = leafText(name, value);
    return text.length > 40 && !text.includes(" ") ? <code class="hash">{text}</code> : text;
  }
  if (Array.isArray(value)) {
    return (
      <ol>
        {value.map((part: Value, i) => (
          <li key={i}>
            <Content name={name} value={part} />
          </li>
        ))}
      </ol>
    );
  }
  return <Words body={value} />;
}
