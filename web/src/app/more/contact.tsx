// SPDX-License-Identifier: Apache-2.0

// How I am reached: wanted for notices, needed for nothing.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api, Problem, type Schema } from "../api.ts";
import { Back } from "../back.tsx";
import { say } from "../language.ts";
import { Fault, Page, useLoaded, Waiting } from "../page.tsx";
import { useTask } from "../task.ts";
import { texts } from "../texts.ts";
import { more } from "./texts.ts";

export function Screen() {
  const contact = useLoaded(api.contact, "");
  return (
    <Page title={say(texts.contact)}>
      {contact.fault ? <Fault fault={contact.fault} retry={contact.reload} /> : null}
      {!contact.value && !contact.fault && <Waiting />}
      {contact.value && (
        <>
          <p>{say(contact.value.mail ? more.contactLead : more.contactNoMail)}</p>
          <Form contact={contact.value} />
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

function Form({ contact }: { contact: Schema["Contact"] }) {
  const [known, setKnown] = useState(contact);
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
      setKnown(await api.putContact(typed));
      setSaid(say(more.contactSaved));
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
      <label for="email">{say(more.contactMail)}</label>
      {wrong.includes("email") && <Wrong id="email-wrong">{say(more.contactWrongMail)}</Wrong>}
      <input
        id="email"
        type="email"
        autocomplete="email"
        maxLength={254}
        value={email}
        aria-invalid={wrong.includes("email")}
        aria-describedby="email-wrong email-state"
        onInput={(event) => {
          setSaid(undefined);
          setEmail(event.currentTarget.value);
        }}
      />
      <p class="hint" id="email-state">
        {known.mail && known.email !== "" && say(known.emailConfirmed ? more.contactConfirmed : more.contactWaiting)}
      </p>
      <label for="phone">{say(more.contactPhone)}</label>
      {wrong.includes("phone") && <Wrong id="phone-wrong">{say(more.contactWrongPhone)}</Wrong>}
      <input
        id="phone"
        type="tel"
        autocomplete="tel"
        maxLength={30}
        value={phone}
        aria-invalid={wrong.includes("phone")}
        aria-describedby="phone-wrong"
        onInput={(event) => {
          setSaid(undefined);
          setPhone(event.currentTarget.value);
        }}
      />
      {fault && <Fault fault={fault} />}
      <p role="status">{said}</p>
      <button type="submit" class="button">
        {say(more.save)}
      </button>
    </form>
  );
}

const Wrong = ({ id, children }: { id: string; children: ComponentChildren }) => (
  <p class="error" id={id} role="alert">
    {children}
  </p>
);
