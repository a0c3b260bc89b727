// SPDX-License-Identifier: Apache-2.0

// How I am reached: wanted for notices, needed for nothing.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, Problem, type Schema } from "../api.ts";
import { Back } from "../back.tsx";
import { emailLength, phoneLength } from "../bounds.gen.ts";
import { moment, say } from "../language.ts";
import { Fault, Page, useLoaded, Waiting } from "../page.tsx";
import type { PageProps } from "../page-props.ts";
import { useTask } from "../task.ts";
import { texts } from "../texts.ts";
import { contactTexts } from "./texts.ts";

// Screen is for whoever is signed in. Of officers no telephone is kept.
export function Screen({ me }: Pick<PageProps, "me">) {
  const { kind } = me.session;
  const lead = kind === "owner" ? contactTexts.contactLead : contactTexts.contactLeadWork;
  const contact = useLoaded(api.contact, "");
  return (
    <Page title={say(texts.contact)}>
      {contact.fault ? <Fault fault={contact.fault} retry={contact.reload} /> : null}
      {!contact.value && !contact.fault && <Waiting />}
      {contact.value && (
        <>
          <p>{say(contact.value.mail ? lead : contactTexts.contactNoMail)}</p>
          <Form contact={contact.value} withPhone={kind !== "officer"} />
        </>
      )}
      <Back />
    </Page>
  );
}

// wrongIn are the fields that the server would not take.
const wrongIn = ({ email, phone }: { email: string; phone: string }): string[] => [
  ...(/^([^\s@]+@[^\s@]+)?$/.test(email) ? [] : ["email"]),
  ...(/^[0-9 +()-]*$/.test(phone) ? [] : ["phone"]),
];

const tidy = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim();

// mailText says what is true of the mail that asks to confirm the address.
export function mailText({ emailConfirmed, confirmation }: Schema["Contact"]): string {
  if (emailConfirmed) {
    return say(contactTexts.contactConfirmed);
  }
  const why = say(contactTexts[`mail.${confirmation?.reason ?? ""}`]);
  const at = moment(confirmation?.at ?? 0);
  switch (confirmation?.state) {
    case "queued":
      return say(contactTexts.contactQueued);
    case "retrying":
      return say(contactTexts.contactRetrying, why, at);
    case "handed":
      return say(contactTexts.contactHanded, at);
    case "failed":
      return say(contactTexts.contactFailed, why);
    default:
      return say(contactTexts.contactUnasked);
  }
}

const again = 3000; // ms
const turns = 20; // then it is asked no more, so that the session of who has left can end

// useContact follows the mail until the mail server has it.
function useContact(contact: Schema["Contact"]) {
  const [known, setKnown] = useState(contact);
  const [turn, setTurn] = useState(0);
  const ask = () => setTurn((last) => last + 1);
  const underWay = ["queued", "retrying"].includes(known.confirmation?.state ?? "");
  useEffect(() => {
    if (!underWay || turn >= turns) {
      return undefined;
    }
    let stale = false;
    const take = (now: Schema["Contact"]) => {
      if (!stale) {
        setKnown(now);
        ask();
      }
    };
    const timer = setTimeout(() => api.contact().then(take, ask), again);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [known, turn]);
  const saved = (now: Schema["Contact"]) => {
    setKnown(now);
    setTurn(0);
  };
  return { known, saved };
}

function Form({ contact, withPhone }: { contact: Schema["Contact"]; withPhone: boolean }) {
  const { known, saved } = useContact(contact);
  const [email, setEmail] = useState(contact.email);
  const [phone, setPhone] = useState(contact.phone);
  const [wrong, setWrong] = useState<string[]>([]);
  const [said, setSaid] = useState<string>();
  const { fault, run } = useTask();
  const save = async () => {
    const typed = { email: tidy(email), phone: tidy(phone) };
    const found = wrongIn(typed);
    setWrong(found);
    setSaid(undefined);
    if (found.length > 0) {
      return;
    }
    try {
      saved(await api.putContact(typed));
      setSaid(say(contactTexts.contactSaved));
    } catch (error) {
      if (!(error instanceof Problem && error.fields.length > 0)) {
        throw error;
      }
      setWrong(error.fields);
    }
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run(save);
      }}
    >
      <label for="email">{say(contactTexts.contactMail)}</label>
      {wrong.includes("email") && <Wrong id="email-wrong">{say(contactTexts.contactWrongMail)}</Wrong>}
      <input
        id="email"
        type="email"
        autocomplete="email"
        maxLength={emailLength}
        value={email}
        aria-invalid={wrong.includes("email")}
        aria-describedby="email-wrong email-state"
        onInput={(event) => {
          setSaid(undefined);
          setEmail(event.currentTarget.value);
        }}
      />
      <p class="hint" id="email-state" role="status">
        {known.mail && known.email !== "" && mailText(known)}
      </p>
      {withPhone && (
        <>
          <label for="phone">{say(contactTexts.contactPhone)}</label>
          {wrong.includes("phone") && <Wrong id="phone-wrong">{say(contactTexts.contactWrongPhone)}</Wrong>}
          <input
            id="phone"
            type="tel"
            autocomplete="tel"
            maxLength={phoneLength}
            value={phone}
            aria-invalid={wrong.includes("phone")}
            aria-describedby="phone-wrong"
            onInput={(event) => {
              setSaid(undefined);
              setPhone(event.currentTarget.value);
            }}
          />
        </>
      )}
      {fault && <Fault fault={fault} />}
      <p role="status">{said}</p>
      <button type="submit" class="button">
        {say(contactTexts.save)}
      </button>
    </form>
  );
}

const Wrong = ({ id, children }: { id: string; children: ComponentChildren }) => (
  <p class="error" id={id} role="alert">
    {children}
  </p>
);
