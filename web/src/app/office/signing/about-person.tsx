// SPDX-License-Identifier: Apache-2.0

// Whom and what an act is about whose text has pseudonyms and hashes only. It is the server's word, and said to be.

import { moment, say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import { officeApi } from "../api.ts";
import { useLive } from "../live.tsx";
import { officeTexts } from "../texts.ts";

// Enrolled names the people whose passkeys are to be confirmed.
export function Enrolled({ ids }: { ids: readonly string[] }) {
  const list = useLive(officeApi.enrolments, "enrolled");
  const known = (id: string) => list.value?.find((item) => item.credential === id);
  return (
    <div class="note">
      <p class="small">{say(officeTexts.aboutLead)}</p>
      <ul>
        {ids.map((id) => {
          const item = known(id);
          return <li key={id}>{item ? say(officeTexts.enrolLine, item.name, (item.houses ?? []).join("、"), moment(item.at)) : id}</li>;
        })}
      </ul>
    </div>
  );
}

// About is for an act about one person that waits for a second officer.
export function About({ act }: { act: string }) {
  const about = useLoaded(() => officeApi.about(act), act);
  if (about.fault) {
    return <Fault fault={about.fault} retry={about.reload} />;
  }
  if (!about.value) {
    return <Waiting />;
  }
  const { name, houses, passkey, text, answer } = about.value;
  if (!name) {
    return <p class="note warn">{say(officeTexts.aboutUnknown)}</p>;
  }
  return (
    <div class="note">
      <p class="small">{say(officeTexts.aboutLead)}</p>
      <p>
        <strong>{name}</strong> {houses?.join("、")} {passkey && `· ${passkey}`}
      </p>
      {text && <p>{say(answer ? officeTexts.aboutObjection : officeTexts.aboutReason, text)}</p>}
      {answer && <p>{say(officeTexts.answerWas, answer)}</p>}
    </div>
  );
}
