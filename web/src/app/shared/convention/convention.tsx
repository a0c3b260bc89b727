// SPDX-License-Identifier: Apache-2.0

import { lang, moment, say } from "../language.ts";
import { type Article, partsOf, readRepeal } from "./convention.ts";
import { conventionTexts } from "./texts.ts";

// ConventionWords is a convention's whole text, with what its rules do below each article that has one.
export function ConventionWords({ text, articles }: { text: string; articles: readonly Article[] }) {
  return (
    <>
      <p class="small">{say(articles.some(({ rule }) => rule) ? conventionTexts.said : conventionTexts.noRule)}</p>
      {partsOf(text, articles).map((part) => (
        <section key={part.article?.number ?? 0}>
          <pre class="text">{part.text.replace(/\n$/, "")}</pre>
          {part.article?.rule && <Rule rule={part.article.rule} />}
        </section>
      ))}
    </>
  );
}

export const Rule = ({ rule }: { rule: NonNullable<Article["rule"]> }) => (
  <div class="note">
    <p>
      <strong>{say(conventionTexts.rule)}</strong> {rule.does[lang()]}
    </p>
    <p>
      <strong>{say(conventionTexts.examples)}</strong>
    </p>
    <ul>
      {rule.examples.map((example) => (
        <li key={example.line}>
          {example.name && `${example.name} · `}
          {example.says[lang()]}
          {!example.passes && <strong>{say(conventionTexts.fails)}</strong>}
        </li>
      ))}
    </ul>
  </div>
);

// RepealWords is what ends a convention; undefined text is shown as it is.
export function RepealWords({ community, text }: { community: string; text: string }) {
  const read = readRepeal(text);
  if (!read) {
    return <pre>{text}</pre>;
  }
  return (
    <>
      <p>
        {say(conventionTexts.repeals)} <code class="hash">{read.repeal}</code>
      </p>
      <p>{read.from === "0" ? say(conventionTexts.repealsOnce) : say(conventionTexts.repealsAt, moment(Number(read.from)))}</p>
      <p>
        <a href={`/c/${encodeURIComponent(community)}/convention?hash=${read.repeal}`}>{say(conventionTexts.read)}</a>
      </p>
    </>
  );
}
