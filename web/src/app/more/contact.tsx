// SPDX-License-Identifier: Apache-2.0

// How I am reached: wanted for notices, needed for nothing.

import { useState } from "preact/hooks";
import { api, type Schema } from "../api.ts";
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
      <p>{say(more.contactLead)}</p>
      {contact.fault ? <Fault fault={contact.fault} retry={contact.reload} /> : null}
      {!contact.value && !contact.fault && <Waiting />}
      {contact.value && <Form contact={contact.value} />}
      <Back />
    </Page>
  );
}

function Form({ contact }: { contact: Schema["Contact"] }) {
  const [known, setKnown] = useState(contact);
  const [email, setEmail] = useState(contact.email);
  const [phone, setPhone] = useState(contact.phone);
  const [said, setSaid] = useState<string>();
  const { fault, run, tell } = useTask();
  const save = () => {
    setSaid(undefined);
    if (email !== "" && !/^[^\s@]+@[^\s@]+$/.test(email.trim())) {
      tell(say(more.contactWrongMail));
      return;
    }
    run(async () => {
      setKnown(await api.putContact({ email: email.trim(), phone: phone.trim() }));
      setSaid(say(more.contactSaved));
    });
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <label for="email">{say(more.contactMail)}</label>
      <input
        id="email"
        type="email"
        autocomplete="email"
        maxLength={254}
        value={email}
        aria-describedby="email-state"
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <p class="hint" id="email-state">
        {known.email !== "" && say(state(known))}
      </p>
      <label for="phone">{say(more.contactPhone)}</label>
      <input
        id="phone"
        type="tel"
        autocomplete="tel"
        maxLength={30}
        value={phone}
        onInput={(event) => setPhone(event.currentTarget.value)}
      />
      {fault && <Fault fault={fault} />}
      <p role="status">{said}</p>
      <button type="submit" class="button">
        {say(texts.save)}
      </button>
    </form>
  );
}

// state says whether notices reach the address.
function state({ emailConfirmed, mail }: Schema["Contact"]) {
  if (!mail) {
    return more.contactNoMail;
  }
  return emailConfirmed ? more.contactConfirmed : more.contactWaiting;
}
